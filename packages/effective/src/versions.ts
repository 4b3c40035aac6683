import { isAtLeast } from '@ringcheck/model';
import type { OsReaches } from './types.js';

/** A fleet has few OS versions; more than this come from nonsense and are forgotten again. */
const mostVersions = 200;
const known = new Map<string, OsReaches>();

/** `isAtLeast` of the model for one version, remembered: keys ask it of the same few versions again and again. */
export function reachesOf(version: string): OsReaches {
  let reaches = known.get(version);
  if (reaches === undefined) {
    if (known.size >= mostVersions) known.clear();
    known.set(version, (reaches = remembering(version)));
  }
  return reaches;
}

export function reaches(version: string, minimum: string): boolean | undefined {
  return reachesOf(version)(minimum);
}

function remembering(version: string): OsReaches {
  const answers = new Map<string, boolean | undefined>();
  return (minimum) => {
    let answer = answers.get(minimum);
    if (answer === undefined) answers.set(minimum, (answer = isAtLeast(version, minimum)));
    return answer;
  };
}
