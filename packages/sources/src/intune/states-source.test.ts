import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { intuneStatesSource } from './states-source.js';

const ref = { path: 'states.json', sha256: 'a'.repeat(64) };
const context =
  "https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices('d-1')/deviceConfigurationStates";

const state = (id: string, word: string, more: object = {}) => ({
  id,
  displayName: `Policy ${id}`,
  version: 1,
  platformType: 'iOS',
  state: word,
  settingCount: 3,
  ...more,
});
const answer = { '@odata.context': context, value: [state('p-1', 'compliant'), state('p-2', 'error')] };

sourceContract(intuneStatesSource, {
  own: {
    'the states of a device': { value: plainValue(answer) },
    'none at all': { value: plainValue({ '@odata.context': context, value: [] }) },
  },
  foreign: {
    'a list of devices': { value: plainValue({ value: [{ deviceName: 'A', serialNumber: 'B' }] }) },
    'states of something else': { value: plainValue({ value: [{ state: 'on' }] }) },
  },
  withSecret: { value: plainValue({ ...answer, token: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue({ ...answer, brandNew: 1 }) },
});

const read = (plain: unknown) => intuneStatesSource.read({ ref, value: plainValue(plain) });

describe('the configuration states of a device', () => {
  it('list what was applied, by the device that the context names', () => {
    expect(read(answer)).toMatchObject({
      status: 'ingested',
      diagnostics: [],
      devices: [
        {
          identity: { vendorId: 'intune:d-1' },
          profiles: { managedOnly: true, profiles: [{ vendorId: 'intune:p-1', displayName: 'Policy p-1' }] },
        },
      ],
    });
  });

  it('may name the device beside the list', () => {
    const [device] = read({ managedDeviceId: 'd-9', value: answer.value }).devices;
    expect(device?.identity.vendorId).toBe('intune:d-9');
  });

  it('that name no device are refused with what to do', () => {
    const text = JSON.stringify({ value: answer.value }, null, 1);
    const output = intuneStatesSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'rejected', devices: [] });
    expect(output.diagnostics).toMatchObject([{ code: 'no-device-identity', at: { line: 2 } }]);
  });
});
