import { anInstalledProfile, type InstalledSpec } from '@ringcheck/testkit';
import { causeOf, channelScope, controlOf, listingEvidence, profileData, profileKey } from './profile.js';

const profile = (spec: Partial<InstalledSpec> = {}) =>
  anInstalledProfile({ identifier: 'com.example.a', isManaged: null, ...spec });

describe('controlOf', () => {
  it.each<[string, Partial<InstalledSpec>, ReturnType<typeof controlOf>]>([
    ['installed by the MDM server', { isManaged: true }, 'managed'],
    [
      'installed by the MDM server, whatever it says of removal',
      { isManaged: true, removalDisallowed: false },
      'managed',
    ],
    ['installed by hand', { isManaged: false }, undefined],
    ['installed by hand and not removable', { isManaged: false, removalDisallowed: true }, 'managed'],
    ['removable by its own word', { removalDisallowed: false }, undefined],
    ['not removable by its own word', { removalDisallowed: true }, 'managed'],
    ['silent on both', {}, 'managed'],
    [
      'removed by the system on a date',
      { isManaged: true, removalDate: '2027-01-01T00:00:00Z' },
      'temporary',
    ],
    ['removed by the system after a while', { isManaged: true, durationUntilRemoval: 3600 }, 'temporary'],
  ])('of a profile %s', (_name, spec, control) => {
    expect(controlOf(profile(spec))).toBe(control);
  });
});

describe('names of a profile', () => {
  it('prefer what the admin sees', () => {
    expect(profileData(profile({ displayName: 'Exam' }))).toEqual({
      profile: 'Exam',
      identifier: 'com.example.a',
    });
    expect(profileData(profile())).toEqual({ profile: 'com.example.a', identifier: 'com.example.a' });
  });

  it('fall back on the UUID, and say when there is none', () => {
    const { identifier: _identifier, ...rest } = profile({ content: 'missing', uuid: 'U-1' });
    expect(profileKey(rest)).toBe('profile:U-1');
    const { uuid: _uuid, ...bare } = rest;
    expect(profileData(bare)).toEqual({ profile: 'unnamed profile', identifier: 'not stated' });
  });

  it('make a cause with payload and key', () => {
    expect(causeOf(profile(), 'com.acme', 'key')).toBe('profile:com.example.a/com.acme/key');
    expect(causeOf(profile(), 'com.acme')).toBe('profile:com.example.a/com.acme');
  });
});

describe('channelScope', () => {
  it('narrows to the user of a user channel only', () => {
    expect(channelScope({ kind: 'user', user: 'ana' })).toBe('user:ana');
    expect(channelScope({ kind: 'device' })).toBeUndefined();
  });
});

describe('listingEvidence', () => {
  it('points to where the profile is listed, by its identifier or its name', () => {
    const { document, at, path } = profile().listing;
    expect(listingEvidence(profile())).toEqual({
      document: document.path,
      sha256: document.sha256,
      profile: 'com.example.a',
      path,
      line: at.line,
      column: at.column,
      offset: at.offset,
    });
    const { identifier: _identifier, ...named } = profile({ content: 'missing', displayName: 'Exam' });
    expect(listingEvidence(named).profile).toBe('Exam');
  });
});
