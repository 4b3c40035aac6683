import type { ProfileRestrictions } from '@ringcheck/model';
import { pictureOf, type InstalledSpec } from '@ringcheck/testkit';
import { resolve } from './index.js';

const at = { offset: 9, line: 7 };
const stated = (identifier: string, key: string, value: boolean): ProfileRestrictions => ({
  identifier,
  booleans: [{ key, value, at, path: `ProfileRestrictions.${identifier}.restrictedBool.${key}.value` }],
  numbers: [],
  intersections: [],
  unions: [],
});
const noCamera = (allowCamera: boolean, more: Partial<InstalledSpec> = {}): InstalledSpec => ({
  identifier: 'com.example.a',
  payloads: [{ type: 'com.apple.applicationaccess', allowCamera }],
  ...more,
});

function notes(profile: InstalledSpec, answers: readonly ProfileRestrictions[], camera = false) {
  const picture = pictureOf({
    platform: 'iOS',
    osVersion: '26.1',
    isSupervised: true,
    profiles: [profile],
    restrictions: { booleans: { allowCamera: camera } },
  });
  const { restrictions } = picture;
  if (restrictions === undefined) throw new Error('the picture has a reply');
  const reply = { ...restrictions.reply, profiles: answers };
  const { notes: found } = resolve(
    { ...picture, restrictions: { ...restrictions, reply } },
    { isPast: () => false },
  );
  return found.filter(({ message }) => message.startsWith('profile-answer'));
}

describe("the device's word on single profiles", () => {
  it('needs no note where it says what was uploaded', () => {
    expect(notes(noCamera(false), [stated('com.example.a', 'allowCamera', false)])).toEqual([]);
  });

  it('is noted with both sides where it differs', () => {
    expect(notes(noCamera(true), [stated('com.example.a', 'allowCamera', false)])).toMatchObject([
      {
        message: 'profile-answer-differs',
        data: { profile: 'com.example.a', key: 'allowCamera', answer: false, uploaded: true },
        evidence: [{ line: 7 }, { value: true }],
      },
    ]);
  });

  it('is noted where the uploaded profile restricts and the device does not say so', () => {
    expect(notes(noCamera(false), [stated('com.example.a', 'allowChat', true)])).toMatchObject([
      { data: { key: 'allowCamera', answer: 'not set', uploaded: false } },
    ]);
  });

  it('names the profile nobody uploaded', () => {
    const missing = noCamera(false, { content: 'missing' });
    expect(notes(missing, [stated('com.example.a', 'allowCamera', false)])).toMatchObject([
      { message: 'profile-answer-names', data: { profile: 'com.example.a', key: 'allowCamera' } },
    ]);
  });

  it('on a profile the device does not list, or on keys without bearing, is no note', () => {
    expect(notes(noCamera(false), [stated('com.example.gone', 'allowCamera', false)])).toEqual([]);
    const both = [
      { ...stated('com.example.a', 'allowCamera', false), unions: [] },
      stated('__proto__', 'allowCamera', true),
    ];
    expect(notes(noCamera(false), both)).toEqual([]);
  });
});
