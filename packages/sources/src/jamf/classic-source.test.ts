import { xmlInput } from '../contract/inputs.js';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import type { SourceInput } from '../source.js';
import { jamfClassicSource } from './classic-source.js';

const ref = { path: 'classic.xml', sha256: 'a'.repeat(64) };
const uuid = '0A1B2C3D-1111-4222-8333-444455556666';

const plist = (password: string) => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>${uuid}</string><key>PayloadUUID</key><string>${uuid}</string>
<key>PayloadDisplayName</key><string>Käse &amp; Co</string><key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.applicationaccess</string>
<key>allowVideoConferencing</key><false/><key>Password</key><string>${password}</string>
</dict></array></dict></plist>`;
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const profileXml = (payloads: string) => `<?xml version="1.0" encoding="UTF-8"?>
<configuration_profile><general><id>41</id><name>Restrictions</name><uuid>${uuid}</uuid><level>System</level>
<payloads>${payloads}</payloads></general><scope><all_mobile_devices>true</all_mobile_devices></scope></configuration_profile>`;

const mobileXml = `<mobile_device><general><id>7</id><display_name>Room 12 iPad</display_name>
<udid>00008999-000A1B2C3D4E5F60</udid><serial_number>XFAK3SER1A</serial_number><model_number>MZ999LL</model_number>
<model_identifier>iPad12,1</model_identifier><os_type>iOS</os_type><os_version>17.6.1</os_version>
<os_build>21G93</os_build><supervised>true</supervised><managed>true</managed>
<device_ownership_level>Institutional</device_ownership_level><available_mb>51200</available_mb>
<last_inventory_update_epoch>1722945600000</last_inventory_update_epoch></general>
<network><current_mobile_country_code/><cellular_technology>None</cellular_technology><iccid/></network>
<security><lost_mode_enabled>Unsupervised Device</lost_mode_enabled></security>
<configuration_profiles><size>1</size><configuration_profile><display_name>Restrictions</display_name>
<identifier>org.example.restrict</identifier><uuid>${uuid}</uuid></configuration_profile></configuration_profiles>
<mobile_device_groups><size>1</size><group><id>1</id><name>Students</name></group></mobile_device_groups>
<applications><size>1</size><application><application_name>Zoom</application_name><identifier>us.zoom</identifier></application></applications>
</mobile_device>`;

const computerXml = `<computer><general><id>9</id><name>Studio</name><serial_number>XFAK3SER1C</serial_number>
<platform>Mac</platform><site><id>-1</id><name>None</name></site>
<management_status><enrolled_via_dep>true</enrolled_via_dep></management_status></general>
<hardware><os_version>26.1</os_version><storage><device><partition><type>boot</type><available_mb>90000</available_mb>
<partition_capacity_mb>250000</partition_capacity_mb></partition></device></storage></hardware>
<configuration_profiles><size>1</size><configuration_profile><id>-1</id><name>VPN</name><uuid>U-1</uuid></configuration_profile></configuration_profiles>
</computer>`;

sourceContract(jamfClassicSource, {
  own: {
    'a profile': xmlInput(profileXml(escaped(plist('x')))),
    'a profile in JSON': {
      value: jsonValue(
        JSON.stringify({ configuration_profile: { general: { id: 41, payloads: plist('x') } } }),
      ),
    },
    'a mobile device': xmlInput(mobileXml),
    'a computer': xmlInput(computerXml),
    'a computer in JSON': {
      value: plainValue({ computer: { general: { id: 9, serial_number: 'XFAK3SER1C' } } }),
    },
    'a list in the older JSON form': {
      value: plainValue({ computers: [{ size: 1 }, { computer: { id: 3, name: 'A' } }] }),
    },
    'an advanced search': xmlInput(
      '<advanced_mobile_device_search><id>1</id><mobile_devices><size>1</size><mobile_device><id>7</id>' +
        '<udid>u</udid><Serial_Number>XFAK3SER1A</Serial_Number><OS_Version>17.6</OS_Version></mobile_device>' +
        '</mobile_devices></advanced_mobile_device_search>',
    ),
  },
  foreign: {
    'XML of something else': xmlInput('<restricted_software><general/></restricted_software>'),
    'JSON with more keys': { value: plainValue({ computer: {}, other: 1 }) },
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
  },
  withSecret: {
    value: plainValue({ configuration_profile: { general: { payloads: plist('PLANTED-SECRET-4711') } } }),
  },
  withUnknown: xmlInput(mobileXml.replace('<network>', '<brand_new>1</brand_new><network>')),
});

function read(input: Omit<SourceInput, 'ref'>) {
  const output = jamfClassicSource.read({ ref, ...input });
  const claims = Object.entries(output.devices[0]?.claims ?? {});
  return {
    ...output,
    facts: Object.fromEntries(claims.map(([name, claim]) => [name, claim.value])),
    codes: output.diagnostics.map(({ code }) => code),
  };
}

describe('a configuration profile of the Classic API', () => {
  it('is opened from its escaped payloads', () => {
    const output = read(xmlInput(profileXml(escaped(plist('x')))));
    expect(output).toMatchObject({ kind: 'jamf-profile', status: 'ingested' });
    expect(output.profiles[0]).toMatchObject({
      identifier: uuid,
      uuid,
      displayName: 'Käse & Co',
      scope: 'System',
      vendorIds: ['jamf:mobile-41'],
      authoredBy: 'mdm',
      encrypted: false,
    });
  });

  it.each([
    ['escaped', escaped(plist('x'))],
    ['in a CDATA section', `<![CDATA[${plist('x')}]]>`],
  ])('has its settings placed in the outer document: %s', (_name, payloads) => {
    const text = profileXml(payloads);
    const [payload] = read(xmlInput(text)).profiles[0]?.payloads ?? [];
    const setting = payload?.settings.entries.find(({ key }) => key === 'allowVideoConferencing');
    const lines = text.split('\n');
    const line = lines.findIndex((one) => one.includes('allowVideoConferencing')) + 1;
    const tag = text.includes('&lt;false') ? '&lt;false' : '<false';
    expect(payload?.path).toBe('configuration_profile.general.payloads!/PayloadContent[0]');
    expect(setting?.value.at.line).toBe(line);
    expect(setting?.value.at.column).toBe((lines[line - 1] ?? '').indexOf(tag) + 1);
    const before = text.slice(0, text.indexOf(tag));
    expect(setting?.value.at.offset).toBe(new TextEncoder().encode(before).length);
  });

  it('has its settings placed in the line of a JSON string', () => {
    const text = JSON.stringify({ os_x_configuration_profile: { general: { id: 5, payloads: plist('x') } } });
    const input = { value: jsonValue(text), bytes: new TextEncoder().encode(text) };
    const [profile] = read(input).profiles;
    const setting = profile?.payloads[0]?.settings.entries[0];
    expect(profile?.vendorIds).toEqual(['jamf:macos-5']);
    expect(setting?.key).toBe('allowVideoConferencing');
    expect(setting?.value.at).toMatchObject({ line: 1, column: text.indexOf('<false/>') + 1 });
  });

  it('takes the UUID that devices list', () => {
    const other = '99999999-1111-4222-8333-444455556666';
    const output = read(xmlInput(profileXml(escaped(plist('x'))).replace(`<uuid>${uuid}`, `<uuid>${other}`)));
    expect(output.profiles[0]?.uuid).toBe(other);
    expect(output.codes).toContain('profile-uuid-rewritten');
  });

  it.each([
    ['%payload%', 'unreadable-payloads'],
    ['', 'no-profile-content'],
    ['&lt;plist&gt;&lt;string&gt;x&lt;/string&gt;&lt;/plist&gt;', 'unreadable-payloads'],
  ])('without readable payloads gives no profile: %j', (payloads, code) => {
    const output = read(xmlInput(profileXml(payloads)));
    expect(output).toMatchObject({ profiles: [], status: 'rejected' });
    expect(output.codes).toContain(code);
  });

  it('in a list without content says what to export', () => {
    const input = xmlInput(
      '<configuration_profiles><size>1</size><configuration_profile><id>1</id><name>Wi-Fi</name></configuration_profile></configuration_profiles>',
    );
    expect(read(input).codes).toEqual(['no-profile-content']);
  });
});

describe('a device of the Classic API', () => {
  it('gives facts, profiles, groups and apps of a mobile device', () => {
    const output = read(xmlInput(mobileXml));
    expect(output.facts).toEqual({
      name: 'Room 12 iPad',
      platform: 'iPadOS',
      productName: 'iPad12,1',
      partNumber: 'MZ999LL',
      osVersion: '17.6.1',
      build: '21G93',
      isSupervised: true,
      enrolment: 'device',
      storageFreeGB: 51.2,
      hasCellular: false,
      tags: ['Students'],
      apps: [{ name: 'Zoom', bundleId: 'us.zoom' }],
    });
    expect(output.devices[0]).toMatchObject({
      identity: { serial: 'XFAK3SER1A', vendorId: 'jamf:mobile-7' },
      observedAt: '2024-08-06T12:00:00Z',
      profiles: { basis: 'installed', profiles: [{ identifier: 'org.example.restrict', uuid }] },
    });
  });

  it('gives facts of a computer, with the sizes of its boot partition', () => {
    const output = read(xmlInput(computerXml));
    expect(output.facts).toEqual({
      name: 'Studio',
      platform: 'macOS',
      osVersion: '26.1',
      enrolment: 'automated',
      storageFreeGB: 90,
      storageTotalGB: 250,
    });
    expect(output.devices[0]?.profiles?.profiles).toMatchObject([{ displayName: 'VPN', uuid: 'U-1' }]);
    expect(output.devices[0]?.profiles?.profiles[0]?.vendorId).toBeUndefined();
  });

  it('points to the line of its element', () => {
    expect(read(xmlInput(mobileXml)).devices[0]?.claims.build?.at.line).toBe(4);
  });

  it('in a list gives the few facts of the list', () => {
    const input = {
      value: plainValue({ mobile_devices: [{ id: 4, name: 'Cart 1', model_identifier: 'iPad7,5' }] }),
    };
    expect(read(input).devices[0]?.identity).toEqual({ vendorId: 'jamf:mobile-4' });
    expect(read(input).facts).toEqual({ name: 'Cart 1', productName: 'iPad7,5', platform: 'iPadOS' });
  });

  it('of a search is read by the headings of the export', () => {
    const output = read(
      xmlInput(
        '<advanced_computer_search><computers><computer><id>7</id><name>A</name><udid>u</udid>' +
          '<Operating_System>macOS 15.7.2</Operating_System></computer></computers></advanced_computer_search>',
      ),
    );
    expect(output.devices[0]?.identity).toEqual({ udid: 'u', vendorId: 'jamf:macos-7' });
    expect(output.facts).toMatchObject({ osVersion: '15.7.2', platform: 'macOS' });
  });
});
