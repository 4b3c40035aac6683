import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { declarationStatusSource } from './server-source.js';

const ref = { path: 'declaration-status.json', sha256: 'a'.repeat(64) };

const state = (more: object = {}) => ({
  identifier: 'org.example.ddm.apps',
  active: true,
  valid: 'valid',
  'server-token': 't-1',
  current: true,
  status_received: '2026-11-20T08:00:00Z',
  ...more,
});

sourceContract(declarationStatusSource, {
  own: { 'two enrolments': { value: plainValue({ 'U-1': [state()], 'U-2': [state({ active: false })] }) } },
  foreign: {
    'a list of something else': { value: plainValue({ rows: [{ identifier: 'x' }] }) },
    'a status report': { value: plainValue({ StatusItems: {}, Errors: [] }) },
  },
  withSecret: { value: plainValue({ 'U-1': [state({ token: 'PLANTED-SECRET-4711' })] }) },
  withUnknown: { value: plainValue({ 'U-1': [state({ brandNew: 1 })] }) },
});

const read = (plain: unknown) => declarationStatusSource.read({ ref, value: plainValue(plain) });

describe('declaration status of a KMFDDM server', () => {
  it('is an answer of each enrolment, as old as its newest report', () => {
    const output = read({
      'U-1': [state(), state({ status_received: '2026-11-21T08:00:00Z', valid: 'invalid' })],
    });
    expect(output).toMatchObject({ kind: 'ddm-status', status: 'ingested' });
    expect(output.devices).toMatchObject([
      {
        identity: { udid: 'U-1' },
        basis: 'device-answer',
        observedAt: '2026-11-21T08:00:00Z',
        declarations: [
          { kind: 'configuration', identifier: 'org.example.ddm.apps', active: true, valid: 'valid' },
          { active: true, valid: 'invalid' },
        ],
      },
    ]);
  });

  it('leaves out entries that are no enrolment, and says where', () => {
    const text = JSON.stringify({ 'U-1': [state()], error: 'x' }, null, 1);
    const output = declarationStatusSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'partial', devices: [{ identity: { udid: 'U-1' } }] });
    expect(output.diagnostics).toMatchObject([
      { code: 'no-device-identity', path: 'error', at: { line: 12 } },
    ]);
  });
});
