import {
  get,
  optional,
  type DeviceRecord,
  type Diagnostic,
  type DocumentKind,
  type Profile,
  type Value,
} from '@ringcheck/model';
import { RowProblems } from '../csv/row-problems.js';
import { capped, diagnostic, isLoss } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { xmlToValue } from '../xml/to-value.js';
import { readClassicProfile, type ClassicContext } from './classic-profile.js';
import { readSearchHit } from './classic-search.js';
import { classicComputer, classicListItem, classicMobile } from './classic-shapes.js';
import { knownPaths, normaliseDevice } from '../inventory/normalise-device.js';
import { classicRootOf, recogniseClassic, type ClassicRoot } from './recognise.js';
import type { DeviceShape } from '../inventory/device-shape.js';

/** Documents of the Jamf Pro Classic API, in XML or JSON. */
export const jamfClassicSource: Source = { id: 'jamf-classic', recognise: recogniseClassic, read };

/** Elements that hold a list; in JSON these are lists already. */
const listElements = new Set([
  'computers',
  'mobile_devices',
  'configuration_profiles',
  'os_x_configuration_profiles',
  'applications',
  'storage',
  'partitions',
  'computer_group_memberships',
  'mobile_device_groups',
  'extension_attributes',
  'certificates',
]);

interface ClassicDocument {
  readonly root: ClassicRoot;
  readonly body: Value;
  readonly path: string;
  readonly xml?: ClassicContext['xml'];
}

interface Collected {
  readonly devices: DeviceRecord[];
  readonly profiles: Profile[];
  readonly diagnostics: Diagnostic[];
  isComplete: boolean;
}

function read(input: SourceInput): SourceOutput {
  const document = documentOf(input);
  const collected: Collected = { devices: [], profiles: [], diagnostics: [], isComplete: true };
  if (document !== undefined) readDocument(document, input, collected);
  const { devices, profiles, diagnostics } = collected;
  const isPartial = !collected.isComplete || diagnostics.some(isLoss);
  const isNothing = document === undefined || (isPartial && devices.length === 0 && profiles.length === 0);
  return {
    kind: document === undefined ? 'jamf-inventory' : kindOf(document.root),
    status: isNothing ? 'rejected' : isPartial ? 'partial' : 'ingested',
    devices,
    profiles,
    diagnostics: capped(diagnostics),
  };
}

function documentOf({ value, xml }: SourceInput): ClassicDocument | undefined {
  if (xml?.root !== undefined) {
    const root = classicRootOf(xml.root.name);
    const converted = xmlToValue(xml.root, rootLists(xml.root.name));
    const body = converted.value;
    const context = { elements: converted.elements, positions: xml.positions };
    return root === undefined ? undefined : { root, body, path: root, xml: context };
  }
  const [only] = value?.type === 'dict' ? value.entries : [];
  const root = only === undefined ? undefined : classicRootOf(only.key);
  return only === undefined || root === undefined ? undefined : { root, body: only.value, path: root };
}

/** A single profile of a device is not called by the name of the list. */
function rootLists(name: string): ReadonlySet<string> {
  return name === 'configuration_profile' || name === 'os_x_configuration_profile' ? new Set() : listElements;
}

function kindOf(root: ClassicRoot): DocumentKind {
  return root.includes('configuration_profile') ? 'jamf-profile' : 'jamf-inventory';
}

function readDocument(document: ClassicDocument, input: SourceInput, into: Collected): void {
  const { root, body, path } = document;
  switch (root) {
    case 'computer':
      return readDevices([{ value: body, path }], classicComputer, into);
    case 'mobile_device':
      return readDevices([{ value: body, path }], classicMobile, into);
    case 'computers':
      return readDevices(itemsOf(body, path, 'computer'), classicListItem('macos'), into, classicComputer);
    case 'mobile_devices':
      return readDevices(
        itemsOf(body, path, 'mobile_device'),
        classicListItem('mobile'),
        into,
        classicMobile,
      );
    case 'configuration_profile':
    case 'os_x_configuration_profile':
      return readProfiles([{ value: body, path }], document, input, into);
    case 'configuration_profiles':
      return readProfiles(itemsOf(body, path, 'configuration_profile'), document, input, into);
    case 'os_x_configuration_profiles':
      return readProfiles(itemsOf(body, path, 'os_x_configuration_profile'), document, input, into);
    case 'advanced_computer_search':
      return readSearch(get(body, 'computers'), 'macos', into);
    case 'advanced_mobile_device_search':
      return readSearch(get(body, 'mobile_devices'), 'mobile', into);
  }
}

