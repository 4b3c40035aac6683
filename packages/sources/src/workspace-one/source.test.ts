import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { workspaceOneSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const pascal = {
  Id: { Value: 55 },
  Uuid: 'cccccccc-1111-4222-8333-dddddddddddd',
  Udid: '0000899900A1B2C3D4E5F66',
  SerialNumber: 'XFAK3SER5A',
  DeviceFriendlyName: 'p.example iPhone iOS 17',
  Model: 'iPhone',
  Platform: 'Apple',
  OperatingSystem: '17.5.1',
  OSBuildVersion: '21F90',
  LastSeen: '2024-07-01T10:20:30.000',
  EnrollmentStatus: 'Enrolled',
  IsSupervised: true,
  TimeZone: 'Europe/Berlin',
  DeviceCellularNetworkInfo: [
    { CarrierName: 'Example', DeviceMCC: { SIMMCC: '262', CurrentMCC: '424' }, IsRoaming: true },
  ],
};
const camel = {
  udid: 'u-1',
  serialNumber: 'XFAK3SER5B',
  friendlyName: 'Cart 4',
  supervised: true,
  platformInfo: { platformName: 'Apple iOS', modelName: 'iPad', osVersion: '18.5' },
  enrollmentInfo: { enrollmentStatus: 'ENROLLED', lastSeenTimestamp: '2026-01-01T00:00:00Z' },
};

sourceContract(workspaceOneSource, {
  own: {
    'a search': { value: plainValue({ Devices: [pascal] }) },
    'one device': { value: plainValue(camel) },
  },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue({ Devices: [{ ...pascal, UnlockToken: 'PLANTED-SECRET-4711' }] }) },
  withUnknown: { value: plainValue({ Devices: [{ ...pascal, BrandNew: 1 }] }) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    workspaceOneSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('a device of Workspace ONE', () => {
  it('gives its facts in the older shape', () => {
    expect(factsOf({ Devices: [pascal] })).toEqual({
      name: 'p.example iPhone iOS 17',
      modelName: 'iPhone',
      platform: 'iOS',
      osVersion: '17.5.1',
      build: '21F90',
      isSupervised: true,
      timeZone: 'Europe/Berlin',
      subscriptions: [{ currentMcc: '424', homeMcc: '262', currentCarrier: 'Example', isRoaming: true }],
    });
  });

  it('gives its facts in the newer shape', () => {
    expect(factsOf(camel)).toEqual({
      name: 'Cart 4',
      modelName: 'iPad',
      platform: 'iPadOS',
      osVersion: '18.5',
      isSupervised: true,
    });
  });
});
