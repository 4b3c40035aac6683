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

type Version = readonly number[] | 'none';

/** Five numbers of six digits. */
const longest = 34;
/** A fleet has a few dozen, and each is compared many times for every device. */
const known = new Map<string, Version>();
const mostKnown = 1_000;

function parseVersion(text: string): readonly number[] | undefined {
  if (text.length > longest) return undefined;
  let version = known.get(text);
  if (version === undefined) {
    version = /^\d{1,6}(\.\d{1,6}){0,4}$/.test(text) ? text.split('.').map(Number) : 'none';
    if (known.size >= mostKnown) known.clear();
    known.set(text, version);
  }
  return version === 'none' ? undefined : version;
}

/** True, false, or undefined when one side is no version. */
export function isAtLeast(version: string, minimum: string): boolean | undefined {
  const order = compareVersions(version, minimum);
  return order === undefined ? undefined : order >= 0;
}
