import { get, type DeviceRecord, type Diagnostic, type DocumentKind, type Value } from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath, type PathStep } from '../paths.js';
import type { Source, SourceOutput } from '../source.js';
import type { DeviceShape } from './device-shape.js';
import { knownPaths, normaliseDevice } from './normalise-device.js';

/** A JSON format that is a list of devices. */
export interface InventoryFormat {
  readonly id: string;
  readonly kind: DocumentKind;
  /** Paths at which an envelope holds its list or its one device; the bare list and the bare device are tried too. */
  readonly envelopes: readonly (readonly PathStep[])[];
  /** The shape of a record, by its own keys; undefined when it is none of this format. */
  readonly shapeOf: (record: Value) => DeviceShape | undefined;
}

interface Located {
  readonly record: Value;
  readonly path: string;
}

export function inventorySource(format: InventoryFormat): Source {
  return {
    id: format.id,
    recognise: ({ value }) => value !== undefined && isOfFormat(value, format),
    read: ({ value }) => readInventory(value, format),
  };
}

/** How many records are looked at before a document is left to others. */
const recordsTried = 20;

function isOfFormat(value: Value, format: InventoryFormat): boolean {
  let tried = 0;
  for (const { record } of recordsOf(value, format)) {
    if (format.shapeOf(record) !== undefined) return true;
    if (++tried === recordsTried) return false;
  }
  return false;
}

function readInventory(value: Value | undefined, format: InventoryFormat): SourceOutput {
  const devices: DeviceRecord[] = [];
  const problems: Diagnostic[] = [];
  const unread = new Map<DeviceShape, UnreadKeys>();
  for (const { record, path } of value === undefined ? [] : recordsOf(value, format)) {
    const shape = format.shapeOf(record);
    const found = shape === undefined ? [] : normaliseDevice(record, path, shape);
    if (shape === undefined || found.length === 0) {
      problems.push(notADevice(record, path));
      continue;
    }
    const keys = unread.get(shape) ?? new UnreadKeys(knownPaths(shape));
    unread.set(shape, keys);
    keys.note(record);
    devices.push(...found);
  }
  return {
    kind: format.kind,
    status: problems.length > 0 ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: [
      ...capped(problems),
      ...[...unread.values()].flatMap((keys) => keys.diagnostics('unimplemented-inventory-keys')),
    ],
  };
}

/** The records of the first envelope that is there; else of the bare list; else the value itself. */
function* recordsOf(value: Value, format: InventoryFormat): Iterable<Located> {
  for (const envelope of format.envelopes) {
    const found = within(value, envelope);
    if (found === undefined) continue;
    yield* itemsOf(found.record, found.path);
    return;
  }
  yield* itemsOf(value, '');
}

function within(value: Value, steps: readonly PathStep[]): Located | undefined {
  let found: Value | undefined = value;
  for (const step of steps) {
    if (found === undefined) return undefined;
    if (typeof step === 'string') found = get(found, step);
    else found = found.type === 'array' ? found.items[step] : undefined;
  }
  return found === undefined ? undefined : { record: found, path: extendPath('', ...steps) };
}

function* itemsOf(value: Value, path: string): Iterable<Located> {
  if (value.type !== 'array') {
    yield { record: value, path };
    return;
  }
  for (const [index, record] of value.items.entries()) yield { record, path: extendPath(path, index) };
}

function notADevice(record: Value, path: string): Diagnostic {
  const message = 'This entry names no device (serial number, UDID or id) and is left out.';
  return diagnostic('warning', 'no-device-identity', message, record.at, path);
}

/** Whether a record has all of these keys. */
export function hasKeys(record: Value, ...keys: readonly string[]): boolean {
  return keys.every((key) => get(record, key) !== undefined);
}

/** `<vendor>:<id>` of ids that are numbers, UUIDs or short words. */
export function plainVendorId(vendor: string): (id: string | undefined) => string | undefined {
  return (id) => (id !== undefined && /^[\w-]{1,64}$/.test(id) ? `${vendor}:${id}` : undefined);
}
