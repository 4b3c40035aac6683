import type { Platform } from '@ringcheck/model';

/** When the table was put together. */
export const versionsAsOf = '2026-11-22';

/** The newest major version of each system as of that day; a policy may state newer (or exact) ones. */
export const newestVersions: Readonly<Record<Platform, string>> = {
  iOS: '27',
  iPadOS: '27',
  macOS: '27',
  tvOS: '27',
  visionOS: '27',
  watchOS: '27',
};

/** The last major version before all systems took the number of the year (26). */
const lastBefore26: Readonly<Record<Platform, number>> = {
  iOS: 18,
  iPadOS: 18,
  macOS: 15,
  tvOS: 18,
  visionOS: 2,
  watchOS: 11,
};

/** How many major versions lie between two versions of one system; undefined where one is no version. */
export function majorsBetween(platform: Platform, version: string, newest: string): number | undefined {
  const [from, to] = [ordinal(platform, version), ordinal(platform, newest)];
  return from === undefined || to === undefined ? undefined : to - from;
}

function ordinal(platform: Platform, version: string): number | undefined {
  const major = /^(\d{1,6})(?:\.|$)/.exec(version)?.[1];
  if (major === undefined) return undefined;
  const number = Number(major);
  return number < 26 ? number : number - 25 + lastBefore26[platform];
}
