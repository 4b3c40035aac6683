import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { fleetSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const host = {
  id: 9,
  uuid: '00008999-000A1B2C3D4E5F68',
  platform: 'ios',
  os_version: 'iOS 26.1',
  hardware_serial: 'XFAK3SER7A',
  hardware_model: 'iPhone15,4',
  computer_name: 'Field 7',
  gigs_disk_space_available: 12.5,
  seen_time: '2026-11-01T05:00:00Z',
  team_name: 'Field',
  primary_ip: '10.20.1.7',
  labels: [{ id: 1, name: 'All iPhones' }],
  service_subscriptions: [{ slot: 'CTSubscriptionSlotOne', current_mcc: '424', is_roaming: true }],
  mdm: {
    enrollment_status: 'On (automatic)',
    profiles: [
      { profile_uuid: 'aEXAMPLE1', name: 'Restrictions', status: 'verified', operation_type: 'install' },
      { profile_uuid: 'aEXAMPLE2', name: 'Wi-Fi', status: 'pending', operation_type: 'install' },
      { profile_uuid: 'aEXAMPLE3', name: 'Old', status: 'verified', operation_type: 'remove' },
    ],
  },
};

sourceContract(fleetSource, {
  own: {
    'a page': { value: plainValue({ hosts: [host] }) },
    'one host': { value: plainValue({ host }) },
    'a bare list': { value: plainValue([host]) },
  },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue({ host: { ...host, orbit_node_key: 'PLANTED-SECRET-4711' } }) },
  withUnknown: { value: plainValue({ host: { ...host, brand_new: 1 } }) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(fleetSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {});
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('a host of Fleet', () => {
  it('gives its facts', () => {
    expect(factsOf({ hosts: [host] })).toEqual({
      name: 'Field 7',
      productName: 'iPhone15,4',
      platform: 'iOS',
      osVersion: '26.1',
      enrolment: 'automated',
      storageFreeGB: 12.5,
      ipAddress: '10.20.1.7',
      site: 'Field',
      subscriptions: [{ slot: 'CTSubscriptionSlotOne', currentMcc: '424', isRoaming: true }],
      tags: ['All iPhones'],
    });
  });

  it('lists only what was verified, and only what Fleet delivered', () => {
    const [device] = fleetSource.read({ ref, value: plainValue({ host }) }).devices;
    expect(device).toMatchObject({
      identity: { serial: 'XFAK3SER7A', udid: '00008999-000A1B2C3D4E5F68', vendorId: 'fleet:9' },
      observedAt: '2026-11-01T05:00:00Z',
      profiles: { basis: 'installed', managedOnly: true },
    });
    expect(device?.profiles?.profiles).toMatchObject([
      { displayName: 'Restrictions', vendorId: 'fleet:aEXAMPLE1' },
    ]);
  });
});
