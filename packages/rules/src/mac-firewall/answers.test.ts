import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { told } from '../testing.js';

const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true, enrolment: 'device' } as const;
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'mac-firewall-incoming',
      'differs',
      {
        ...mac,
        facts: { firewall: { enabled: true, applications: [], blockAllIncoming: false } },
        ...p({
          type: 'com.apple.security.firewall',
          EnableFirewall: true,
          BlockAllIncoming: true,
          Applications: [{ BundleID: 'com.apple.FaceTime', Allowed: false }],
        }),
      },
      [
        ['clear clear high', undefined, {}, ['DeviceInformation.plist 16 QueryResponses.firewall']],
        [
          'note profile-differs',
          undefined,
          { profile: 'P', identifier: 'com.example.p', payload: 'com.apple.security.firewall' },
          [
            'com.example.p.mobileconfig 4 PayloadContent[0]',
            'DeviceInformation.plist 16 QueryResponses.firewall',
          ],
        ],
      ],
    ],
    [
      'mac-firewall-incoming',
      'off',
      { ...mac, facts: { firewall: { enabled: false, applications: [] } } },
      [['clear off high', undefined, {}, ['DeviceInformation.plist 16 QueryResponses.firewall']]],
    ],
    [
      'mac-firewall-signed',
      'off',
      { ...mac, facts: { firewall: { enabled: false, applications: [] } } },
      [['clear off low', undefined, {}, ['DeviceInformation.plist 16 QueryResponses.firewall']]],
    ],
    [
      'mac-firewall-signed',
      'untrusted',
      { ...mac, ...p({ type: 'com.apple.security.firewall', EnableFirewall: true, AllowSigned: false }) },
      [
        [
          'at-risk incoming untrusted low managed',
          'profile:com.example.p/com.apple.security.firewall/AllowSigned',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.security.firewall',
            key: 'AllowSigned',
            value: 'false',
            wanted: 'true',
            others: [],
          },
          ['com.example.p.mobileconfig 9 PayloadContent[0].AllowSigned'],
        ],
      ],
    ],
  ];

describe('what the firewall of a Mac says', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
