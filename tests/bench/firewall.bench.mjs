// Packet decisions beside Capirca's aclcheck, and exact answers on large policies.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dialectPolicies, hardPolicies, overlappingSets, sharedPolicy } from './firewall.bench.policies.mjs';

export const name = 'firewall';

const here = path.dirname(fileURLToPath(import.meta.url));
const module = path.resolve(here, '../../packages/firewall/dist/index.js');
const rounds = 3;
const peer = 'Capirca aclcheck';

/** `{ name, value, unit, peer?, peerValue?, ratio?, peakMemoryMiB? }`; `ratio` above 1 means ours is faster. */
export function run() {
  return [packetDecisions(), ...exactAnswers(10_000), ...firstAnswers(10_000), givingUp()];
}

function packetDecisions() {
  const { text, capirca, packets } = sharedPolicy(1000, 300);
  const ours = asked({ kind: 'packets', module, policy: text, packets, rounds });
  const theirs = askedOfCapirca({ ...capirca, packets, rounds });
  const row = {
    name: 'packet decisions, 1,000 rules',
    value: ours.perSecond,
    unit: 'packets per CPU second',
    peer,
    peakMemoryMiB: ours.peakMemoryMiB,
  };
  if (theirs === undefined) return row;
  sameVerdicts(ours.verdicts, theirs.verdicts);
  return { ...row, peerValue: theirs.perSecond, ratio: ours.perSecond / theirs.perSecond };
}

/** A difference in what is decided makes speed meaningless. */
function sameVerdicts(ours, theirs) {
  ours.forEach(({ action, rule }, index) => {
    const [term, verdict] = theirs[index];
    const known = term === null ? 'FORWARD policy' : `FORWARD ${Number(term.slice(1)) + 1}`;
    if (rule !== known || action !== (verdict === 'accept' ? 'allow' : 'deny')) {
      throw new Error(`packet ${index}: ours ${action} by ${rule}, Capirca ${verdict} by ${known}`);
    }
  });
}

function exactAnswers(count) {
  return hardPolicies(count).flatMap(([title, policy]) => {
    const result = asked({ kind: 'answers', module, policy, rounds });
    if (result.givenUp) throw new Error(`${title}: a part was given up as too complex`);
    const of = `${count.toLocaleString('en')} rules, ${title}`;
    return [
      {
        name: `exact answers for all flows, ${of}`,
        value: result.seconds,
        unit: 'CPU s',
        peakMemoryMiB: result.peakMemoryMiB,
      },
      { name: `reading and preparing, ${of}`, value: result.prepareSeconds, unit: 'CPU s' },
      { name: `shadowed lines, ${of}`, value: result.shadowedSeconds, unit: 'CPU s' },
    ];
  });
}

/** What the first call of a process takes, most of it code that is not compiled yet; the median of its processes. */
function firstAnswers(count) {
  const policies = [...dialectPolicies(count), ...hardPolicies(count).slice(1)];
  return policies.flatMap(([title, policy]) => {
    const results = Array.from({ length: rounds }, () => asked({ kind: 'first', module, policy }));
    if (results.some(({ givenUp }) => givenUp)) throw new Error(`${title}: given up as too complex`);
    const of = `cold, ${count.toLocaleString('en')} rules, ${title}`;
    const peakMemoryMiB = Math.max(...results.map((result) => result.peakMemoryMiB));
    return [
      { name: `exact answers, ${of}`, value: median(results, 'seconds'), unit: 'CPU s', peakMemoryMiB },
      { name: `reading and preparing, ${of}`, value: median(results, 'prepareSeconds'), unit: 'CPU s' },
    ];
  });
}

function median(results, key) {
  return results.map((result) => result[key]).sort((a, b) => a - b)[results.length >> 1];
}

/** Both sides of every rule are one of many sets that overlap: too much to answer, and soon known to be. */
function givingUp() {
  const { givenUp, seconds, peakMemoryMiB } = asked({
    kind: 'first',
    module,
    policy: overlappingSets(10_000, 100, 200),
  });
  const name = `10,000 rules over 100 sets of 200 networks, ${givenUp ? 'given up' : 'answered'}`;
  return { name, value: seconds, unit: 'CPU s', peakMemoryMiB };
}

function asked(question) {
  const worker = path.join(here, 'firewall.bench.worker.mjs');
  return answerOf(spawned(process.execPath, [worker], question));
}

/** Debian installs Capirca for its own Python, which need not be the first one on the path. */
function askedOfCapirca(question) {
  const script = path.join(here, 'firewall.bench.capirca.py');
  for (const python of ['/usr/bin/python3', 'python3']) {
    if (python.startsWith('/') && !existsSync(python)) continue;
    const answer = spawned(python, [script], question);
    if (answer.error !== undefined) continue;
    const result = answerOf(answer);
    if (result.missing !== true) return result;
  }
  return undefined;
}

function spawned(command, args, question) {
  return spawnSync(command, args, {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

function answerOf({ status, stdout }) {
  if (status !== 0) throw new Error(`a participant of the bench ended with ${status}`);
  return JSON.parse(stdout);
}
