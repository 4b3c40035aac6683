import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice, readsProfiles, rules, type DeviceEvaluation } from '../index.js';
import { anyMac, anyTv, anyVision, noteOf, sorted, supervisedPhone, told, type Expected } from './testing.js';

const type = 'com.apple.applicationaccess';
const evaluate = (picture: PictureSpec): DeviceEvaluation =>
  evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
const restricting = (
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({ identifier, payloads: [{ type, ...keys }], ...more });

const phone = { facts: supervisedPhone } satisfies PictureSpec;
const unsupervised = { facts: { ...supervisedPhone, isSupervised: false } } satisfies PictureSpec;
const userEnrolled = {
  facts: { ...supervisedPhone, isSupervised: false, enrolment: 'user' },
} satisfies PictureSpec;
const vision = (osVersion: string): PictureSpec => ({ facts: { ...anyVision, osVersion } });
const off = { allowVideoConferencing: false };
const on = { allowVideoConferencing: true };
const noFaceTime = restricting(off);

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '1: an unsupervised iPhone ignores allowVideoConferencing false, and the report says so',
    picture: { ...unsupervised, profiles: [noFaceTime] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['restriction-facetime: ignored-not-supervised'],
    },
  },
  {
    name: '2: the same iPhone is blocked when its own Restrictions answer says so',
    picture: { ...unsupervised, profiles: [noFaceTime], restrictions: { booleans: off } },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.a'] },
      notes: ['resolve: device-answer-differs'],
    },
  },
  {
    name: '3: a supervised iPhone with allowVideoConferencing false is blocked',
    picture: { ...phone, profiles: [noFaceTime] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.a (critical)'] },
    },
  },
  {
    name: '4: an unsupervised iPhone with iOS 12.5 is blocked',
    picture: {
      facts: { ...unsupervised.facts, osVersion: '12.5', productName: 'iPhone7,2' },
      profiles: [noFaceTime],
    },
    expected: { verdict: 'blocked', rules: { 'restriction-facetime': ['blocked by com.example.a'] } },
  },
  {
    name: '5: an iPhone in User Enrollment ignores the key',
    picture: { ...userEnrolled, profiles: [noFaceTime] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['restriction-facetime: ignored-user-enrolment'],
    },
  },
  {
    name: '6: a Mac never knew the key',
    picture: { facts: anyMac, profiles: [noFaceTime] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['not-applicable'] },
      notes: ['restriction-facetime: ignored-platform'],
    },
  },
  {
    name: '7: an Apple TV never knew the key',
    picture: { facts: anyTv, profiles: [noFaceTime] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['not-applicable'] },
      notes: ['restriction-facetime: ignored-platform'],
    },
  },
  {
    name: '8: a Vision Pro with visionOS 1.3 does not know the key yet',
    picture: { ...vision('1.3'), profiles: [noFaceTime] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['restriction-facetime: ignored-os-too-old'],
    },
  },
  {
    name: '8: a Vision Pro with visionOS 2.0 is blocked',
    picture: { ...vision('2.0'), profiles: [noFaceTime] },
    expected: { verdict: 'blocked', rules: { 'restriction-facetime': ['blocked by com.example.a'] } },
  },
  {
    name: '9: of two profiles the one that forbids wins and is named, and managing a key twice is noted',
    picture: { ...phone, profiles: [restricting(on), restricting(off, 'com.example.b')] },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.b'] },
      notes: ['resolve: key-set-twice'],
    },
  },
  {
    name: '10: a profile that the system has removed and the device no longer lists blocks nothing',
    picture: { ...phone, profiles: [restricting(on)] },
    expected: { verdict: 'clear', rules: { 'restriction-facetime': ['clear'] } },
  },
  {
    name: '10: a list older than the removal date does not hold the profile in force',
    picture: {
      ...phone,
      profiles: [restricting(on), restricting(off, 'com.example.b', { removalDate: '2026-11-20T20:00:00Z' })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['restriction-facetime: ignored-removed-by-date'],
    },
  },
  {
    name: '11: a profile past its expiration date goes on blocking, with a warning',
    picture: {
      ...phone,
      profiles: [
        restricting(on),
        restricting(off, 'com.example.b', { expirationDate: '2026-01-01T00:00:00Z' }),
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.b'] },
      notes: ['resolve: key-set-twice', 'resolve: profile-expired'],
    },
  },
  {
    name: '12: an explicit allowVideoConferencing true is what the device does anyway',
    picture: { ...phone, profiles: [restricting(on)] },
    expected: { verdict: 'clear', rules: { 'restriction-facetime': ['clear'] } },
  },
  {
    name: '13: the text "false" in the place of a boolean is unknown, never silently clear',
    picture: { ...phone, profiles: [restricting({ allowVideoConferencing: 'false' })] },
    expected: {
      verdict: 'unknown',
      rules: { 'restriction-facetime': ['unknown by com.example.a'] },
      notes: ['resolve: key-wrong-type'],
    },
  },
  {
    name: '14: the right key in the wrong payload does nothing, and is noted once',
    picture: {
      ...phone,
      profiles: [
        {
          identifier: 'com.example.a',
          payloads: [{ type: 'com.apple.mobiledevice.passwordpolicy', ...off }],
        },
      ],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['resolve: key-wrong-payload'],
    },
  },
  {
    name: '15: a misspelt key does nothing, and is noted once',
    picture: { ...phone, profiles: [restricting({ AllowVideoConferencing: false })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['resolve: key-misspelt'],
    },
  },
  {
    name: '16: a camera ban inside managed preferences of a Mac takes the video, with less confidence',
    picture: {
      facts: anyMac,
      profiles: [
        {
          identifier: 'com.example.a',
          payloads: [
            {
              type: 'com.apple.ManagedClient.preferences',
              PayloadContent: {
                [type]: { Forced: [{ mcx_preference_settings: { allowCamera: false } }] },
              },
            },
          ],
        },
      ],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
      notes: ['restriction-camera: lower-confidence'],
    },
  },
  {
    name: '17: a profile the device does not list is not in force',
    picture: { ...phone, profiles: [] },
    expected: { verdict: 'clear', rules: { 'restriction-facetime': ['clear'] } },
  },
  {
    name: '18: a profile whose uploaded copy differs is judged by that copy, and marked',
    picture: {
      ...phone,
      profiles: [restricting(off, 'com.example.a', { uuidDiffers: true })],
      notes: [
        { ruleId: 'join', message: 'version-differs', data: { profile: 'com.example.a' }, evidence: [] },
      ],
    },
    expected: {
      verdict: 'blocked',
      rules: { 'restriction-facetime': ['blocked by com.example.a'] },
      notes: ['join: version-differs'],
    },
  },
  {
    name: '20: allowChat false is about iMessage',
    picture: { ...phone, profiles: [restricting({ allowChat: false })] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['facetime-look-alikes: messages-only'],
    },
  },
  {
    name: '21: allowVideoConferencingRemoteControl false refuses remote control in a call only, as a note says',
    picture: {
      facts: { ...supervisedPhone, osVersion: '18.4' },
      profiles: [restricting({ allowVideoConferencingRemoteControl: false })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-facetime': ['clear'] },
      notes: ['restriction-facetime: remote-control-only'],
    },
  },
  {
    name: '22: allowCallRecording false is about recording',
    picture: {
      facts: { ...supervisedPhone, osVersion: '18.4' },
      profiles: [restricting({ allowCallRecording: false })],
    },
    expected: { verdict: 'clear', rules: { 'restriction-facetime': ['clear'] } },
  },
];

describe('A. restrictions: is the key in force?', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    expect(told(evaluate(picture), expected)).toEqual(sorted(expected));
  });

  it('2: the words say that the restriction was carried over from before iOS 13', () => {
    const { findings } = evaluate({
      ...unsupervised,
      profiles: [noFaceTime],
      restrictions: { booleans: off },
    });
    expect(findings.map(({ message }) => message)).toEqual(['carried-over']);
  });

  it('17: a profile known only by assignment leaves the device unknown, with what would be', () => {
    const evaluation = evaluate({
      ...phone,
      profiles: [noFaceTime],
      installed: { knowledge: 'assigned', basis: 'assigned' },
    });
    expect([evaluation.verdict, evaluation.expected]).toEqual(['unknown', 'blocked']);
    expect(noteOf(evaluation, 'ignored-assigned-only')?.data).toMatchObject({ profile: 'com.example.a' });
  });

  it('19: an encrypted profile leaves unknown what it could hold', () => {
    const evaluation = evaluate({
      ...phone,
      profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }],
    });
    const expected = rules
      .filter((rule) => rule.platforms.includes('iOS') && readsProfiles(rule))
      .map(({ id }) => id);
    const unknown = evaluation.findings.filter(({ outcome }) => outcome === 'unknown');
    expect(evaluation.verdict).toBe('unknown');
    expect(evaluation.findings).toEqual(unknown);
    expect(unknown.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['restriction-facetime', 'restriction-camera', 'kiosk-app-lock']),
    );
    expect(expected).toEqual(expect.arrayContaining(unknown.map(({ ruleId }) => ruleId)));
    expect(evaluation.gaps).toEqual([expect.objectContaining({ key: 'profile:com.example.sealed' })]);
  });
});
