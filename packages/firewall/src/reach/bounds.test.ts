import { compilePolicy } from '../compile.js';
import { parseFirewall } from '../parse.js';
import { shadowedLines, type LineReach } from '../shadowed.js';

function reachOf(...rules: readonly string[]): LineReach {
  const text = ['*filter', ':FORWARD DROP [0:0]', ...rules, 'COMMIT', ''].join('\n');
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('no policy');
  return shadowedLines(compilePolicy(policy));
}

const many = <T>(count: number, each: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => each(index));
const host = (index: number): string => `${index >> 8}.${index & 255}`;

describe('lines that would take too long', () => {
  it('are given up where thousands of calls stand before each, and the first are told all the same', () => {
    const reach = reachOf(
      ...many(3_000, (n) => `:c${n} - [0:0]`),
      ...many(3_000, (n) => `-A FORWARD -j c${n}`),
      ...many(3_000, (n) => `-A c${n} -s 10.1.${host(n)} -j DROP`),
    );
    const undecided = new Set(reach.undecided.map(({ text }) => text));
    expect(reach.undecided.every(({ isGivenUp }) => isGivenUp)).toBe(true);
    expect(undecided.has('-A c2999 -s 10.1.11.183 -j DROP')).toBe(true);
    expect(undecided.has('-A c0 -s 10.1.0.0 -j DROP')).toBe(false);
    expect(reach.shadowed).toEqual([]);
  });

  it('are not followed past the first condition that nobody can tell', () => {
    const reach = reachOf(
      ...many(3_000, (n) => `-A FORWARD -s 10.${n % 4}.0.0/16 -p udp -m owner --uid-owner ${n} -j DROP`),
    );
    expect(reach.shadowed).toEqual([]);
    expect(reach.undecided).toHaveLength(2_996);
  });
});
