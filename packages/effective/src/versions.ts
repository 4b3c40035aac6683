import { isAtLeast, remembered } from '@ringcheck/model';
import type { OsReaches } from './types.js';

/** A fleet has few OS versions, and the catalogue few it compares them with; more come from nonsense and are forgotten again. */
const mostVersions = 200;

/** `isAtLeast` of the model for one version, remembered: keys ask it of the same few versions again and again. */
export const reachesOf = remembered(mostVersions, (version): OsReaches =>
  remembered(mostVersions, (minimum) => isAtLeast(version, minimum)),
);

export function reaches(version: string, minimum: string): boolean | undefined {
  return reachesOf(version)(minimum);
}
