import type { DocumentRef } from './profile.js';
import type { MeasuredQuality } from './network-measurement.js';
import type { Platform } from './platform.js';
import type { Position } from './position.js';

/** How a fact came to be known, strongest first. */
export const bases = ['device-answer', 'installed', 'reported', 'assigned', 'stated'] as const;
export type Basis = (typeof bases)[number];

/** ISO 8601 instant in UTC. */
export type Instant = string;

export interface Subscription {
  readonly slot?: string;
  readonly isDataPreferred?: boolean;
  readonly isVoicePreferred?: boolean;
  /** Digits without blanks. */
  readonly iccid?: string;
  readonly phoneNumber?: string;
  /** Mobile country code where the line is registered now: three digits as text. */
  readonly currentMcc?: string;
  readonly currentMnc?: string;
  readonly homeMcc?: string;
  readonly currentCarrier?: string;
  readonly homeCarrier?: string;
  readonly isRoaming?: boolean;
}

export interface FirewallState {
  readonly enabled?: boolean;
  readonly blockAllIncoming?: boolean;
  readonly stealthMode?: boolean;
  readonly applications: readonly { readonly bundleId: string; readonly allowed: boolean }[];
}

export interface InstalledApp {
  readonly bundleId?: string;
  readonly name?: string;
  readonly version?: string;
}

/** How the device is enrolled. `user` is Apple's User Enrollment, where most restrictions are void. */
export type Enrolment = 'user' | 'device' | 'automated' | 'none';

/** Every fact Ringcheck keeps of a device. Absent is not false. */
export interface FactValues {
  /** Device name as the admin sees it. */
  name: string;
  platform: Platform;
  /** Hardware identifier, `iPad8,12`. */
  productName: string;
  /** Marketing name, `iPad Pro (11-inch)`. */
  modelName: string;
  /** Part number with region letters, `MK1A3LL/A`. */
  partNumber: string;
  osVersion: string;
  build: string;
  supplementalBuild: string;
  isAppleSilicon: boolean;
  isSupervised: boolean;
  enrolment: Enrolment;
  isUserApproved: boolean;
  isSharedIpad: boolean;
  temporarySessionOnly: boolean;
  awaitingConfiguration: boolean;
  lostMode: boolean;
  doNotDisturb: boolean;
  lockdownMode: boolean;
  storeAccountActive: boolean;
  /** Programme name; empty text means: enrolled in none. */
  betaEnrollment: string;
  /** IANA name. */
  timeZone: string;
  /** Decimal gigabytes (10^9 bytes), whatever unit the source used. */
  storageFreeGB: number;
  storageTotalGB: number;
  hasCellular: boolean;
  dataRoamingEnabled: boolean;
  subscriptions: readonly Subscription[];
  firewall: FirewallState;
  apps: readonly InstalledApp[];
  managedAppleAccountDomains: readonly string[];
  /** Measured on the device itself, in whatever network it was then. */
  networkQuality: MeasuredQuality;
  ssid: string;
  ipAddress: string;
  site: string;
  tags: readonly string[];
  /** Since when the device runs its build, where an older report of it shows another. */
  buildSince: Instant;
  /** Since when its lines have their numbers and SIMs, where an older report shows others. */
  linesSince: Instant;
}
export type FactName = keyof FactValues;

export interface Source {
  readonly document: DocumentRef;
  readonly at: Position;
  /** Key path or column in the document. */
  readonly path?: string;
}

export interface Fact<T> {
  readonly value: T;
  readonly basis: Basis;
  readonly observedAt: Instant;
  readonly source: Source;
}

export type Facts = { readonly [K in FactName]?: Fact<FactValues[K]> };

/** One claim of one document about one device; `assemble` makes facts of claims. */
export type FactClaims = {
  readonly [K in FactName]?: { readonly value: FactValues[K]; readonly at: Position; readonly path?: string };
};
