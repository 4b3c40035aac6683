import { isFaceTime } from '@ringcheck/catalog';
import type { AppBlocker } from '@ringcheck/model';

export const faceTimePath = '/System/Applications/FaceTime.app/Contents/MacOS/FaceTime';

const names: Readonly<Record<AppBlocker['compares'], readonly string[]>> = {
  process: ['FaceTime', 'FaceTime.app'],
  path: [faceTimePath, '/System/Applications/FaceTime.app'],
  'bundle-id': ['com.apple.FaceTime'],
  // Apple's own applications carry no developer id.
  'developer-id': [],
};

/** `surely`: it takes FaceTime; `perhaps`: its capitals differ, or it is a regular expression that speaks of it. */
export function takesFaceTime({ compares, match, pattern }: AppBlocker): 'surely' | 'perhaps' | 'no' {
  const candidates = names[compares];
  if (match === 'regex')
    return candidates.length > 0 && /facetime/i.test(pattern.replaceAll('\\', '')) ? 'perhaps' : 'no';
  if (compares === 'bundle-id' && match === 'exact') return isFaceTime(pattern) ? 'surely' : 'no';
  const lower = pattern.toLowerCase();
  if (match === 'exact') {
    if (candidates.includes(pattern)) return 'surely';
    return candidates.some((name) => name.toLowerCase() === lower) ? 'perhaps' : 'no';
  }
  const parts = lower.split('*').filter((part) => part !== '');
  return parts.length > 0 && candidates.some((name) => hasInOrder(name.toLowerCase(), parts))
    ? 'surely'
    : 'no';
}

/** A star stands for any text: the parts must follow one another. One pass, whatever the pattern. */
function hasInOrder(name: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}
