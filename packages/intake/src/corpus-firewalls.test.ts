import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readFirewall } from './index.js';

const folder = path.join(process.env['RINGCHECK_CORPUS'] ?? '', 'firewall');
const isThere = process.env['RINGCHECK_CORPUS'] !== undefined && existsSync(folder);

describe('firewall policies of a corpus', () => {
  if (!isThere) {
    it('are read when RINGCHECK_CORPUS names a folder with a folder "firewall"', () => {
      console.log('No corpus with firewalls: no policies were read.');
      expect(isThere).toBe(false);
    });
    return;
  }

  it('are understood in 98 of a hundred rule lines', async () => {
    const sums = new Map<string, { files: number; understood: number; rules: number }>();
    const all = { files: 0, understood: 0, rules: 0 };
    const others: string[] = [];
    for (const name of (await readdir(folder)).sort()) {
      const { policy } = readFirewall(await readFile(path.join(folder, name), 'utf8'));
      if (policy === undefined) {
        others.push(name);
        continue;
      }
      const sum = sums.get(policy.dialect) ?? { files: 0, understood: 0, rules: 0 };
      sums.set(policy.dialect, sum);
      for (const one of [sum, all]) {
        one.files++;
        one.understood += policy.understood;
        one.rules += policy.rules;
      }
    }
    const lines = [...sums, ['all', all] as const].map(
      ([dialect, { files, understood, rules }]) =>
        `${dialect}: ${understood} of ${rules} rule lines understood in ${files} files`,
    );
    console.log([...lines, 'no policy of a supported dialect:', ...others].join('\n'));
    expect(all.rules).toBeGreaterThan(0);
    expect(all.understood / all.rules).toBeGreaterThanOrEqual(0.98);
  });
});
