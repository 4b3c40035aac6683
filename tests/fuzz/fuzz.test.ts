import { spawnSync } from 'node:child_process';

/** Fixed, so that a failure is the code's and not the dice's. */
const seed = '20261122';

interface Result {
  readonly format: string;
  readonly ended: string;
  readonly rounds?: number;
  readonly memoryMiB?: number;
  readonly error?: string;
}

describe('damaged inputs of every format', () => {
  it('end in a value or a reason, with places inside the file', () => {
    const child = spawnSync(
      process.execPath,
      ['tests/fuzz/fuzz.mjs', 'all', '--rounds', '40', '--seed', seed, '--json'],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', RINGCHECK_CORPUS: '' } },
    );
    const results = JSON.parse(child.stdout) as Result[];
    expect(results.filter(({ ended }) => ended !== 'clean')).toEqual([]);
    expect(results.length).toBeGreaterThan(25);
    expect(results.every(({ rounds }) => rounds === 40)).toBe(true);
    expect(Math.max(...results.map(({ memoryMiB = 0 }) => memoryMiB))).toBeLessThan(512);
  });
});
