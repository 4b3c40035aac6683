import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const last = 172;

/** Every test of this folder begins with the number of its case. */
function coveredCases(): number[] {
  const files = readdirSync(here).filter((name) => /^[a-j]-.*\.test\.ts$/.test(name));
  const numbers = files.flatMap((name) =>
    [...readFileSync(path.join(here, name), 'utf8').matchAll(/(?:name: |it\()['"`](\d{1,3}): /g)].map(
      ([, number]) => Number(number),
    ),
  );
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe('the cases of the domain', () => {
  it('are each held by a test', () => {
    expect(coveredCases()).toEqual(range(1, last));
  });
});
