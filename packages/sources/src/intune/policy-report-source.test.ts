import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { intunePolicyReportSource } from './policy-report-source.js';

const ref = { path: 'report.json', sha256: 'a'.repeat(64) };

const report = (columns: readonly string[], ...rows: readonly (readonly unknown[])[]) => ({
  TotalRowCount: rows.length,
  Schema: columns.map((Column) => ({ Column, PropertyType: 'String' })),
  Values: rows,
  SessionId: '',
});
const columns = ['IntuneDeviceId', 'PolicyId', 'PolicyName', 'PolicyStatus', 'PolicyStatus_loc'];
const whole = report(
  columns,
  ['d-1', 'p-1', 'Restrictions', 2, 'Succeeded'],
  ['d-1', 'p-2', 'VPN', 6, 'Conflict'],
  ['d-1', 'p-1', 'Restrictions', 1, 'Not applicable'],
  ['d-2', 'p-3', 'Wi-Fi', 5, 'Error'],
);

sourceContract(intunePolicyReportSource, {
  own: {
    'a report': { value: plainValue(whole) },
    'a report without rows': { value: plainValue(report(columns)) },
  },
  foreign: {
    'another report': { value: plainValue(report(['DeviceName', 'AppName'], ['a', 'b'])) },
    'a list': { value: plainValue({ value: [] }) },
  },
  withSecret: { value: plainValue({ ...whole, token: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue({ ...whole, BrandNew: 1 }) },
});

const read = (plain: unknown) => intunePolicyReportSource.read({ ref, value: plainValue(plain) });

describe('a policy report of Intune', () => {
  it('lists the policies that were applied, once each, by device', () => {
    const output = read(whole);
    expect(output).toMatchObject({ kind: 'device-list', status: 'ingested', diagnostics: [] });
    expect(output.devices).toMatchObject([
      {
        identity: { vendorId: 'intune:d-1' },
        profiles: {
          basis: 'reported',
          managedOnly: true,
          profiles: [{ vendorId: 'intune:p-1', displayName: 'Restrictions', path: 'Values[0]' }],
        },
      },
      { identity: { vendorId: 'intune:d-2' }, profiles: { profiles: [] } },
    ]);
  });

  it.each([
    [2, true],
    [3, true],
    ['compliant', true],
    [0, false],
    [1, false],
    [4, false],
    [7, false],
    ['pending', false],
  ])('without words takes the status %j as present: %s', (status, isPresent) => {
    const [device] = read(report(columns.slice(0, 4), ['d-1', 'p-1', 'R', status])).devices;
    expect(device?.profiles?.profiles).toHaveLength(isPresent ? 1 : 0);
  });

  it('that names no device is refused with the column to ask for', () => {
    const text = JSON.stringify(report(columns.slice(1, 3), ['p-1', 'Restrictions']), null, 1);
    const output = intunePolicyReportSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'rejected', devices: [] });
    expect(output.diagnostics).toMatchObject([
      { code: 'no-device-identity', path: 'Values', at: { line: 13 } },
    ]);
    expect(output.diagnostics[0]?.message).toContain('IntuneDeviceId');
  });
});
