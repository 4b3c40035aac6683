import type { Channel, ListedProfile, ProfileListing, Value } from '@ringcheck/model';
import { get } from '@ringcheck/model';
import { bool, text } from '../facts/convert.js';
import { instantOf } from '../facts/instant.js';
import { extendPath } from '../paths.js';
import type { ListingShape } from './device-shape.js';

/** Names under which a list of installed profiles writes their parts. */
export interface ListingNames {
  readonly identifier?: string;
  readonly uuid?: string;
  readonly displayName: string;
  readonly id?: string;
  readonly user?: string;
  readonly installedAt?: string;
  readonly removable?: string;
}

type VendorIdOf = (id: string | undefined) => string | undefined;

/** Listings of one device: of the device itself, and of each user that has profiles of their own. */
export function listingsOf(
  list: Value | undefined,
  path: string,
  shape: ListingShape,
  vendorIdOf: VendorIdOf = () => undefined,
): readonly ProfileListing[] {
  const { names } = shape;
  if (list?.type !== 'array') return [];
  const byChannel = new Map<string, { channel: Channel; profiles: ListedProfile[] }>();
  byChannel.set('', { channel: { kind: 'device' }, profiles: [] });
  for (const [index, item] of list.items.entries()) {
    if (item.type !== 'dict' || shape.isPresent?.(item) === false) continue;
    const user = names.user === undefined ? undefined : textAt(item, names.user);
    const channel: Channel = user === undefined ? { kind: 'device' } : { kind: 'user', user };
    const group = byChannel.get(user ?? '') ?? { channel, profiles: [] };
    byChannel.set(user ?? '', group);
    group.profiles.push(listedProfile(item, extendPath(path, index), names, channel, vendorIdOf));
  }
  return [...byChannel.values()].map(({ channel, profiles }) => ({
    basis: shape.basis ?? 'installed',
    ...(shape.managedOnly === undefined ? {} : { managedOnly: shape.managedOnly }),
    channel,
    profiles,
    at: list.at,
    path,
  }));
}

function listedProfile(
  item: Value,
  path: string,
  names: ListingNames,
  channel: Channel,
  vendorIdOf: VendorIdOf,
): ListedProfile {
  const identifier = names.identifier === undefined ? undefined : textAt(item, names.identifier);
  const uuid = names.uuid === undefined ? undefined : textAt(item, names.uuid);
  const displayName = textAt(item, names.displayName);
  const vendorId = vendorIdOf(names.id === undefined ? undefined : textAt(item, names.id));
  const installedAt = names.installedAt === undefined ? undefined : instantOf(get(item, names.installedAt));
  const removable = names.removable === undefined ? undefined : get(item, names.removable);
  const isRemovable = removable === undefined ? undefined : bool(removable);
  return {
    ...(identifier === undefined ? {} : { identifier }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(isRemovable === undefined ? {} : { removalDisallowed: !isRemovable }),
    ...(installedAt === undefined ? {} : { installedAt }),
    channel,
    at: item.at,
    path,
  };
}

function textAt(item: Value, key: string): string | undefined {
  const value = get(item, key);
  return value === undefined ? undefined : text(value);
}
