import { buildWorld, type Picture } from '@ringcheck/assemble';
import { defaultPolicy, type Policy } from '@ringcheck/policy';
import { pictureOf, type PictureSpec } from '@ringcheck/testkit';
import type { FingerprintRow } from '@ringcheck/store';
import { fingerprintOf } from './fingerprint.js';
import { Bench, judgeChunk } from './judge-chunk.js';

const now = '2026-11-21T12:00:00.000Z';
const tomorrow = '2026-11-22T12:00:00.000Z';
const worldOf = (policy: Policy = defaultPolicy) => buildWorld({ now, policy, profiles: [], firewalls: [] });

const spec: PictureSpec = {
  platform: 'iOS',
  osVersion: '26.1',
  isSupervised: true,
  facts: { storageFreeGB: 0.5 },
  profiles: [
    {
      identifier: 'com.example.no-calls',
      payloads: [{ type: 'com.apple.applicationaccess', allowVideoConferencing: false }],
    },
  ],
};

function judge(picture: Picture, last?: FingerprintRow, bench = new Bench(worldOf())) {
  const device = { groupId: 7, picture, documents: new Set<string>() };
  return judgeChunk(bench, [device], new Map(last === undefined ? [] : [[picture.id, last]]));
}

/** What a scan keeps of the picture. */
function keptOf(picture: Picture): FingerprintRow {
  const [result] = judge(picture).devices;
  if (result?.fingerprint === undefined) throw new Error('the device was not judged');
  const { fingerprint, reviewAt } = result;
  return { publicId: picture.id, fingerprint, ...(reviewAt === undefined ? {} : { reviewAt }) };
}

describe('a device of a chunk', () => {
  it('is judged when nothing is kept of it', () => {
    const { devices, unchanged, judged } = judge(pictureOf(spec));
    expect(devices.map(({ verdict }) => verdict)).toEqual(['blocked']);
    expect([unchanged, judged]).toEqual([[], [{ groupId: 7, agesMatter: false }]]);
  });

  it('is left alone when it is as it was', () => {
    const picture = pictureOf(spec);
    const { devices, unchanged } = judge(picture, keptOf(picture));
    expect([devices, unchanged]).toEqual([[], [picture.id]]);
  });

  it('is judged when its review is due, and when it has grown due earlier than was kept', () => {
    const picture = pictureOf(spec);
    const kept = keptOf(picture);
    expect(judge(picture, { ...kept, reviewAt: now }).devices).toHaveLength(1);
    expect(judge(picture, { ...kept, reviewAt: tomorrow }).devices).toHaveLength(0);
    expect(judge({ ...picture, freshUntil: tomorrow }, kept).devices).toHaveLength(1);
  });

  it('keeps the review that is due first', () => {
    const picture = { ...pictureOf(spec), freshUntil: tomorrow };
    expect(judge(picture).judged).toEqual([{ groupId: 7, agesMatter: false, reviewAt: tomorrow }]);
  });
});

describe('the fingerprint of a device', () => {
  const print = (picture: Picture, policy?: Policy) => fingerprintOf(worldOf(policy), picture);
  const picture = pictureOf(spec);

  it('is the same wherever and whenever the same was said', () => {
    const moved = JSON.parse(JSON.stringify(picture).replaceAll('"line":', '"line":9')) as Picture;
    const later = pictureOf({ ...spec, factsAt: '2026-11-20T00:00:00Z' });
    expect(print({ ...moved, installed: picture.installed })).toBe(print(picture));
    expect(print({ ...later, installed: picture.installed })).toBe(print(picture));
  });

  it.each<[string, Picture]>([
    ['a fact', pictureOf({ ...spec, facts: { storageFreeGB: 0.6 } })],
    ['a fact less', pictureOf({ ...spec, facts: {} })],
    ['a profile less', pictureOf({ ...spec, profiles: [] })],
    ['another name', { ...picture, aliases: ['udid:1'] }],
    ['another group', { ...picture, group: { name: 'staff' } as NonNullable<Picture['group']> }],
    ['something stale', { ...picture, stale: [{ what: 'facts', observedAt: '2026-01-01T00:00:00Z' }] }],
    [
      'the device answering for itself',
      pictureOf({ ...spec, restrictions: { booleans: { allowCamera: false } } }),
    ],
  ])('is another with %s', (_, other) => {
    expect(print(other)).not.toBe(print(picture));
  });

  it('is another under another policy', () => {
    const strict = { ...defaultPolicy, thresholds: { ...defaultPolicy.thresholds, storageWarnGB: 5 } };
    expect(print(picture, strict)).not.toBe(print(picture));
  });
});
