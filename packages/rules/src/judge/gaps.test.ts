import type { Undetermined, UndeterminedReason } from '@ringcheck/effective';
import { anInstalledProfile } from '@ringcheck/testkit';
import { shortText } from './setting.js';
import { gapOf } from './unreadable.js';

const profile = anInstalledProfile({ identifier: 'com.example.a', displayName: 'Exam' });
const open = (reason: UndeterminedReason): Undetermined => ({
  reason,
  profile,
  channel: { kind: 'device' },
  evidence: { document: 'a' },
});

describe('what would settle a setting that is open', () => {
  it.each<[UndeterminedReason, string, string, string]>([
    ['supervision-unknown', 'fact:isSupervised', 'Whether the device is supervised', 'IsSupervised'],
    ['os-unknown', 'fact:osVersion', 'The OS version of the device', 'OSVersion'],
    ['platform-unknown', 'fact:platform', 'What kind of device it is', 'ProductName'],
    ['enrolment-unknown', 'fact:enrolment', 'How the device is enrolled', 'ManagementStatus'],
    ['shared-ipad-unknown', 'fact:isSharedIpad', 'Whether the iPad is a Shared iPad', 'IsMultiUser'],
    ['wrong-type', 'profile:com.example.a', 'Profile "Exam" (com.example.a)', 'Correct the value'],
    ['templated', 'profile:com.example.a', 'Profile "Exam" (com.example.a)', 'variables filled in'],
    ['content-encrypted', 'profile:com.example.a', 'Profile "Exam" (com.example.a)', 'without encryption'],
    ['content-missing', 'profile:com.example.a', 'Profile "Exam" (com.example.a)', '.mobileconfig'],
  ])('is, for %s, %s', (reason, key, title, how) => {
    const gap = gapOf(open(reason));
    expect([gap.key, gap.title]).toEqual([key, title]);
    expect(gap.how).toContain(how);
  });
});

describe('a value in a sentence', () => {
  it('is shown as it is up to 120 characters, and cut behind', () => {
    expect([shortText('text'), shortText(['a', 'b']), shortText(7)]).toEqual(['text', '["a","b"]', '7']);
    expect(shortText('x'.repeat(120))).toBe('x'.repeat(120));
    expect(shortText('x'.repeat(121))).toBe(`${'x'.repeat(117)}...`);
  });
});
