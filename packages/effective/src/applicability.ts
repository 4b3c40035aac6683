import type { CatalogPayload, Support } from '@ringcheck/catalog';
import type { Picture } from '@ringcheck/assemble';
import { schemaPlatform, type Channel, type SchemaPlatform } from '@ringcheck/model';
import { reaches, reachesOf } from './versions.js';
import type { IgnoredReason, OsReaches, UndeterminedReason } from './types.js';

/** What decides on a device whether a payload or key acts. Absent is unknown. */
export interface Conditions {
  readonly platform: SchemaPlatform | undefined;
  readonly isVersionKnown: boolean;
  readonly osReaches: OsReaches;
  readonly isSupervised: boolean | undefined;
  readonly isUserEnrolled: boolean | undefined;
  readonly isUserApproved: boolean | undefined;
  readonly isSharedIpad: boolean | undefined;
}

/** How the payload came to the device. */
export interface Placement {
  readonly channel: Channel;
  readonly isManaged?: boolean;
}

export type Applicability =
  | { readonly state: 'in-force' }
  | { readonly state: 'ignored'; readonly reason: IgnoredReason; readonly detail?: string }
  | { readonly state: 'undetermined'; readonly reason: UndeterminedReason };

type Platforms = CatalogPayload['platforms'];

const inForce: Applicability = { state: 'in-force' };

/** No device with an older system still answers a management server, so such a version needs no proof. */
const oldestManaged: Readonly<Record<SchemaPlatform, string>> = {
  iOS: '7.0',
  macOS: '10.9',
  tvOS: '9.0',
  visionOS: '1.0',
  watchOS: '10.0',
};

const unknownReaches: OsReaches = () => undefined;

/** By the version that the picture has. */
export function osReachesOf({ facts }: Pick<Picture, 'facts'>): OsReaches {
  const version = facts.osVersion?.value;
  return version === undefined ? unknownReaches : reachesOf(version);
}

export function conditionsOf(
  { facts, identity }: Picture,
  osReaches: OsReaches = osReachesOf({ facts }),
): Conditions {
  const platform = facts.platform?.value;
  const isSupervised = facts.isSupervised?.value;
  return {
    platform: platform === undefined ? undefined : schemaPlatform(platform),
    isVersionKnown: osReaches('0') !== undefined,
    osReaches,
    isSupervised,
    isUserEnrolled: userEnrolment(facts.enrolment?.value, isSupervised, identity),
    isUserApproved: facts.isUserApproved?.value,
    isSharedIpad: sharedIpad(facts),
  };
}

/** User Enrollment hides serial and UDID from the server and excludes supervision, so either rules it out. */
function userEnrolment(
  enrolment: string | undefined,
  isSupervised: boolean | undefined,
  identity: Picture['identity'],
): boolean | undefined {
  if (enrolment !== undefined) return enrolment === 'user';
  if (isSupervised === true || identity.serial !== undefined || identity.udid !== undefined) return false;
  return undefined;
}

function sharedIpad(facts: Picture['facts']): boolean | undefined {
  if (facts.isSharedIpad) return facts.isSharedIpad.value;
  const product = facts.productName?.value;
  if (product !== undefined) return productFamily(product) === 'iPad' ? undefined : false;
  return facts.platform !== undefined && facts.platform.value !== 'iPadOS' ? false : undefined;
}

/** All that conditions look at in the name of a product; the family of a family is itself. */
export function productFamily(product: string): 'iPad' | 'other' {
  return product.startsWith('iPad') ? 'iPad' : 'other';
}

/**
 * Whether something with these supports (payload first, then key) acts on the device. What certainly keeps one of
 * them from acting is told before what is not known.
 */
export function applies(
  levels: readonly Platforms[],
  conditions: Conditions,
  placement: Placement,
): Applicability {
  const { platform } = conditions;
  if (platform === undefined) return { state: 'undetermined', reason: 'platform-unknown' };
  let open: Applicability | undefined;
  for (const platforms of levels) {
    const support = platforms[platform];
    if (!support) return { state: 'ignored', reason: 'platform', detail: platform };
    const found = judge(support, platform, conditions, placement);
    if (found.state === 'ignored') return found;
    if (found.state === 'undetermined') open ??= found;
  }
  return open ?? inForce;
}

type Question = (
  support: Support,
  platform: SchemaPlatform,
  conditions: Conditions,
  placement: Placement,
) => Applicability;

