import type { Profile } from '@ringcheck/model';
import { jsonValue, plainValue, plistValue } from '../contract/values.js';
import { sourceContract } from '../contract/source-contract.js';
import { profileSource } from './source.js';

const ref = { path: 'off.mobileconfig', sha256: 'a'.repeat(64) };

const restrictions = plistValue(`<dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>org.example.off</string>
<key>PayloadUUID</key><string>0A1B2C3D-1111-4222-8333-444455556666</string>
<key>PayloadDisplayName</key><string>No calls</string>
<key>PayloadOrganization</key><string>Example</string>
<key>PayloadScope</key><string>System</string>
<key>PayloadRemovalDisallowed</key><true/>
<key>RemovalDate</key><date>2027-01-02T03:04:05Z</date>
<key>DurationUntilRemoval</key><integer>3600</integer>
<key>PayloadExpirationDate</key><date>2027-02-02T03:04:05Z</date>
<key>TargetDeviceType</key><integer>1</integer>
<key>ConsentText</key><dict><key>default</key><string>Read this</string></dict>
<key>PayloadContent</key><array><dict>
  <key>PayloadType</key><string>com.apple.applicationaccess</string>
  <key>PayloadIdentifier</key><string>org.example.off.1</string>
  <key>PayloadUUID</key><string>0A1B2C3D-1111-4222-8333-444455557777</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>allowVideoConferencing</key><false/>
</dict></array>
</dict>`);

const wifi = plistValue(`<dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>org.example.wifi</string>
<key>PayloadUUID</key><string>u-1</string>
<key>PayloadContent</key><array>
  <dict><key>PayloadType</key><string>com.apple.wifi.managed</string>
    <key>SSID_STR</key><string>Campus</string><key>Password</key><string>PLANTED-SECRET-4711</string></dict>
  <dict><key>PayloadType</key><string>com.vendor.unknown</string>
    <key>api_token</key><string>PLANTED-SECRET-4711</string>
    <key>nested</key><array><dict><key>SharedSecret</key><string>PLANTED-SECRET-4711</string></dict></array>
    <key>proxy</key><string>https://user:PLANTED-SECRET-4711@proxy.example</string></dict>
</array></dict>`);

const withUnknown = plistValue(`<dict>
<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>a</string>
<key>PayloadUUID</key><string>b</string><key>PayloadBrandNew</key><true/><key>PayloadContent</key><array/></dict>`);

sourceContract(profileSource, {
  own: {
    'a profile': { value: restrictions },
    'a payload alone': {
      value: plainValue({ PayloadType: 'com.apple.applicationaccess', allowCamera: false }),
    },
    'a list of payloads': { value: plainValue([{ PayloadType: 'com.apple.applicationaccess' }]) },
    'an envelope without a type': {
      value: plainValue({ PayloadContent: [{ PayloadType: 'com.apple.vpn.managed' }] }),
    },
    'an encrypted profile': {
      value: plainValue({ PayloadType: 'Configuration', EncryptedPayloadContent: 'AAAA' }),
    },
  },
  foreign: {
    'an MDM reply': { value: plainValue({ UDID: 'x', Status: 'Idle' }) },
    'a vendor list': { value: jsonValue('[{"id":1,"name":"Wi-Fi"}]') },
    'nothing at all': {},
  },
  withSecret: { value: wifi },
  withUnknown: { value: withUnknown },
});

function profileOf(value: typeof restrictions): Profile {
  const [profile] = profileSource.read({ ref, value }).profiles;
  if (profile === undefined) throw new Error('The test expects a profile.');
  return profile;
}

const codes = (value: typeof restrictions) =>
  profileSource.read({ ref, value }).diagnostics.map((found) => found.code);

