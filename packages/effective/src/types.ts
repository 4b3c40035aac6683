import type { Channel, DictValue, Evidence, Instant, Payload, Value } from '@ringcheck/model';
import type { InstalledProfile, Note } from '@ringcheck/assemble';

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
  | 'assigned-only'
  | 'declaration-inactive' // no active activation refers to it
  | 'declaration-invalid'; // the device refused it

/** Stands for the key where a payload is meant as a whole. */
export const wholePayload = '*';

export interface Ignored extends Contribution {
  /** The key as Apple names it, also where it is misspelt; `*` for a payload as a whole. */
  readonly key: string;
  readonly reason: IgnoredReason;
  /**
   * What the reason speaks of: the version for `os-too-old`, `os-removed` and `not-supervised`, the instant for
   * `removed-by-date`, the device's reasons for `declaration-…`, the name as written for `misspelt`, the payload type it stands in for `wrong-payload`.
   */
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
  | 'declaration-unchecked' // the device has not said whether it takes the declaration
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
  /** Through `com.apple.ManagedClient.preferences`. */
  readonly confidence: 'certain' | 'lower';
}

/** What is in force on one device. All lists are in an order that does not depend on the order of the input. */
export interface Effective {
  /**
   * One setting per channel; several for keys of payloads that act each on its own. Old names of a list are part of
   * the new one, whichever is asked for. A user's entry exists only where that user's own profiles decide.
   */
  settings(payloadType: string, key: string): readonly EffectiveSetting[];
  /**
   * What could be in force and cannot be told; with a key, also payloads and unreadable profiles that may hold it.
   * Here and in `ignored` a key inside a dictionary that does not act itself is told to who asks for the key.
   */
  undetermined(payloadType: string, key?: string): readonly Undetermined[];
  /** Payloads in force as a whole, without those of their keys that are not in force on this device. */
  payloads(type: string): readonly EffectivePayload[];
  ignored(payloadType?: string, key?: string): readonly Ignored[];
  readonly notes: readonly Note[];
}

/** The only question about the version of the OS: is it this or a later one? Undefined where it is not known. */
export type OsReaches = (minimum: string) => boolean | undefined;

export interface ResolveOptions {
  /** Has this instant passed? The only question about time. */
  isPast(instant: Instant): boolean;
  /** Asked in place of the version that the picture has. */
  readonly osReaches?: OsReaches;
  /** Profiles known only by assignment are resolved as if they were installed. */
  readonly assume?: 'assigned-installed';
}
