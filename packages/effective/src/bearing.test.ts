import { bearingOf, type Bearing } from './index.js';
import { anInstalledProfile, type InstalledSpec } from '@ringcheck/testkit';

const restrictions = 'com.apple.applicationaccess';
const preferences = 'com.apple.ManagedClient.preferences';
const carried = [
  'com.apple.applicationaccess',
  'com.apple.applicationaccess.new',
  'com.apple.security.firewall',
  'com.apple.familycontrols.timelimits.v2',
  'com.northpolesec.santa',
  'com.google.santa',
];

/** Types sorted, then whether a note may come of it. */
function bearing(spec: Partial<InstalledSpec>): readonly [readonly string[] | 'any', boolean] {
  const { types, isNoteworthy }: Bearing = bearingOf(anInstalledProfile({ identifier: 'P', ...spec }));
  return [types === 'any' ? types : [...types].sort(), isNoteworthy];
}

describe('what a profile that can be read bears on', () => {
  it('is the types of its payloads, and notes where the catalogue knows one of them', () => {
    expect(bearing({ payloads: [{ type: restrictions }, { type: 'com.example.agent' }] })).toEqual([
      [restrictions, 'com.example.agent'],
      true,
    ]);
    expect(bearing({ payloads: [{ type: 'com.example.agent', colour: 'red' }] })).toEqual([
      ['com.example.agent'],
      false,
    ]);
    expect(bearing({ payloads: [] })).toEqual([[], false]);
  });

  it('is also the payload a misplaced restriction belongs to', () => {
    expect(
      bearing({ payloads: [{ type: 'com.apple.wifi.managed', allowVideoConferencing: false }] }),
    ).toEqual([[restrictions, 'com.apple.wifi.managed'], true]);
  });

  it('is a note where the profile goes by itself or a device reports on it', () => {
    const payloads = [{ type: 'com.example.agent' }];
    const types = ['com.example.agent'];
    expect(bearing({ payloads, removalDate: '2026-12-01T00:00:00Z' })).toEqual([types, true]);
    expect(bearing({ payloads, durationUntilRemoval: 60 })).toEqual([types, true]);
    expect(bearing({ payloads, declaration: { reasons: [] } })).toEqual([types, true]);
  });
});

describe('what a profile that nobody can read bears on', () => {
  it.each(['missing', 'encrypted'] as const)(
    'is what its listing names where its content is %s',
    (content) => {
      expect(bearing({ content, payloadTypes: [restrictions, 'com.apple.wifi.managed'] })).toEqual([
        [restrictions, 'com.apple.wifi.managed'],
        false,
      ]);
    },
  );

  it('is what its listing names, not what stands in the clear beside what is encrypted', () => {
    const payloads = [{ type: 'com.apple.wifi.managed' }];
    expect(bearing({ encrypted: true, payloads, payloadTypes: [restrictions] })).toEqual([
      [restrictions],
      false,
    ]);
  });

  it('is anything where the listing names no types', () => {
    expect(bearing({ content: 'missing' })).toEqual(['any', false]);
    expect(bearing({ content: 'missing', payloadTypes: [] })).toEqual(['any', false]);
  });

  it('is nothing where it is the enrolment, unless a declaration is only called so', () => {
    const enrolment = { content: 'missing', displayName: 'MDM Profile' } as const;
    expect(bearing(enrolment)).toEqual([[], false]);
    expect(bearing({ ...enrolment, declaration: { reasons: [] } })).toEqual(['any', false]);
  });

  it('is every domain that managed preferences can carry, beside what is listed', () => {
    expect(bearing({ content: 'missing', payloadTypes: [preferences, 'com.example.agent'] })).toEqual([
      [preferences, 'com.example.agent', ...carried].sort(),
      false,
    ]);
  });
});
