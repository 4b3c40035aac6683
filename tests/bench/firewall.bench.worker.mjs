// One measurement in a process of its own, so that its memory is its own: a question on stdin, an answer on stdout.
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const question = JSON.parse(await text(process.stdin));
const firewall = await import(pathToFileURL(question.module).href);

function compiled(policyText) {
  const { policy } = firewall.parseFirewall(policyText);
  return firewall.compilePolicy(policy);
}

function fastest(rounds, work) {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    work();
    best = Math.min(best, performance.now() - started);
  }
  return best / 1000;
}

function packets({ policy, packets: list, rounds }) {
  const ready = compiled(policy);
  const decide = () => list.map((packet) => firewall.decidePacket(ready, packet));
  const verdicts = decide();
  // Enough passes that the clock can see them.
  const passes = Math.max(1, Math.ceil(100_000 / list.length));
  const seconds = fastest(rounds, () => {
    for (let pass = 0; pass < passes; pass += 1) decide();
  });
  return { verdicts, perSecond: (list.length * passes) / seconds };
}

function answers({ policy, rounds }) {
  const preparing = performance.now();
  const ready = compiled(policy);
  const prepareSeconds = (performance.now() - preparing) / 1000;
  let result = [];
  const ask = () => {
    result = firewall.answerFlows(ready, firewall.facetimeFlows);
  };
  const started = performance.now();
  ask();
  const first = (performance.now() - started) / 1000;
  const seconds = Math.min(first, fastest(rounds - 1, ask));
  const givenUp = result.some(({ decidedBy }) => decidedBy.some(({ rule }) => rule === 'given-up'));
  return { seconds, first, prepareSeconds, verdicts: result.map(({ verdict }) => verdict), givenUp };
}

const answer = question.kind === 'packets' ? packets(question) : answers(question);
console.log(JSON.stringify({ ...answer, peakMemoryMiB: process.resourceUsage().maxRSS / 1024 }));
