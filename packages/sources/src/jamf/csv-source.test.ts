import { tableInput } from '../contract/inputs.js';
import { sourceContract } from '../contract/source-contract.js';
import { jamfCsvSource } from './csv-source.js';

const ref = { path: 'jamf.csv', sha256: 'a'.repeat(64) };

const computers = tableInput(
  '\ufeffComputer Name,JSS Computer ID,Serial Number,Last Inventory Update,Operating System,Supervised,IP Address',
  "Huntersour,'4,,1970-01-01 00:00:00,Mac OS X 10.9.5,No,203.0.113.9",
);
const exportOnly = tableInput(
  'Display Name,JSS Mobile Device ID,Serial Number, Profile Name, Profile Id,Application Title,Group, Profile Name, Profile Expiration Date',
  'Lab iPad 4,9,XFAK3SER1C,Restrictions,org.example.restrict,,Students,,',
  ',,,Wi-Fi Campus,,,,,',
  ',,,,,Zoom,,,',
  ',,,,,,,Provisioning X,2027-01-01',
  'Lab iPad 5,10,XFAK3SER1D,,,,,,',
);
const school = tableInput(
  'ActivationLockBypassCode;DeviceUDID;EnrollType;IsSupervised;Name;OsVersion;SerialNumber;SupportsProfiles;AvailableCapacity;MemberOf',
  'PLANTED-SECRET-4711;00008999-A;dep;true;7B-03;iPadOS 18.5;XFAK3SER1D;[Exam,Wi-Fi];12.5;[7B,Loan]',
);

sourceContract(jamfCsvSource, {
  own: { computers, 'export only': exportOnly, 'Jamf School': school },
  foreign: { 'another inventory': tableInput('Serial Number,Name', 'XFAK3SER1A,A') },
  withSecret: school,
  withUnknown: tableInput('JSS Computer ID,Serial Number,EC - site', '4,XFAK3SER1C,x'),
});

describe('the CSV of Jamf Pro', () => {
  it('names a computer without serial number by its Jamf id', () => {
    const [device] = jamfCsvSource.read({ ref, ...computers }).devices;
    expect(device?.identity).toEqual({ vendorId: 'jamf:macos-4' });
    expect(device?.observedAt).toBeUndefined();
    expect(device?.claims.isSupervised?.value).toBe(false);
    expect(device?.claims.osVersion?.value).toBe('10.9.5');
  });

  it('gives the rows below a device to that device', () => {
    const [first, second] = jamfCsvSource.read({ ref, ...exportOnly }).devices;
    expect(first?.profiles).toMatchObject({
      basis: 'installed',
      profiles: [
        { displayName: 'Restrictions', identifier: 'org.example.restrict' },
        { displayName: 'Wi-Fi Campus', at: { line: 3 } },
      ],
    });
    expect(first?.claims.apps?.value).toEqual([{ name: 'Zoom' }]);
    expect(first?.claims.tags?.value).toEqual(['Students']);
    expect(second?.profiles?.profiles).toEqual([]);
  });
});

describe('the CSV of Jamf School', () => {
  it('gives profiles as wanted and not as installed', () => {
    const [device] = jamfCsvSource.read({ ref, ...school }).devices;
    expect(device?.profiles).toMatchObject({
      basis: 'assigned',
      profiles: [{ displayName: 'Exam' }, { displayName: 'Wi-Fi' }],
    });
    expect(device?.claims).toMatchObject({
      enrolment: { value: 'automated' },
      osVersion: { value: '18.5' },
      platform: { value: 'iPadOS' },
      storageFreeGB: { value: 12.5 },
      tags: { value: ['7B', 'Loan'] },
    });
  });
});
