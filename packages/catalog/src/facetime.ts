import type { Platform } from '@ringcheck/model';

/** FaceTime's bundle identifier as the platforms spell it. */
export const faceTimeBundleIds = { mobile: 'com.apple.facetime', macOS: 'com.apple.FaceTime' } as const;

/** Whether a bundle identifier names FaceTime, in any case: Apple calls identifiers case-insensitive. */
export function isFaceTime(bundleId: string): boolean {
  return bundleId.trim().toLowerCase() === faceTimeBundleIds.mobile;
}

/** Whether it is spelt as the platform spells it; another case may not match everywhere. */
export function hasExpectedCase(bundleId: string, platform: Platform): boolean {
  return bundleId === (platform === 'macOS' ? faceTimeBundleIds.macOS : faceTimeBundleIds.mobile);
}
