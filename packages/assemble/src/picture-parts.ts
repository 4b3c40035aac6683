import { isSameList, keysOf, sameChannel } from '@ringcheck/model';
import type { InstalledProfile, Picture } from './picture.js';

/** Parts of a picture that speak of one device, or of its place. */
type Own =
  | 'id'
  | 'aliases'
  | 'identity'
  | 'facts'
  | 'stale'
  | 'freshUntil'
  | 'installed'
  | 'restrictions'
  | 'group'
  | 'network'
  | 'place'
  | 'egresses'
  | 'notes';

/** What is stated of devices: most of a fleet share it. */
export const statementNames = keysOf<Exclude<keyof Picture, Own>>({
  accounts: true,
  externalControls: true,
  attestations: true,
  knowledge: true,
  serviceStatus: true,
  appBlockers: true,
  tunnels: true,
  policyDocument: true,
});

/** What is known of a list of profiles, but for the profiles and when it was taken. */
export const listNames = keysOf<Exclude<keyof Picture['installed'], 'profiles' | 'observedAt'>>({
  knowledge: true,
  basis: true,
  managedOnly: true,
});

/**
 * Whether two installed profiles differ in nothing but where they are listed. Written out, as devices list many and
 * fields read by name take several times as long; tests hold it to the fields there are.
 */
export function isSameButListing(a: InstalledProfile, b: InstalledProfile): boolean {
  return (
    a.identifier === b.identifier &&
    a.uuid === b.uuid &&
    a.displayName === b.displayName &&
    a.profile === b.profile &&
    a.content === b.content &&
    a.joinedBy === b.joinedBy &&
    a.isManaged === b.isManaged &&
    a.removalDisallowed === b.removalDisallowed &&
    a.installedAt === b.installedAt &&
    a.viaDeclaration === b.viaDeclaration &&
    a.uuidDiffers === b.uuidDiffers &&
    sameChannel(a.channel, b.channel) &&
    isSameList(a.payloadTypes, b.payloadTypes) &&
    (a.declaration === b.declaration || JSON.stringify(a.declaration) === JSON.stringify(b.declaration))
  );
}
