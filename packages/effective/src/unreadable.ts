import { findPayload, payloadTypes } from '@ringcheck/catalog';
import type { InstalledProfile } from '@ringcheck/assemble';
import { evidenceOf } from '@ringcheck/model';
import { applies, type Conditions } from './applicability.js';
import type { Undetermined } from './types.js';

/** Domains of a Mac that `com.apple.ManagedClient.preferences` can carry and that can stop FaceTime. */
export const carriedDomains: ReadonlySet<string> = new Set([
  payloadTypes.restrictions,
  payloadTypes.applicationAccessNew,
  payloadTypes.firewall,
  payloadTypes.timeLimits,
  payloadTypes.santa,
  payloadTypes.santaOfGoogle,
]);

const declarationTypes = 'com.apple.configuration.';

/** Identifiers that management servers give the profile that enrols a device. */
const enrolmentIdentifiers =
  /^(?:com\.apple\.mgmt\.external\.|00000000-0000-0000-a000-4a414d460003$|com\.github\.micromdm\..*enroll|com\.kandji\.profile\.mdm|io\.kandji\..*mdm|www\.windowsintune\.com\.|com\.simplemdm\..*enroll|com\.mosyle\..*mdm|com\.fleetdm\..*(?:enroll|mdm)|com\.zentral\..*(?:enroll|mdm)|com\.meraki\.sm\.mdm)/i;
const enrolmentNames = /^(?:mdm profile|management profile|mdm enrol?lment profile|remote management)$/i;

/** A profile that is on the device and whose settings nobody can read here. */
export function isUnreadable(profile: InstalledProfile): boolean {
  return profile.content !== 'known' || profile.profile === undefined || profile.profile.encrypted;
}

/** A profile that enrols the device is known by its name when its payloads are not listed; it restricts nothing. */
export function isEnrolment({ identifier, displayName }: InstalledProfile): boolean {
  return enrolmentIdentifiers.test(identifier ?? '') || enrolmentNames.test((displayName ?? '').trim());
}

/** Whether an unreadable profile may hold a payload type, by what its listing says. */
export function mayHold(profile: InstalledProfile, type: string, conditions: Conditions): boolean {
  const listed = profile.payloadTypes ?? [];
  // A report names declarations without their types.
  if (profile.declaration !== undefined && listed.length === 0) return type.startsWith(declarationTypes);
  if (listed.length === 0) return !isEnrolment(profile);
  if (listed.includes(type)) return true;
  return (
    listed.includes(payloadTypes.managedPreferences) &&
    carriedDomains.has(type) &&
    (conditions.platform ?? 'macOS') === 'macOS'
  );
}

/** The unreadable profile as an open question about a key, unless the key could not act on this device anyway. */
export function openQuestion(
  profile: InstalledProfile,
  type: string,
  key: string,
  conditions: Conditions,
): Undetermined | undefined {
  if (!mayHold(profile, type, conditions)) return undefined;
  if (!couldAct(profile, type, key, conditions)) return undefined;
  return {
    reason: isEncrypted(profile) ? 'content-encrypted' : 'content-missing',
    channel: profile.channel,
    profile,
    evidence: listingEvidence(profile),
  };
}

/** Whether the key, under its present or an old name, could act on this device at all. */
function couldAct(profile: InstalledProfile, type: string, key: string, conditions: Conditions): boolean {
  const payload = findPayload(type);
  if (!payload) return true;
  const names = payload.keys.filter((known) => known.key === key || known.renamedTo === key);
  const levels =
    names.length === 0 ? [[payload.platforms]] : names.map((name) => [payload.platforms, name.platforms]);
  return levels.some((level) => applies(level, conditions, profile).state !== 'ignored');
}

function isEncrypted(profile: InstalledProfile): boolean {
  return profile.content === 'encrypted' || profile.profile?.encrypted === true;
}

/** Where the device or server listed the profile. */
export function listingEvidence(profile: InstalledProfile): Undetermined['evidence'] {
  const name = profile.identifier ?? profile.displayName;
  return evidenceOf(profile.listing.document, profile.listing.at, {
    ...(name === undefined ? {} : { profile: name }),
    ...(profile.listing.path === undefined ? {} : { path: profile.listing.path }),
  });
}
