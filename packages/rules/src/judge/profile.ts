import { evidenceOf, removesItself, type Channel, type Evidence } from '@ringcheck/model';
import type { InstalledProfile } from '@ringcheck/assemble';
import type { RuleResult } from '../types.js';

/** What a message needs to name a profile: as the admin sees it, and as the MDM server knows it. */
export function profileData(profile: InstalledProfile): { profile: string; identifier: string } {
  return { profile: profileName(profile), identifier: profile.identifier ?? profile.uuid ?? 'not stated' };
}

export function profileName(profile: InstalledProfile): string {
  return (
    profile.displayName ??
    profile.profile?.displayName ??
    profile.identifier ??
    profile.uuid ??
    'unnamed profile'
  );
}

/** `profile:<identifier>`: the same profile on a thousand devices has one key. */
export function profileKey(profile: InstalledProfile): string {
  return `profile:${profile.identifier ?? profile.uuid ?? profileName(profile)}`;
}

/** `profile:<identifier>/<payload type>/<key>`. */
export function causeOf(profile: InstalledProfile, payload: string, key?: string): string {
  return [profileKey(profile), payload, ...(key === undefined ? [] : [key])].join('/');
}

/** Where the device or the server listed the profile. */
export function listingEvidence(profile: InstalledProfile): Evidence {
  const { document, at, path } = profile.listing;
  return evidenceOf(document, at, {
    profile: profile.identifier ?? profileName(profile),
    ...(path === undefined ? {} : { path }),
  });
}

/** A user's channel narrows an outcome to that user; the device channel narrows nothing. */
export function channelScope(channel: Channel): string | undefined {
  return channel.kind === 'user' ? `user:${channel.user}` : undefined;
}

/**
 * Whether the profile holds against the user. Apple removes a profile with a removal date by itself, so what it
 * sets is temporary. A profile the MDM server installed leaves only with the enrolment; one installed by hand
 * leaves when the user wants, unless it says otherwise. Removable gives undefined.
 */
export function controlOf(profile: InstalledProfile): RuleResult['control'] | undefined {
  const content = profile.profile;
  if (removesItself(content)) return 'temporary';
  const disallowed = profile.removalDisallowed ?? content?.removalDisallowed;
  if (disallowed === true || profile.isManaged === true) return 'managed';
  if (disallowed === false || profile.isManaged === false) return undefined;
  return 'managed';
}
