import { type AddressSet, formatV4, formatV6 } from './address.js';
import { pairsOf, type Ranges } from './ranges.js';

const v6Bits = 128;

/** The shortest list of prefixes that is exactly this set, IPv4 before IPv6, in ascending order. */
export function prefixesOf(set: AddressSet): string[] {
  return [...v4Prefixes(set.v4), ...v6Prefixes(set.v6)];
}

function v4Prefixes(ranges: Ranges): string[] {
  const out: string[] = [];
  for (const [from, end] of pairsOf(ranges)) {
    for (let at = from; at < end;) {
      let bits = 32;
      let size = 1;
      while (bits > 0 && at % (size * 2) === 0 && at + size * 2 <= end) {
        size *= 2;
        bits -= 1;
      }
      out.push(`${formatV4(at)}/${bits}`);
      at += size;
    }
  }
  return out;
}

function v6Prefixes(ranges: Ranges<bigint>): string[] {
  const out: string[] = [];
  for (const [from, end] of pairsOf(ranges)) {
    for (let at = from; at < end;) {
      let bits = v6Bits;
      let size = 1n;
      while (bits > 0 && (at & (size * 2n - 1n)) === 0n && at + size * 2n <= end) {
        size *= 2n;
        bits -= 1;
      }
      out.push(`${formatV6(at)}/${bits}`);
      at += size;
    }
  }
  return out;
}
