import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { simpleMdmSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const device = {
  type: 'device',
  id: 121,
  attributes: {
    name: 'Van 9',
    last_seen_at: '2026-01-05T09:30:00.000+00:00',
    status: 'enrolled',
    os_version: '26.2',
    build_version: '23C55',
    model: 'MZ996ZP',
    product_name: 'iPhone16,1',
    unique_identifier: '00008999-000A1B2C3D4E5F64',
    serial_number: 'XFAK3SER3A',
    is_supervised: false,
    is_dep_enrollment: true,
    current_mcc: '454',
    is_roaming: false,
    cellular_technology: 3,
    available_device_capacity: 5.5,
    filevault_recovery_key: 'PLANTED-SECRET-4711',
    firewall: { enabled: true, block_all_incoming: false, stealth_mode: null },
  },
  relationships: { device_group: { data: { type: 'device_group', id: 37 } } },
};

sourceContract(simpleMdmSource, {
  own: {
    'a page': { value: plainValue({ data: [device], has_more: false }) },
    'a bare list': { value: plainValue([device]) },
  },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue({ data: [device] }) },
  withUnknown: {
    value: plainValue({ data: [{ ...device, attributes: { ...device.attributes, brand_new: 1 } }] }),
  },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    simpleMdmSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

it('gives the facts of a device of SimpleMDM', () => {
  expect(factsOf({ data: [device] })).toEqual({
    name: 'Van 9',
    productName: 'iPhone16,1',
    partNumber: 'MZ996ZP',
    platform: 'iOS',
    osVersion: '26.2',
    build: '23C55',
    isSupervised: false,
    enrolment: 'automated',
    storageFreeGB: 5.5,
    hasCellular: true,
    firewall: { enabled: true, blockAllIncoming: false, applications: [] },
    subscriptions: [{ currentMcc: '454', isRoaming: false }],
  });
  const [record] = simpleMdmSource.read({ ref, value: plainValue({ data: [device] }) }).devices;
  expect(record).toMatchObject({
    identity: { vendorId: 'simplemdm:121' },
    observedAt: '2026-01-05T09:30:00Z',
  });
});
