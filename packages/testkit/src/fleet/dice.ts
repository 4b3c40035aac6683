/** Answers of chance that depend on nothing but the seed and what is asked: device 7 is the same in a fleet of any size. */
export interface Dice {
  /** A number from 0 up to, not including, 1. */
  chance(...asked: readonly (string | number)[]): number;
  /** A whole number from 0 up to, not including, `count`. */
  index(count: number, ...asked: readonly (string | number)[]): number;
  /** One item; weights are read in the order of the items and need not add up to anything. */
  pick<T>(items: readonly (readonly [item: T, weight: number])[], ...asked: readonly (string | number)[]): T;
}

export function diceOf(seed: number): Dice {
  const chance = (...asked: readonly (string | number)[]): number => {
    let state = mix(seed ^ 0x9e3779b9);
    for (const part of asked)
      state = typeof part === 'number' ? mix(state ^ Math.imul(part + 1, 0x85ebca6b)) : mixText(state, part);
    return mix(state) / 2 ** 32;
  };
  return {
    chance,
    index: (count, ...asked) => Math.floor(chance(...asked) * count),
    pick(items, ...asked) {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0);
      let left = chance(...asked) * total;
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      const last = items.at(-1);
      if (last === undefined) throw new RangeError('nothing to pick from');
      return last[0];
    },
  };
}

/** The finisher of MurmurHash3: every bit of the input moves about half of the bits of the answer. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixText(state: number, text: string): number {
  let hash = state;
  for (let i = 0; i < text.length; i++) hash = mix(hash ^ Math.imul(text.charCodeAt(i) + 1, 0x01000193));
  return hash;
}

/** A number as an upper-case hexadecimal text of this length. */
export function hex(value: number, length: number): string {
  return Math.floor(value).toString(16).toUpperCase().padStart(length, '0').slice(-length);
}
