import type { DeviceRecord, Value } from '@ringcheck/model';
import { jsonValue, plainValue, plistValue } from '../contract/values.js';
import { sourceContract } from '../contract/source-contract.js';
import { mdmSource } from './source.js';

const ref = { path: 'replies.plist', sha256: 'a'.repeat(64) };
const base64 = (text: string) => btoa(text);

const deviceInformation = plistValue(`<dict>
<key>UDID</key><string>00008999-000A1B2C3D4E5F60</string>
<key>CommandUUID</key><string>c-1</string>
<key>Status</key><string>Acknowledged</string>
<key>QueryResponses</key><dict>
  <key>DeviceName</key><string>Room 12</string>
  <key>SerialNumber</key><string>xfak3ser1a</string>
  <key>ModelName</key><string>iPad</string>
  <key>Model</key><string>MZ999LL</string>
  <key>ProductName</key><string>iPad12,1</string>
  <key>OSVersion</key><string>26.1</string>
  <key>BuildVersion</key><string>23B85</string>
  <key>IsSupervised</key><true/>
  <key>CellularTechnology</key><integer>3</integer>
  <key>AvailableDeviceCapacity</key><real>51.5</real>
  <key>DeviceCapacity</key><real>64</real>
  <key>DataRoamingEnabled</key><false/>
  <key>TimeZone</key><string>Asia/Dubai</string>
  <key>ServiceSubscriptions</key><array><dict>
    <key>Slot</key><string>CTSubscriptionSlotOne</string><key>ICCID</key><string>8901 0000 0000 0000 001</string>
    <key>CurrentMCC</key><string>424</string><key>IsRoaming</key><true/><key>PhoneNumber</key><string></string>
    <key>IsDataPreferred</key><true/></dict>
    <dict><key>Slot</key><string>CTSubscriptionSlotTwo</string><key>IsRoaming</key><false/></dict></array>
</dict></dict>`);

const reply = (name: string, body: unknown, more: object = {}) =>
  plainValue({ UDID: 'u-1', Status: 'Acknowledged', CommandUUID: 'c', [name]: body, ...more });

const webhook = jsonValue(
  JSON.stringify({
    topic: 'mdm.Connect',
    created_at: '2026-03-01T10:00:00Z',
    acknowledge_event: {
      udid: 'u-9',
      status: 'Acknowledged',
      raw_payload: base64(
        '<plist version="1.0"><dict><key>UDID</key><string>u-9</string><key>Status</key>' +
          '<string>Acknowledged</string><key>QueryResponses</key><dict><key>OSVersion</key><string>18.5</string>' +
          '</dict></dict></plist>',
      ),
    },
  }),
);

const tokenUpdate = plainValue({
  MessageType: 'TokenUpdate',
  UDID: 'u-1',
  Token: 'PLANTED-SECRET-4711',
  PushMagic: 'PLANTED-SECRET-4711',
  UnlockToken: 'PLANTED-SECRET-4711',
});

sourceContract(mdmSource, {
  own: {
    DeviceInformation: { value: deviceInformation },
    ProfileList: { value: reply('ProfileList', [{ PayloadIdentifier: 'a', PayloadUUID: 'b' }]) },
    SecurityInfo: { value: reply('SecurityInfo', { FirewallSettings: { FirewallEnabled: true } }) },
    Restrictions: {
      value: reply('GlobalRestrictions', { restrictedBool: { allowCamera: { value: false } } }),
    },
    'a bare answer': { value: plainValue({ QueryResponses: { UDID: 'u', OSVersion: '18.1' } }) },
    'answers without an envelope': {
      value: plainValue({ UDID: 'u', OSVersion: '18.1', DeviceName: 'Cart' }),
    },
    'a check-in': { value: tokenUpdate },
    'a webhook event': { value: webhook },
    'a list of replies': { value: plainValue([{ UDID: 'u', Status: 'NotNow', CommandUUID: 'c' }]) },
    'an over-the-air enrolment': {
      value: plainValue({ UDID: 'u', PRODUCT: 'iPad8,1', SERIAL: 'XFAK3SER', VERSION: '22A380' }),
    },
  },
  foreign: {
    'a profile': { value: plainValue({ PayloadType: 'Configuration', PayloadContent: [] }) },
    'a Jamf page': { value: plainValue({ totalCount: 0, results: [] }) },
    'nothing at all': {},
  },
  withSecret: { value: tokenUpdate },
  withUnknown: { value: reply('QueryResponses', { OSVersion: '26.1', BrandNewAnswer: true }) },
});

