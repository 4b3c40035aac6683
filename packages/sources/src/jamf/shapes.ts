import type { FactValues, Value } from '@ringcheck/model';
import { get, getArray } from '@ringcheck/model';
import { at, type FactRow } from '../facts/fact-table.js';
import { bool, text } from '../facts/convert.js';
import type { SubscriptionNames } from '../facts/subscriptions.js';
import type { ListingNames } from './listing.js';

/** How one kind of device record of Jamf Pro is written. Paths are dotted key paths below the record. */
export interface JamfShape {
  readonly facts: readonly FactRow[];
  readonly identity: { readonly serial: string; readonly udid: string; readonly id: string };
  /** `mobile` or `macos`: the ids of both count from 1. */
  readonly vendorPrefix: string;
  /** Paths of texts that tell the platform, the surest first. */
  readonly platform: readonly string[];
  readonly fallbackPlatform?: FactValues['platform'];
  readonly observedAt: readonly string[];
  readonly listings: readonly { readonly path: string; readonly names: ListingNames }[];
  readonly apps?: {
    readonly path: string;
    readonly bundleId: string;
    readonly name: string;
    readonly version: string;
    readonly item: string;
  };
  readonly groups?: { readonly path: string; readonly name: string };
  readonly lines?: { readonly path: string; readonly names: SubscriptionNames; readonly single: boolean };
  /** Read as a whole elsewhere, or known to say nothing about FaceTime. */
  readonly known: readonly string[];
}

/** Site name, but not Jamf's word for "no site". */
export function siteName(value: Value): string | undefined {
  const name = text(value);
  return name === undefined || /^(none|-1)$/i.test(name) ? undefined : name;
}

/** Firewall on or off from a boolean or Jamf's words. */
export function firewallState(value: Value): FactValues['firewall'] | undefined {
  const enabled = bool(value);
  return enabled === undefined ? undefined : { enabled, applications: [] };
}

/** An address of a private network. What the server saw may be that of the gateway and places nothing. */
export function privateAddress(value: Value): string | undefined {
  const address = text(value);
  return address !== undefined && /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)\d/.test(address)
    ? address
    : undefined;
}

export function automatedWhenTrue(value: Value): FactValues['enrolment'] | undefined {
  return bool(value) === true ? 'automated' : undefined;
}

/** An object stands where a prestage enrolled the device, `null` where none did. */
export function automatedWhenPresent(value: Value): FactValues['enrolment'] | undefined {
  return value.type === 'dict' && value.entries.length > 0 ? 'automated' : undefined;
}

export function noneWhenFalse(value: Value): FactValues['enrolment'] | undefined {
  return bool(value) === false ? 'none' : undefined;
}

/** Items of a list; the older JSON form wraps each (`{"application":{…}}`) and puts a size before them. */
export function itemsAt(record: Value, path: string, wrapper: string): readonly Value[] {
  const list = at(record, path);
  const items = list?.type === 'array' ? list.items : [];
  return items.flatMap((item) => {
    if (item.type !== 'dict') return [item];
    const inner = get(item, wrapper);
    if (inner !== undefined) return inner.type === 'array' ? inner.items : [inner];
    return item.entries.length === 1 && get(item, 'size') !== undefined ? [] : [item];
  });
}

/** Megabytes of the boot partition of a Classic `hardware.storage`. */
export function bootPartition(record: Value): Value | undefined {
  for (const disk of getArray(get(record, 'hardware'), 'storage') ?? []) {
    const inner = get(disk, 'device') ?? disk;
    const partitions = [
      ...(getArray(inner, 'partitions') ?? []),
      ...[get(inner, 'partition')].flatMap((one) => (one === undefined ? [] : [one])),
    ].map((partition) => get(partition, 'partition') ?? partition);
    const boot = partitions.find((partition) => get(partition, 'type') !== undefined && isBoot(partition));
    if (boot !== undefined) return boot;
  }
  return undefined;
}

function isBoot(partition: Value): boolean {
  const type = get(partition, 'type');
  return type !== undefined && text(type)?.toLowerCase() === 'boot';
}
