import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { statusValuesSource } from './values-source.js';

const ref = { path: 'status-values.json', sha256: 'a'.repeat(64) };

const one = (path: string, value: unknown, timestamp = '2026-11-20T08:00:00Z') => ({
  path: `.StatusItems.${path}`,
  value,
  timestamp,
  status_id: 's',
});
const values = [
  one('device.identifier.serial-number', 'XFAK3SERVA'),
  one('device.operating-system.version', '26.1'),
  one('device.operating-system.version', '27.0', '2026-11-21T08:00:00Z'),
  one('mdm.enrollment-type', 'supervised'),
];

sourceContract(statusValuesSource, {
  own: {
    'values of a device': { value: plainValue({ 'U-1': values }) },
    'a path without an end': {
      value: plainValue({ 'U-1': [one('', 'x'), one('device', 'y'), one('device.model', 1)] }),
    },
  },
  foreign: {
    'declaration status': { value: plainValue({ 'U-1': [{ identifier: 'a', 'server-token': 't' }] }) },
    'paths of something else': { value: plainValue({ rows: [{ path: '/tmp', value: 1 }] }) },
  },
  withSecret: { value: plainValue({ 'U-1': [...values, one('brand.new', 'PLANTED-SECRET-4711')] }) },
  withUnknown: { value: plainValue({ 'U-1': [...values, one('brand.new', 1)] }) },
});

const read = (plain: unknown) => statusValuesSource.read({ ref, value: plainValue(plain) });

describe('status values of a KMFDDM server', () => {
  it('are the facts of the device, the last value of each item counting', () => {
    const output = read({ 'U-1': values });
    expect(output).toMatchObject({ kind: 'ddm-status', status: 'ingested', diagnostics: [] });
    expect(output.devices).toMatchObject([
      {
        identity: { serial: 'XFAK3SERVA', udid: 'U-1' },
        basis: 'device-answer',
        observedAt: '2026-11-21T08:00:00Z',
        claims: { osVersion: { value: '27.0' }, isSupervised: { value: true } },
      },
    ]);
  });

  it('point to the value in the file', () => {
    const text = JSON.stringify({ 'U-1': values }, null, 1);
    const [device] = statusValuesSource.read({ ref, value: jsonValue(text) }).devices;
    expect(device?.claims.osVersion?.at.line).toBe(text.slice(0, text.indexOf('"27.0"')).split('\n').length);
  });

  it('leave out what is no enrolment, and say where', () => {
    const output = read({ 'U-1': values, error: 'x' });
    expect(output).toMatchObject({
      status: 'partial',
      diagnostics: [{ code: 'no-device-identity', path: 'error' }],
    });
  });
});
