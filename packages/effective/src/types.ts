import type { Channel, DictValue, Evidence, Payload, Value } from '@ringcheck/model';
import type { InstalledProfile } from '@ringcheck/assemble';

/** One installed payload that sets a key (or acts as a whole). */
export interface Contribution {
  readonly profile: InstalledProfile;
  readonly payload: Payload;
  readonly value: Value;
  readonly evidence: Evidence;
}

/** Why a setting that is installed does not act. */
export type IgnoredReason =
  | 'platform' // payload or key not on this platform
  | 'os-too-old' // introduced later
  | 'os-removed'
  | 'not-supervised'
  | 'user-enrolment'
  | 'wrong-channel'
  | 'shared-ipad'
  | 'manual-install'
  | 'not-user-approved'
  | 'removed-by-date'
  | 'wrong-payload' // right key, wrong payload type
  | 'misspelt'
  | 'assigned-only';

export interface Ignored extends Contribution {
  readonly key: string;
  readonly reason: IgnoredReason;
  /** The version, channel, key or payload type the reason speaks of. */
  readonly detail?: string;
}

/** Why it cannot be said whether, or with which value, a key is in force. */
export type UndeterminedReason =
  | 'supervision-unknown'
  | 'os-unknown'
  | 'platform-unknown'
  | 'enrolment-unknown'
  | 'shared-ipad-unknown'
  | 'wrong-type'
  | 'templated'
  | 'content-encrypted'
  | 'content-missing';

export interface Undetermined {
  readonly reason: UndeterminedReason;
  readonly channel: Channel;
  /** The profile that could hold or holds the key. */
  readonly profile: InstalledProfile;
  readonly payload?: Payload;
  readonly value?: Value;
  readonly evidence: Evidence;
}

/** One key in force, after all installed profiles (and the device's own word) are combined, for one channel. */
export interface EffectiveSetting {
  readonly payloadType: string;
  readonly key: string;
  readonly value: Value;
  readonly channel: Channel;
  /** Those that give the winning value; empty when only the device's own word says so. */
  readonly decidedBy: readonly Contribution[];
  readonly contributors: readonly Contribution[];
  readonly decided: 'profiles' | 'device-answer';
  /** The reply's evidence, when `decided` is `device-answer`. */
  readonly answer?: Evidence;
  /** `lower`: through `com.apple.ManagedClient.preferences`, or an undefined combination. */
  readonly confidence: 'certain' | 'lower';
}

/** One payload acting on its own (VPN, DNS, app lock…), in force on this device. */
export interface EffectivePayload {
  readonly type: string;
  readonly settings: DictValue;
  readonly channel: Channel;
  readonly profile: InstalledProfile;
  readonly payload: Payload;
  readonly evidence: Evidence;
}
