// Chance that depends on a seed alone, and what a sample says of the whole.

/** mulberry32: enough to shuffle, the same on every machine. */
function diceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` of the items, chosen and ordered by the seed: the first of them are a sample too. */
export function sampleOf(items, count, seed) {
  const dice = diceOf(seed);
  const order = items.map((item) => ({ item, key: dice() })).sort((a, b) => a.key - b.key);
  return order.slice(0, count).map(({ item }) => item);
}

/** Wilson's interval at 95 % for `hits` of `tried`, drawn from `whole` (without putting back). */
export function interval(hits, tried, whole) {
  if (tried === 0) return [0, 1];
  const z = 1.96 * Math.sqrt(whole > 1 ? (whole - tried) / (whole - 1) : 0);
  const share = hits / tried;
  const middle = (share + (z * z) / (2 * tried)) / (1 + (z * z) / tried);
  const half =
    (z / (1 + (z * z) / tried)) * Math.sqrt((share * (1 - share)) / tried + (z * z) / (4 * tried * tried));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
