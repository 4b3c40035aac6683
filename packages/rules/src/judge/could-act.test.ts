import type { Rule } from '../types.js';
import { pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { couldAct } from './could-act.js';

const acts = (read: Rule['reads'][number], spec: PictureSpec): boolean =>
  couldAct({ reads: [read] }, pictureOf(spec));
const restriction = (key: string) => `setting:com.apple.applicationaccess#${key}` as const;
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true, enrolment: 'device' } as const;

describe('what could act on a device', () => {
  it.each<[string, Rule['reads'][number], PictureSpec, boolean]>([
    ['a key of its platform', restriction('allowVideoConferencing'), phone, true],
    [
      'no key of another platform',
      restriction('allowVideoConferencing'),
      { ...phone, platform: 'macOS' },
      false,
    ],
    [
      'on an iPad what acts on iOS',
      restriction('allowVideoConferencing'),
      { ...phone, platform: 'iPadOS' },
      true,
    ],
    [
      'no key that the system is too old for',
      restriction('blockedAppBundleIDs'),
      { ...phone, osVersion: '14.8' },
      false,
    ],
    [
      'a key since its first system',
      restriction('blockedAppBundleIDs'),
      { ...phone, osVersion: '15.0' },
      true,
    ],
    [
      'a key that another system removed later',
      restriction('forceDelayedSoftwareUpdates'),
      { ...phone, osVersion: '26.4' },
      true,
    ],
    [
      'no key that the system no longer knows',
      restriction('forceDelayedSoftwareUpdates'),
      { ...phone, osVersion: '27.0' },
      false,
    ],
    [
      'a key of any age while the system is not known',
      restriction('blockedAppBundleIDs'),
      { platform: 'iOS', isSupervised: true },
      true,
    ],
    [
      'no supervised key on an unsupervised device',
      restriction('allowESIMModification'),
      { ...phone, isSupervised: false },
      false,
    ],
    [
      'a supervised key while nobody says whether it is supervised',
      restriction('allowESIMModification'),
      { platform: 'iOS', osVersion: '18.6', enrolment: 'device' },
      true,
    ],
    [
      'an unsupervised key on an unsupervised device',
      restriction('allowCamera'),
      { ...phone, isSupervised: false },
      true,
    ],
    [
      'a key before the system that wants supervision for it',
      restriction('allowVideoConferencing'),
      { ...phone, osVersion: '12.5', isSupervised: false },
      true,
    ],
    [
      'no key from that system on',
      restriction('allowVideoConferencing'),
      { ...phone, osVersion: '13.0', isSupervised: false },
      false,
    ],
    [
      'no payload until the system that waives supervision for it',
      'payload:com.apple.webcontent-filter',
      { ...phone, osVersion: '15.7', isSupervised: false },
      false,
    ],
    [
      'a payload from that system on',
      'payload:com.apple.webcontent-filter',
      { ...phone, osVersion: '16.0', isSupervised: false },
      true,
    ],
    [
      'a payload while the system that decides about supervision is not known',
      'payload:com.apple.webcontent-filter',
      { platform: 'iOS', isSupervised: false, enrolment: 'device' },
      true,
    ],
    [
      'no key that User Enrollment forbids',
      restriction('allowCamera'),
      { ...phone, enrolment: 'user' },
      false,
    ],
    [
      'a payload that User Enrollment allows',
      'payload:com.apple.wifi.managed',
      { ...phone, enrolment: 'user' },
      true,
    ],
    ['no payload of another platform', 'payload:com.apple.security.firewall', phone, false],
    ['a payload nobody catalogued', 'payload:com.example.own', phone, true],
    ['a key nobody catalogued', 'setting:com.example.own#key', phone, true],
    ['nothing by a fact', 'fact:storageFreeGB', phone, false],
  ])('is %s', (_name, read, spec, expected) => {
    expect(acts(read, spec)).toBe(expected);
  });

  it('is anything while the platform is not known', () => {
    expect(acts(restriction('allowVideoConferencing'), {})).toBe(true);
  });

  it('is enough where one of several could act', () => {
    const reads = [restriction('allowESIMModification'), 'payload:com.apple.wifi.managed'] as const;
    expect(couldAct({ reads }, pictureOf({ ...phone, isSupervised: false }))).toBe(true);
  });
});
