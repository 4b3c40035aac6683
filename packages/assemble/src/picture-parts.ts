import { keysOf } from '@ringcheck/model';
import type { Picture } from './picture.js';

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
