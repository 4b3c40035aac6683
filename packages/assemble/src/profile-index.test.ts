import type { ListedProfile, Profile, Source } from '@ringcheck/model';
import { joinProfile, ProfileIndex } from './profile-index.js';

const at = { offset: 3, line: 1 };
const uploaded: Profile = {
  identifier: 'org.example.a',
  uuid: 'AA-1',
  displayName: 'A',
  vendorIds: ['jamf:4'],
  encrypted: false,
  signed: false,
  payloads: [],
  document: { path: 'a.mobileconfig', sha256: 'a' },
  at,
} as unknown as Profile;
const listed: ListedProfile = { uuid: 'AA-1', displayName: 'A', channel: { kind: 'device' }, at };
const elsewhere: ListedProfile = { ...listed, at: { offset: 90, line: 7 }, path: 'ProfileList[3]' };
const listing = ({ at: place, path }: ListedProfile): Source => ({
  document: { path: 'list.plist', sha256: 'l' },
  at: place,
  ...(path === undefined ? {} : { path }),
});

/** Another value for every field that counts: a field that is new must be named here to compile. */
const otherwise = {
  identifier: 'org.example.other',
  uuid: 'BB-2',
  displayName: 'Other',
  vendorId: 'jamf:9',
  payloadTypes: ['com.apple.other'],
  encrypted: true,
  isManaged: false,
  removalDisallowed: true,
  viaDeclaration: true,
  installedAt: '2026-01-01T00:00:00Z',
  channel: { kind: 'user', user: 'ana' },
  content: { ...uploaded, identifier: 'org.example.inside' },
} satisfies { readonly [K in Exclude<keyof ListedProfile, 'at' | 'path'>]-?: ListedProfile[K] };

describe('a listed profile joined with its upload', () => {
  it('is the same wherever it is listed, but for the place', () => {
    const index = new ProfileIndex([{ profile: uploaded, receivedAt: '2026-11-01T00:00:00Z' }]);
    const first = joinProfile(listed, listing(listed), index);
    const second = joinProfile(elsewhere, listing(elsewhere), index);
    expect(second.installed).toEqual({ ...first.installed, listing: listing(elsewhere) });
    expect(second.installed.profile).toBe(uploaded);
  });

  it.each(Object.entries(otherwise))(
    'is what an index that saw nothing before makes of another %s',
    (field, value) => {
      const uploads = [{ profile: uploaded, receivedAt: '2026-11-01T00:00:00Z' }];
      const index = new ProfileIndex(uploads);
      const other: ListedProfile = { ...listed, [field]: value };
      const before = joinProfile(listed, listing(listed), index);
      const after = joinProfile(other, listing(other), index);
      expect(after).toEqual(joinProfile(other, listing(other), new ProfileIndex(uploads)));
      expect(joinProfile(listed, listing(listed), index)).toEqual(before);
    },
  );

  it('tells of a version that differs on each device that has it, at its own place', () => {
    const index = new ProfileIndex([{ profile: uploaded, receivedAt: '2026-11-01T00:00:00Z' }]);
    const older = { ...listed, uuid: 'CC-3', identifier: 'org.example.a' };
    const lines = [older, { ...older, at: elsewhere.at }].map((one) => {
      const [note] = joinProfile(one, listing(one), index).notes;
      return [note?.message, note?.evidence[0]?.line];
    });
    expect(lines).toEqual([
      ['version-differs', 1],
      ['version-differs', 7],
    ]);
  });
});
