import type { InstalledProfile } from '@ringcheck/assemble';
import { pictureOf } from '@ringcheck/testkit';
import { Kinds } from './kinds.js';
import { Numbers } from './numbers.js';

const [first] = pictureOf({
  platform: 'iOS',
  profiles: [{ identifier: 'org.example.a', payloads: [{ type: 'com.apple.applicationaccess' }] }],
}).installed.profiles;
const [second] = pictureOf({
  platform: 'iOS',
  profiles: [{ identifier: 'org.example.b', payloads: [{ type: 'com.apple.wifi.managed' }] }],
}).installed.profiles;

/** Another value for every field: a field that is new must be named here to compile. */
const otherwise = {
  identifier: 'org.example.other',
  uuid: 'OTHER',
  displayName: 'Other',
  channel: { kind: 'user', user: 'ana' },
  payloadTypes: ['com.apple.other'],
  isManaged: false,
  removalDisallowed: false,
  installedAt: '2026-01-01T00:00:00Z',
  viaDeclaration: true,
  declaration: { active: true, valid: 'valid', reasons: [] },
  content: 'encrypted',
  profile: second?.profile,
  joinedBy: 'vendor-id',
  uuidDiffers: true,
} satisfies { [K in Exclude<keyof InstalledProfile, 'listing'>]: InstalledProfile[K] | undefined };

describe('the kind of an installed profile', () => {
  const base = first as InstalledProfile;

  it.each(Object.entries(otherwise))('is another one where its %s is', (field, value) => {
    const kinds = new Kinds(new Numbers());
    expect(value).toBeDefined();
    expect(kinds.of({ ...base, [field]: value })).not.toBe(kinds.of(base));
  });

  it('is the same wherever it is listed, and another where no path is told', () => {
    const kinds = new Kinds(new Numbers());
    const { path: _, ...pathless } = { ...base.listing, path: 'a' };
    const elsewhere = { document: { path: 'b.plist', sha256: 'b' }, at: { offset: 9 }, path: 'b' };
    expect(kinds.of({ ...base, listing: elsewhere })).toBe(
      kinds.of({ ...base, listing: { ...elsewhere, path: 'c' } }),
    );
    expect(kinds.of({ ...base, listing: pathless })).not.toBe(kinds.of({ ...base, listing: elsewhere }));
  });

  it('tells an empty name from none', () => {
    const kinds = new Kinds(new Numbers());
    const { uuid: _, ...nameless } = base;
    expect(kinds.of({ ...nameless, uuid: '' })).not.toBe(kinds.of(nameless));
  });
});
