import {
  get,
  getString,
  type DeviceRecord,
  type Diagnostic,
  type ListedProfile,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { ClaimBuilder } from '../facts/claim-builder.js';
import { buildInOsVersion, fromBytes, osVersion, partNumber, text } from '../facts/convert.js';
import { applyFacts, fact } from '../facts/fact-table.js';
import { identityOf } from '../facts/identity.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';
import { makingOf, type Source, type SourceInput, type SourceOutput } from '../source.js';
import { profilesOf } from './profiles.js';

/** `system_profiler -json` and `-xml`: what a Mac says of itself, with its profiles and their settings. */
export const systemProfilerSource: Source = { id: 'system-profiler', recognise, read };

const typeForm = /^SP[A-Za-z0-9]+DataType$/;

interface Section {
  readonly type: string;
  readonly items: Value;
  readonly path: string;
}

function recognise({ value }: SourceInput): boolean {
  return value !== undefined && sectionsOf(value).length > 0;
}

/** JSON has one key per type, XML a list of dictionaries that name theirs. */
function sectionsOf(value: Value): readonly Section[] {
  if (value.type === 'dict')
    return value.entries.flatMap(({ key, value: items }): Section[] =>
      typeForm.test(key) && items.type === 'array' ? [{ type: key, items, path: key }] : [],
    );
  if (value.type !== 'array') return [];
  return value.items.flatMap((item, index): Section[] => {
    const type = getString(item, '_dataType');
    const items = get(item, '_items');
    return type !== undefined && typeForm.test(type) && items?.type === 'array'
      ? [{ type, items, path: extendPath('', index, '_items') }]
      : [];
  });
}

function read(input: SourceInput): SourceOutput {
  const { value } = input;
  const sections = value === undefined ? [] : sectionsOf(value);
  const hardware = firstOf(sections, 'SPHardwareDataType');
  const identity = identityOf({
    serial: textAt(hardware?.item, 'serial_number'),
    udid: textAt(hardware?.item, 'provisioning_UDID'),
  });
  const profileSection = sections.find(({ type }) => type === 'SPConfigurationProfileDataType');
  const found =
    profileSection === undefined
      ? undefined
      : profilesOf(profileSection.items, profileSection.path, makingOf(input));
  const diagnostics = [...(found?.diagnostics ?? []), ...unreadSections(sections)];
  const base = { kind: deviceList, profiles: [] } as const;
  if (identity === undefined || value === undefined)
    return {
      ...base,
      status: 'partial',
      devices: [],
      diagnostics: [noDevice(value), ...capped(diagnostics)],
    };
  const devices = [
    deviceOf(identity, sections, value),
    ...listings(found?.profiles, profileSection, identity, value),
  ];
  return { ...base, status: 'ingested', devices, diagnostics: capped(diagnostics) };
}

function deviceOf(
  identity: DeviceRecord['identity'],
  sections: readonly Section[],
  value: Value,
): DeviceRecord {
  const claims = new ClaimBuilder();
  const hardware = firstOf(sections, 'SPHardwareDataType');
  if (hardware !== undefined) applyFacts(hardwareRows, hardware.item, hardware.path, claims);
  const software = firstOf(sections, 'SPSoftwareDataType');
  if (software !== undefined) applyFacts(softwareRows, software.item, software.path, claims);
  const volume = bootVolume(sections);
  if (volume !== undefined) applyFacts(volumeRows, volume.item, volume.path, claims);
  claims.add('platform', 'macOS', value.at);
  return { identity, creates: true, basis: 'device-answer', claims: claims.build(), at: value.at };
}

/** One record per channel, so that lists of users stand beside that of the Mac. */
function listings(
  profiles: readonly ListedProfile[] | undefined,
  section: Section | undefined,
  identity: DeviceRecord['identity'],
  value: Value,
): readonly DeviceRecord[] {
  if (profiles === undefined || section === undefined) return [];
  const users = new Set(profiles.flatMap(({ channel }) => (channel.kind === 'user' ? channel.user : [])));
  const record = (channel: ListedProfile['channel'], own: readonly ListedProfile[]): DeviceRecord => ({
    identity,
    creates: true,
    basis: 'device-answer',
    claims: {},
    profiles: { basis: 'installed', channel, profiles: own, at: section.items.at, path: section.path },
    at: value.at,
  });
  return [
    record(
      { kind: 'device' },
      profiles.filter(({ channel }) => channel.kind === 'device'),
    ),
    ...[...users].map((user) =>
      record(
        { kind: 'user', user },
        profiles.filter(({ channel }) => channel.kind === 'user' && channel.user === user),
      ),
    ),
  ];
}

const hardwareRows = [
  fact('productName', 'machine_model', text),
  fact('modelName', 'machine_name', text),
  fact('partNumber', 'model_number', partNumber),
  fact('isAppleSilicon', 'chip_type', (value) => text(value)?.startsWith('Apple')),
];
const softwareRows = [
  fact('name', 'local_host_name', text),
  fact('osVersion', 'os_version', osVersion),
  fact('build', 'os_version', buildInOsVersion),
];
const volumeRows = [
  fact('storageFreeGB', 'free_space_in_bytes', fromBytes),
  fact('storageTotalGB', 'size_in_bytes', fromBytes),
];
const readTypes = [
  'SPHardwareDataType',
  'SPSoftwareDataType',
  'SPStorageDataType',
  'SPConfigurationProfileDataType',
];

function firstOf(sections: readonly Section[], type: string): { item: Value; path: string } | undefined {
  const section = sections.find((candidate) => candidate.type === type);
  const item = section?.items.type === 'array' ? section.items.items[0] : undefined;
  return section === undefined || item === undefined
    ? undefined
    : { item, path: extendPath(section.path, 0) };
}

function bootVolume(sections: readonly Section[]): { item: Value; path: string } | undefined {
  const section = sections.find(({ type }) => type === 'SPStorageDataType');
  const items = section?.items.type === 'array' ? section.items.items : [];
  const index = items.findIndex((item) => getString(item, 'mount_point') === '/');
  const item = items[index];
  return section === undefined || item === undefined
    ? undefined
    : { item, path: extendPath(section.path, index) };
}

function textAt(item: Value | undefined, key: string): string | undefined {
  return getString(item, key);
}

function unreadSections(sections: readonly Section[]): readonly Diagnostic[] {
  const unread = sections.filter(({ type }) => !readTypes.includes(type));
  const [first] = unread;
  if (first === undefined) return [];
  const names = unread.slice(0, 20).map(({ type }) => type.slice(0, 60));
  const message = `Parts that are not read: ${names.join(', ')}.`;
  return [diagnostic('info', 'unimplemented-sections', message, first.items.at, first.path)];
}

function noDevice(value: Value | undefined): Diagnostic {
  const message =
    'The output does not say which Mac it is of. Run system_profiler with SPHardwareDataType beside the other types.';
  return diagnostic('warning', 'no-device-identity', message, value?.at);
}