const questions: readonly Question[] = [
  byVersion,
  bySupervision,
  byEnrolment,
  byChannel,
  bySharedIpad,
  byInstaller,
];

function judge(
  support: Support,
  platform: SchemaPlatform,
  conditions: Conditions,
  placement: Placement,
): Applicability {
  let open: Applicability | undefined;
  for (const question of questions) {
    const verdict = question(support, platform, conditions, placement);
    if (verdict.state === 'ignored') return verdict;
    if (verdict.state === 'undetermined') open ??= verdict;
  }
  return open ?? inForce;
}

function byVersion(
  support: Support,
  platform: SchemaPlatform,
  { isVersionKnown, osReaches }: Conditions,
): Applicability {
  const { introduced, removed } = support;
  if (!isVersionKnown) {
    const always = reaches(oldestManaged[platform], introduced) === true && removed === undefined;
    return always ? inForce : { state: 'undetermined', reason: 'os-unknown' };
  }
  if (osReaches(introduced) === false) return { state: 'ignored', reason: 'os-too-old', detail: introduced };
  if (removed !== undefined && osReaches(removed) === true)
    return { state: 'ignored', reason: 'os-removed', detail: removed };
  return inForce;
}

function bySupervision(
  support: Support,
  _platform: SchemaPlatform,
  { isSupervised, isUserEnrolled, isVersionKnown, osReaches }: Conditions,
): Applicability {
  const demand = support.supervised ?? false;
  // User Enrollment excludes supervision, so it is the reason to tell where it forbids by itself.
  if (isUserEnrolled === true && support.userEnrolment === 'forbidden') return inForce;
  if (demand === false || isSupervised === true) return inForce;
  const demanded = demand === true || (isVersionKnown ? isDemanded(demand, osReaches) : undefined);
  if (demanded === false) return inForce;
  if (isSupervised === undefined) return { state: 'undetermined', reason: 'supervision-unknown' };
  if (demanded === undefined) return { state: 'undetermined', reason: 'os-unknown' };
  const from = demand !== true && 'from' in demand ? demand.from : support.introduced;
  return { state: 'ignored', reason: 'not-supervised', detail: from };
}

/** Whether this OS version demands supervision. */
function isDemanded(
  demand: Exclude<Support['supervised'], boolean | undefined>,
  osReaches: OsReaches,
): boolean | undefined {
  return 'from' in demand ? osReaches(demand.from) : osReaches(demand.until) === false;
}

function byEnrolment(
  support: Support,
  _platform: SchemaPlatform,
  { isUserEnrolled }: Conditions,
): Applicability {
  if (support.userEnrolment !== 'forbidden' || isUserEnrolled === false) return inForce;
  if (isUserEnrolled === true) return { state: 'ignored', reason: 'user-enrolment' };
  return { state: 'undetermined', reason: 'enrolment-unknown' };
}

function byChannel(
  support: Support,
  platform: SchemaPlatform,
  _conditions: Conditions,
  { channel }: Placement,
): Applicability {
  if (platform !== 'macOS') return inForce;
  const allowed = channel.kind === 'user' ? support.userChannel : support.deviceChannel;
  return allowed === false ? { state: 'ignored', reason: 'wrong-channel', detail: channel.kind } : inForce;
}

function bySharedIpad(
  support: Support,
  platform: SchemaPlatform,
  { isSharedIpad }: Conditions,
  { channel }: Placement,
): Applicability {
  const mode = support.sharedIpad ?? 'both';
  if (platform !== 'iOS' || mode === 'both') return inForce;
  // Only a Shared iPad has users with profiles of their own.
  const shared = isSharedIpad ?? (channel.kind === 'user' ? true : undefined);
  if (shared === false || mode === channel.kind) return inForce;
  if (shared === undefined) return { state: 'undetermined', reason: 'shared-ipad-unknown' };
  return { state: 'ignored', reason: 'shared-ipad', detail: channel.kind };
}

function byInstaller(
  support: Support,
  _platform: SchemaPlatform,
  { isUserApproved }: Conditions,
  { isManaged }: Placement,
): Applicability {
  if (support.manualInstall === false && isManaged === false)
    return { state: 'ignored', reason: 'manual-install' };
  if (support.needsUserApprovedMdm === true && isUserApproved === false)
    return { state: 'ignored', reason: 'not-user-approved' };
  return inForce;
}
