import type { DeviceRecord, DocumentKind } from './document.js';
import type { Channel } from './profile.js';

/** Where and when something was said, not what was said. */
const placesAndTimes: ReadonlySet<string> = new Set(['at', 'keyAt', 'path', 'document', 'observedAt']);

/**
 * What a record says, as text: two records with the same text say the same, wherever they stand in their documents
 * and whenever it was observed. Keys are sorted, so the order of a table's columns makes no difference.
 */
export function snapshotText(record: DeviceRecord): string {
  return textOf(record);
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  let fields = '';
  for (const { key, quoted } of fieldsOf(Object.keys(value))) {
    const field = (value as Record<string, unknown>)[key];
    if (field !== undefined) fields += `${fields === '' ? '' : ','}${quoted}:${textOf(field)}`;
  }
  return `{${fields}}`;
}

interface Field {
  readonly key: string;
  readonly quoted: string;
}

/** Records of a fleet have few forms: which keys count, and in which order, is found once for each. */
const forms = new Map<string, readonly Field[]>();
const mostForms = 2_000;

function fieldsOf(keys: readonly string[]): readonly Field[] {
  const form = keys.join('\n');
  const known = forms.get(form);
  if (known !== undefined) return known;
  const fields = keys
    .filter((key) => !placesAndTimes.has(key))
    .sort()
    .map((key) => ({ key, quoted: JSON.stringify(key) }));
  if (forms.size >= mostForms) forms.clear();
  // A key that holds the separator itself could stand for two others.
  if (keys.every((key) => !key.includes('\n'))) forms.set(form, fields);
  return fields;
}

/** Who speaks: records of one source replace each other as time goes on, records of different ones stand side by side. */
export function recordSource(kind: DocumentKind, record: DeviceRecord): string {
  const vendor = record.identity.vendorId;
  return `${kind} ${record.basis} ${vendor === undefined ? '' : vendor.slice(0, vendor.indexOf(':') + 1)}`;
}

/** Every record has it: what is left of one that makes no claim. */
export const identityPart = 'identity';

/**
 * What a record speaks of, sorted: facts by name, lists of profiles by basis and channel, declarations one by one
 * (a status report names only those that changed). A newer record of the source replaces an older one part by part.
 */
export function recordParts(record: DeviceRecord): readonly string[] {
  const parts = [identityPart, ...Object.keys(record.claims).map(factPart)];
  if (record.profiles !== undefined) parts.push(listingPart(record.profiles));
  // A Mac answers with nothing, and an empty reply says nothing.
  if (record.restrictions !== undefined && !record.restrictions.empty) parts.push('restrictions');
  for (const declaration of record.declarations ?? []) parts.push(declarationPart(declaration));
  if (record.placement?.group !== undefined) parts.push('placement.group');
  if (record.placement?.network !== undefined) parts.push('placement.network');
  return [...new Set(parts)].sort();
}

/** The same record speaking of some of its parts only. */
export function keepParts(record: DeviceRecord, isKept: (part: string) => boolean): DeviceRecord {
  const { profiles, restrictions, declarations, placement, ...rest } = record;
  const { group, network } = placement ?? {};
  const placed = {
    ...(group !== undefined && isKept('placement.group') ? { group } : {}),
    ...(network !== undefined && isKept('placement.network') ? { network } : {}),
  };
  const kept = declarations?.filter((declaration) => isKept(declarationPart(declaration)));
  return {
    ...rest,
    claims: Object.fromEntries(Object.entries(record.claims).filter(([name]) => isKept(factPart(name)))),
    ...(profiles !== undefined && isKept(listingPart(profiles)) ? { profiles } : {}),
    ...(restrictions !== undefined && isKept('restrictions') ? { restrictions } : {}),
    ...(kept === undefined || kept.length === 0 ? {} : { declarations: kept }),
    ...(Object.keys(placed).length === 0 ? {} : { placement: placed }),
  };
}

/** As `recordParts` calls a fact. */
export const factPart = (name: string): string => `fact ${name}`;

function channelText(channel: Channel): string {
  return channel.kind === 'device' ? 'device' : `user ${channel.user}`;
}

function listingPart(listing: NonNullable<DeviceRecord['profiles']>): string {
  const extent = listing.managedOnly === true ? 'managed' : 'all';
  return `profiles ${listing.basis} ${extent} ${channelText(listing.channel)}`;
}

function declarationPart(declaration: NonNullable<DeviceRecord['declarations']>[number]): string {
  return `declaration ${declaration.kind} ${declaration.identifier}`;
}

/**
 * The names by which uploaded profiles can be joined to what a record lists, sorted: a profile that is known by none
 * of them cannot change the device. Profiles listed with their content need no join.
 */
export function listedNames(record: DeviceRecord): readonly string[] {
  const names = new Set<string>();
  for (const profile of record.profiles?.profiles ?? []) {
    if (profile.content !== undefined) continue;
    for (const name of profileNames({
      ...profile,
      vendorIds: profile.vendorId === undefined ? [] : [profile.vendorId],
    }))
      names.add(name);
  }
  return [...names].sort();
}

/** The names by which a profile, or one a device lists, can be joined. */
export function profileNames(profile: {
  readonly uuid?: string;
  readonly identifier?: string;
  readonly vendorIds: readonly string[];
  readonly displayName?: string;
}): readonly string[] {
  return [
    ...(profile.uuid === undefined ? [] : [`uuid ${profile.uuid.toUpperCase()}`]),
    ...(profile.identifier === undefined || profile.identifier === '' ? [] : [`id ${profile.identifier}`]),
    ...profile.vendorIds.map((id) => `vendor ${id}`),
    ...(profile.displayName === undefined || profile.displayName === ''
      ? []
      : [`name ${profile.displayName}`]),
  ];
}