function deviceOf(value: Value): DeviceRecord {
  const [device] = mdmSource.read({ ref, value }).devices;
  if (device === undefined) throw new Error('The test expects a device.');
  return device;
}

function factsOf(value: Value): Record<string, unknown> {
  const claims = Object.entries(deviceOf(value).claims);
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

const codes = (value: Value) => mdmSource.read({ ref, value }).diagnostics.map(({ code }) => code);

describe('a DeviceInformation answer', () => {
  it('gives the facts of the device in its own words', () => {
    expect(factsOf(deviceInformation)).toEqual({
      name: 'Room 12',
      platform: 'iPadOS',
      productName: 'iPad12,1',
      modelName: 'iPad',
      partNumber: 'MZ999LL',
      osVersion: '26.1',
      build: '23B85',
      isSupervised: true,
      enrolment: 'device',
      hasCellular: true,
      storageFreeGB: 51.5,
      storageTotalGB: 64,
      dataRoamingEnabled: false,
      timeZone: 'Asia/Dubai',
      subscriptions: [
        {
          slot: 'CTSubscriptionSlotOne',
          isDataPreferred: true,
          iccid: '8901000000000000001',
          currentMcc: '424',
          isRoaming: true,
        },
      ],
    });
  });

  it('names the device by UDID and serial number', () => {
    expect(deviceOf(deviceInformation).identity).toEqual({
      udid: '00008999-000A1B2C3D4E5F60',
      serial: 'XFAK3SER1A',
    });
    expect(mdmSource.read({ ref, value: deviceInformation }).kind).toBe('mdm-device-information');
  });

  it('points to key and line', () => {
    const claim = deviceOf(deviceInformation).claims.isSupervised;
    expect(claim?.path).toBe('QueryResponses.IsSupervised');
    expect(claim?.at.line).toBe(15);
  });

  it('claims nothing of keys that are not answered', () => {
    expect(factsOf(reply('QueryResponses', { OSVersion: '26.1' }))).toEqual({
      osVersion: '26.1',
      enrolment: 'device',
    });
  });

  it.each([
    ['11.7', 100, 107.3741824],
    ['12.0', 100, 100],
  ])('counts the capacity of macOS %s in its own unit', (OSVersion, capacity, expected) => {
    const value = reply('QueryResponses', {
      OSVersion,
      ProductName: 'MacBookPro15,1',
      AvailableDeviceCapacity: capacity,
    });
    expect(factsOf(value)['storageFreeGB']).toBeCloseTo(expected, 6);
  });

  it('takes the single line of old systems, and no modem for no modem', () => {
    const old = reply('QueryResponses', {
      ICCID: '8901000000000000001',
      SubscriberMCC: '262',
      CurrentMNC: 1,
    });
    expect(factsOf(old)['subscriptions']).toEqual([
      { iccid: '8901000000000000001', currentMnc: '01', homeMcc: '262' },
    ]);
    expect(factsOf(reply('QueryResponses', { CellularTechnology: 0 }))['hasCellular']).toBe(false);
  });

  it.each([
    ['iPhone16,1', 'iOS'],
    ['iPod9,1', 'iOS'],
    ['iPad8,12', 'iPadOS'],
    ['Mac15,3', 'macOS'],
    ['VirtualMac2,1', 'macOS'],
    ['AppleTV11,1', 'tvOS'],
    ['RealityDevice14,1', 'visionOS'],
    ['Watch7,1', 'watchOS'],
  ])('knows the platform of %s', (ProductName, platform) => {
    expect(factsOf(reply('QueryResponses', { ProductName }))['platform']).toBe(platform);
  });

  it('is of a User Enrollment when it names an EnrollmentID in place of the UDID', () => {
    const value = plainValue({
      EnrollmentID: 'e-1',
      Status: 'Acknowledged',
      QueryResponses: { OSVersion: '26.1' },
    });
    expect(factsOf(value)['enrolment']).toBe('user');
    expect(deviceOf(value).identity).toEqual({ enrolmentId: 'e-1' });
  });
});

describe('a ProfileList answer', () => {
  it('says which profiles a declaration brought, and nothing of the others', () => {
    const list = [
      { PayloadIdentifier: 'a', PayloadUUID: 'b', Source: 'Declarative Device Management' },
      { PayloadIdentifier: 'c', PayloadUUID: 'd', Source: 'MDM' },
      { PayloadIdentifier: 'e', PayloadUUID: 'f' },
    ];
    const profiles = deviceOf(reply('ProfileList', list)).profiles?.profiles ?? [];
    expect(profiles.map(({ viaDeclaration }) => viaDeclaration)).toEqual([true, undefined, undefined]);
  });

  const list = [
    {
      PayloadIdentifier: 'org.example.off',
      PayloadUUID: 'U-1',
      PayloadDisplayName: 'No calls',
      PayloadRemovalDisallowed: true,
      IsEncrypted: false,
      IsManaged: true,
      PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', PayloadIdentifier: 'x' }],
    },
    { PayloadIdentifier: 'org.example.enc', PayloadUUID: 'U-2', IsEncrypted: true },
  ];

  it('lists what is installed, without settings', () => {
    const listing = deviceOf(reply('ProfileList', list)).profiles;
    expect(listing).toMatchObject({
      basis: 'device-answer',
      channel: { kind: 'device' },
      path: 'ProfileList',
    });
    expect(listing?.profiles).toMatchObject([
      {
        identifier: 'org.example.off',
        uuid: 'U-1',
        payloadTypes: ['com.apple.applicationaccess'],
        removalDisallowed: true,
        isManaged: true,
        path: 'ProfileList[0]',
      },
      { identifier: 'org.example.enc', encrypted: true },
    ]);
    expect(listing?.profiles[0]?.content).toBeUndefined();
    expect(listing?.profiles[1]?.payloadTypes).toBeUndefined();
  });

  it('is of a user where the reply names one', () => {
    const value = reply('ProfileList', list, { UserID: 'F-1', UserShortName: 'ada' });
    expect(deviceOf(value).profiles?.channel).toEqual({ kind: 'user', user: 'ada' });
  });

  it('keeps settings that a server added to it', () => {
    const [item] = list;
    const rich = {
      ...item,
      PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', allowCamera: false }],
    };
    const content = deviceOf(reply('ProfileList', [rich])).profiles?.profiles[0]?.content;
    expect(content?.payloads[0]?.path).toBe('ProfileList[0].PayloadContent[0]');
    expect(content?.payloads[0]?.settings.entries[0]?.key).toBe('allowCamera');
  });

  it('goes on past an entry that cannot be read', () => {
    const value = reply('ProfileList', [7, ...list]);
    expect(codes(value)).toEqual(['unreadable-listed-profile']);
    expect(deviceOf(value).profiles?.profiles).toHaveLength(2);
  });
});

describe('a SecurityInfo answer', () => {
  it('gives the firewall and how the device is enrolled', () => {
    const value = reply('SecurityInfo', {
      FirewallSettings: {
        FirewallEnabled: true,
        BlockAllIncoming: false,
        Applications: [{ BundleID: 'com.apple.FaceTime', Allowed: false }, { Name: 'no id' }],
      },
      ManagementStatus: { EnrolledViaDEP: true, UserApprovedEnrollment: true, IsUserEnrollment: false },
    });
    expect(factsOf(value)).toEqual({
      firewall: {
        enabled: true,
        blockAllIncoming: false,
        applications: [{ bundleId: 'com.apple.FaceTime', allowed: false }],
      },
      isUserApproved: true,
      enrolment: 'automated',
    });
  });

  it.each([
    [{ IsUserEnrollment: true }, 'user'],
    [{ IsUserEnrollment: false }, 'device'],
    [{ EnrolledViaDEP: false }, undefined],
  ])('reads the enrolment of %j', (ManagementStatus, expected) => {
    expect(factsOf(reply('SecurityInfo', { ManagementStatus }))['enrolment']).toBe(expected);
  });
});

describe('a Restrictions answer', () => {
  it('gives the device’s own sum', () => {
    const value = reply('GlobalRestrictions', {
      restrictedBool: { allowVideoConferencing: { value: false } },
      restrictedValue: { ratingApps: { value: 600 } },
      intersection: { allowListedAppBundleIDs: { values: ['com.apple.facetime'] } },
      union: { blockedAppBundleIDs: { values: ['com.example'] } },
    });
    expect(deviceOf(value).restrictions).toMatchObject({
      empty: false,
      booleans: [
        {
          key: 'allowVideoConferencing',
          value: false,
          path: 'GlobalRestrictions.restrictedBool.allowVideoConferencing.value',
        },
      ],
      numbers: [{ key: 'ratingApps', value: 600 }],
      intersections: [{ key: 'allowListedAppBundleIDs', value: ['com.apple.facetime'] }],
      unions: [{ key: 'blockedAppBundleIDs', value: ['com.example'] }],
    });
  });

  it('is empty when a Mac says nothing', () => {
    expect(deviceOf(reply('GlobalRestrictions', {})).restrictions?.empty).toBe(true);
  });

  it('takes the sum and not the single profiles', () => {
    const value = plainValue({
      UDID: 'u',
      Status: 'Acknowledged',
      ProfileRestrictions: { 'org.example': { restrictedBool: { allowCamera: { value: false } } } },
      GlobalRestrictions: { restrictedBool: { allowCamera: { value: true } } },
    });
    const output = mdmSource.read({ ref, value });
    expect(output.devices).toHaveLength(1);
    expect(output.devices[0]?.restrictions?.booleans[0]?.value).toBe(true);
    expect(output.devices[0]?.restrictions?.profiles).toMatchObject([
      {
        identifier: 'org.example',
        booleans: [
          {
            key: 'allowCamera',
            value: false,
            path: 'ProfileRestrictions["org.example"].restrictedBool.allowCamera.value',
          },
        ],
      },
    ]);
  });

  it('says when the sum was not answered', () => {
    expect(codes(reply('ProfileRestrictions', {}))).toEqual(['no-global-restrictions']);
  });
});

describe('other messages', () => {
  it('give the apps that are installed', () => {
    const value = reply('InstalledApplicationList', [
      { Identifier: 'com.example.vpn', Name: 'VPN', ShortVersion: '2.1', Version: '210' },
      { BundleSize: 7 },
    ]);
    expect(factsOf(value)['apps']).toEqual([{ bundleId: 'com.example.vpn', name: 'VPN', version: '2.1' }]);
  });

  it('give what an Authenticate says of the device', () => {
    const value = plainValue({
      MessageType: 'Authenticate',
      UDID: 'u-1',
      SerialNumber: 'XFAK3SER1A',
      OSVersion: '18.5',
      BuildVersion: '22F76',
      ProductName: 'iPad12,1',
    });
    expect(factsOf(value)).toMatchObject({ osVersion: '18.5', build: '22F76', platform: 'iPadOS' });
    expect(mdmSource.read({ ref, value }).kind).toBe('mdm-other-reply');
  });

  it('are noted where nothing in them is needed', () => {
    const value = reply('CertificateList', [{ CommonName: 'Root' }]);
    expect(codes(value)).toEqual(['unimplemented-reply']);
    expect(mdmSource.read({ ref, value })).toMatchObject({ kind: 'mdm-other-reply', status: 'ingested' });
  });

  it.each([
    ['NotNow', 'mdm-not-now'],
    ['Error', 'mdm-error'],
    ['CommandFormatError', 'mdm-error'],
    ['Idle', 'mdm-idle'],
  ])('with status %s carry no data', (Status, code) => {
    const value = plainValue({ UDID: 'u', CommandUUID: 'c', Status, ProfileList: [] });
    expect(codes(value)).toEqual([code]);
    expect(mdmSource.read({ ref, value }).devices).toEqual([]);
  });

  it('that name no device are refused with the way out', () => {
    const value = plainValue({ Status: 'Acknowledged', CommandUUID: 'c', ProfileList: [] });
    expect(codes(value)).toEqual(['no-device-identity']);
    expect(mdmSource.read({ ref, value }).status).toBe('partial');
  });
});

describe('a webhook event', () => {
  it('gives the answer inside with the time of the event', () => {
    const device = deviceOf(webhook);
    expect(device.observedAt).toBe('2026-03-01T10:00:00Z');
    expect(device.claims.osVersion).toMatchObject({
      value: '18.5',
      path: 'acknowledge_event.raw_payload!/QueryResponses.OSVersion',
    });
    expect(device.claims.osVersion?.at.line).toBe(1);
  });

  it('has no time when the server left it unset', () => {
    const value = plainValue({
      topic: 'mdm.Connect',
      created_at: '0001-01-01T00:00:00Z',
      acknowledge_event: {
        raw_payload: base64(
          '<plist><dict><key>UDID</key><string>u</string><key>OSVersion</key><string>1.0</string>' +
            '<key>MessageType</key><string>Authenticate</string></dict></plist>',
        ),
      },
    });
    expect(deviceOf(value).observedAt).toBeUndefined();
  });

  it.each([
    ['***', 'invalid-base64'],
    [base64('no plist'), 'not-a-plist'],
    [undefined, 'no-raw-payload'],
  ])('with the payload %j gives a diagnostic', (raw_payload, code) => {
    const value = plainValue({ topic: 'mdm.Connect', acknowledge_event: { udid: 'u', raw_payload } });
    expect(codes(value)).toContain(code);
  });
});
