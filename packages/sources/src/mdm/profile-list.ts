import {
  get,
  getArray,
  getBoolean,
  getString,
  type Channel,
  type Diagnostic,
  type ListedProfile,
  type Profile,
  type ProfileListing,
  type Value,
  type Writable,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { extendPath } from '../paths.js';
import type { Making } from '../source.js';
import { decodeProfiles } from '../profile/decode.js';
import { hasSettings, normaliseProfile } from '../profile/normalise.js';

export interface ListingResult {
  readonly listing: ProfileListing;
  readonly diagnostics: readonly Diagnostic[];
}

/** The profiles of a ProfileList answer. Whether it was asked with ManagedOnly is not echoed. */
export function profileListingOf(list: Value, path: string, channel: Channel, making: Making): ListingResult {
  const diagnostics: Diagnostic[] = [];
  const profiles: ListedProfile[] = [];
  const items = list.type === 'array' ? list.items : [];
  if (list.type !== 'array')
    diagnostics.push(
      diagnostic(
        'error',
        'unreadable-profile-list',
        `ProfileList is a ${list.type}, not a list.`,
        list.at,
        path,
      ),
    );
  for (const [index, item] of items.entries()) {
    const itemPath = extendPath(path, index);
    if (item.type === 'dict') profiles.push(listed(item, itemPath, channel, making));
    else
      diagnostics.push(
        diagnostic('error', 'unreadable-listed-profile', `The entry is a ${item.type}.`, item.at, itemPath),
      );
  }
  return { listing: { basis: 'device-answer', channel, profiles, at: list.at, path }, diagnostics };
}

function listed(item: Value, path: string, channel: Channel, making: Making): ListedProfile {
  const identifier = getString(item, 'PayloadIdentifier');
  const uuid = getString(item, 'PayloadUUID');
  const displayName = getString(item, 'PayloadDisplayName');
  const encrypted = getBoolean(item, 'IsEncrypted');
  const isManaged = getBoolean(item, 'IsManaged');
  const removalDisallowed = getBoolean(item, 'PayloadRemovalDisallowed');
  const content = get(item, 'PayloadContent');
  const detailed = contentOf(item, path, making);
  const said: Partial<Writable<ListedProfile>> = {};
  if (identifier !== undefined) said.identifier = identifier;
  if (uuid !== undefined) said.uuid = uuid;
  if (displayName !== undefined) said.displayName = displayName;
  if (content?.type === 'array') said.payloadTypes = typesOf(content.items);
  if (encrypted !== undefined) said.encrypted = encrypted;
  if (isManaged !== undefined) said.isManaged = isManaged;
  if (removalDisallowed !== undefined) said.removalDisallowed = removalDisallowed;
  if (isDeclared(item)) said.viaDeclaration = true;
  if (detailed !== undefined) said.content = detailed;
  return Object.assign(said, { channel, at: item.at, path });
}

/** Since OS 18.0 (macOS 15.0) the answer says what brought a profile; older ones say nothing. */
function isDeclared(item: Value): boolean {
  return /^declarative device management$/i.test(getString(item, 'Source')?.trim() ?? '');
}

function typesOf(payloads: readonly Value[]): string[] {
  return payloads.flatMap((payload) => getString(payload, 'PayloadType') ?? []);
}

/** Apple's answer names payloads only; some servers save it with the settings added. */
function contentOf(item: Value, path: string, making: Making): Profile | undefined {
  const payloads = getArray(item, 'PayloadContent') ?? [];
  if (item.type !== 'dict' || !payloads.some(hasSettings)) return undefined;
  const [raw] = decodeProfiles(item, path).profiles;
  return raw === undefined ? undefined : normaliseProfile(raw, { ...making, authoredBy: 'mdm' }).profile;
}
