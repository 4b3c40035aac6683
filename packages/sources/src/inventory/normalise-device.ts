import { get, type DeviceRecord, type InstalledApp, type ProfileListing, type Value } from '@ringcheck/model';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { text } from '../facts/convert.js';
import { applyFacts, at } from '../facts/fact-table.js';
import { identityOf } from '../facts/identity.js';
import { instantOf } from '../facts/instant.js';
import { platformOf } from '../facts/platform-of.js';
import { subscriptionOf, subscriptionsOf } from '../facts/subscriptions.js';
import { extendPath } from '../paths.js';
import { listingsOf } from './listing.js';
import { itemsAt, type DeviceShape } from './device-shape.js';

/** Key paths of a shape that somebody reads, for the list of those that nobody does. */
export function knownPaths(shape: DeviceShape): readonly string[] {
  return [
    ...shape.facts.map((row) => row.steps.join('.')),
    ...Object.values(shape.identity).flatMap((path: string | undefined) => path ?? []),
    ...shape.platform,
    ...shape.observedAt,
    ...shape.listings.map(({ path }) => path),
    ...[shape.apps?.path, shape.groups?.path, shape.lines?.list].flatMap((path) => path ?? []),
    ...linePaths(shape),
    ...shape.known,
  ];
}

function linePaths({ lines }: DeviceShape): readonly string[] {
  if (lines?.single === undefined) return [];
  const before = lines.single === '' ? '' : `${lines.single}.`;
  return Object.values(lines.names).flatMap((keys) => (keys ?? []).map((key) => before + key));
}

/**
 * Records of one device: the first with its facts, one more for each user who has profiles of their own.
 * Empty when nothing in it names the device.
 */
export function normaliseDevice(record: Value, path: string, shape: DeviceShape): readonly DeviceRecord[] {
  const identity = identityOf({
    serial: textAt(record, shape.identity.serial),
    udid: shape.identity.udid === undefined ? undefined : textAt(record, shape.identity.udid),
    vendorId: shape.vendorId?.(
      shape.identity.id === undefined ? undefined : textAt(record, shape.identity.id),
    ),
  });
  if (identity === undefined) return [];
  const listings = shape.listings.flatMap((listing) =>
    listingsOf(
      at(record, listing.path),
      extendPath(path, ...listing.path.split('.')),
      listing,
      shape.profileVendorId,
    ),
  );
  const { own, users } = splitListings(listings);
  const observedAt = shape.observedAt
    .map((time) => instantOf(at(record, time)))
    .find((time) => time !== undefined);
  const base = {
    identity,
    creates: shape.creates ?? true,
    basis: 'reported',
    ...(observedAt === undefined ? {} : { observedAt }),
    at: record.at,
  } as const;
  const claims = claimsOf(record, path, shape);
  return [
    { ...base, claims: claims.build(), ...(own === undefined ? {} : { profiles: own }) },
    ...users.map((profiles) => ({ ...base, claims: {}, profiles })),
  ];
}

/** One listing of the device; two lists of it (device and user profiles) are joined. */
function splitListings(listings: readonly ProfileListing[]) {
  const ofDevice = listings.filter(({ channel }) => channel.kind === 'device');
  const users = listings.filter(({ channel }) => channel.kind === 'user');
  const [first] = ofDevice;
  if (first === undefined) return { own: undefined, users };
  return { own: { ...first, profiles: ofDevice.flatMap(({ profiles }) => profiles) }, users };
}

function claimsOf(record: Value, path: string, shape: DeviceShape): ClaimBuilder {
  const claims = new ClaimBuilder();
  applyFacts(shape.facts, record, path, claims);
  claimPlatform(record, path, shape, claims);
  claimLines(record, path, shape, claims);
  claimApps(record, path, shape, claims);
  claimGroups(record, path, shape, claims);
  shape.more?.(record, path, claims);
  return claims;
}

function claimPlatform(record: Value, path: string, shape: DeviceShape, claims: ClaimBuilder): void {
  for (const candidate of shape.platform) {
    const value = at(record, candidate);
    const name = value === undefined ? undefined : text(value);
    if (value !== undefined)
      claims.add('platform', platformOf(name), value.at, extendPath(path, ...candidate.split('.')));
  }
  claims.add('platform', shape.fallbackPlatform, record.at, path);
}

function claimLines(record: Value, path: string, shape: DeviceShape, claims: ClaimBuilder): void {
  const { lines } = shape;
  if (lines === undefined) return;
  const list = lines.list === undefined ? undefined : at(record, lines.list);
  const several = list === undefined ? undefined : subscriptionsOf(list, lines.names);
  if (list !== undefined && several !== undefined && several.length > 0)
    claims.add('subscriptions', several, list.at, extendPath(path, ...(lines.list ?? '').split('.')));
  const single =
    lines.single === undefined ? undefined : lines.single === '' ? record : at(record, lines.single);
  const line = single === undefined ? undefined : subscriptionOf(single, lines.names);
  if (single !== undefined && line !== undefined)
    claims.add('subscriptions', [line], single.at, extendPath(path, ...stepsOf(lines.single ?? '')));
}

function stepsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('.');
}

function claimApps(record: Value, path: string, shape: DeviceShape, claims: ClaimBuilder): void {
  const list = shape.apps === undefined ? undefined : at(record, shape.apps.path);
  if (shape.apps === undefined || list?.type !== 'array') return;
  const { bundleId, name, version, item } = shape.apps;
  const apps = itemsAt(record, shape.apps.path, item).flatMap((app): InstalledApp[] => {
    const parts = { bundleId: textAt(app, bundleId), name: textAt(app, name), version: textAt(app, version) };
    const known = Object.entries(parts).filter(([, part]) => part !== undefined);
    return known.length === 0 ? [] : [Object.fromEntries(known)];
  });
  claims.add('apps', apps, list.at, extendPath(path, ...shape.apps.path.split('.')));
}

function claimGroups(record: Value, path: string, shape: DeviceShape, claims: ClaimBuilder): void {
  const list = shape.groups === undefined ? undefined : at(record, shape.groups.path);
  if (shape.groups === undefined || list?.type !== 'array') return;
  const { name } = shape.groups;
  const names = itemsAt(record, shape.groups.path, 'group').flatMap(
    (group) => (group.type === 'string' ? text(group) : textAt(group, name)) ?? [],
  );
  if (names.length > 0) claims.add('tags', names, list.at, extendPath(path, ...shape.groups.path.split('.')));
}

function textAt(record: Value, path: string): string | undefined {
  const value = path.includes('.') ? at(record, path) : get(record, path);
  return value === undefined ? undefined : text(value);
}
