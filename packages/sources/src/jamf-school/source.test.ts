import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { jamfSchoolProfilesSource } from './profiles-source.js';
import { jamfSchoolSource } from './source.js';

const ref = { path: 'school.json', sha256: 'a'.repeat(64) };

const device = {
  UDID: '00008999-000A1B2C3D4E5F63',
  serialNumber: 'XFAK3SER1D',
  name: '7B-03',
  isManaged: true,
  isSupervised: true,
  os: { prefix: 'iPadOS', version: '18.5' },
  model: { name: 'iPad (10th generation)', identifier: 'iPad13,18', type: 'iPad' },
  enrollType: 'dep',
  totalCapacity: 64,
  availableCapacity: 21.5,
  iTunesStoreLoggedIn: false,
  groups: ['7B', 'loan'],
  lastCheckin: '2025-06-01T07:00:00Z',
  networkInformation: {
    IPAddress: '192.168.4.20',
    DataRoamingEnabled: 'false',
    ServiceSubscription: [{ Slot: 'One', CurrentMCC: '262', CurrentMNC: '01', IsRoaming: false }],
  },
};
const page = (...devices: readonly object[]) => ({ code: 200, count: devices.length, devices });

sourceContract(jamfSchoolSource, {
  own: {
    'a page of devices': { value: plainValue(page(device)) },
    'one device': { value: plainValue({ code: 200, device }) },
  },
  foreign: {
    'devices of Workspace ONE': { value: plainValue({ devices: [{ UDID: 'u', serialNumber: 's' }] }) },
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
  },
  withSecret: { value: plainValue(page({ ...device, activationLockBypass: 'PLANTED-SECRET-4711' })) },
  withUnknown: { value: plainValue(page({ ...device, brandNew: 1 })) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const [found] = jamfSchoolSource.read({ ref, value: plainValue(plain) }).devices;
  return Object.fromEntries(Object.entries(found?.claims ?? {}).map(([name, claim]) => [name, claim.value]));
}

describe('a device of Jamf School', () => {
  it('gives its facts', () => {
    expect(factsOf(page(device))).toEqual({
      name: '7B-03',
      productName: 'iPad13,18',
      modelName: 'iPad (10th generation)',
      platform: 'iPadOS',
      osVersion: '18.5',
      isSupervised: true,
      enrolment: 'automated',
      storageTotalGB: 64,
      storageFreeGB: 21.5,
      storeAccountActive: false,
      ipAddress: '192.168.4.20',
      dataRoamingEnabled: false,
      subscriptions: [{ slot: 'One', currentMcc: '262', currentMnc: '01', isRoaming: false }],
      tags: ['7B', 'loan'],
    });
  });

  it.each([
    ['manual', 'device'],
    ['depPending', undefined],
  ])('enrolled by %s is %s', (enrollType, enrolment) => {
    expect(factsOf(page({ ...device, enrollType }))['enrolment']).toBe(enrolment);
  });

  it('that is not managed is not enrolled', () => {
    expect(factsOf(page({ ...device, isManaged: false }))['enrolment']).toBe('none');
  });
});

const profile = {
  id: 4,
  locationId: 0,
  identifier: 'org.example.exam',
  name: 'Exam',
  platform: 'iOS',
  daysOfTheWeek: ['1', '2'],
  startTime: '08:00',
  endTime: '12:00',
};

sourceContract(jamfSchoolProfilesSource, {
  own: { 'the list of profiles': { value: plainValue({ code: 200, profiles: [profile] }) } },
  foreign: { 'profiles of another': { value: plainValue({ profiles: [{ identifier: 'x', name: 'y' }] }) } },
  withSecret: { value: plainValue({ profiles: [{ ...profile, passcode: 'PLANTED-SECRET-4711' }] }) },
  withUnknown: { value: plainValue({ profiles: [{ ...profile, brandNew: 1 }] }) },
});

describe('the profiles of Jamf School', () => {
  it('carry no settings, and one in force at hours is named with them', () => {
    const value = jsonValue(JSON.stringify({ profiles: [profile] }, null, 1));
    const output = jamfSchoolProfilesSource.read({ ref, value });
    expect(output).toMatchObject({ kind: 'jamf-profile', status: 'partial', profiles: [] });
    expect(output.diagnostics).toMatchObject([
      { code: 'no-profile-content', at: { line: 2 } },
      { code: 'profile-at-hours', path: 'profiles[0]', at: { line: 3 } },
    ]);
    expect(output.diagnostics[1]?.message).toContain('08:00 to 12:00');
  });
});
