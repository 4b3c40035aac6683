import {
  get,
  getBoolean,
  getString,
  optional,
  type DeviceRecord,
  type Diagnostic,
  type DictValue,
  type DocumentRef,
  type Entry,
  type ListedProfile,
  type Profile,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { text } from '../facts/convert.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { hasKeys, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';
import { redactPayload } from '../redact.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** `deviceProfiles` and `restrictions` of a device, and the `profiles` of a network, of Meraki Systems Manager. */
export const merakiProfilesSource: Source = {
  id: 'meraki-profiles',
  recognise: ({ value }) => (value === undefined ? false : kindOf(value) !== undefined),
  read,
};

type MerakiList = 'installed' | 'restrictions' | 'catalogue';

/** Which list it is, by its first entry. */
function kindOf(value: Value): MerakiList | undefined {
  const [first] = value.type === 'array' ? value.items : [];
  if (first === undefined) return undefined;
  if (hasKeys(first, 'deviceId', 'profileIdentifier')) return 'installed';
  if (get(first, 'profile')?.type === 'string' && get(first, 'restrictions')?.type === 'dict')
    return 'restrictions';
  return hasKeys(first, 'payloadTypes', 'scope', 'name') ? 'catalogue' : undefined;
}

const knownKeys = [
  ...['deviceId', 'id', 'isEncrypted', 'isManaged', 'profileData', 'profileIdentifier', 'name', 'version'],
  ...['profile', 'restrictions', 'description', 'scope', 'tags', 'payloadTypes'],
];

function read({ ref, value }: SourceInput): SourceOutput {
  const unread = new UnreadKeys(knownKeys);
  const items = value?.type === 'array' ? value.items : [];
  for (const item of items) unread.note(item);
  const output = readList(value, items, ref);
  return {
    ...output,
    diagnostics: [...output.diagnostics, ...unread.diagnostics('unimplemented-inventory-keys')],
  };
}

function readList(value: Value | undefined, items: readonly Value[], ref: DocumentRef): SourceOutput {
  switch (value === undefined ? undefined : kindOf(value)) {
    case 'installed':
      return installed(items);
    case 'restrictions':
      return restrictions(items, ref);
    case 'catalogue':
      return outputOf([], [], [withoutContent(items[0])]);
    case undefined:
      return outputOf([], [], []);
  }
}

function outputOf(
  devices: readonly DeviceRecord[],
  profiles: readonly Profile[],
  diagnostics: readonly Diagnostic[],
): SourceOutput {
  const isPartial = diagnostics.some(({ severity }) => severity !== 'info');
  const kind = profiles.length > 0 ? 'configuration-profile' : deviceList;
  return {
    kind,
    status: isPartial ? 'partial' : 'ingested',
    devices,
    profiles,
    diagnostics: capped(diagnostics),
  };
}

const vendorId = plainVendorId('meraki');

function installed(items: readonly Value[]): SourceOutput {
  const byDevice = new Map<string, { readonly first: Value; readonly profiles: ListedProfile[] }>();
  const problems: Diagnostic[] = [];
  for (const [index, item] of items.entries()) {
    const path = extendPath('', index);
    const device = vendorId(textAt(item, 'deviceId'));
    if (device === undefined) {
      problems.push(nameless(item, path));
      continue;
    }
    const one = byDevice.get(device) ?? { first: item, profiles: [] };
    byDevice.set(device, one);
    one.profiles.push(listed(item, path));
  }
  const devices = [...byDevice].map(([device, { first, profiles }]): DeviceRecord => ({
    identity: { vendorId: device },
    creates: true,
    basis: 'reported',
    claims: {},
    profiles: { basis: 'installed', channel: { kind: 'device' }, profiles, at: first.at },
    at: first.at,
  }));
  return outputOf(devices, [], problems);
}

function listed(item: Value, path: string): ListedProfile {
  return {
    ...optional('identifier', textAt(item, 'profileIdentifier')),
    ...optional('displayName', textAt(item, 'name')),
    ...optional('encrypted', getBoolean(item, 'isEncrypted')),
    ...optional('isManaged', getBoolean(item, 'isManaged')),
    channel: { kind: 'device' },
    at: item.at,
    path,
  };
}

/** What a profile restricts; the list names no device, but the profile is found by its identifier. */
function restrictions(items: readonly Value[], ref: DocumentRef): SourceOutput {
  const profiles = items.flatMap((item, index): Profile[] => {
    const identifier = getString(item, 'profile')?.trim() ?? '';
    const sum = get(item, 'restrictions');
    if (identifier === '' || sum?.type !== 'dict') return [];
    const type = 'com.apple.applicationaccess';
    const settings = redactPayload(type, settingsOf(sum));
    const path = extendPath('', index, 'restrictions');
    return [
      {
        document: ref,
        identifier,
        encrypted: false,
        vendorIds: [],
        authoredBy: 'mdm',
        payloads: [{ type, path, settings, at: sum.at }],
        at: item.at,
      },
    ];
  });
  const isWhole = profiles.length === items.length;
  const problems = isWhole
    ? []
    : [
        nameless(
          items.find((item) => get(item, 'profile') === undefined),
          '',
        ),
      ];
  return outputOf([], profiles, [
    ...problems,
    ...(items[0] === undefined ? [] : [restrictionsOnly(items[0])]),
  ]);
}

function settingsOf(sum: DictValue): DictValue {
  const entries = sum.entries.flatMap(({ key, value, keyAt }): Entry[] => {
    const inner = get(value, 'value');
    return inner === undefined ? [] : [{ key, value: inner, keyAt }];
  });
  return { type: 'dict', entries, at: sum.at };
}

function restrictionsOnly(item: Value): Diagnostic {
  const message =
    'Meraki gives the restrictions of each profile and none of its other payloads: a VPN, filter or proxy in the same profile is not seen.';
  return diagnostic('info', 'restrictions-only', message, item.at);
}

function withoutContent(item: Value | undefined): Diagnostic {
  const message =
    'This list names profiles without their settings. Export sm/devices/{id}/deviceProfiles and sm/devices/{id}/restrictions of the devices in question, or upload the profiles themselves.';
  return diagnostic('warning', 'no-profile-content', message, item?.at);
}

function nameless(item: Value | undefined, path: string): Diagnostic {
  const message = 'This entry names neither a device nor a profile and is left out.';
  return diagnostic('warning', 'no-device-identity', message, item?.at, path);
}

function textAt(item: Value, key: string): string | undefined {
  const found = get(item, key);
  return found === undefined ? undefined : text(found);
}