describe('a configuration profile', () => {
  it('is read with all that its envelope says', () => {
    const { payloads, at, ...envelope } = profileOf(restrictions);
    expect(envelope).toEqual({
      document: ref,
      identifier: 'org.example.off',
      uuid: '0A1B2C3D-1111-4222-8333-444455556666',
      displayName: 'No calls',
      organization: 'Example',
      scope: 'System',
      removalDate: '2027-01-02T03:04:05Z',
      durationUntilRemoval: 3600,
      expirationDate: '2027-02-02T03:04:05Z',
      removalDisallowed: true,
      targetDeviceType: 1,
      encrypted: false,
      vendorIds: [],
      authoredBy: 'file',
    });
    expect(payloads).toHaveLength(1);
    expect(at.line).toBe(3);
  });

  it('keeps the settings of a payload apart from its name tag', () => {
    const [payload] = profileOf(restrictions).payloads;
    expect(payload?.path).toBe('PayloadContent[0]');
    expect(payload?.identifier).toBe('org.example.off.1');
    expect(payload?.settings.entries.map(({ key }) => key)).toEqual(['allowVideoConferencing']);
    expect(payload?.settings.entries[0]?.value.at.line).toBe(21);
  });

  it('carries the signature of the layer around it', () => {
    const signature = { integrity: 'intact', signer: 'Example MDM' } as const;
    const [profile] = profileSource.read({ ref, value: restrictions, signature }).profiles;
    expect(profile?.signature).toEqual(signature);
  });

  it('has secrets in place of passwords, in known and unknown payloads', () => {
    const [known, unknown] = profileOf(wifi).payloads;
    const typeOf = (payload: typeof known, key: string) =>
      payload?.settings.entries.find((entry) => entry.key === key)?.value.type;
    expect(typeOf(known, 'SSID_STR')).toBe('string');
    expect(typeOf(known, 'Password')).toBe('secret');
    expect(typeOf(unknown, 'api_token')).toBe('secret');
    expect(typeOf(unknown, 'proxy')).toBe('secret');
  });

  it('keeps switches whose names speak of passwords', () => {
    const value = plainValue({
      PayloadType: 'Configuration',
      PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', allowPasswordSharing: false }],
    });
    expect(profileOf(value).payloads[0]?.settings.entries[0]?.value.type).toBe('boolean');
  });

  it('counts as encrypted when its content is, and is partial', () => {
    const value = plainValue({
      PayloadType: 'Configuration',
      PayloadUUID: 'u',
      EncryptedPayloadContent: 'AA',
    });
    expect(profileOf(value)).toMatchObject({ encrypted: true, payloads: [] });
    expect(profileSource.read({ ref, value }).status).toBe('partial');
  });

  it('is accepted without identifier and UUID, and says what that costs', () => {
    const value = plainValue({ PayloadType: 'Configuration', PayloadContent: [] });
    expect(profileOf(value).identifier).toBe('');
    expect(codes(value)).toEqual(['missing-payload-identifier', 'missing-payload-uuid']);
    expect(profileSource.read({ ref, value }).status).toBe('partial');
  });

  it('takes the UUID for the identifier where only that is given', () => {
    const value = plainValue({ PayloadType: 'Configuration', PayloadUUID: 'u-7', PayloadContent: [] });
    expect(profileOf(value).identifier).toBe('u-7');
  });

  it('goes on past a payload that is no dictionary', () => {
    const value = plainValue({
      PayloadType: 'Configuration',
      PayloadIdentifier: 'i',
      PayloadUUID: 'u',
      PayloadContent: ['oops', { PayloadType: 'com.apple.vpn.managed' }],
    });
    expect(codes(value)).toEqual(['invalid-payload']);
    expect(profileOf(value).payloads.map(({ path }) => path)).toEqual(['PayloadContent[1]']);
  });

  it('reports a content that cannot be read', () => {
    const value = plainValue({
      PayloadType: 'Configuration',
      PayloadIdentifier: 'i',
      PayloadUUID: 'u',
      PayloadContent: 'x',
    });
    expect(codes(value)).toEqual(['unreadable-payload-content']);
    expect(profileSource.read({ ref, value }).status).toBe('partial');
  });

  it.each([
    [
      { PayloadType: 'NotConfiguration', PayloadContent: [{ PayloadType: 'com.apple.dock' }] },
      ['com.apple.dock'],
    ],
    [{ PayloadType: 'com.apple.TCC.configuration-profile-policy', PayloadScope: 'System' }, []],
    [{ PayloadContent: [{ PayloadType: 'com.apple.dock' }] }, ['com.apple.dock']],
  ])('of the wrong type is read and reported: %j', (envelope, types) => {
    const value = plainValue({ PayloadIdentifier: 'i', PayloadUUID: 'u', ...envelope });
    expect(codes(value)).toContain('wrong-profile-type');
    expect(profileOf(value).payloads.map(({ type }) => type)).toEqual(types);
    expect(profileSource.read({ ref, value }).status).toBe('partial');
  });

  it('in lower-case keys is refused with the reason', () => {
    const value = plainValue({ payloadtype: 'Configuration', payloadidentifier: 'i', payloadcontent: [] });
    expect(profileSource.recognise({ ref, value })).toBe(true);
    expect(codes(value)).toEqual(['keys-wrong-case']);
    expect(profileSource.read({ ref, value })).toMatchObject({ status: 'rejected', profiles: [] });
  });

  it('reports misspelt keys with the path in the document', () => {
    const value = plainValue({
      PayloadType: 'Configuration',
      PayloadIdentifier: 'i',
      PayloadUUID: 'u',
      PayloadContent: [{ PayloadType: 'com.apple.applicationaccess', allowVideoConferencng: false }],
    });
    const [lint] = profileSource.read({ ref, value }).diagnostics;
    expect(lint).toMatchObject({ code: 'key-misspelt', path: 'PayloadContent[0].allowVideoConferencng' });
  });
});

describe('payloads without a profile around them', () => {
  it('become one profile, partial', () => {
    const value = plainValue([
      { PayloadType: 'com.apple.applicationaccess', PayloadIdentifier: 'p.1', allowCamera: false },
      { PayloadType: 'com.apple.vpn.managed' },
    ]);
    const output = profileSource.read({ ref, value });
    expect(output.status).toBe('partial');
    expect(output.profiles).toHaveLength(1);
    expect(output.profiles[0]?.payloads.map(({ path }) => path)).toEqual(['[0]', '[1]']);
  });

  it('are told from profiles in one list', () => {
    const value = plainValue([
      { PayloadType: 'Configuration', PayloadIdentifier: 'a', PayloadUUID: 'u', PayloadContent: [] },
      { PayloadType: 'com.apple.vpn.managed' },
      7,
    ]);
    const output = profileSource.read({ ref, value });
    expect(output.profiles).toHaveLength(2);
    expect(output.diagnostics.map(({ code }) => code)).toContain('not-a-profile');
  });
});
