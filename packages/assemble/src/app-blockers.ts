import {
  compareText,
  udidKey,
  type AppBlocker,
  type AppBlockerTargets,
  type DeviceIdentity,
  type DocumentRef,
  type Instant,
} from '@ringcheck/model';
import type { SourcedRecord } from './merge-facts.js';
import type { AppliedBlocker } from './picture.js';

/** An item as a document holds it. */
export interface SavedAppBlocker {
  readonly document: DocumentRef;
  readonly receivedAt: Instant;
  readonly blocker: AppBlocker;
}

/** An item with its two answers, made once so that devices with the same items share them. */
export interface ScopedBlocker {
  readonly blocker: AppBlocker;
  readonly yes: AppliedBlocker;
  readonly unknown: AppliedBlocker;
}

/**
 * In an order that hangs on the documents only, not on that of the upload. An item that was changed or switched off and
 * is sent again takes the place of the older one: of one vendor's items of one name the newest document's count.
 */
export function scopedBlockers(saved: readonly SavedAppBlocker[]): readonly ScopedBlocker[] {
  const newest = new Map<string, Instant>();
  for (const item of saved) {
    const before = newest.get(nameOf(item));
    if (before === undefined || before < item.receivedAt) newest.set(nameOf(item), item.receivedAt);
  }
  return saved
    .filter((item) => newest.get(nameOf(item)) === item.receivedAt)
    .sort(
      (a, b) =>
        compareText(a.document.sha256, b.document.sha256) || a.blocker.at.offset - b.blocker.at.offset,
    )
    .map(({ document, blocker }) => ({
      blocker,
      yes: { document, blocker, applies: 'yes' },
      unknown: { document, blocker, applies: 'unknown' },
    }));
}

const nameOf = ({ blocker }: SavedAppBlocker): string => `${blocker.vendor}\n${blocker.by}\n${blocker.name}`;

type Applies = 'yes' | 'no' | 'unknown';

/** What is said of a device that scopes can speak of. */
interface Member {
  readonly udid: string | undefined;
  readonly vendorIds: ReadonlySet<string>;
  readonly serial: string | undefined;
  readonly names: ReadonlySet<string>;
  readonly site: string | undefined;
  /** Vendors whose own record lists the groups of the device: what it does not list the device is not in. */
  readonly listedBy: ReadonlySet<string>;
}

const none: readonly AppliedBlocker[] = [];

/** The items whose scope takes the device or may. */
export function blockersOf(
  scoped: readonly ScopedBlocker[],
  identity: DeviceIdentity,
  records: readonly SourcedRecord[],
): readonly AppliedBlocker[] {
  if (scoped.length === 0) return none;
  const member = memberOf(identity, records);
  return scoped.flatMap(({ blocker, yes, unknown }) => {
    const applies = appliesTo(blocker, member);
    return applies === 'no' ? [] : [applies === 'yes' ? yes : unknown];
  });
}

const vendorOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf(':')));

function memberOf(identity: DeviceIdentity, records: readonly SourcedRecord[]): Member {
  const identities = [identity, ...records.map(({ record }) => record.identity)];
  const names = records.flatMap(({ record }) => [
    ...(record.claims.tags?.value ?? []),
    ...(record.identity.vendorId?.startsWith('kandji:') === true ? [record.claims.site?.value ?? ''] : []),
  ]);
  const listing = records.filter(
    ({
      record: {
        claims,
        identity: { vendorId },
      },
    }) => (vendorId?.startsWith('kandji:') === true ? claims.site !== undefined : claims.tags !== undefined),
  );
  return {
    udid: identities.flatMap(({ udid }) => (udid === undefined ? [] : [udidKey(udid)]))[0],
    serial: identities.flatMap(({ serial }) => serial ?? [])[0],
    vendorIds: new Set(identities.flatMap(({ vendorId }) => vendorId ?? [])),
    names: new Set(names),
    site: records.flatMap(({ record }) => record.claims.site?.value ?? [])[0],
    listedBy: new Set(listing.flatMap(({ record }) => vendorOf(record.identity.vendorId ?? ''))),
  };
}

/** Whether the item is for the device; what a record leaves open stays unknown. */
function appliesTo({ vendor, scope }: AppBlocker, member: Member): Applies {
  const isOfOther = [...member.vendorIds].every((id) => vendorOf(id) !== vendor) && member.vendorIds.size > 0;
  if (isOfOther) return 'no';
  if (!scope.isStated) return 'unknown';
  const excluded = isTaken(scope.exclusions, vendor, member);
  if (excluded === 'yes') return 'no';
  const included = scope.all ? 'yes' : isTaken(scope, vendor, member);
  const here = scope.site === undefined ? 'yes' : inSite(scope.site, member);
  if (included === 'no' || here === 'no') return 'no';
  return included === 'yes' && here === 'yes' && excluded === 'no' ? 'yes' : 'unknown';
}

function inSite(site: string, member: Member): Applies {
  if (member.site === undefined) return 'unknown';
  return member.site === site ? 'yes' : 'no';
}

function isTaken(targets: AppBlockerTargets, vendor: string, member: Member): Applies {
  const named = targets.devices.map((device) => isSame(device, vendor, member));
  if (named.includes('yes') || targets.groups.some((group) => member.names.has(group))) return 'yes';
  if (targets.hasOther || named.includes('unknown')) return 'unknown';
  return targets.groups.length > 0 && !member.listedBy.has(vendor) ? 'unknown' : 'no';
}

/** Two devices are others only where a name of the same kind differs. */
function isSame(device: DeviceIdentity, vendor: string, member: Member): Applies {
  const { serial, udid, vendorId } = device;
  const answers: boolean[] = [];
  if (serial !== undefined && member.serial !== undefined) answers.push(serial === member.serial);
  if (udid !== undefined && member.udid !== undefined) answers.push(udidKey(udid) === member.udid);
  if (vendorId !== undefined && [...member.vendorIds].some((id) => vendorOf(id) === vendor))
    answers.push(member.vendorIds.has(vendorId));
  if (answers.includes(true)) return 'yes';
  return answers.length > 0 ? 'no' : 'unknown';
}
