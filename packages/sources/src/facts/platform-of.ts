import type { Platform } from '@ringcheck/model';

const byStart: readonly (readonly [RegExp, Platform])[] = [
  [/^ipad ?os\b/i, 'iPadOS'],
  [/^ipad/i, 'iPadOS'],
  [/^(iphone|ipod)/i, 'iOS'],
  [/^ios\b/i, 'iOS'],
  [/^(macos|mac os x?|os x|osx|applesosx|appleosx|darwin|macmdm)/i, 'macOS'],
  [/^(virtualmac|imac|mac|xserve|powerbook|virtual machine)/i, 'macOS'],
  [/^(\d\d-inch )?(macbook|imac|mac )/i, 'macOS'],
  [/^(tvos|apple ?tv)/i, 'tvOS'],
  [/^(visionos|realitydevice|apple vision|vision)/i, 'visionOS'],
  [/^(watchos|apple watch|watch)/i, 'watchOS'],
];

/**
 * The platform that a hardware identifier (`iPad8,12`), a model name (`MacBook Pro`) or the name of an OS stands for.
 * `iOS` alone is given for the name of an OS, although old exports mean iPads by it too: ask for the model first.
 */
export function platformOf(name: string | undefined): Platform | undefined {
  if (name === undefined) return undefined;
  const trimmed = name.trim();
  for (const [start, platform] of byStart) if (start.test(trimmed)) return platform;
  return undefined;
}

/** The first of several names that tells; the surest goes first. */
export function platformOfAny(names: readonly (string | undefined)[]): Platform | undefined {
  for (const name of names) {
    const platform = platformOf(name);
    if (platform !== undefined) return platform;
  }
  return undefined;
}
