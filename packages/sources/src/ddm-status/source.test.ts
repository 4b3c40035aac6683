import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { ddmStatusSource } from './source.js';

const ref = { path: 'status.json', sha256: 'a'.repeat(64) };

const report = (softwareupdate: object = {}) => ({
  StatusItems: {
    device: {
      identifier: { 'serial-number': 'XFAK3SERCA', udid: '00008999-A' },
      model: { identifier: 'iPhone16,1', family: 'iPhone', number: 'MZ996ZP/A' },
      'operating-system': { version: '27.0', 'build-version': '24A300', family: 'iOS' },
    },
    softwareupdate,
    mdm: { 'enrollment-type': 'supervised', 'is-shared-ipad': false },
    security: { 'lockdown-mode': true },
  },
  Errors: [],
});

sourceContract(ddmStatusSource, {
  own: {
    'a report': { value: plainValue(report()) },
    'a report without a device': { value: plainValue({ StatusItems: { management: {} } }) },
  },
  foreign: {
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
    'a list': { value: plainValue([{ StatusItems: 1 }]) },
  },
  withSecret: { value: plainValue({ ...report(), UnlockToken: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue(report({ 'brand-new': 1 })) },
});

const read = (plain: unknown) => ddmStatusSource.read({ ref, value: plainValue(plain) });

describe('a status report', () => {
  it('gives the facts of the device', () => {
    const [device] = read(report({ 'beta-enrollment': '' })).devices;
    const claims = Object.entries(device?.claims ?? {});
    expect(device).toMatchObject({ identity: { serial: 'XFAK3SERCA' }, basis: 'device-answer' });
    expect(Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]))).toEqual({
      productName: 'iPhone16,1',
      partNumber: 'MZ996ZP/A',
      platform: 'iOS',
      osVersion: '27.0',
      build: '24A300',
      betaEnrollment: '',
      enrolment: 'device',
      isSupervised: true,
      isSharedIpad: false,
      lockdownMode: true,
    });
  });

  it('says nothing of a beta programme that it does not report', () => {
    expect(read(report()).devices[0]?.claims.betaEnrollment).toBeUndefined();
  });

  it('tells of each declaration whether it is active and valid, and why not', () => {
    const state = (identifier: string, more: object) => ({ identifier, 'server-token': 't', ...more });
    const declarations = {
      activations: [state('a', { active: true, valid: 'valid' })],
      configurations: [
        state('org.example.vpn', {
          active: false,
          valid: 'invalid',
          reasons: [{ code: 'Error.Configuration', description: 'Not for this device', details: {} }],
        }),
        state('org.example.gone', { active: true, _removed: true }),
        state('', { active: true }),
      ],
      assets: [],
      management: [state('m', { valid: 'something new' })],
    };
    const plain = report();
    const output = read({ ...plain, StatusItems: { ...plain.StatusItems, management: { declarations } } });
    expect(output.kind).toBe('ddm-status');
    expect(output.devices[0]?.declarations).toMatchObject([
      { kind: 'activation', identifier: 'a', active: true, valid: 'valid', serverToken: 't', reasons: [] },
      {
        kind: 'configuration',
        identifier: 'org.example.vpn',
        active: false,
        valid: 'invalid',
        reasons: [{ code: 'Error.Configuration', description: 'Not for this device' }],
        path: 'StatusItems.management.declarations.configurations[0]',
      },
      { kind: 'management', identifier: 'm' },
    ]);
    expect(output.devices[0]?.declarations?.[2]).not.toHaveProperty('valid');
  });

  it('without declarations says nothing of them', () => {
    expect(read(report()).devices[0]).not.toHaveProperty('declarations');
  });

  it('that names no device is not used, and says so', () => {
    const output = read({ StatusItems: { management: {} }, Errors: [{ StatusItem: 'x' }] });
    expect(output).toMatchObject({ status: 'partial', devices: [] });
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['no-device-identity', 'status-errors']);
  });
});
