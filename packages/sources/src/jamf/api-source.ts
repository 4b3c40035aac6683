import { getArray, type DeviceRecord, type Diagnostic, type Value } from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { apiComputer, apiMobile, apiMobileListItem } from './api-shapes.js';
import { knownPaths, normaliseDevice } from '../inventory/normalise-device.js';
import { apiRecordKind, recogniseApi, type ApiRecordKind } from './recognise.js';
import type { DeviceShape } from '../inventory/device-shape.js';

/** Inventory of the Jamf Pro API. */
export const jamfApiSource: Source = { id: 'jamf-pro-api', recognise: recogniseApi, read };

const shapes: Record<ApiRecordKind, DeviceShape> = {
  computer: apiComputer,
  mobile: apiMobile,
  'mobile-list-item': apiMobileListItem,
};

function read(input: SourceInput): SourceOutput {
  const devices: DeviceRecord[] = [];
  const problems: Diagnostic[] = [];
  const unread = new Map(
    Object.entries(shapes).map(([kind, shape]) => [kind, new UnreadKeys(knownPaths(shape))]),
  );
  for (const { record, path } of recordsOf(input.value)) {
    const kind = apiRecordKind(record);
    const found = kind === undefined ? [] : normaliseDevice(record, path, shapes[kind]);
    if (found.length === 0) problems.push(notADevice(record, path));
    else unread.get(kind ?? '')?.note(record);
    devices.push(...found);
  }
  const notes = [...unread.values()].flatMap((keys) => keys.diagnostics('unimplemented-inventory-keys'));
  return {
    kind: 'jamf-inventory',
    status: problems.length > 0 ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: [...capped(problems), ...notes],
  };
}

function recordsOf(value: Value | undefined): readonly { record: Value; path: string }[] {
  if (value === undefined) return [];
  const results = getArray(value, 'results');
  if (results !== undefined)
    return results.map((record, index) => ({ record, path: extendPath('results', index) }));
  if (value.type !== 'array') return [{ record: value, path: '' }];
  return value.items.map((record, index) => ({ record, path: extendPath('', index) }));
}

function notADevice(record: Value, path: string): Diagnostic {
  const message = 'This entry names no device (serial number, UDID or id) and is left out.';
  return diagnostic('warning', 'no-device-identity', message, record.at, path);
}
