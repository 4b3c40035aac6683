import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { intuneDevicesSource } from './devices-source.js';

const ref = { path: 'devices.json', sha256: 'a'.repeat(64) };

const device = {
  id: '11111111-2222-4333-8444-555555555555',
  udid: '00008999-000A1B2C3D4E5F77',
  serialNumber: 'XFAK3SERBA',
  deviceName: 'Store 4',
  operatingSystem: 'iOS',
  osVersion: '26.1',
  model: 'iPad Pro',
  isSupervised: true,
  deviceEnrollmentType: 'userEnrollment',
  lastSyncDateTime: '2026-11-02T08:00:00Z',
  freeStorageSpaceInBytes: 0,
  totalStorageSpaceInBytes: 64000000000,
  lostModeState: 'disabled',
  activationLockBypassCode: 'PLANTED-SECRET-4711',
  deviceConfigurationStates: [
    { id: 'c-1', displayName: 'Restrictions', state: 'compliant' },
    { id: 'c-2', displayName: 'Wi-Fi', state: 'error' },
  ],
};

sourceContract(intuneDevicesSource, {
  own: {
    'a page': { value: plainValue({ '@odata.context': 'x', value: [device] }) },
    'one device': { value: plainValue(device) },
  },
  foreign: {
    'a configuration': {
      value: plainValue({ '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration' }),
    },
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
  },
  withSecret: { value: plainValue({ value: [device] }) },
  withUnknown: { value: plainValue({ value: [{ ...device, brandNew: 1 }] }) },
});

const read = (plain: object) =>
  intuneDevicesSource.read({ ref, value: plainValue({ value: [plain] }) }).devices[0];

describe('a device of Intune', () => {
  it('gives its facts', () => {
    const claims = Object.entries(read(device)?.claims ?? {});
    expect(Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]))).toEqual({
      name: 'Store 4',
      modelName: 'iPad Pro',
      platform: 'iPadOS',
      osVersion: '26.1',
      isSupervised: true,
      enrolment: 'device',
      lostMode: false,
      storageTotalGB: 64,
    });
  });

  it('lists what was applied, on the word of the server', () => {
    expect(read(device)?.profiles).toMatchObject({ basis: 'reported', managedOnly: true });
    expect(read(device)?.profiles?.profiles).toMatchObject([
      { displayName: 'Restrictions', vendorId: 'intune:c-1' },
    ]);
  });

  it('of Apple’s User Enrollment is not taken for one that a user enrolled', () => {
    expect(read({ ...device, deviceEnrollmentType: 'appleUserEnrollment' })?.claims.enrolment?.value).toBe(
      'user',
    );
  });
});
