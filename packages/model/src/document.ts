import type { AppBlocker } from './app-blocker.js';
import type { DeclarationState } from './declaration.js';
import type { Basis, FactClaims, Instant } from './facts.js';
import type { NetworkMeasurement } from './network-measurement.js';
import type { Channel, DocumentRef, ListedProfile, Profile } from './profile.js';
import type { Diagnostic } from './diagnostic.js';
import type { Position } from './position.js';
import type { ServiceStatus } from './service-status.js';

/** What an upload was recognised as, by content. */
export const documentKinds = [
  'configuration-profile',
  'mdm-device-information',
  'mdm-profile-list',
  'mdm-security-info',
  'mdm-restrictions',
  'mdm-installed-application-list',
  'mdm-other-reply',
  'ddm-status',
  'declaration',
  'device-list',
  'inventory-csv',
  'placement-csv',
  'column-mapping',
  'jamf-inventory',
  'jamf-profile',
  'network-quality',
  'service-status',
  'app-blocking',
  'firewall-policy',
  'vpn-config',
  'policy-file',
  'archive',
  'unknown',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** How a device is named by one document. At least one field is set. */
export interface DeviceIdentity {
  readonly serial?: string;
  readonly udid?: string;
  readonly enrolmentId?: string;
  /** `<vendor>:<id>`, `jamf:mobile-12`. */
  readonly vendorId?: string;
}

/** Profiles of one device as one document lists them. */
export interface ProfileListing {
  /** `device-answer`/`installed`: on the device; `assigned`: wanted by the server only. */
  readonly basis: Extract<Basis, 'device-answer' | 'installed' | 'reported' | 'assigned'>;
  /** ProfileList taken with ManagedOnly hides profiles installed by hand. */
  readonly managedOnly?: boolean;
  readonly channel: Channel;
  readonly profiles: readonly ListedProfile[];
  readonly at: Position;
  readonly path?: string;
}

/** Restrictions as a device states them, by the way it combines them. */
export interface StatedRestrictions {
  readonly booleans: readonly ReplyValue<boolean>[];
  readonly numbers: readonly ReplyValue<number>[];
  readonly intersections: readonly ReplyValue<readonly string[]>[];
  readonly unions: readonly ReplyValue<readonly string[]>[];
}

/** What the device says one of its profiles restricts (`ProfileRestrictions`). */
export interface ProfileRestrictions extends StatedRestrictions {
  readonly identifier: string;
}

/** The device's own word on restrictions, already combined by it. */
export interface RestrictionsReply extends StatedRestrictions {
  /** Profile by profile, where the reply was asked for it. */
  readonly profiles?: readonly ProfileRestrictions[];
  /** A Mac answers with nothing: an empty reply says nothing. */
  readonly empty: boolean;
  readonly at: Position;
}

export interface ReplyValue<T> {
  /** Restrictions key, `allowCamera`. */
  readonly key: string;
  readonly value: T;
  readonly at: Position;
  readonly path: string;
}

/** What one document says about one device. */
export interface DeviceRecord {
  readonly identity: DeviceIdentity;
  /** False for purchase lists and placements: they enrich a device and never create one. */
  readonly creates: boolean;
  readonly basis: Basis;
  /** From the document or its envelope; absent when it does not say (then the time of receipt counts). */
  readonly observedAt?: Instant;
  readonly claims: FactClaims;
  readonly profiles?: ProfileListing;
  readonly restrictions?: RestrictionsReply;
  /** From a status report, which names only what changed since the last one: an absent declaration says nothing. */
  readonly declarations?: readonly DeclarationState[];
  /** From a placement CSV: name of the group and network of the policy. */
  readonly placement?: { readonly group?: string; readonly network?: string };
  readonly at: Position;
}

/** One decoded upload, in the words of the model: plain data, so that it can be stored as JSON unchanged. */
export interface SourceDocument {
  readonly ref: DocumentRef;
  readonly kind: DocumentKind;
  readonly status: 'ingested' | 'partial' | 'ignored' | 'rejected';
  readonly diagnostics: readonly Diagnostic[];
  readonly devices: readonly DeviceRecord[];
  readonly profiles: readonly Profile[];
  /** The text itself, for kinds that a later step reads with its own positions: firewall and policy files. */
  readonly text?: string;
  readonly firewall?: { readonly dialect: string };
  /** Kind `service-status`. */
  readonly serviceStatus?: ServiceStatus;
  /** Kind `app-blocking`: what a management server ends on Macs. */
  readonly appBlockers?: readonly AppBlocker[];
  /** Kind `network-quality`. */
  readonly measurements?: readonly NetworkMeasurement[];
  /** Time of receipt: of the upload on a server, `--now` in the CLI. */
  readonly receivedAt: Instant;
}
