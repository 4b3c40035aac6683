import type { Channel, ListedProfile, ProfileListing, Value } from '@ringcheck/model';
import { get } from '@ringcheck/model';
import { bool, text } from '../facts/convert.js';
import { instantOf } from '../facts/instant.js';
import { extendPath } from '../paths.js';

/** Names under which a list of installed profiles writes their parts. */
export interface ListingNames {
  readonly identifier: string;
  readonly uuid: string;
  readonly displayName: string;
  readonly id?: string;
  readonly user?: string;
  readonly installedAt?: string;
  readonly removable?: string;
}

/** Listings of one device: of the device itself, and of each user that has profiles of their own. */
export function listingsOf(
  list: Value | undefined,
  path: string,
  names: ListingNames,
  vendorPrefix: string,
): readonly ProfileListing[] {
  if (list?.type !== 'array') return [];
  const byChannel = new Map<string, { channel: Channel; profiles: ListedProfile[] }>();
  byChannel.set('', { channel: { kind: 'device' }, profiles: [] });
  for (const [index, item] of list.items.entries()) {
    if (item.type !== 'dict') continue;
    const user = names.user === undefined ? undefined : textAt(item, names.user);
    const channel: Channel = user === undefined ? { kind: 'device' } : { kind: 'user', user };
    const group = byChannel.get(user ?? '') ?? { channel, profiles: [] };
    byChannel.set(user ?? '', group);
    group.profiles.push(listedProfile(item, extendPath(path, index), names, channel, vendorPrefix));
  }
  return [...byChannel.values()].map(({ channel, profiles }) => ({
    basis: 'installed',
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
  vendorPrefix: string,
): ListedProfile {
  const identifier = textAt(item, names.identifier);
  const uuid = textAt(item, names.uuid);
  const displayName = textAt(item, names.displayName);
  const vendorId = vendorIdOf(vendorPrefix, names.id === undefined ? undefined : textAt(item, names.id));
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

/** `jamf:mobile-41`; Jamf writes -1 and 0 where it knows no object of its own. */
export function vendorIdOf(prefix: string, id: string | undefined): string | undefined {
  return id !== undefined && /^[1-9]\d{0,9}$/.test(id) ? `jamf:${prefix}-${id}` : undefined;
}
