import type { Picture } from '@ringcheck/assemble';
import { pictureOf } from '@ringcheck/testkit';
import type { ScanScope } from '@ringcheck/store';
import { coverOf } from './scope.js';

const bare = pictureOf({ platform: 'iOS', osVersion: '26.1' });

/** A device of a group, with tags. */
function device(group: string | undefined, ...tags: string[]): Picture {
  const known = {
    value: tags,
    source: { document: 'a.csv' },
    basis: 'stated',
    observedAt: '2026-11-21T00:00:00Z',
  };
  return {
    ...bare,
    ...(group === undefined ? {} : { group: { name: group } as NonNullable<Picture['group']> }),
    facts: { ...bare.facts, tags: known as unknown as NonNullable<Picture['facts']['tags']> },
  };
}

describe('the scope of a scan', () => {
  it.each<[string, ScanScope, Picture, boolean]>([
    ['everything, without words', {}, bare, true],
    ['devices named by the plan', { devices: ['serial:A'] }, bare, true],
    ['a group', { groups: ['staff', 'Students'] }, device('students'), true],
    ['not another group', { groups: ['staff'] }, device('students'), false],
    ['no device without a group', { groups: ['*'] }, device(undefined), false],
    ['a tag among others', { tags: ['exam-*'] }, device(undefined, 'lab', 'exam-2'), true],
    ['no device without the tag', { tags: ['exam'] }, bare, false],
    ['both, when both are given', { groups: ['staff'], tags: ['lab'] }, device('staff', 'lab'), true],
    ['not one alone', { groups: ['staff'], tags: ['lab'] }, device('staff'), false],
  ])('covers %s', (_, scope, picture, covered) => {
    expect(coverOf(scope)(picture)).toBe(covered);
  });
});
