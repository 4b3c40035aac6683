import { evidenceOf, get, toJson } from '@ringcheck/model';
import { aProfile, dateOf, pictureOf, restrictions, secret, templated, valueOf } from './index.js';

describe('builders', () => {
  it('keeps a fact that is not given absent', () => {
    const picture = pictureOf({ platform: 'iOS', facts: { tags: [] } });
    expect(picture.facts.platform?.value).toBe('iOS');
    expect(picture.facts.isSupervised).toBeUndefined();
    expect(Object.keys(picture.facts)).toEqual(['platform', 'tags']);
  });

  it('turns plain JavaScript into values in order', () => {
    const value = valueOf({ a: 1, b: [1.5, 'x', false], c: { d: null } });
    expect(toJson(value)).toEqual({ a: 1, b: [1.5, 'x', false], c: { d: null } });
    expect(get(value, 'a')?.type).toBe('integer');
  });

  it('makes the values JavaScript has no word for', () => {
    const value = valueOf({ t: templated('{{x}}'), s: secret(), d: dateOf('2026-01-01T00:00:00Z') });
    expect(toJson(value)).toEqual({
      t: { $templated: '{{x}}' },
      s: { $secret: true },
      d: { $date: '2026-01-01T00:00:00Z' },
    });
  });

  it('gives every payload its own place in the document', () => {
    const profile = aProfile({
      identifier: 'com.example.a',
      payloads: [{ type: 't.one', x: 1 }, { type: 't.two' }],
    });
    expect(profile.payloads.map((payload) => payload.path)).toEqual([
      'PayloadContent[0]',
      'PayloadContent[1]',
    ]);
    const lines = profile.payloads.map((payload) => payload.at.line ?? 0);
    expect(lines[1]).toBeGreaterThan(lines[0] ?? 0);
    expect(evidenceOf(profile.document, profile.at).document).toBe('com.example.a.mobileconfig');
  });

  it('gives an installed profile content only when it is known', () => {
    const picture = pictureOf({
      profiles: [
        { identifier: 'a', payloads: [{ type: 't' }] },
        { identifier: 'b', content: 'missing', channel: 'ana' },
      ],
    });
    const [known, missing] = picture.installed.profiles;
    expect(known?.profile?.identifier).toBe('a');
    expect(known?.payloadTypes).toEqual(['t']);
    expect(missing?.profile).toBeUndefined();
    expect(missing?.channel).toEqual({ kind: 'user', user: 'ana' });
  });

  it('writes a Restrictions reply with the path of each value', () => {
    const reply = restrictions({ booleans: { allowCamera: false }, unions: { x: ['y'] } });
    expect(reply.booleans[0]?.path).toBe('GlobalRestrictions.restrictedBool.allowCamera');
    expect(reply.unions[0]?.value).toEqual(['y']);
    expect(reply.empty).toBe(false);
  });
});
