import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { told } from '../testing.js';

const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const R = 'com.apple.applicationaccess';
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});
const line = {
  slot: 'CTSubscriptionSlotOne',
  isDataPreferred: true,
  iccid: '89490200001234567890',
  phoneNumber: '+4915100000000',
  currentMcc: '262',
  homeMcc: '262',
  isRoaming: false,
};

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'restriction-facetime',
      'two profiles forbid it',
      {
        ...phone,
        profiles: [
          { identifier: 'a', displayName: 'A', payloads: [{ type: R, allowVideoConferencing: false }] },
          { identifier: 'b', displayName: 'B', payloads: [{ type: R, allowVideoConferencing: false }] },
        ],
      },
      [
        [
          'blocked forbidden critical managed',
          'profile:a/com.apple.applicationaccess/allowVideoConferencing',
          {
            profile: 'A',
            identifier: 'a',
            payload: 'com.apple.applicationaccess',
            key: 'allowVideoConferencing',
            value: 'false',
            wanted: 'true',
            others: ['B'],
          },
          ['a.mobileconfig 7 PayloadContent[0].allowVideoConferencing'],
        ],
        [
          'blocked forbidden critical managed',
          'profile:b/com.apple.applicationaccess/allowVideoConferencing',
          {
            profile: 'B',
            identifier: 'b',
            payload: 'com.apple.applicationaccess',
            key: 'allowVideoConferencing',
            value: 'false',
            wanted: 'true',
            others: ['A'],
          },
          ['b.mobileconfig 7 PayloadContent[0].allowVideoConferencing'],
        ],
        [
          'note key-set-twice',
          undefined,
          { key: 'allowVideoConferencing', payloadType: 'com.apple.applicationaccess', profiles: ['a', 'b'] },
          [
            'a.mobileconfig 7 PayloadContent[0].allowVideoConferencing',
            'b.mobileconfig 7 PayloadContent[0].allowVideoConferencing',
          ],
        ],
      ],
    ],
    [
      'restriction-facetime',
      'only the device says so',
      { ...phone, restrictions: { booleans: { allowVideoConferencing: false } } },
      [
        [
          'blocked answered critical managed',
          'device-answer/com.apple.applicationaccess/allowVideoConferencing',
          {
            payload: 'com.apple.applicationaccess',
            key: 'allowVideoConferencing',
            value: 'false',
            wanted: 'true',
          },
          ['Restrictions.plist 12 GlobalRestrictions.restrictedBool.allowVideoConferencing'],
        ],
        [
          'note device-answer-alone',
          undefined,
          { key: 'allowVideoConferencing', payloadType: 'com.apple.applicationaccess', answer: false },
          ['Restrictions.plist 12 GlobalRestrictions.restrictedBool.allowVideoConferencing'],
        ],
      ],
    ],
    [
      'restriction-facetime',
      'what nobody can read could not act',
      { ...phone, isSupervised: false, profiles: [{ identifier: 'm', content: 'missing' }] },
      [['clear clear critical', undefined, {}, []]],
    ],
    [
      'restriction-account-changes',
      'forbidden',
      { ...phone, ...p({ type: R, allowAccountModification: false }) },
      [
        [
          'at-risk activation frozen medium managed',
          'profile:com.example.p/com.apple.applicationaccess/allowAccountModification',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'allowAccountModification',
            value: 'false',
            wanted: 'true',
            others: [],
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].allowAccountModification'],
        ],
      ],
    ],
    [
      'restriction-app-removal',
      'forbidden',
      { ...phone, ...p({ type: R, allowAppInstallation: false }) },
      [
        [
          'at-risk no-way-back low managed',
          'profile:com.example.p/com.apple.applicationaccess/allowAppInstallation',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'allowAppInstallation',
            value: 'false',
            wanted: 'true',
            others: [],
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].allowAppInstallation'],
        ],
      ],
    ],
    [
      'restriction-denied-iccid',
      'denied',
      {
        ...phone,
        facts: { hasCellular: true, subscriptions: [line] },
        ...p({ type: R, deniedICCIDsForiMessageFaceTime: ['89490200001234567890'] }),
      },
      [
        [
          'limited cellular line-denied high managed',
          'profile:com.example.p/com.apple.applicationaccess/deniedICCIDsForiMessageFaceTime',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'deniedICCIDsForiMessageFaceTime',
            value: '["89490200001234567890"]',
            wanted: 'without this SIM',
            others: [],
            lines: 1,
            denied: 1,
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].deniedICCIDsForiMessageFaceTime'],
        ],
        [
          'at-risk activation all-denied high managed',
          'profile:com.example.p/com.apple.applicationaccess/deniedICCIDsForiMessageFaceTime',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'deniedICCIDsForiMessageFaceTime',
            value: '["89490200001234567890"]',
            wanted: 'without this SIM',
            others: [],
            lines: 1,
            denied: 1,
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].deniedICCIDsForiMessageFaceTime'],
        ],
      ],
    ],
    [
      'restriction-denied-iccid',
      'an empty list',
      {
        ...phone,
        facts: { hasCellular: true, subscriptions: [line] },
        ...p({ type: R, deniedICCIDsForiMessageFaceTime: [] }),
      },
      [['clear clear high', undefined, {}, []]],
    ],
    [
      'restriction-denied-iccid',
      'another line',
      {
        ...phone,
        facts: { hasCellular: true, subscriptions: [line] },
        ...p({ type: R, deniedICCIDsForiMessageFaceTime: ['89490200009999999999'] }),
      },
      [['clear clear high', undefined, {}, ['DeviceInformation.plist 18 QueryResponses.subscriptions']]],
    ],
    [
      'restriction-managed-wifi-only',
      'on',
      { ...phone, ...p({ type: R, forceWiFiToAllowedNetworksOnly: true }) },
      [
        [
          'at-risk managed-only medium managed',
          'profile:com.example.p/com.apple.applicationaccess/forceWiFiToAllowedNetworksOnly',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'forceWiFiToAllowedNetworksOnly',
            value: 'true',
            wanted: 'false',
            others: [],
            wifi: 'com.apple.wifi.managed',
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].forceWiFiToAllowedNetworksOnly'],
        ],
      ],
    ],
    [
      'restriction-camera',
      'forbidden',
      { ...phone, ...p({ type: R, allowCamera: false }) },
      [
        [
          'limited video forbidden high managed',
          'profile:com.example.p/com.apple.applicationaccess/allowCamera',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'allowCamera',
            value: 'false',
            wanted: 'true',
            others: [],
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].allowCamera'],
        ],
      ],
    ],
    [
      'restriction-app-rating',
      'low',
      { ...phone, ...p({ type: R, ratingApps: 100 }) },
      [
        ['not-applicable os-too-old medium', undefined, {}, []],
        [
          'note not-covered',
          undefined,
          { key: 'ratingApps', value: 100 },
          ['com.example.p.mobileconfig 7 PayloadContent[0].ratingApps'],
        ],
      ],
    ],
    [
      'restriction-app-allowlist',
      'left out',
      { ...phone, ...p({ type: R, allowListedAppBundleIDs: ['com.example.a'] }) },
      [
        [
          'blocked unlisted critical managed',
          'profile:com.example.p/com.apple.applicationaccess/allowListedAppBundleIDs',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.applicationaccess',
            key: 'allowListedAppBundleIDs',
            value: '["com.example.a"]',
            wanted: 'with com.apple.facetime',
            others: [],
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].allowListedAppBundleIDs'],
        ],
      ],
    ],
  ];

describe('what restrictions say', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
