import { findKey, findPayload } from './catalog.js';
import type { CatalogKey } from './types.js';

/** Names shorter than this are near to too many others. */
const shortest = 8;
const furthest = 2;

/**
 * The key that was probably meant by a name the payload does not have: the same letters in another case, or at most
 * two typing mistakes away. Only keys that bear on FaceTime are offered.
 */
export function nearestKey(payloadType: string, key: string): CatalogKey | undefined {
  const payload = findPayload(payloadType);
  if (!payload || findKey(payloadType, key) || key.length < shortest || key.length > 100) return undefined;
  const lower = key.toLowerCase();
  let best: { readonly key: CatalogKey; readonly distance: number } | undefined;
  for (const candidate of payload.keys) {
    if (candidate.bearing === 'none' || /[.[]/.test(candidate.key)) continue;
    if (Math.abs(candidate.key.length - key.length) > furthest) continue;
    const distance = typingMistakes(lower, candidate.key.toLowerCase());
    if (distance <= furthest && (best === undefined || distance < best.distance))
      best = { key: candidate, distance };
  }
  return best?.key;
}

/** Letters added, left out, changed, or two swapped, to come from one text to the other. */
function typingMistakes(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
