import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice, judgeCompliance, type DeviceEvaluation } from '../index.js';
import { anyMac, noteOf, sorted, supervisedPhone, told, type Expected } from './testing.js';

const evaluate = (picture: PictureSpec): DeviceEvaluation =>
  evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
const installed = (
  type: string,
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
): InstalledSpec => ({ identifier, payloads: [{ type, ...keys }] });
const noFaceTime = installed('com.apple.applicationaccess', { allowVideoConferencing: false });
const noCamera = installed('com.apple.applicationaccess', { allowCamera: false });
const camera = (Allowed: boolean, identifier?: string) =>
  installed(
    'com.apple.TCC.configuration-profile-policy',
    { Services: { Camera: [{ Identifier: 'com.apple.FaceTime', IdentifierType: 'bundleID', Allowed }] } },
    identifier,
  );

const phone = (facts: PictureSpec['facts'] = {}): PictureSpec => ({
  facts: { ...supervisedPhone, ...facts },
});
const mac = { facts: anyMac } satisfies PictureSpec;
const { isSupervised: _supervised, ...phoneOfUnknownSupervision } = supervisedPhone;
const { lockdownMode: _lockdown, ...phoneSilentOnLockdown } = supervisedPhone;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '153: where the device was not ready to answer, older data stay and their age is told',
    picture: {
      ...phone(),
      profiles: [noFaceTime],
      installed: { observedAt: '2026-11-01T08:00:00Z' },
      stale: [{ what: 'profiles', observedAt: '2026-11-01T08:00:00Z' }],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.a'] },
      notes: ['facts: facts-stale'],
    },
  },
  {
    name: '154: the empty Restrictions answer of a Mac says nothing',
    picture: { ...mac, profiles: [noCamera], restrictions: { empty: true } },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
    },
  },
  {
    name: '155: a list of managed profiles only does not show those installed by hand',
    picture: { ...phone(), profiles: [noFaceTime], installed: { managedOnly: true } },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.a'] },
      notes: ['facts: listing-managed-only'],
    },
  },
  {
    name: '157: whether the iPhone is supervised decides and is not known',
    picture: { facts: phoneOfUnknownSupervision, profiles: [noFaceTime] },
    expected: {
      verdict: 'unknown',
      rules: { 'restriction-facetime': ['unknown by com.example.a'] },
    },
  },
  {
    name: '158: Lost Mode blocks until it is switched off',
    picture: phone({ lostMode: true }),
    expected: { verdict: 'blocked', rules: { 'device-lost-mode': ['blocked (critical)'] } },
  },
  {
    name: '159: Do Not Disturb may silence calls that come in',
    picture: phone({ doNotDisturb: true }),
    expected: { verdict: 'at-risk', rules: { 'device-do-not-disturb': ['at-risk incoming (low)'] } },
  },
  {
    name: '160: Lockdown Mode refuses calls from strangers',
    picture: phone({ osVersion: '27.0', lockdownMode: true }),
    expected: { verdict: 'limited', rules: { 'device-lockdown-mode': ['limited incoming'] } },
  },
  {
    name: '161: iOS 18 does not report Lockdown Mode, which is a question to the user and no finding',
    picture: { facts: { ...phoneSilentOnLockdown, osVersion: '18.6' } },
    expected: { verdict: 'clear', rules: { 'device-lockdown-mode': ['not-applicable'] } },
  },
  {
    name: '162: time limits that are switched off limit nothing',
    picture: {
      ...mac,
      profiles: [
        installed('com.apple.familycontrols.timelimits.v2', {
          familyControlsEnabled: false,
          'time-limits': { 'weekday-allowance': { enabled: true, rangeType: 0, secondsPerDay: 60 } },
        }),
      ],
    },
    expected: { verdict: 'clear', rules: {} },
  },
  {
    name: '163: a Mac without notifications of FaceTime may not show calls that come in',
    picture: {
      ...mac,
      profiles: [
        installed('com.apple.notificationsettings', {
          NotificationSettings: [{ BundleIdentifier: 'com.apple.FaceTime', NotificationsEnabled: false }],
        }),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'notifications-facetime': ['at-risk incoming by com.example.a'] },
    },
  },
  {
    name: '164: privacy preferences can deny the camera and not allow it',
    picture: { ...mac, profiles: [camera(true)] },
    expected: {
      verdict: 'clear',
      rules: { 'privacy-facetime': ['clear'] },
      notes: ['privacy-facetime: allow-does-nothing'],
    },
  },
  {
    name: '165: of a denial and a permission the denial counts',
    picture: { ...mac, profiles: [camera(true), camera(false, 'com.example.b')] },
    expected: {
      verdict: 'at-risk',
      rules: { 'privacy-facetime': ['at-risk video by com.example.b'] },
      notes: ['privacy-facetime: allow-does-nothing'],
    },
  },
  {
    name: '167: a profile the user has still to install acts only once the device lists it',
    picture: { ...phone(), profiles: [] },
    expected: { verdict: 'clear', rules: { 'restriction-facetime': ['clear'] } },
  },
  {
    name: '170: energy-saver settings in com.apple.MCX are no finding about the clock',
    picture: {
      ...mac,
      profiles: [
        installed('com.apple.MCX', {
          'com.apple.EnergySaver.portable.ACPower': { 'System Sleep Timer': 0, 'Display Sleep Timer': 30 },
        }),
      ],
    },
    expected: { verdict: 'clear', rules: {} },
  },
  {
    name: '171: a phone without any finding is clear, and nothing about it stays unknown',
    picture: phone(),
    expected: { verdict: 'clear', rules: {} },
  },
  {
    name: '172: two independent blockers are both told',
    picture: {
      ...phone(),
      profiles: [
        noFaceTime,
        installed('com.apple.app.lock', { App: { Identifier: 'com.acme.pos' } }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: {
        'restriction-facetime': ['blocked by com.example.a'],
        'kiosk-app-lock': ['blocked by com.example.b'],
      },
    },
  },
];

describe('J. data quality', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    expect(told(evaluate(picture), expected)).toEqual(sorted(expected));
  });

  it('153: stale data prove nothing about a device that must not ring', () => {
    const stale = evaluate({
      ...phone(),
      profiles: [noFaceTime],
      stale: [{ what: 'profiles', observedAt: '2026-11-01T08:00:00Z' }],
    });
    expect(judgeCompliance(stale, { intent: 'prohibited', waivedRules: [] })?.compliance).toBe(
      'undetermined',
    );
  });

  it('154: without a list of profiles the empty answer leaves a Mac unknown', () => {
    const { verdict } = evaluate({ ...mac, installed: { knowledge: 'none' }, restrictions: { empty: true } });
    expect(verdict).toBe('unknown');
  });

  it('156: a device in User Enrollment goes by its enrolment', () => {
    const evaluation = evaluate(phone({ isSupervised: false, enrolment: 'user' }));
    expect([evaluation.id, evaluation.verdict]).toEqual(['enrolment:TESTDEVICE01', 'clear']);
  });

  it('157: the supervised twin is blocked, the unsupervised one is not', () => {
    const verdicts = [true, false].map(
      (isSupervised) => evaluate({ ...phone({ isSupervised }), profiles: [noFaceTime] }).verdict,
    );
    expect(verdicts).toEqual(['blocked', 'clear']);
  });

  it('157: what would decide is named', () => {
    const { gaps } = evaluate({ facts: phoneOfUnknownSupervision, profiles: [noFaceTime] });
    expect(gaps.map(({ key }) => key)).toEqual(['fact:isSupervised']);
  });

  it('158: Lost Mode does not last, so it keeps nobody from ringing for good', () => {
    const lost = evaluate(phone({ lostMode: true }));
    expect(judgeCompliance(lost, { intent: 'prohibited', waivedRules: [] })).toMatchObject({
      compliance: 'non-compliant',
      leaks: [{ why: 'temporary', ruleId: 'device-lost-mode' }],
    });
  });

  it('171: every rule that applies gave an answer', () => {
    const { coverage } = evaluate(phone());
    expect(coverage.decided).toBe(coverage.applicable);
  });

  it('172: removing one of two blockers frees nobody', () => {
    const second = installed('com.apple.app.lock', { App: { Identifier: 'com.acme.pos' } }, 'com.example.b');
    expect(evaluate({ ...phone(), profiles: [second] }).verdict).toBe('blocked');
    expect(evaluate({ ...phone(), profiles: [noFaceTime] }).verdict).toBe('blocked');
  });

  it('172: the age of the data is told in the note', () => {
    const stale = evaluate({ ...phone(), stale: [{ what: 'profiles', observedAt: '2026-11-01T08:00:00Z' }] });
    expect(noteOf(stale, 'facts-stale')?.data).toMatchObject({ what: 'profiles' });
  });
});
