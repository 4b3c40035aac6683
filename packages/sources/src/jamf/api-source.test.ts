import type { Value } from '@ringcheck/model';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { jamfApiSource } from './api-source.js';

const ref = { path: 'jamf.json', sha256: 'a'.repeat(64) };

const mobile = {
  mobileDeviceId: '12',
  deviceType: 'iOS',
  hardware: {
    serialNumber: 'XFAK3SER1B',
    modelNumber: 'MZ998AB',
    model: 'iPhone 15',
    modelIdentifier: 'iPhone15,4',
    capacityMb: 128000,
    availableSpaceMb: 51200,
  },
  general: {
    udid: '00008999-000A1B2C3D4E5F61',
    displayName: 'Sales 3',
    osVersion: '26.1',
    osBuild: '23B85',
    osSupplementalBuildVersion: '',
    supervised: true,
    managed: true,
    deviceOwnershipType: 'Institutional',
    enrollmentMethodPrestage: null,
    timeZone: 'Asia/Dubai',
    ipAddress: '203.0.113.9',
    lastInventoryUpdateDate: '2026-11-02T08:00:00Z',
  },
  network: { cellularTechnology: 'GSM', dataRoamingEnabled: false, currentMobileCountryCode: 'US' },
  serviceSubscriptions: [
    { slot: 'CTSubscriptionSlotOne', currentMobileCountryCode: '424', roaming: false, dataPreferred: true },
  ],
  profiles: [
    {
      displayName: 'Restrictions',
      identifier: 'org.example.restrict',
      uuid: '0A1B2C3D-1111-4222-8333-444455556666',
      removable: false,
      lastInstalled: '2026-10-01T00:00:00Z',
    },
  ],
  userProfiles: [{ displayName: 'Mail', identifier: 'org.example.mail', uuid: 'U-2', username: 'ada' }],
  groups: [{ groupId: '3', groupName: 'Field', smart: true }],
  applications: null,
};

const computer = {
  id: '7',
  udid: '00008999-000A1B2C3D4E5F99',
  general: {
    name: 'Studio',
    platform: 'Mac',
    supervised: true,
    enrolledViaAutomatedDeviceEnrollment: true,
    userApprovedMdm: true,
    lastIpAddress: '203.0.113.9',
    reportDate: '2026-11-01T08:00:00Z',
    site: { id: '-1', name: 'None' },
  },
  hardware: { serialNumber: 'XFAK3SER1C', modelIdentifier: 'Mac15,3', appleSilicon: true },
  operatingSystem: { version: '26.1', build: '25B78' },
  storage: { bootDriveAvailableSpaceMegabytes: 100000 },
  security: { firewallEnabled: true, recoveryLockPassword: 'PLANTED-SECRET-4711' },
  configurationProfiles: [
    { id: '41', username: '', displayName: 'VPN', profileIdentifier: 'p', uuid: 'U-1' },
  ],
  applications: [{ name: 'Zoom', bundleId: 'us.zoom.xos', version: '6.0' }],
};

