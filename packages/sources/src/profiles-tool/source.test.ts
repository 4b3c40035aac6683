import { sourceContract } from '../contract/source-contract.js';
import { plainValue, plistValue } from '../contract/values.js';
import { profilesToolSource } from './source.js';

const ref = { path: 'profiles.plist', sha256: 'a'.repeat(64) };

const output = (secret: string) =>
  plistValue(`<dict><key>_computerlevel</key><array><dict>
<key>ProfileDisplayName</key><string>Restrictions</string><key>ProfileIdentifier</key><string>org.example.restrict</string>
<key>ProfileUUID</key><string>0A1B2C3D-1111-4222-8333-444455556666</string>
<key>ProfileRemovalDisallowed</key><string>true</string>
<key>ProfileItems</key><array><dict><key>PayloadType</key><string>com.apple.applicationaccess</string>
<key>PayloadIdentifier</key><string>p.1</string>
<key>PayloadContent</key><dict><key>allowCamera</key><false/><key>Password</key><string>${secret}</string></dict></dict></array>
</dict></array><key>ada</key><array><dict><key>ProfileIdentifier</key><string>org.example.user</string>
<key>ProfileItems</key><array/></dict></array></dict>`);

sourceContract(profilesToolSource, {
  own: { 'the output': { value: output('x') }, 'no profile': { value: plainValue({ _computerlevel: [] }) } },
  foreign: {
    'a profile': { value: plainValue({ PayloadType: 'Configuration', PayloadContent: [] }) },
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Acknowledged', ProfileList: [] }) },
  },
  withSecret: { value: output('PLANTED-SECRET-4711') },
  withUnknown: { value: plainValue({ _computerlevel: [{ ProfileBrandNew: 1, ProfileItems: [] }] }) },
});

it('gives the profiles of the Mac and of its users, with settings and lines', () => {
  const { profiles, diagnostics } = profilesToolSource.read({ ref, value: output('x') });
  expect(profiles).toMatchObject([
    { identifier: 'org.example.restrict', scope: 'System', removalDisallowed: true, authoredBy: 'mdm' },
    { identifier: 'org.example.user', scope: 'User' },
  ]);
  const [payload] = profiles[0]?.payloads ?? [];
  expect(payload).toMatchObject({
    type: 'com.apple.applicationaccess',
    identifier: 'p.1',
    path: '_computerlevel[0].ProfileItems[0].PayloadContent',
  });
  expect(payload?.settings.entries[0]).toMatchObject({
    key: 'allowCamera',
    value: { value: false, at: { line: 9 } },
  });
  expect(diagnostics[0]?.code).toBe('no-device-identity');
});
