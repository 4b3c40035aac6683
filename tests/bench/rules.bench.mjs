// Speed of judging devices with the full rule pack and evidence, beside scripts that ask a few of its questions.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const name = 'rules';

const here = path.dirname(fileURLToPath(import.meta.url));
const worker = path.join(here, 'rules.bench.worker.mjs');
const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import jmespath']).status === 0,
);
const rounds = 3;
/** What of ours is measured. */
const titles = {
  alone: 'rule evaluation, device by device',
  fleet: 'rule evaluation, a fleet at first sight',
  again: 'rule evaluation, a fleet whose configurations were met',
};

/** Every participant runs alone in its process, in turn; the median of the rounds counts. */
export async function run(options = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-rules-'));
  const devices = options.devices ?? 10_000;
  try {
    const facts = path.join(folder, 'facts.json');
    const prepared = node([worker, 'PREPARE', String(devices), facts]);
    const asked = JSON.parse(readFileSync(facts, 'utf8')).length;
    const expected = JSON.stringify(prepared.answers);
    const participants = [
      ...Object.keys(titles).map((how) => [how, () => node([worker, how.toUpperCase(), String(devices)])]),
      ['json-rules-engine', () => node([worker, 'ENGINE', facts])],
      ...(python === undefined
        ? []
        : [['jmespath', () => child(python, [path.join(here, 'peers', 'rules.py'), facts])]]),
    ];
    const speeds = new Map(participants.map(([participant]) => [participant, []]));
    for (let round = 0; round < rounds; round++)
      for (const [participant, measure] of participants) {
        const { evaluations, seconds, answers } = measure();
        if (answers !== undefined && JSON.stringify(answers) !== expected)
          throw new Error(
            `${participant} answers otherwise: ${JSON.stringify(answers)}, expected ${expected}`,
          );
        speeds.get(participant).push(evaluations / seconds);
      }
    const median = (participant) => speeds.get(participant)?.sort((a, b) => a - b)[Math.floor(rounds / 2)];
    return Object.keys(titles).flatMap((ours) =>
      ['jmespath', 'json-rules-engine'].map((peer) => {
        const row = {
          name: `${titles[ours]} (${asked} devices)`,
          value: median(ours),
          unit: 'rules/s per core',
        };
        const peerValue = median(peer);
        if (peerValue === undefined) return { ...row, peer: `${peer} (missing)` };
        return { ...row, peer, peerValue, ratio: median(ours) / peerValue };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const node = (args) => child(process.execPath, args);

function child(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: here,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${stderr}`);
  return JSON.parse(stdout);
}
