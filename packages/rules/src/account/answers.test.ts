import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { policyDocument } from '../network/testing.js';
import { told } from '../testing.js';

const at = { offset: 90, line: 7, column: 5 };
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true, enrolment: 'device' } as const;
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'external-control',
      'stated',
      {
        ...mac,
        policyDocument,
        externalControls: [
          {
            match: { tags: ['lab'] },
            blocks: 'FaceTime',
            by: 'Santa',
            owner: 'it@example.org',
            expires: '2027-06-30',
            at,
          },
        ],
      },
      [
        [
          'blocked blocked high managed',
          'external-control/Santa',
          { by: 'Santa', owner: 'it@example.org', expires: '2027-06-30' },
          ['ringcheck.yaml 7 externalControls'],
        ],
      ],
    ],
    [
      'account-managed-facetime',
      'off',
      {
        ...phone,
        policyDocument,
        accounts: { managed: { faceTime: 'off', at } },
        facts: { managedAppleAccountDomains: ['example.org'] },
      },
      [
        [
          'at-risk activation domains-known high',
          'account/managed-facetime',
          { domains: ['example.org'] },
          [
            'ringcheck.yaml 7 accounts.managed.faceTime',
            'DeviceInformation.plist 16 QueryResponses.managedAppleAccountDomains',
          ],
        ],
      ],
    ],
    [
      'privacy-facetime',
      'one of two denies',
      {
        ...mac,
        ...p({
          type: 'com.apple.TCC.configuration-profile-policy',
          Services: {
            Camera: [
              { Identifier: 'com.apple.FaceTime', Allowed: true },
              { Identifier: 'com.apple.FaceTime', Authorization: 'Deny' },
            ],
          },
        }),
      },
      [
        [
          'at-risk video denied low managed',
          'profile:com.example.p/com.apple.TCC.configuration-profile-policy/Services.Camera',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.TCC.configuration-profile-policy',
            service: 'Camera',
          },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
    [
      'notifications-facetime',
      'off',
      {
        ...phone,
        ...p({
          type: 'com.apple.notificationsettings',
          NotificationSettings: [{ BundleIdentifier: 'com.apple.facetime', NotificationsEnabled: false }],
        }),
      },
      [
        [
          'at-risk incoming off medium managed',
          'profile:com.example.p/com.apple.notificationsettings/NotificationSettings',
          { profile: 'P', identifier: 'com.example.p', payload: 'com.apple.notificationsettings' },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
  ];

describe('what accounts and services say', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
