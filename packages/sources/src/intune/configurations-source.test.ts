import { toJson } from '@ringcheck/model';
import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { intuneConfigurationsSource } from './configurations-source.js';

const ref = { path: 'configurations.json', sha256: 'a'.repeat(64) };

const general = {
  '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
  id: 'c-1',
  displayName: 'Exam iPads',
  faceTimeBlocked: true,
  cameraBlocked: false,
  mediaContentRatingApps: 'agesAbove12',
  appsVisibilityListType: 'appsNotInListCompliant',
  appsVisibilityList: [{ name: 'FaceTime', appId: 'com.apple.facetime' }],
  kioskModeManagedAppId: 'com.example.kiosk',
};
const definition = 'com.apple.applicationaccess_';
const catalog = {
  name: 'Catalog restrictions',
  platforms: 'iOS',
  settings: [
    {
      settingInstance: {
        settingDefinitionId: `${definition}com.apple.applicationaccess`,
        groupSettingCollectionValue: [
          {
            children: [
              {
                settingDefinitionId: `${definition}allowvideoconferencing`,
                choiceSettingValue: { value: `${definition}allowvideoconferencing_false`, children: [] },
              },
              {
                settingDefinitionId: `${definition}blockedappbundleids`,
                simpleSettingCollectionValue: [{ value: 'com.apple.facetime' }],
              },
            ],
          },
        ],
      },
    },
  ],
};
const inner = (password: string) =>
  '<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key>' +
  '<string>org.example</string><key>PayloadUUID</key><string>U</string><key>PayloadContent</key><array><dict>' +
  `<key>PayloadType</key><string>com.apple.wifi.managed</string><key>Password</key><string>${password}</string>` +
  '</dict></array></dict></plist>';
const custom = {
  '@odata.type': '#microsoft.graph.iosCustomConfiguration',
  displayName: 'Wi-Fi',
  payload: btoa(inner('PLANTED-SECRET-4711')),
};

sourceContract(intuneConfigurationsSource, {
  own: {
    'a template': { value: plainValue(general) },
    'a settings catalog policy': { value: plainValue(catalog) },
    'a custom profile': { value: jsonValue(JSON.stringify({ value: [custom] })) },
  },
  foreign: {
    'a device': { value: plainValue({ '@odata.type': '#microsoft.graph.managedDevice' }) },
    'a profile': { value: plainValue({ PayloadType: 'Configuration', PayloadContent: [] }) },
  },
  withSecret: { value: plainValue({ ...general, note: 'PLANTED-SECRET-4711', value: undefined }) },
  withUnknown: { value: plainValue({ ...general, airDropBlocked: true }) },
});

function payloadsOf(plain: unknown) {
  const [profile] = intuneConfigurationsSource.read({ ref, value: plainValue(plain) }).profiles;
  return (profile?.payloads ?? []).map(({ type, settings }) => [type, toJson(settings)]);
}

describe('a configuration of Intune', () => {
  it('made of a template stands for the restrictions that it sets', () => {
    expect(payloadsOf(general)).toEqual([
      [
        'com.apple.applicationaccess',
        { allowVideoConferencing: false, ratingApps: 300, blockedAppBundleIDs: ['com.apple.facetime'] },
      ],
      ['com.apple.app.lock', { App: { Identifier: 'com.example.kiosk' } }],
    ]);
  });

  it('made of a template that blocks nothing sets nothing', () => {
    const open = { '@odata.type': general['@odata.type'], faceTimeBlocked: false, cameraBlocked: null };
    expect(payloadsOf(open)).toEqual([['com.apple.applicationaccess', {}]]);
  });

  it('made in the settings catalog has Apple’s keys in Apple’s spelling', () => {
    expect(payloadsOf(catalog)).toEqual([
      [
        'com.apple.applicationaccess',
        { allowVideoConferencing: false, blockedAppBundleIDs: ['com.apple.facetime'] },
      ],
    ]);
  });

  it('made of a file holds that file, without its secrets', () => {
    const output = intuneConfigurationsSource.read({ ref, value: plainValue({ value: [custom] }) });
    expect(output.profiles[0]).toMatchObject({ identifier: 'org.example', authoredBy: 'file' });
    expect(output.profiles[0]?.payloads[0]?.path).toBe('value[0].payload!/PayloadContent[0]');
    expect(JSON.stringify(output)).not.toContain('PLANTED');
  });

  it('points to the Graph key of a setting', () => {
    const text = JSON.stringify(general);
    const [profile] = intuneConfigurationsSource.read({ ref, value: jsonValue(text) }).profiles;
    expect(profile?.payloads[0]?.settings.entries[0]?.keyAt.column).toBe(
      text.indexOf('"faceTimeBlocked"') + 1,
    );
    expect(profile).toMatchObject({ displayName: 'Exam iPads', vendorIds: ['intune:c-1'] });
  });

  it('that only judges compliance sets nothing and loses nothing', () => {
    const value = plainValue({
      '@odata.type': '#microsoft.graph.iosCompliancePolicy',
      passcodeRequired: true,
    });
    const output = intuneConfigurationsSource.read({ ref, value });
    expect(output).toMatchObject({ status: 'ingested', profiles: [] });
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['compliance-policy']);
  });

  it('of another kind is named as not read', () => {
    const value = plainValue({ '@odata.type': '#microsoft.graph.iosDeviceFeaturesConfiguration' });
    const output = intuneConfigurationsSource.read({ ref, value });
    expect(output).toMatchObject({ status: 'partial', profiles: [] });
    expect(output.diagnostics[0]?.code).toBe('unimplemented-intune-configuration');
  });
});
