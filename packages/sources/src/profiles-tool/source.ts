import {
  get,
  getArray,
  getString,
  type Diagnostic,
  type DictValue,
  type Entry,
  type Profile,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { bool } from '../facts/convert.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { RawPayload, RawProfile } from '../profile/decode.js';
import { normaliseProfile } from '../profile/normalise.js';
import { makingOf, type Source, type SourceInput, type SourceOutput } from '../source.js';

/** `profiles show -output stdout-xml`: the profiles of a Mac with their settings, by user. */
export const profilesToolSource: Source = { id: 'profiles-tool', recognise, read };

function recognise({ value }: SourceInput): boolean {
  if (value?.type !== 'dict') return false;
  if (get(value, '_computerlevel')?.type === 'array') return true;
  return value.entries.some((entry) => profilesIn(entry).length > 0);
}

function profilesIn(entry: Entry): readonly Value[] {
  const items = entry.value.type === 'array' ? entry.value.items : [];
  return items.filter((item) => getArray(item, 'ProfileItems') !== undefined);
}

function read(input: SourceInput): SourceOutput {
  const { value } = input;
  const profiles: Profile[] = [];
  const diagnostics: Diagnostic[] = [];
  const unread = new UnreadKeys(knownKeys);
  for (const entry of value?.type === 'dict' ? value.entries : []) {
    const scope = entry.key === '_computerlevel' ? 'System' : 'User';
    for (const [index, item] of (entry.value.type === 'array' ? entry.value.items : []).entries()) {
      if (item.type !== 'dict') continue;
      unread.note(item);
      const raw = rawProfile(item, extendPath('', entry.key, index));
      const normalised = normaliseProfile(raw, {
        ...makingOf(input),
        authoredBy: 'mdm',
        fallback: { scope },
      });
      profiles.push(normalised.profile);
      diagnostics.push(...normalised.diagnostics);
    }
  }
  return {
    kind: 'configuration-profile',
    status: 'partial',
    devices: [],
    profiles,
    diagnostics: [
      ...(value === undefined ? [] : [noDevice(value)]),
      ...capped(diagnostics),
      ...unread.diagnostics('unimplemented-profile-keys'),
    ],
  };
}

function noDevice(value: Value): Diagnostic {
  const message =
    'The output does not say which Mac it is of, so its profiles serve as content only. For a Mac with its profiles upload system_profiler -json SPHardwareDataType SPConfigurationProfileDataType.';
  return diagnostic('warning', 'no-device-identity', message, value.at);
}

const envelopeNames = new Map([
  ['ProfileIdentifier', 'PayloadIdentifier'],
  ['ProfileUUID', 'PayloadUUID'],
  ['ProfileDisplayName', 'PayloadDisplayName'],
  ['ProfileOrganization', 'PayloadOrganization'],
  ['ProfileDescription', 'PayloadDescription'],
]);

const knownKeys = [
  ...envelopeNames.keys(),
  'ProfileItems',
  'ProfileType',
  'ProfileVersion',
  'ProfileVerificationState',
  'ProfileInstallDate',
  'ProfileRemovalDisallowed',
];

/** The profile in the words of a configuration profile; every entry keeps its place. */
function rawProfile(item: DictValue, path: string): RawProfile {
  const entries = item.entries.flatMap((entry): Entry[] => {
    const name = envelopeNames.get(entry.key);
    return name === undefined ? [] : [{ ...entry, key: name }];
  });
  const disallowed = get(item, 'ProfileRemovalDisallowed');
  const isDisallowed = disallowed === undefined ? undefined : bool(disallowed);
  if (disallowed !== undefined && isDisallowed !== undefined)
    entries.push({
      key: 'PayloadRemovalDisallowed',
      value: { type: 'boolean', value: isDisallowed, at: disallowed.at },
      keyAt: disallowed.at,
    });
  const itemsPath = extendPath(path, 'ProfileItems');
  const payloads = (getArray(item, 'ProfileItems') ?? []).flatMap((payload, index): RawPayload[] =>
    payload.type === 'dict' ? [rawPayload(payload, extendPath(itemsPath, index))] : [],
  );
  return { envelope: { type: 'dict', entries, at: item.at }, payloads, encrypted: false, path, at: item.at };
}

/** The settings stand one level below, in `PayloadContent`. */
function rawPayload(payload: DictValue, path: string): RawPayload {
  const content = get(payload, 'PayloadContent');
  const rest = payload.entries.filter((entry) => entry.key !== 'PayloadContent');
  if (content?.type !== 'dict' || getString(payload, 'PayloadType') === undefined)
    return { dict: payload, path };
  const entries = [...rest, ...content.entries];
  return { dict: { type: 'dict', entries, at: payload.at }, path: extendPath(path, 'PayloadContent') };
}
