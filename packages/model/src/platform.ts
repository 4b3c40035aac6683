import { remembered } from './plain.js';

export const platforms = ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS', 'watchOS'] as const;
export type Platform = (typeof platforms)[number];

/** Apple's schema speaks of iOS for iPhone and iPad alike. */
export type SchemaPlatform = Exclude<Platform, 'iPadOS'>;

export function schemaPlatform(platform: Platform): SchemaPlatform {
  return platform === 'iPadOS' ? 'iOS' : platform;
}

/**
 * Compare dotted versions by number: `9.3.5` < `10.0` < `26.0`; a missing part counts as 0.
 * Returns a negative number, 0 or a positive number; undefined when either is not a version.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) return undefined;
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Five numbers of six digits. */
const longest = 34;

/** A fleet has a few dozen, and each is compared many times for every device. */
const readVersion = remembered(1_000, (text): readonly number[] | undefined =>
  /^\d{1,6}(\.\d{1,6}){0,4}$/.test(text) ? text.split('.').map(Number) : undefined,
);

function parseVersion(text: string): readonly number[] | undefined {
  return text.length > longest ? undefined : readVersion(text);
}

/** True, false, or undefined when one side is no version. */
export function isAtLeast(version: string, minimum: string): boolean | undefined {
  const order = compareVersions(version, minimum);
  return order === undefined ? undefined : order >= 0;
}
