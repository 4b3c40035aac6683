import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { kandjiSource } from './source.js';

const ref = { path: 'export.json', sha256: 'a'.repeat(64) };

const listItem = {
  device_id: 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb',
  device_name: 'Front desk',
  model: 'iPad (10th Generation)',
  serial_number: 'XFAK3SER2A',
  platform: 'iPad',
  os_version: '18.6',
  last_check_in: '2025-08-02T06:00:00Z',
  user: '',
  blueprint_name: 'Kiosk',
  mdm_enabled: true,
  tags: ['lobby'],
};
const details = {
  general: {
    device_id: 'd-1',
    device_name: 'Front desk',
    model: 'iPad',
    platform: 'iPad',
    os_version: '18.6',
  },
  mdm: { mdm_enabled: 'True', supervised: 'True', last_check_in: '2025-08-02T06:00:00Z' },
  hardware_overview: { model_identifier: 'iPad13,18', serial_number: 'XFAK3SER2A', uuid: '00008999-A' },
  automated_device_enrollment: {},
  activation_lock: { bypass_code: 'PLANTED-SECRET-4711' },
  volumes: [{ name: 'Data', capacity: '128.0 GB', available: '117.35 GB' }],
  installed_profiles: [{ name: 'Restrictions', uuid: 'U-1', identifier: 'org.example', payload_types: [] }],
};
const row = {
  serial_number: 'XFAK3SER2A',
  device_id: 'd-1',
  device__name: 'Front desk',
  device__family: 'iPad',
  os_version: '18.6',
  os_build: '22G86',
  last_checkin_mdm: '2025-08-02T06:00:00Z',
};

sourceContract(kandjiSource, {
  own: {
    'the list': { value: plainValue([listItem]) },
    'the details of a device': { value: plainValue(details) },
    'rows of Prism': { value: plainValue({ cursor: null, data: [row] }) },
  },
  foreign: {
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'a list of names': { value: plainValue([{ id: 1, name: 'Wi-Fi' }]) },
    'nothing at all': {},
  },
  withSecret: { value: plainValue(details) },
  withUnknown: { value: plainValue([{ ...listItem, brand_new: 1 }]) },
});

function factsOf(plain: unknown): Record<string, unknown> {
  const claims = Object.entries(
    kandjiSource.read({ ref, value: plainValue(plain) }).devices[0]?.claims ?? {},
  );
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('a device of Kandji', () => {
  it('gives the facts of the list', () => {
    expect(factsOf([listItem])).toEqual({
      name: 'Front desk',
      modelName: 'iPad (10th Generation)',
      platform: 'iPadOS',
      osVersion: '18.6',
      site: 'Kiosk',
      tags: ['lobby'],
    });
  });

  it('gives the facts of its details, words for booleans and sizes with units', () => {
    expect(factsOf(details)).toEqual({
      name: 'Front desk',
      productName: 'iPad13,18',
      platform: 'iPadOS',
      osVersion: '18.6',
      isSupervised: true,
      storageFreeGB: 117.35,
      storageTotalGB: 128,
    });
    const [device] = kandjiSource.read({ ref, value: plainValue(details) }).devices;
    expect(device?.identity).toEqual({ serial: 'XFAK3SER2A', udid: '00008999-A', vendorId: 'kandji:d-1' });
    expect(device?.profiles).toMatchObject({
      basis: 'installed',
      profiles: [{ identifier: 'org.example', uuid: 'U-1' }],
    });
  });

  it('gives the facts of a row of Prism', () => {
    expect(factsOf({ cursor: null, data: [row] })).toMatchObject({
      osVersion: '18.6',
      build: '22G86',
      platform: 'iPadOS',
    });
  });
});
