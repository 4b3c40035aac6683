import { get, type DeviceRecord, type Diagnostic, type Value } from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { bool, build, fromBytes, osVersion, text } from '../facts/convert.js';
import { fact } from '../facts/fact-table.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import type { DeviceShape } from '../inventory/device-shape.js';
import { knownPaths, normaliseDevice } from '../inventory/normalise-device.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** Output of `cfgutil --format JSON get` and `list`: what Apple Configurator sees of attached devices. */
export const configuratorSource: Source = {
  id: 'apple-configurator',
  recognise: ({ value }) => {
    const output = get(value, 'Output');
    return output?.type === 'dict' && output.entries.some(({ key }) => ecid.test(key));
  },
  read,
};

/** The number of the chip, by which the tool names a device. */
const ecid = /^0x[0-9A-Fa-f]{4,16}$/;

const device: DeviceShape = {
  facts: [
    fact('name', 'name', text),
    fact('productName', 'deviceType', text),
    fact('osVersion', 'firmwareVersion', osVersion),
    fact('build', 'buildVersion', build),
    fact('isSupervised', 'isSupervised', bool),
    fact('storageTotalGB', 'totalDiskCapacity', fromBytes),
  ],
  identity: { serial: 'serialNumber', udid: 'UDID' },
  platform: ['deviceType', 'deviceClass'],
  observedAt: [],
  // Names of profiles only, and nothing says that the list is complete: it is no answer about what is installed.
  listings: [],
  known: [
    'ECID',
    'deviceClass',
    'bootedState',
    'isPaired',
    'activationState',
    'configurationProfiles',
    'locationID',
  ],
};

function read({ value }: SourceInput): SourceOutput {
  const output = get(value, 'Output');
  const unread = new UnreadKeys(knownPaths(device));
  const problems: Diagnostic[] = [];
  const devices: DeviceRecord[] = [];
  for (const { key, value: record } of output?.type === 'dict' ? output.entries : []) {
    const path = extendPath('Output', key);
    const found = normaliseDevice(record, path, device);
    if (found.length === 0) problems.push(nameless(record, path));
    else unread.note(record);
    // The tool asks the device itself, over the cable.
    devices.push(...found.map((one): DeviceRecord => ({ ...one, basis: 'device-answer' })));
  }
  problems.push(...failuresOf(value));
  return {
    kind: deviceList,
    status: devices.length === 0 ? 'rejected' : problems.length > 0 ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: [...capped(problems), ...unread.diagnostics('unimplemented-inventory-keys')],
  };
}

function nameless(record: Value, path: string): Diagnostic {
  const message =
    'The entry has neither serialNumber nor UDID, so it names no device. Ask for both: cfgutil --format JSON get serialNumber UDID …';
  return diagnostic('warning', 'no-device-identity', message, record.at, path);
}

function failuresOf(value: Value | undefined): readonly Diagnostic[] {
  const errors = get(value, 'Errors');
  if (errors?.type !== 'dict' || errors.entries.length === 0) return [];
  const message = `cfgutil could not answer for ${errors.entries.length} devices; what it asked of them stays unknown.`;
  return [diagnostic('warning', 'configurator-errors', message, errors.at, 'Errors')];
}