sourceContract(jamfApiSource, {
  own: {
    'a page of mobile devices': { value: jsonValue(JSON.stringify({ totalCount: 1, results: [mobile] })) },
    'a page of computers': { value: plainValue({ totalCount: 1, results: [computer] }) },
    'a bare list': { value: plainValue([mobile]) },
    'one device': { value: plainValue(computer) },
    'an empty page': { value: plainValue({ totalCount: 0, results: [] }) },
    'the short list': {
      value: plainValue([
        {
          id: '1',
          name: 'A',
          serialNumber: 'XFAK3SER1D',
          wifiMacAddress: '',
          type: 'ios',
          managementId: 'm',
        },
      ]),
    },
  },
  foreign: {
    'a page of something else': { value: plainValue({ totalCount: 1, results: [{ id: 1, name: 'Cart' }] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'a profile': { value: plainValue({ PayloadType: 'Configuration', PayloadContent: [] }) },
  },
  withSecret: { value: plainValue({ totalCount: 1, results: [computer] }) },
  withUnknown: { value: plainValue([{ ...mobile, brandNewSection: { key: 1 } }]) },
});

const read = (plain: unknown) => jamfApiSource.read({ ref, value: plainValue(plain) });

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(read(plain).devices[0]?.claims ?? {});
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('a mobile device of the Pro API', () => {
  it('gives its facts', () => {
    expect(factsOf([mobile])).toEqual({
      name: 'Sales 3',
      platform: 'iOS',
      productName: 'iPhone15,4',
      modelName: 'iPhone 15',
      partNumber: 'MZ998AB',
      osVersion: '26.1',
      build: '23B85',
      isSupervised: true,
      enrolment: 'device',
      timeZone: 'Asia/Dubai',
      storageFreeGB: 51.2,
      storageTotalGB: 128,
      hasCellular: true,
      dataRoamingEnabled: false,
      subscriptions: [
        { slot: 'CTSubscriptionSlotOne', isDataPreferred: true, currentMcc: '424', isRoaming: false },
      ],
      tags: ['Field'],
    });
  });

  it('gives identity, time and what is installed', () => {
    const [device] = read([mobile]).devices;
    expect(device).toMatchObject({
      identity: { serial: 'XFAK3SER1B', udid: '00008999-000A1B2C3D4E5F61', vendorId: 'jamf:mobile-12' },
      basis: 'reported',
      observedAt: '2026-11-02T08:00:00Z',
      profiles: {
        basis: 'installed',
        channel: { kind: 'device' },
        profiles: [
          {
            identifier: 'org.example.restrict',
            uuid: '0A1B2C3D-1111-4222-8333-444455556666',
            removalDisallowed: true,
            installedAt: '2026-10-01T00:00:00Z',
            path: '[0].profiles[0]',
          },
        ],
      },
    });
  });

  it('gives the profiles of a user in a record of their own', () => {
    const [, user] = read([mobile]).devices;
    expect(user?.profiles).toMatchObject({
      channel: { kind: 'user', user: 'ada' },
      profiles: [{ identifier: 'org.example.mail' }],
    });
  });

  it('lists no profiles when the section was not asked for', () => {
    expect(read([{ ...mobile, profiles: null, userProfiles: null }]).devices).toHaveLength(1);
    expect(read([{ ...mobile, profiles: null, userProfiles: null }]).devices[0]?.profiles).toBeUndefined();
    expect(read([{ ...mobile, profiles: [], userProfiles: null }]).devices[0]?.profiles?.profiles).toEqual(
      [],
    );
  });

  it.each([
    ['UserEnrollment', 'user'],
    ['AccountDrivenUserEnrollment', 'user'],
    ['AccountDrivenDeviceEnrollment', 'device'],
    ['Something', undefined],
  ])('of ownership %s is enrolled as %s', (deviceOwnershipType, expected) => {
    const general = { ...mobile.general, deviceOwnershipType };
    expect(factsOf([{ ...mobile, general }])['enrolment']).toBe(expected);
  });

  it('enrolled by a prestage is automated, and out of management is not enrolled', () => {
    const general = { ...mobile.general, enrollmentMethodPrestage: { profileName: 'School' } };
    expect(factsOf([{ ...mobile, general }])['enrolment']).toBe('automated');
    expect(factsOf([{ ...mobile, general: { ...general, managed: false } }])['enrolment']).toBe('none');
  });

  it('takes private addresses only', () => {
    const general = { ...mobile.general, ipAddress: '10.20.1.7' };
    expect(factsOf([{ ...mobile, general }])['ipAddress']).toBe('10.20.1.7');
    expect(factsOf([mobile])['ipAddress']).toBeUndefined();
  });
});

describe('a computer of the Pro API', () => {
  it('gives its facts, its profiles and its apps', () => {
    expect(factsOf({ totalCount: 1, results: [computer] })).toEqual({
      name: 'Studio',
      platform: 'macOS',
      productName: 'Mac15,3',
      osVersion: '26.1',
      build: '25B78',
      isAppleSilicon: true,
      isSupervised: true,
      enrolment: 'automated',
      isUserApproved: true,
      storageFreeGB: 100,
      firewall: { enabled: true, applications: [] },
      apps: [{ name: 'Zoom', bundleId: 'us.zoom.xos', version: '6.0' }],
    });
    const [device] = read({ totalCount: 1, results: [computer] }).devices;
    expect(device?.identity.vendorId).toBe('jamf:macos-7');
    expect(device?.profiles?.profiles[0]).toMatchObject({ identifier: 'p', vendorId: 'jamf:macos-41' });
  });

  it('points to the key in its page', () => {
    const claim = read({ totalCount: 1, results: [computer] }).devices[0]?.claims.build;
    expect(claim?.path).toBe('results[0].operatingSystem.build');
  });
});

it('leaves out an entry that names no device and says so', () => {
  const value: Value = plainValue([mobile, { mobileDeviceId: '', general: {} }]);
  const output = jamfApiSource.read({ ref, value });
  expect(output.status).toBe('partial');
  expect(output.diagnostics[0]).toMatchObject({ code: 'no-device-identity', path: '[1]' });
});
