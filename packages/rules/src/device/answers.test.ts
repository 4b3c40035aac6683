import { defaultPolicy } from '@ringcheck/policy';
import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { policyDocument } from '../network/testing.js';
import { told } from '../testing.js';

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
      'device-os-outdated',
      'by the table',
      { ...phone, osVersion: '15.8.4' },
      [
        ['clear clear low', undefined, {}, ['DeviceInformation.plist 10 QueryResponses.osVersion']],
        [
          'note long-outdated',
          undefined,
          { platform: 'iOS', version: '15.8.4', newest: '27', behind: 5, source: 'table of 2026-11-22' },
          ['DeviceInformation.plist 10 QueryResponses.osVersion'],
        ],
      ],
    ],
    [
      'device-os-outdated',
      'by the policy',
      {
        ...phone,
        policyDocument,
        osVersion: '15.8.4',
        knowledge: { ...defaultPolicy.knowledge, latestVersions: { iOS: '27.1' } },
      },
      [
        [
          'at-risk outdated low',
          'device/os/iOS-15',
          { platform: 'iOS', version: '15.8.4', newest: '27.1', behind: 5, source: 'stated by the policy' },
          ['DeviceInformation.plist 10 QueryResponses.osVersion'],
        ],
      ],
    ],
    [
      'device-os-outdated',
      'an update waits',
      { ...phone, knowledge: { ...defaultPolicy.knowledge, latestVersions: { iOS: '26.2' } } },
      [
        ['clear clear low', undefined, {}, ['DeviceInformation.plist 10 QueryResponses.osVersion']],
        [
          'note update-waits',
          undefined,
          { platform: 'iOS', version: '26.1', newest: '26.2', behind: 0, source: 'stated by the policy' },
          ['DeviceInformation.plist 10 QueryResponses.osVersion'],
        ],
      ],
    ],
    [
      'device-storage-low',
      'full',
      { ...phone, facts: { storageFreeGB: 0.4 } },
      [
        [
          'at-risk very-low high',
          'device/storage',
          { free: 0.4, min: 1, warn: 2 },
          ['DeviceInformation.plist 16 QueryResponses.storageFreeGB'],
        ],
      ],
    ],
    [
      'device-clock',
      'server',
      { ...mac, ...p({ type: 'com.apple.MCX', timeServer: 'time.example.org' }) },
      [
        [
          'at-risk activation own-server low',
          'profile:com.example.p/com.apple.MCX/timeServer',
          { profile: 'P', identifier: 'com.example.p', payload: 'com.apple.MCX', server: 'time.example.org' },
          ['com.example.p.mobileconfig 7 PayloadContent[0].timeServer'],
        ],
      ],
    ],
    [
      'device-beta-os',
      'beta',
      { ...phone, facts: { betaEnrollment: 'AppleSeed', build: '23C5055a' } },
      [
        [
          'at-risk quality beta medium',
          'device/beta/23C5055a',
          { build: '23C5055a' },
          [
            'DeviceInformation.plist 18 QueryResponses.build',
            'DeviceInformation.plist 16 QueryResponses.betaEnrollment',
          ],
        ],
      ],
    ],
    [
      'device-lost-mode',
      'lost',
      { ...phone, facts: { lostMode: true } },
      [
        [
          'blocked lost critical temporary',
          'device/lost-mode',
          {},
          ['DeviceInformation.plist 16 QueryResponses.lostMode'],
        ],
      ],
    ],
    [
      'setup-facetime-pane',
      'skipped',
      {
        ...phone,
        ...p({
          type: 'com.apple.SetupAssistant.managed',
          SkipSetupItems: ['AppleID', 'iMessageAndFaceTime'],
        }),
      },
      [
        [
          'at-risk activation skipped low managed',
          'profile:com.example.p/com.apple.SetupAssistant.managed/SkipSetupItems',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.SetupAssistant.managed',
            key: 'SkipSetupItems',
            value: '["AppleID","iMessageAndFaceTime"]',
            wanted: 'without iMessageAndFaceTime',
            others: [],
            pane: 'iMessageAndFaceTime',
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].SkipSetupItems'],
        ],
      ],
    ],
    [
      'mac-settings-panes',
      'firewall',
      { ...mac, ...p({ type: 'com.apple.preference.security', dontAllowFireWallUI: true }) },
      [
        ['clear clear low', undefined, {}, []],
        [
          'note firewall-closed',
          undefined,
          { key: 'dontAllowFireWallUI' },
          ['com.example.p.mobileconfig 7 PayloadContent[0].dontAllowFireWallUI'],
        ],
      ],
    ],
  ];

describe('what the device itself says', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
