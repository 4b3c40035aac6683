import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice } from './index.js';
import { aNetwork, iptables } from './network/testing.js';

const only: InstalledSpec = {
  identifier: 'com.example.only',
  payloads: [{ type: 'com.apple.applicationaccess', forceWiFiToAllowedNetworksOnly: true }],
};
const wifi = (SSID_STR: string): InstalledSpec => ({
  identifier: `com.example.${SSID_STR}`,
  payloads: [{ type: 'com.apple.wifi.managed', SSID_STR }],
});
const network = aNetwork({
  firewalls: { 'campus.rules': iptables(['-A FORWARD -p udp -j DROP'], 'ACCEPT') },
});
const pad = { platform: 'iPadOS', osVersion: '26.1', isSupervised: true, network } as const;

function answer(more: PictureSpec) {
  const picture = pictureOf({
    ...pad,
    facts: { hasCellular: false },
    profiles: [only, wifi('Campus')],
    ...more,
  });
  const { verdict, findings } = evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds });
  return { verdict, finding: findings.find(({ ruleId }) => ruleId === 'network-firewall-ports') };
}

describe('a network a device cannot leave', () => {
  it('leaves what is limited for another reason as it is', () => {
    const camera: InstalledSpec = {
      identifier: 'com.example.camera',
      payloads: [{ type: 'com.apple.applicationaccess', allowCamera: false }],
    };
    const picture = pictureOf({
      ...pad,
      facts: { hasCellular: false },
      profiles: [only, wifi('Campus'), camera],
    });
    const { findings } = evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds });
    expect(findings.find(({ ruleId }) => ruleId === 'restriction-camera')).toMatchObject({
      outcome: 'limited',
      scope: 'video',
    });
  });

  it('blocks where only managed Wi-Fi may be joined, all of it this one, without cellular', () => {
    const { verdict, finding } = answer({});
    expect(verdict).toBe('blocked');
    expect(finding).toMatchObject({ outcome: 'blocked', control: 'circumstance' });
    expect(finding?.scope).toBeUndefined();
    expect(finding?.evidence.map(({ profile }) => profile)).toEqual(
      expect.arrayContaining(['com.example.only', 'com.example.Campus']),
    );
  });

  it.each<[string, PictureSpec]>([
    ['another managed network is there', { profiles: [only, wifi('Campus'), wifi('Home')] }],
    ['any network may be joined', { profiles: [wifi('Campus')] }],
    ['the device has cellular', { facts: { hasCellular: true } }],
    ['nobody knows whether it has cellular', { facts: {} }],
    ['the list shows managed profiles only', { installed: { managedOnly: true } }],
    ['nobody listed the profiles', { installed: { knowledge: 'none' } }],
    [
      'a profile that may bring a network cannot be read',
      {
        profiles: [
          only,
          wifi('Campus'),
          { identifier: 'x', content: 'missing', payloadTypes: ['com.apple.wifi.managed'] },
        ],
      },
    ],
    ['the SSID is written otherwise', { profiles: [only, wifi('campus')] }],
  ])('limits only, where %s', (_, more) => {
    expect(answer(more).finding).toMatchObject({ outcome: 'limited', scope: 'network:campus' });
  });
});
