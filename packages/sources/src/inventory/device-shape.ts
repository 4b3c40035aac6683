import {
  get,
  getBoolean,
  stringsOf,
  type FactValues,
  type ProfileListing,
  type Value,
} from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import { at, type FactRow } from '../facts/fact-table.js';
import { bool, text } from '../facts/convert.js';
import type { SubscriptionNames } from '../facts/subscriptions.js';
import type { ListingNames } from './listing.js';

export interface ListingShape {
  readonly path: string;
  readonly names: ListingNames;
  readonly basis?: ProfileListing['basis'];
  /** Profiles that the server did not deliver are not in the list. */
  readonly managedOnly?: boolean;
  /** Whether an entry is on the device; default: all that are listed. */
  readonly isPresent?: (entry: Value) => boolean;
}

/** How one kind of device record is written. Paths are dotted key paths below the record. */
export interface DeviceShape {
  readonly facts: readonly FactRow[];
  readonly identity: { readonly serial: string; readonly udid?: string; readonly id?: string };
  /** The vendor's own id of a device, `jamf:mobile-12`. */
  readonly vendorId?: (id: string | undefined) => string | undefined;
  /** The same for the ids of profiles in its listings. */
  readonly profileVendorId?: (id: string | undefined) => string | undefined;
  /** False for purchase lists: they enrich a device and never create one. Default true. */
  readonly creates?: boolean;
  /** Paths of texts that tell the platform, the surest first. */
  readonly platform: readonly string[];
  readonly fallbackPlatform?: FactValues['platform'];
  readonly observedAt: readonly string[];
  readonly listings: readonly ListingShape[];
  readonly apps?: {
    readonly path: string;
    readonly bundleId: string;
    readonly name: string;
    readonly version: string;
    readonly item: string;
  };
  readonly groups?: { readonly path: string; readonly name: string };
  /** SIM lines: a list of them, else one among the other keys (the empty path is the record itself). */
  readonly lines?: { readonly list?: string; readonly single?: string; readonly names: SubscriptionNames };
  /** Facts that no row can give. */
  readonly more?: (record: Value, path: string, claims: ClaimBuilder) => void;
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

/** Tags as a list of texts, or as one text with commas. */
export function tagNames(value: Value): readonly string[] | undefined {
  if (value.type === 'array') return stringsOf(value).map((tag) => tag.trim());
  const known = text(value);
  return known?.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()]));
}

/** `{enabled, block_all_incoming, stealth_mode}`. */
export function firewallOf(value: Value): FactValues['firewall'] | undefined {
  const enabled = getBoolean(value, 'enabled');
  const blockAllIncoming = getBoolean(value, 'block_all_incoming');
  const stealthMode = getBoolean(value, 'stealth_mode');
  if (enabled === undefined) return undefined;
  return {
    enabled,
    ...(blockAllIncoming === undefined ? {} : { blockAllIncoming }),
    ...(stealthMode === undefined ? {} : { stealthMode }),
    applications: [],
  };
}
