// One measurement in a process of its own, so that its memory is its own: a question on stdin, an answer on stdout.
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { peakMemoryMiB } from '../../packages/config/bin/peak-memory.mjs';

const question = JSON.parse(await text(process.stdin));
const firewall = await import(pathToFileURL(question.module).href);

function compiled(policyText) {
  const { policy } = firewall.parseFirewall(policyText);
  return firewall.compilePolicy(policy);
}

/** Processor time, all threads, in seconds: what others do on the machine is not measured with it. */
function cpuSeconds(work) {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

function fastest(rounds, work) {
  return Math.min(...Array.from({ length: rounds }, () => cpuSeconds(work)));
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
  let ready;
  const prepareSeconds = cpuSeconds(() => {
    ready = compiled(policy);
  });
  let result = [];
  const first = performance.now();
  const seconds = fastest(rounds, () => {
    result = firewall.answerFlows(ready, firewall.facetimeFlows);
  });
  const wallSeconds = (performance.now() - first) / 1000 / rounds;
  const peakMiB = peakMemoryMiB();
  const givenUp = isGivenUp(result);
  const shadowedSeconds = cpuSeconds(() => firewall.shadowedLines(ready));
  return { seconds, wallSeconds, prepareSeconds, shadowedSeconds, givenUp, peakMemoryMiB: peakMiB };
}

/** Reading, preparing and answering as the first thing this process does. */
function first({ policy }) {
  let ready;
  let result = [];
  const prepareSeconds = cpuSeconds(() => {
    ready = compiled(policy);
  });
  const seconds = cpuSeconds(() => {
    result = firewall.answerFlows(ready, firewall.facetimeFlows);
  });
  return { prepareSeconds, seconds, givenUp: isGivenUp(result) };
}

function isGivenUp(result) {
  return result.some(({ decidedBy }) => decidedBy.some(({ rule }) => rule === 'given-up'));
}

const kinds = { packets, answers, first };
const answer = kinds[question.kind](question);
console.log(JSON.stringify({ peakMemoryMiB: peakMemoryMiB(), ...answer }));
