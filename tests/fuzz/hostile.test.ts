import { spawnSync } from 'node:child_process';

interface Costs {
  readonly growth: number;
  readonly memoryMiB: number;
  readonly costs: readonly { name: string; format: string; small: number; large: number }[];
}

/** Milliseconds that an attack may cost beyond its share: compiling and collecting fall where they will. */
const slackMs = 400;

describe('known attacks', () => {
  it('cost processor time and memory in proportion to their size', () => {
    const child = spawnSync(process.execPath, ['tests/fuzz/fuzz.mjs', 'hostile'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', RINGCHECK_CORPUS: '' },
    });
    expect(child.stderr.split('\n').filter((line) => line.includes('Error'))).toEqual([]);
    const { growth, memoryMiB, costs } = JSON.parse(child.stdout) as Costs;
    expect(costs.length).toBeGreaterThan(35);
    // Work that grows with the square of the size costs eight times its share here.
    const outOfProportion = costs.filter(({ small, large }) => large > small * growth * 3 + slackMs);
    expect(outOfProportion).toEqual([]);
    expect(memoryMiB).toBeLessThan(400);
  });
});
