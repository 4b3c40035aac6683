import { get, optional, type ListedProfile, type Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { text } from '../facts/convert.js';
import { at } from '../facts/fact-table.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';

/** Profiles of one device of Workspace ONE UEM: names, and a status whose numbers are not documented. */
export const workspaceOneProfilesSource: Source = {
  id: 'workspace-one-profiles',
  recognise: ({ value }) => get(value, 'DeviceProfiles')?.type === 'array',
  read,
};

const vendorId = plainVendorId('workspace-one');
/** Profiles count by themselves, so their numbers must not meet those of devices. */
const profileVendorId = plainVendorId('workspace-one:profile');

const knownKeys = ['DeviceId', 'DeviceProfiles', 'Page', 'PageSize', 'Total'];
const knownProfileKeys = [
  ...['Id', 'Name', 'Description', 'LocationGroupId', 'CurrentVersion', 'AssignmentType', 'Status'],
];

function read({ value }: SourceInput): SourceOutput {
  const list = get(value, 'DeviceProfiles');
  const items = list?.type === 'array' ? list.items : [];
  const unread = [new UnreadKeys(knownKeys), new UnreadKeys(knownProfileKeys)];
  unread[0]?.note(value);
  for (const item of items) unread[1]?.note(item);
  const remarks = unread.flatMap((keys) => keys.diagnostics('unimplemented-inventory-keys'));
  const id = deviceIdOf(value);
  const base = { kind: deviceList, profiles: [] } as const;
  if (value === undefined || id === undefined) {
    const message =
      'The list does not say which device it is of (DeviceId), so it is not used. Save the whole answer of GET /API/mdm/devices/{id}/profiles.';
    const refusal = diagnostic('error', 'no-device-identity', message, list?.at ?? value?.at, 'DeviceId');
    return { ...base, status: 'rejected', devices: [], diagnostics: [refusal, ...remarks] };
  }
  const profiles = items.map((item, index) => listed(item, extendPath('DeviceProfiles', index)));
  const device = {
    identity: { vendorId: id },
    // A device list names its devices by UUID; a number alone joins none and must not make a second device.
    creates: false,
    basis: 'reported',
    claims: {},
    // The numbers under Status are not documented: what is listed is wanted, not proven to be there.
    profiles: {
      basis: 'assigned',
      channel: { kind: 'device' },
      profiles,
      at: list?.at ?? value.at,
      path: 'DeviceProfiles',
    },
    at: value.at,
  } as const;
  return { ...base, status: 'ingested', devices: [device], diagnostics: [statusUnknown(list), ...remarks] };
}

/** The number stands in `Value`, in some versions one level deeper. */
function deviceIdOf(value: Value | undefined): string | undefined {
  const candidates = ['DeviceId.Uuid', 'DeviceId.Id.Value', 'DeviceId.Value', 'DeviceId'];
  for (const path of candidates) {
    const found = at(value, path);
    const id = found === undefined ? undefined : vendorId(text(found));
    if (id !== undefined) return id;
  }
  return undefined;
}

function listed(item: Value, path: string): ListedProfile {
  const name = get(item, 'Name');
  const id = at(item, 'Id.Value') ?? get(item, 'Id');
  return {
    ...optional('displayName', name === undefined ? undefined : text(name)),
    ...optional('vendorId', id === undefined ? undefined : profileVendorId(text(id))),
    channel: { kind: 'device' },
    at: item.at,
    path,
  };
}

function statusUnknown(list: Value | undefined) {
  const message =
    'What the numbers under Status mean is not documented, so these profiles count as assigned and not as installed. Profiles proven to be there come from an MDM ProfileList or, on a Mac, from profiles show.';
  return diagnostic('info', 'profile-status-unknown', message, list?.at, 'DeviceProfiles');
}
