import { get, getArray, getString, type Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { hasKeys, plainVendorId } from '../inventory/inventory-source.js';
import { listingsOf } from '../inventory/listing.js';
import { deviceList } from '../kinds.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { configurationStates } from './devices-source.js';

/** `deviceConfigurationStates` of one managed device, as Graph gives them; the context tells the device. */
export const intuneStatesSource: Source = {
  id: 'intune-configuration-states',
  recognise: ({ value }) => {
    const items = getArray(value, 'value') ?? [];
    return (
      isOfStates(value) ||
      items.slice(0, 1).some((item) => hasKeys(item, 'state', 'settingCount', 'platformType'))
    );
  },
  read,
};

const vendorId = plainVendorId('intune');
const context = /managedDevices\('([^']{1,64})'\)\/deviceConfigurationStates/;

function isOfStates(value: Value | undefined): boolean {
  return context.test(getString(value, '@odata.context') ?? '') && getArray(value, 'value') !== undefined;
}

function read({ value }: SourceInput): SourceOutput {
  const base = { kind: deviceList, profiles: [] } as const;
  const id = vendorId(
    context.exec(getString(value, '@odata.context') ?? '')?.[1] ?? getString(value, 'managedDeviceId'),
  );
  const list = get(value, 'value');
  const unread = new UnreadKeys(['@odata.context', '@odata.count', 'managedDeviceId', 'value']);
  unread.note(value);
  const remarks = unread.diagnostics('unimplemented-report-keys');
  if (id === undefined || value === undefined) {
    const message =
      'The states do not say which device they are of. Keep the line "@odata.context" of the answer, or put "managedDeviceId" beside "value".';
    const refusal = diagnostic('error', 'no-device-identity', message, list?.at, 'value');
    return { ...base, status: 'rejected', devices: [], diagnostics: [refusal, ...remarks] };
  }
  const [profiles] = listingsOf(list, 'value', { ...configurationStates, path: 'value' }, vendorId);
  const device = {
    identity: { vendorId: id },
    creates: true,
    basis: 'reported',
    claims: {},
    ...(profiles === undefined ? {} : { profiles }),
    at: value.at,
  } as const;
  return { ...base, status: 'ingested', devices: [device], diagnostics: remarks };
}
