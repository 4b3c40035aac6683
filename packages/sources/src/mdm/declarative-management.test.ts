import { plistValue } from '../contract/values.js';
import { mdmSource } from './source.js';

const ref = { path: 'checkin.plist', sha256: 'a'.repeat(64) };

const report = {
  StatusItems: {
    device: { 'operating-system': { version: '27.0' } },
    management: {
      declarations: {
        configurations: [
          { identifier: 'org.example.apps', active: false, valid: 'invalid', 'server-token': 't' },
        ],
      },
    },
  },
};
const checkin = (data: string, endpoint = 'status') =>
  plistValue(
    `<dict><key>MessageType</key><string>DeclarativeManagement</string><key>UDID</key><string>U-1</string>` +
      `<key>Endpoint</key><string>${endpoint}</string><key>Data</key><data>${data}</data></dict>`,
  );
const read = (data: string, endpoint?: string) => mdmSource.read({ ref, value: checkin(data, endpoint) });

describe('a DeclarativeManagement check-in', () => {
  it('carries the status report of the device that sends it', () => {
    const output = read(btoa(JSON.stringify(report)));
    expect(output).toMatchObject({ status: 'ingested', diagnostics: [] });
    expect(output.devices).toMatchObject([
      {
        identity: { udid: 'U-1' },
        basis: 'device-answer',
        claims: { osVersion: { value: '27.0', path: 'Data!/StatusItems.device.operating-system.version' } },
        declarations: [
          {
            identifier: 'org.example.apps',
            active: false,
            valid: 'invalid',
            path: 'Data!/StatusItems.management.declarations.configurations[0]',
          },
        ],
      },
    ]);
    expect(output.devices[0]?.declarations?.[0]?.at.line).toBe(3);
  });

  it.each([
    ['cut short', btoa(JSON.stringify(report).slice(0, -2))],
    ['something else', btoa('{"x":1}')],
    ['no text at all', ''],
  ])('whose report is %s says so, at the place', (_name, data) => {
    const output = read(data);
    expect(output.status).toBe('partial');
    expect(output.devices[0]).not.toHaveProperty('declarations');
    expect(output.diagnostics).toMatchObject([
      { code: 'unreadable-status-report', path: 'Data', at: { line: 3 } },
    ]);
  });

  it('for another endpoint is noted and no more', () => {
    const output = read('', 'tokens');
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['unimplemented-reply']);
  });
});
