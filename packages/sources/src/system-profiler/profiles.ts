import {
  get,
  getString,
  type Channel,
  type Diagnostic,
  type DictValue,
  type Entry,
  type ListedProfile,
  type Value,
} from '@ringcheck/model';
import { bool } from '../facts/convert.js';
import { readTime } from '../facts/instant.js';
import { extendPath, layerSeparator } from '../paths.js';
import { normaliseProfile } from '../profile/normalise.js';
import type { Making } from '../source.js';
import { decodeSettings, typedSettings } from './settings-text.js';

export interface FoundProfiles {
  readonly profiles: readonly ListedProfile[];
  readonly diagnostics: readonly Diagnostic[];
}

const maxDepth = 8;

/** The profiles anywhere below the sections of `SPConfigurationProfileDataType`. */
export function profilesOf(sections: Value, path: string, making: Making): FoundProfiles {
  const profiles: ListedProfile[] = [];
  const diagnostics: Diagnostic[] = [];
  const walk = (value: Value, where: string, channel: Channel, depth: number): void => {
    if (depth > maxDepth) return;
    if (value.type === 'array') {
      for (const [index, item] of value.items.entries())
        walk(item, extendPath(where, index), channel, depth + 1);
      return;
    }
    if (value.type !== 'dict') return;
    if (get(value, 'spconfigprofile_profile_identifier') !== undefined) {
      const found = listedProfile(value, where, channel, making);
      profiles.push(found.profile);
      diagnostics.push(...found.diagnostics);
      return;
    }
    const items = get(value, '_items');
    if (items !== undefined) walk(items, extendPath(where, '_items'), channelOf(value, channel), depth + 1);
  };
  walk(sections, path, { kind: 'device' }, 0);
  return { profiles, diagnostics };
}

/** `User Configuration Profiles (501)`; the number is the user's. */
function channelOf(section: Value, outer: Channel): Channel {
  const name = getString(section, '_name') ?? '';
  const user = /user.*?\((\d{1,9})\)/i.exec(name)?.[1];
  if (user !== undefined) return { kind: 'user', user };
  return /userconfigprofiles/i.test(name) ? { kind: 'user', user: 'current' } : outer;
}

function listedProfile(profile: DictValue, path: string, channel: Channel, making: Making) {
  const text = (key: string) => getString(profile, `spconfigprofile_${key}`);
  const displayName = getString(profile, '_name');
  const organization = text('organization');
  const identifier = text('profile_identifier');
  const uuid = text('profile_uuid');
  const removal = get(profile, 'spconfigprofile_RemovalDisallowed');
  const removalDisallowed = removal === undefined ? undefined : bool(removal);
  const installedAt = bracketedTime(text('install_date'));
  const names: readonly (readonly [string, string | undefined])[] = [
    ['PayloadType', 'Configuration'],
    ['PayloadIdentifier', identifier],
    ['PayloadUUID', uuid],
    ['PayloadDisplayName', displayName],
    ['PayloadOrganization', organization],
  ];
  const entries = names.flatMap(([key, value]): Entry[] =>
    value === undefined ? [] : [{ key, value: { type: 'string', value, at: profile.at }, keyAt: profile.at }],
  );
  const content = payloadsOf(profile, path);
  const raw = {
    envelope: { type: 'dict' as const, entries, at: profile.at },
    payloads: content.payloads,
    encrypted: false,
    path,
    at: profile.at,
  };
  const normalised = normaliseProfile(raw, { ...making, authoredBy: 'mdm' });
  const listed: ListedProfile = {
    ...(identifier === undefined ? {} : { identifier }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(displayName === undefined ? {} : { displayName }),
    payloadTypes: normalised.profile.payloads.map(({ type }) => type),
    ...(removalDisallowed === undefined ? {} : { removalDisallowed }),
    ...(installedAt === undefined ? {} : { installedAt }),
    channel,
    ...(content.isComplete ? { content: normalised.profile } : {}),
    at: profile.at,
    path,
  };
  return { profile: listed, diagnostics: [...content.diagnostics, ...normalised.diagnostics] };
}

/** The date is a sentence in the language of the Mac with the time in brackets. */
function bracketedTime(sentence: string | undefined): string | undefined {
  const bracket = /\((\d{4}-\d{2}-\d{2} [\d:]{8} [+-]\d{4})\)/.exec(sentence ?? '')?.[1];
  const reading = bracket === undefined ? undefined : readTime(bracket);
  return reading?.kind === 'instant' ? reading.value : undefined;
}

function payloadsOf(profile: Value, path: string) {
  const items = get(profile, '_items');
  const payloads: { dict: DictValue; path: string }[] = [];
  const diagnostics: Diagnostic[] = [];
  // Without the settings of every payload the content is not known, and must not look as if nothing were set.
  let isComplete = items?.type === 'array';
  for (const [index, item] of (items?.type === 'array' ? items.items : []).entries()) {
    const itemPath = extendPath(path, '_items', index);
    const type = getString(item, '_name') ?? '';
    const data = get(item, 'spconfigprofile_payload_data');
    if (data?.type !== 'string') {
      isComplete = false;
      payloads.push({ dict: namedPayload(type, item, []), path: itemPath });
      continue;
    }
    const dataPath = extendPath(itemPath, 'spconfigprofile_payload_data');
    const nested = decodeSettings(data.value, data.at, dataPath);
    diagnostics.push(...nested.diagnostics);
    if (nested.value?.type !== 'dict' || !nested.isComplete) isComplete = false;
    const settings = nested.value?.type === 'dict' ? typedSettings(type, nested.value).entries : [];
    payloads.push({ dict: namedPayload(type, item, settings), path: dataPath + layerSeparator });
  }
  return { payloads, diagnostics, isComplete };
}

function namedPayload(type: string, item: Value, settings: readonly Entry[]): DictValue {
  const own: readonly (readonly [string, string | undefined])[] = [
    ['PayloadType', type],
    ['PayloadIdentifier', getString(item, 'spconfigprofile_payload_identifier')],
    ['PayloadUUID', getString(item, 'spconfigprofile_payload_uuid')],
  ];
  const names = own.flatMap(([key, value]): Entry[] =>
    value === undefined ? [] : [{ key, value: { type: 'string', value, at: item.at }, keyAt: item.at }],
  );
  return { type: 'dict', entries: [...names, ...settings], at: item.at };
}
