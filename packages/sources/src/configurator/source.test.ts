import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { configuratorSource } from './source.js';

const ref = { path: 'cfgutil.json', sha256: 'a'.repeat(64) };

const loaner = {
  name: 'Loaner 2',
  deviceType: 'iPad13,18',
  UDID: '00008999-000A1B2C3D4E5F71',
  serialNumber: 'xfak3ser9a',
  isSupervised: true,
  firmwareVersion: '18.6',
  buildVersion: '22G86',
  ECID: '0x1A2B3C4D5E6F',
};

const answer = (devices: object, more: object = {}) => ({
  Command: 'get',
  Type: 'CommandOutput',
  Devices: Object.keys(devices),
  Output: devices,
  ...more,
});

sourceContract(configuratorSource, {
  own: {
    'properties of devices': { value: plainValue(answer({ '0x1A2B3C4D5E6F': loaner })) },
    'the output alone': { value: plainValue({ Output: { '0x1A2B3C4D5E6F': loaner } }) },
    'a device that did not answer': { value: plainValue(answer({ '0x1A2B3C4D5E6F': null })) },
  },
  foreign: {
    'another output': { value: plainValue({ Output: { lines: [] } }) },
    'text output': { value: plainValue({ Output: 'done' }) },
  },
  withSecret: { value: plainValue(answer({ '0x1A2B3C4D5E6F': { ...loaner, pin: 'PLANTED-SECRET-4711' } })) },
  withUnknown: { value: plainValue(answer({ '0x1A2B3C4D5E6F': { ...loaner, brandNew: 1 } })) },
});

const read = (plain: unknown) => configuratorSource.read({ ref, value: plainValue(plain) });

describe('the output of cfgutil', () => {
  it('gives what the attached device says of itself', () => {
    const output = read(answer({ '0x1A2B3C4D5E6F': loaner }));
    expect(output).toMatchObject({ kind: 'device-list', status: 'ingested', diagnostics: [] });
    const [device] = output.devices;
    expect(device).toMatchObject({
      identity: { serial: 'XFAK3SER9A', udid: '00008999-000A1B2C3D4E5F71' },
      creates: true,
      basis: 'device-answer',
    });
    const claims = Object.entries(device?.claims ?? {}).map(([name, claim]) => [name, claim.value]);
    expect(Object.fromEntries(claims)).toEqual({
      name: 'Loaner 2',
      productName: 'iPad13,18',
      platform: 'iPadOS',
      osVersion: '18.6',
      build: '22G86',
      isSupervised: true,
    });
  });

  it('says nothing of supervision that was not asked for', () => {
    const { isSupervised: _left, ...rest } = loaner;
    expect(read(answer({ '0x1A2B3C4D5E6F': rest })).devices[0]?.claims).not.toHaveProperty('isSupervised');
  });

  it('takes the names of profiles for no answer about what is installed', () => {
    const output = read(answer({ '0x1A2B3C4D5E6F': { ...loaner, configurationProfiles: [] } }));
    expect(output.devices[0]).not.toHaveProperty('profiles');
  });

  it('names devices that did not answer, and where', () => {
    const text = JSON.stringify(
      answer({ '0x1A2B3C4D5E6F': { name: 'A' } }, { Errors: { '0x1A2B3C4D5E6F': { Code: 1 } } }),
      null,
      1,
    );
    const output = configuratorSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'rejected', devices: [] });
    expect(output.diagnostics).toMatchObject([
      { code: 'no-device-identity', path: 'Output.0x1A2B3C4D5E6F', at: { line: 8 } },
      { code: 'configurator-errors', path: 'Errors', at: { line: 12 } },
    ]);
  });
});
