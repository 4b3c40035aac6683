import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

const members = 100_000;
/** Half as much again as the largest of them took, Node included: a copy of the group for every flow does not fit. */
const mostMiB = 768;

/** Inside the modules of the project, so that what the engine imports is found. */
const cache = path.resolve('node_modules/.cache');
let folder = '';

function run(...args: readonly string[]): string {
  const child = spawnSync(process.execPath, ['tests/firewall/memory.mjs', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return child.stdout;
}

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, 'ringcheck-memory-'));
  run('build', path.join(folder, 'firewall'));
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a group of a hundred thousand members', () => {
  it.each(['iptables', 'nftables', 'cisco-asa', 'panos'])(
    'is read and answered within the memory budget: %s',
    (dialect) => {
      const output = run('answer', path.join(folder, 'firewall'), dialect, String(members));
      const { peakMemoryMiB, ...answer } = JSON.parse(output) as Record<string, unknown>;
      expect(answer).toEqual({ dialect, verdict: 'partial', closed: members });
      expect(peakMemoryMiB).toBeLessThan(mostMiB);
    },
    300_000,
  );
});
