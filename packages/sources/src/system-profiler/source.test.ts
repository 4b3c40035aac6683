import { toJson } from '@ringcheck/model';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue, plistValue } from '../contract/values.js';
import { systemProfilerSource } from './source.js';

const ref = { path: 'mac.json', sha256: 'a'.repeat(64) };

const mac = {
  SPHardwareDataType: [
    {
      machine_model: 'Mac15,3',
      machine_name: 'MacBook Pro',
      model_number: 'MZ993LL/A',
      chip_type: 'Apple M3',
      serial_number: 'XFAK3SER8A',
      platform_UUID: '12345678-AAAA-4BBB-8CCC-1234567890AB',
      provisioning_UDID: '00008999-000A1B2C3D4E5F70',
    },
  ],
  SPSoftwareDataType: [{ os_version: 'macOS 15.1 (24B83)', local_host_name: 'studio' }],
  SPStorageDataType: [
    { mount_point: '/Volumes/USB', free_space_in_bytes: 1 },
    { mount_point: '/', free_space_in_bytes: 50000000000, size_in_bytes: 250000000000 },
  ],
  SPConfigurationProfileDataType: [
    {
      _name: 'spconfigprofile_section_deviceconfigprofiles',
      _items: [
        {
          _name: 'Restrictions',
          spconfigprofile_profile_identifier: 'org.example.restrict',
          spconfigprofile_profile_uuid: 'U-1',
          spconfigprofile_RemovalDisallowed: 'yes',
          spconfigprofile_install_date: 'Friday, 2 January 2026 at 04:04:05 (2026-01-02 03:04:05 +0000)',
          _items: [
            {
              _name: 'com.apple.applicationaccess',
              spconfigprofile_payload_uuid: 'P-1',
              spconfigprofile_payload_data: '{\n    allowCamera = 0;\n    ratingApps = 600;\n}',
            },
          ],
        },
        {
          _name: 'Bare',
          spconfigprofile_profile_identifier: 'org.example.bare',
          _items: [{ _name: 'com.apple.dock' }],
        },
      ],
    },
    {
      _name: 'User Configuration Profiles (501)',
      _items: [{ _name: 'Mail', spconfigprofile_profile_identifier: 'org.example.mail', _items: [] }],
    },
  ],
};

const withPassword = {
  ...mac,
  SPConfigurationProfileDataType: [
    {
      _items: [
        {
          spconfigprofile_profile_identifier: 'w',
          _items: [
            {
              _name: 'com.apple.wifi.managed',
              spconfigprofile_payload_data: '{ Password = "PLANTED-SECRET-4711"; }',
            },
          ],
        },
      ],
    },
  ],
};

sourceContract(systemProfilerSource, {
  own: {
    JSON: { value: jsonValue(JSON.stringify(mac)) },
    XML: {
      value: plistValue(
        '<array><dict><key>_dataType</key><string>SPHardwareDataType</string><key>_items</key><array><dict>' +
          '<key>serial_number</key><string>XFAK3SER8A</string></dict></array></dict></array>',
      ),
    },
    'without the hardware': { value: plainValue({ SPSoftwareDataType: [] }) },
  },
  foreign: {
    'another object': { value: plainValue({ SPam: [] }) },
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
  },
  withSecret: { value: plainValue(withPassword) },
  withUnknown: { value: plainValue({ ...mac, SPUSBDataType: [] }) },
});

const read = (plain: unknown) => systemProfilerSource.read({ ref, value: plainValue(plain) });

describe('the output of system_profiler', () => {
  it('gives the facts of the Mac', () => {
    const [device] = read(mac).devices;
    expect(device?.identity).toEqual({ serial: 'XFAK3SER8A', udid: '00008999-000A1B2C3D4E5F70' });
    const claims = Object.entries(device?.claims ?? {});
    expect(Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]))).toEqual({
      name: 'studio',
      platform: 'macOS',
      productName: 'Mac15,3',
      modelName: 'MacBook Pro',
      partNumber: 'MZ993LL/A',
      isAppleSilicon: true,
      osVersion: '15.1',
      build: '24B83',
      storageFreeGB: 50,
      storageTotalGB: 250,
    });
  });

  it('gives its profiles with settings of the types that Apple wants', () => {
    const [, own] = read(mac).devices;
    const [profile] = own?.profiles?.profiles ?? [];
    expect(own?.profiles).toMatchObject({ basis: 'installed', channel: { kind: 'device' } });
    expect(profile).toMatchObject({
      identifier: 'org.example.restrict',
      uuid: 'U-1',
      removalDisallowed: true,
      installedAt: '2026-01-02T03:04:05Z',
      payloadTypes: ['com.apple.applicationaccess'],
    });
    const settings = profile?.content?.payloads[0]?.settings;
    expect(settings === undefined ? undefined : toJson(settings)).toEqual({
      allowCamera: false,
      ratingApps: 600,
    });
  });

  it('claims no content where the settings of a payload are missing', () => {
    const [, own] = read(mac).devices;
    expect(own?.profiles?.profiles[1]?.content).toBeUndefined();
    expect(own?.profiles?.profiles[1]?.payloadTypes).toEqual(['com.apple.dock']);
  });

  it('lists the profiles of a user apart', () => {
    expect(read(mac).devices[2]?.profiles).toMatchObject({
      channel: { kind: 'user', user: '501' },
      profiles: [{ identifier: 'org.example.mail' }],
    });
  });

  it('without the hardware names no Mac', () => {
    expect(read({ SPSoftwareDataType: [] }).diagnostics.map(({ code }) => code)).toEqual([
      'no-device-identity',
    ]);
  });
});
