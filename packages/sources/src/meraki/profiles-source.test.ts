import { toJson } from '@ringcheck/model';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { merakiProfilesSource } from './profiles-source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const entry = (deviceId: string, profileIdentifier: string, more: object = {}) => ({
  deviceId,
  id: '9',
  isEncrypted: false,
  isManaged: true,
  profileData: '{}',
  profileIdentifier,
  name: 'Restrictions',
  version: '1',
  ...more,
});
const restrictions = [
  { profile: 'com.meraki.sm.1', restrictions: { allowVideoConferencing: { value: false }, odd: 7 } },
];
const catalogue = [{ id: '9', name: 'R', description: '', scope: 'all', tags: [], payloadTypes: ['x'] }];

sourceContract(merakiProfilesSource, {
  own: {
    'profiles of devices': { value: plainValue([entry('1', 'com.meraki.sm.1')]) },
    restrictions: { value: plainValue(restrictions) },
    'profiles of a network': { value: plainValue(catalogue) },
  },
  foreign: {
    devices: { value: plainValue([{ id: '1', wifiMac: 'x', osName: 'iOS', systemModel: 'iPad' }]) },
    'an empty list': { value: plainValue([]) },
  },
  withSecret: {
    value: plainValue([entry('1', 'com.meraki.sm.1', { profileData: '{"Password":"PLANTED-SECRET-4711"}' })]),
  },
  withUnknown: { value: plainValue([entry('1', 'com.meraki.sm.1', { brandNew: 1 })]) },
});

const read = (plain: unknown) => merakiProfilesSource.read({ ref, value: plainValue(plain) });

describe('profiles on devices of Meraki', () => {
  it('are one listing for each device', () => {
    const output = read([entry('1', 'a'), entry('2', 'b', { isEncrypted: true }), entry('1', 'c')]);
    expect(output).toMatchObject({ kind: 'device-list', status: 'ingested', diagnostics: [] });
    expect(
      output.devices.map(({ identity, profiles }) => [
        identity.vendorId,
        profiles?.profiles.map(({ identifier, encrypted, path }) => [identifier, encrypted, path]),
      ]),
    ).toEqual([
      [
        'meraki:1',
        [
          ['a', false, '[0]'],
          ['c', false, '[2]'],
        ],
      ],
      ['meraki:2', [['b', true, '[1]']]],
    ]);
  });

  it('without a device are left out, and it is said where', () => {
    const text = JSON.stringify([entry('1', 'a'), { profileIdentifier: 'b' }], null, 1);
    const output = merakiProfilesSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'partial', devices: [{ identity: { vendorId: 'meraki:1' } }] });
    expect(output.diagnostics).toMatchObject([{ code: 'no-device-identity', path: '[1]', at: { line: 12 } }]);
  });
});

describe('restrictions of Meraki', () => {
  it('are the content of the profile that they name', () => {
    const output = read(restrictions);
    expect(output).toMatchObject({ kind: 'configuration-profile', status: 'ingested', devices: [] });
    expect(output.profiles).toMatchObject([{ identifier: 'com.meraki.sm.1', authoredBy: 'mdm' }]);
    const [payload] = output.profiles[0]?.payloads ?? [];
    expect(payload).toMatchObject({ type: 'com.apple.applicationaccess', path: '[0].restrictions' });
    expect(payload === undefined ? undefined : toJson(payload.settings)).toEqual({
      allowVideoConferencing: false,
    });
  });

  it('tell nothing of other payloads, and say so', () => {
    expect(read(restrictions).diagnostics.map(({ code }) => code)).toEqual(['restrictions-only']);
  });
});

describe('the profiles of a network of Meraki', () => {
  it('carry no settings, and say what to export instead', () => {
    const output = read(catalogue);
    expect(output).toMatchObject({ status: 'partial', devices: [], profiles: [] });
    expect(output.diagnostics[0]?.message).toContain('deviceProfiles');
  });
});
