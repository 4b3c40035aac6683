import fc from 'fast-check';
import { noAddress, parseAddresses, parseAddressList, subtractAddresses } from './address.js';
import { prefixesOf } from './prefixes.js';
import { rangesOf } from './ranges.js';

it('writes the complement of 17.0.0.0/8 as the eight prefixes that are left', () => {
  const all = parseAddresses('0.0.0.0/0') ?? noAddress;
  expect(prefixesOf(subtractAddresses(all, parseAddresses('17.0.0.0/8') ?? noAddress))).toEqual([
    '0.0.0.0/4',
    '16.0.0.0/8',
    '18.0.0.0/7',
    '20.0.0.0/6',
    '24.0.0.0/5',
    '32.0.0.0/3',
    '64.0.0.0/2',
    '128.0.0.0/1',
  ]);
});

it('writes whole families, single addresses and the last address', () => {
  expect(prefixesOf({ v4: [0, 2 ** 32], v6: [0n, 1n << 128n] })).toEqual(['0.0.0.0/0', '::/0']);
  expect(prefixesOf({ v4: [2 ** 32 - 1, 2 ** 32], v6: [(1n << 128n) - 1n, 1n << 128n] })).toEqual([
    '255.255.255.255/32',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
  ]);
});

it('is exact and has no two prefixes that could be one', () => {
  const pair = fc.tuple(fc.nat(300), fc.nat(60)).map(([from, size]) => [from, from + size] as const);
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 6 }), (pairs) => {
      const set = {
        v4: rangesOf(pairs),
        v6: rangesOf(pairs.map(([from, end]) => [BigInt(from), BigInt(end)] as const)),
      };
      const prefixes = prefixesOf(set);
      expect(parseAddressList(prefixes)).toEqual(set);
      const starts = new Set(prefixes);
      for (const prefix of prefixes.filter((one) => !one.includes(':'))) {
        const { v4 } = parseAddresses(prefix) ?? noAddress;
        const [start = 0, end = 0] = v4;
        const size = end - start;
        const bits = 32 - Math.log2(size);
        const isLow = start % (size * 2) === 0;
        const buddy = isLow ? start + size : start - size;
        expect(starts.has(`0.0.${Math.floor(buddy / 256)}.${buddy % 256}/${bits}`)).toBe(false);
      }
    }),
  );
});
