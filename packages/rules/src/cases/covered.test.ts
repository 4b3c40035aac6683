import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const last = 172;

/** Cases no test here can hold yet, with what they wait for. */
const open: readonly { readonly because: string; readonly cases: readonly number[] }[] = [
  { because: 'needs a rule on VPNs made by declarations', cases: [100] },
  { because: 'needs a rule on the proxy of one Wi-Fi network', cases: [109] },
  { because: 'needs a rule on access points with a proxy', cases: [133] },
  { because: 'is about how a source states its units, which is done before facts are made', cases: [149] },
  { because: 'needs a rule on the clock', cases: [151, 152] },
  { because: 'needs a rule on the marking of calls in Wi-Fi payloads', cases: [166] },
  { because: 'needs the state of declarations among the facts', cases: [168, 169] },
];

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
  it('are each held by a test, or named with what they wait for', () => {
    const waiting = open.flatMap(({ cases }) => cases);
    expect(waiting).toEqual([...new Set(waiting)]);
    expect(coveredCases()).toEqual(range(1, last).filter((number) => !waiting.includes(number)));
  });
});