interface Item {
  readonly value: Value;
  readonly path: string;
}

/** Entries of a list; the older JSON form wraps each in its name and puts a size before them. */
function itemsOf(list: Value, path: string, wrapper: string): readonly Item[] {
  if (list.type !== 'array') return [{ value: list, path }];
  return list.items.flatMap((item, index): Item[] => {
    const inner = get(item, wrapper);
    if (inner !== undefined) return [{ value: inner, path: extendPath(path, index, wrapper) }];
    return get(item, 'size') !== undefined ? [] : [{ value: item, path: extendPath(path, index) }];
  });
}

/** `full` is used for list entries that carry the whole record. */
function readDevices(items: readonly Item[], shape: DeviceShape, into: Collected, full = shape): void {
  const unread = new UnreadKeys([...knownPaths(shape), ...knownPaths(full)]);
  for (const { value, path } of items) {
    const found = normaliseDevice(value, path, get(value, 'general') === undefined ? shape : full);
    if (found.length > 0) {
      into.devices.push(...found);
      unread.note(value);
      continue;
    }
    into.isComplete = false;
    const message = 'This entry names no device (serial number, UDID or id) and is left out.';
    into.diagnostics.push(diagnostic('warning', 'no-device-identity', message, value.at, path));
  }
  into.diagnostics.push(...unread.diagnostics('unimplemented-inventory-keys'));
}

function readProfiles(
  items: readonly Item[],
  document: ClassicDocument,
  input: SourceInput,
  into: Collected,
): void {
  const context: ClassicContext = {
    ref: input.ref,
    ...(input.signature === undefined ? {} : { signature: input.signature }),
    ...optional('digestSecret', input.digestSecret),
    vendorPrefix: document.root.startsWith('os_x') ? 'macos' : 'mobile',
    ...(document.xml === undefined ? {} : { xml: document.xml }),
    ...(input.bytes === undefined ? {} : { bytes: input.bytes }),
  };
  const unread = new UnreadKeys(profileKeys);
  for (const { value, path } of items) {
    const found = readClassicProfile(value, path, context);
    if (found.profile !== undefined) into.profiles.push(found.profile);
    if (!found.isComplete) into.isComplete = false;
    into.diagnostics.push(...found.diagnostics);
    unread.note(value);
  }
  into.diagnostics.push(...unread.diagnostics('unimplemented-profile-object-keys'));
}

/** A scope says where the profile is wanted; whether it arrived, devices say. */
const profileKeys = [
  'id',
  'name',
  'scope',
  'self_service',
  ...['id', 'name', 'uuid', 'level', 'payloads', 'description', 'site', 'category'].map(
    (key) => `general.${key}`,
  ),
  ...[
    'redeploy_on_update',
    'redeployOnUpdate',
    'distribution_method',
    'deployment_method',
    'user_removable',
  ].map((key) => `general.${key}`),
  'general.redeploy_days_before_certificate_expires',
];

function readSearch(list: Value | undefined, vendorPrefix: 'macos' | 'mobile', into: Collected): void {
  const problems = new RowProblems();
  const wrapper = vendorPrefix === 'macos' ? 'computer' : 'mobile_device';
  for (const { value } of list === undefined ? [] : itemsOf(list, '', wrapper)) {
    const device = readSearchHit(value, vendorPrefix, problems);
    if (device !== undefined) into.devices.push(device);
    else into.isComplete = false;
  }
  into.diagnostics.push(...problems.list());
}
