import {
  get,
  getArray,
  getString,
  type DeviceRecord,
  type Diagnostic,
  type ListedProfile,
  type Value,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { text } from '../facts/convert.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** Policy reports of one device: `getConfigurationPoliciesReportForDevice` of Graph. */
export const intunePolicyReportSource: Source = {
  id: 'intune-policy-report',
  recognise: ({ value }) => {
    const columns = columnsOf(value);
    return columns.has('PolicyId') && getArray(value, 'Values') !== undefined;
  },
  read,
};

const vendorId = plainVendorId('intune');

/** Column → its place in every row. */
function columnsOf(report: Value | undefined): ReadonlyMap<string, number> {
  const schema = getArray(report, 'Schema') ?? [];
  return new Map(
    schema.flatMap((column, index): [string, number][] => {
      const name = getString(column, 'Column');
      return name === undefined ? [] : [[name, index]];
    }),
  );
}

const knownKeys = ['Schema', 'Values', 'TotalRowCount', 'SessionId', '@odata.context'];

interface OneDevice {
  readonly at: Value['at'];
  readonly profiles: Map<string, ListedProfile>;
}

function read({ value }: SourceInput): SourceOutput {
  const columns = columnsOf(value);
  const values = get(value, 'Values');
  const unread = new UnreadKeys(knownKeys);
  unread.note(value);
  const byDevice = new Map<string, OneDevice>();
  let nameless = 0;
  for (const [index, row] of (values?.type === 'array' ? values.items : []).entries()) {
    const cell = cellsOf(row, columns);
    const device = vendorId(cell('IntuneDeviceId') ?? cell('DeviceId'));
    if (device === undefined) nameless++;
    else addRow(byDevice, device, row, extendPath('Values', index), cell);
  }
  const devices = [...byDevice].map(([device, one]) => recordOf(device, one));
  const problems = nameless === 0 ? [] : [withoutDevice(nameless, values)];
  return {
    kind: deviceList,
    status: devices.length === 0 && nameless > 0 ? 'rejected' : nameless > 0 ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: [...problems, ...unread.diagnostics('unimplemented-report-keys')],
  };
}

type Cells = (column: string) => string | undefined;

function cellsOf(row: Value, columns: ReadonlyMap<string, number>): Cells {
  return (column) => {
    const place = columns.get(column);
    const found = place === undefined || row.type !== 'array' ? undefined : row.items[place];
    return found === undefined ? undefined : text(found);
  };
}

/** A policy stands once for each user of a device: it is on the device when one row says so. */
function addRow(
  byDevice: Map<string, OneDevice>,
  device: string,
  row: Value,
  path: string,
  cell: Cells,
): void {
  const one = byDevice.get(device) ?? { at: row.at, profiles: new Map<string, ListedProfile>() };
  byDevice.set(device, one);
  const id = vendorId(cell('PolicyId'));
  if (id === undefined || one.profiles.has(id) || !isPresent(cell)) return;
  const displayName = cell('PolicyName');
  one.profiles.set(id, {
    vendorId: id,
    ...(displayName === undefined ? {} : { displayName }),
    channel: { kind: 'device' },
    at: row.at,
    path,
  });
}

/** 2 and 3 of Graph's `complianceStatus`: compliant and remediated, which for a configuration mean "applied". */
const appliedCodes = ['2', '3'];

function isPresent(cell: Cells): boolean {
  const word = cell('PolicyStatus_loc')?.toLowerCase();
  if (word !== undefined && /^(?:succeeded|success|compliant|remediated|applied)$/.test(word)) return true;
  const code = cell('PolicyStatus');
  return (
    code !== undefined && (appliedCodes.includes(code) || /^(?:compliant|remediated|succeeded)$/i.test(code))
  );
}

function recordOf(device: string, { at, profiles }: OneDevice): DeviceRecord {
  return {
    identity: { vendorId: device },
    creates: true,
    basis: 'reported',
    claims: {},
    profiles: {
      basis: 'reported',
      // Intune knows the policies it delivered and no others.
      managedOnly: true,
      channel: { kind: 'device' },
      profiles: [...profiles.values()],
      at,
      path: 'Values',
    },
    at,
  };
}

function withoutDevice(count: number, values: Value | undefined): Diagnostic {
  const message = `${count} rows do not say which device they are of. Ask for the column too: "select": ["IntuneDeviceId", "PolicyId", "PolicyName", "PolicyStatus"].`;
  return diagnostic('error', 'no-device-identity', message, values?.at, 'Values');
}
