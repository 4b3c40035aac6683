import type { AppliedBlocker } from '@ringcheck/assemble';
import type { AppBlocker } from '@ringcheck/model';
import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { told } from '../testing.js';

const at = { offset: 90, line: 7, column: 5 };
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true, enrolment: 'device' } as const;
const R = 'com.apple.applicationaccess';
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});
const nobody = { devices: [], groups: [], hasOther: false };
const blocker = (more: Partial<AppBlocker>): AppliedBlocker => ({
  document: { path: 'restricted.xml', sha256: 'ab' },
  applies: 'yes',
  blocker: {
    vendor: 'jamf',
    by: 'Restricted Software of Jamf Pro',
    name: 'No calls',
    compares: 'process',
    pattern: 'FaceTime',
    match: 'exact',
    ends: true,
    scope: { ...nobody, all: true, isStated: true, exclusions: nobody },
    at,
    path: 'restricted_software.general.process_name',
    ...more,
  },
});

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'kiosk-app-lock',
      'locked',
      { ...phone, ...p({ type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } }) },
      [
        [
          'blocked other-app critical managed',
          'profile:com.example.p/com.apple.app.lock/App',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.app.lock',
            app: 'com.example.pos',
          },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
    [
      'kiosk-autonomous-lock',
      'all three',
      {
        ...phone,
        ...p({
          type: R,
          autonomousSingleAppModePermittedAppIDs: ['com.example.b', 'com.apple.facetime', 'com.example.a'],
          forceClassroomUnpromptedAppAndDeviceLock: true,
        }),
      },
      [
        ['clear clear low', undefined, {}, []],
        [
          'note may-lock',
          undefined,
          { apps: ['com.example.a', 'com.example.b'], key: 'autonomousSingleAppModePermittedAppIDs' },
          ['com.example.p.mobileconfig 7 PayloadContent[0].autonomousSingleAppModePermittedAppIDs'],
        ],
        [
          'note teacher-may-lock',
          undefined,
          { key: 'forceClassroomUnpromptedAppAndDeviceLock' },
          ['com.example.p.mobileconfig 12 PayloadContent[0].forceClassroomUnpromptedAppAndDeviceLock'],
        ],
      ],
    ],
    [
      'kiosk-autonomous-lock',
      'a Mac',
      {
        ...mac,
        ...p({
          type: 'com.apple.asam',
          AllowedApplications: [
            { BundleIdentifier: 'com.example.b', TeamIdentifier: 'X' },
            { BundleIdentifier: 'com.example.a', TeamIdentifier: 'X' },
            {},
          ],
        }),
      },
      [
        ['clear clear low', undefined, {}, []],
        [
          'note may-lock-mac',
          undefined,
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.asam',
            apps: ['com.example.a', 'com.example.b'],
          },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
    [
      'kiosk-autonomous-lock',
      'a Mac without entries',
      { ...mac, ...p({ type: 'com.apple.asam' }) },
      [['clear clear low', undefined, {}, []]],
    ],
    [
      'mac-app-blocker',
      'an item ends it',
      { ...mac, appBlockers: [blocker({})] },
      [
        [
          'blocked item-ends critical managed',
          'app-blocker:jamf/No calls',
          {
            by: 'Restricted Software of Jamf Pro',
            item: 'No calls',
            compares: 'process',
            pattern: 'FaceTime',
          },
          ['restricted.xml 7 restricted_software.general.process_name'],
        ],
      ],
    ],
    [
      'mac-app-blocker',
      'an item of the app',
      { ...mac, appBlockers: [blocker({ pattern: 'FaceTime.app' })] },
      [
        [
          'blocked item-ends critical managed',
          'app-blocker:jamf/No calls',
          {
            by: 'Restricted Software of Jamf Pro',
            item: 'No calls',
            compares: 'process',
            pattern: 'FaceTime.app',
          },
          ['restricted.xml 7 restricted_software.general.process_name'],
        ],
      ],
    ],
    [
      'mac-app-blocker',
      'an item that only tells',
      { ...mac, appBlockers: [blocker({ ends: false })] },
      [
        ['clear clear critical', undefined, {}, []],
        [
          'note item-only-tells',
          undefined,
          {
            by: 'Restricted Software of Jamf Pro',
            item: 'No calls',
            compares: 'process',
            pattern: 'FaceTime',
          },
          ['restricted.xml 7 restricted_software.general.process_name'],
        ],
      ],
    ],
    [
      'mac-app-blocker',
      'an item that only tells, perhaps',
      { ...mac, appBlockers: [{ ...blocker({ ends: false }), applies: 'unknown' }] },
      [['clear clear critical', undefined, {}, []]],
    ],
    [
      'mac-app-blocker',
      'an item of unknown scope',
      { ...mac, appBlockers: [{ ...blocker({}), applies: 'unknown' }] },
      [
        [
          'unknown item-scope-unknown critical',
          'app-blocker:jamf/No calls',
          {
            by: 'Restricted Software of Jamf Pro',
            item: 'No calls',
            compares: 'process',
            pattern: 'FaceTime',
          },
          ['restricted.xml 7 restricted_software.general.process_name'],
        ],
      ],
    ],
    [
      'mac-app-blocker',
      'a pattern',
      { ...mac, appBlockers: [blocker({ match: 'regex', pattern: `.*facetime.*${'x'.repeat(128)}` })] },
      [
        [
          'at-risk item-perhaps high',
          'app-blocker:jamf/No calls',
          {
            by: 'Restricted Software of Jamf Pro',
            item: 'No calls',
            compares: 'process',
            pattern:
              '.*facetime.*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...',
          },
          ['restricted.xml 7 restricted_software.general.process_name'],
        ],
      ],
    ],
    [
      'mac-app-blocker',
      'Santa',
      {
        ...mac,
        ...p({
          type: 'com.northpolesec.santa',
          ClientMode: 1,
          BlockedPathRegex: '^/System/Applications/.*' + 'x'.repeat(130),
        }),
      },
      [
        [
          'at-risk path-pattern high managed',
          'profile:com.example.p/com.northpolesec.santa/BlockedPathRegex',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.northpolesec.santa',
            rule: '^/System/Applications/.*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
          },
          ['com.example.p.mobileconfig 4 PayloadContent[0]'],
        ],
      ],
    ],
  ];

describe('what locks and blockers say', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
