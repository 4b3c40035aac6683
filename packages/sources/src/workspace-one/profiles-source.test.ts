import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { workspaceOneProfilesSource } from './profiles-source.js';

const ref = { path: 'profiles.json', sha256: 'a'.repeat(64) };

const profile = (id: number, Name: string, more: object = {}) => ({
  Id: { Value: id },
  Name,
  Description: '',
  LocationGroupId: { Id: { Value: 7 } },
  CurrentVersion: 3,
  AssignmentType: 1,
  Status: 6,
  ...more,
});
const answer = (DeviceId: unknown, ...DeviceProfiles: readonly object[]) => ({
  DeviceId,
  DeviceProfiles,
  Page: 0,
  PageSize: 500,
  Total: DeviceProfiles.length,
});

sourceContract(workspaceOneProfilesSource, {
  own: {
    'profiles of a device': { value: plainValue(answer({ Id: { Value: 55 } }, profile(9, 'Restrictions'))) },
    'an answer without its device': { value: plainValue({ DeviceProfiles: [profile(9, 'R')] }) },
  },
  foreign: {
    devices: { value: plainValue({ Devices: [{ DeviceFriendlyName: 'A', SerialNumber: 'B' }] }) },
    'a list': { value: plainValue([profile(9, 'R')]) },
  },
  withSecret: { value: plainValue({ ...answer(55), token: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue(answer(55, profile(9, 'R', { BrandNew: 1 }))) },
});

const read = (plain: unknown) => workspaceOneProfilesSource.read({ ref, value: plainValue(plain) });

describe('profiles of a device of Workspace ONE', () => {
  it('count as assigned, since their status is not documented', () => {
    const output = read(answer({ Id: { Value: 55 } }, profile(9, 'Restrictions')));
    expect(output).toMatchObject({
      status: 'ingested',
      devices: [
        {
          identity: { vendorId: 'workspace-one:55' },
          profiles: {
            basis: 'assigned',
            profiles: [{ displayName: 'Restrictions', path: 'DeviceProfiles[0]' }],
          },
        },
      ],
    });
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['profile-status-unknown']);
  });

  it.each([
    [55, 'workspace-one:55'],
    [{ Value: 55 }, 'workspace-one:55'],
    [{ Id: { Value: 55 }, Uuid: 'cccc-1' }, 'workspace-one:cccc-1'],
  ])('are those of the device %j', (id, vendorId) => {
    expect(read(answer(id)).devices[0]?.identity).toEqual({ vendorId });
  });

  it('without a device are refused with the place and what to save', () => {
    const text = JSON.stringify({ DeviceProfiles: [profile(9, 'R')] }, null, 1);
    const output = workspaceOneProfilesSource.read({ ref, value: jsonValue(text) });
    expect(output).toMatchObject({ status: 'rejected', devices: [] });
    expect(output.diagnostics[0]).toMatchObject({ code: 'no-device-identity', at: { line: 2 } });
  });
});
