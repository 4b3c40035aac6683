import {
  buildWorld,
  type InstalledProfile,
  type Picture,
  type PlacedNetwork,
  type SavedServiceStatus,
} from '@ringcheck/assemble';
import { parseFirewall, recogniseFirewall } from '@ringcheck/firewall';
import type { Profile } from '@ringcheck/model';
import { defaultPolicy, type Attestation, type Policy } from '@ringcheck/policy';
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

const rules = '-A FORWARD -j ACCEPT';

function networkNamed(name: string, file?: string): PlacedNetwork {
  const { policy } = parseFirewall(rules, recogniseFirewall(rules));
  const document = { path: 'f.rules', sha256: file ?? '' };
  return {
    definition: { name, match: {}, firewall: [], at: { offset: 0 } },
    firewalls: file === undefined || policy === undefined ? [] : [{ document, policy }],
    missingFirewalls: [],
    placedBy: 'cidr',
    evidence: [],
  };
}

function judge(picture: Picture, last?: FingerprintRow, bench = new Bench(worldOf())) {
  const device = { groupId: 7, picture, sourcesDiffer: false, documents: new Set<string>() };
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

  it('is due again with every newer age where its sources differ', () => {
    const device = {
      groupId: 7,
      picture: pictureOf(spec),
      sourcesDiffer: true,
      documents: new Set<string>(),
    };
    const { judged } = judgeChunk(new Bench(worldOf()), [device], new Map());
    expect(judged).toEqual([{ groupId: 7, agesMatter: true }]);
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

  const world = worldOf();
  const [listed] = picture.installed.profiles;
  if (listed === undefined) throw new Error('no profile');
  const withProfiles = (...profiles: readonly InstalledProfile[]): string =>
    fingerprintOf(world, { ...picture, installed: { ...picture.installed, profiles } });

  /** Another value for every field: a field that is new must be named here to compile. */
  const otherwise: Required<Omit<InstalledProfile, 'listing'>> = {
    identifier: 'com.example.other',
    uuid: 'OTHER',
    displayName: 'Other',
    channel: { kind: 'user', user: 'ana' },
    payloadTypes: ['com.apple.other'],
    isManaged: false,
    removalDisallowed: true,
    installedAt: '2026-01-01T00:00:00Z',
    viaDeclaration: true,
    declaration: { reasons: [] },
    content: 'encrypted',
    profile: { ...(listed.profile as Profile), document: { path: 'a', sha256: 'other' } },
    joinedBy: 'display-name',
    uuidDiffers: true,
  };

  it.each(Object.entries(otherwise))('is another where %s of a profile is %j', (name, value) => {
    const before = withProfiles(listed);
    expect(withProfiles({ ...listed, [name]: value })).not.toBe(before);
    expect(withProfiles({ ...listed })).toBe(before);
  });

  it('tells twenty profiles of one name apart, again and again', () => {
    const channels = Array.from({ length: 20 }, (_, n) => ({ kind: 'user', user: `user ${n}` }) as const);
    const printAll = () => channels.map((channel) => withProfiles({ ...listed, channel: { ...channel } }));
    const first = printAll();
    expect(new Set(first).size).toBe(20);
    expect(printAll()).toEqual(first);
  });

  it('is that of another worker, which has seen nothing of the device before', () => {
    const copy = JSON.parse(JSON.stringify(picture)) as Picture;
    expect(print(copy, JSON.parse(JSON.stringify(defaultPolicy)) as Policy)).toBe(print(picture));
  });

  it('is another with profiles in another order', () => {
    const second = { ...listed, uuid: 'SECOND' };
    expect(withProfiles(listed, second)).not.toBe(withProfiles(second, listed));
  });

  it('does not take one fact for another of the same value', () => {
    const named = (facts: NonNullable<PictureSpec['facts']>) => print(pictureOf({ ...spec, facts }));
    expect(named({ ssid: 'x' })).not.toBe(named({ site: 'x' }));
    expect(named({ storageFreeGB: 1 })).not.toBe(named({ storageTotalGB: 1 }));
  });

  it('is another where one fact has another basis, whichever it is', () => {
    const { facts } = pictureOf({ ...spec, facts: { ssid: 'x', site: 'y', storageFreeGB: 1 } });
    const names = Object.keys(facts) as (keyof typeof facts)[];
    const prints = names.map((name) => {
      const fact = facts[name];
      if (fact === undefined) throw new Error('no fact');
      return print({ ...picture, facts: { ...facts, [name]: { ...fact, basis: 'stated' } } });
    });
    expect(new Set([print({ ...picture, facts }), ...prints]).size).toBe(names.length + 1);
  });

  it.each<[string, Partial<Picture>]>([
    ['another answer', { attestations: [{ question: 'ask-focus' } as Attestation] }],
    ['a copy of the status feed', { serviceStatus: [{ receivedAt: now } as SavedServiceStatus] }],
    ['another file of the policy', { policyDocument: { path: 'b', sha256: 'b' } }],
    ['another place', { place: { known: true, firewallsDescribed: true } }],
    ['a list of another kind', { installed: { ...picture.installed, managedOnly: true } }],
    ['a note', { notes: [{ ruleId: 'facts', message: 'contradiction', data: {}, evidence: [] }] }],
    ['a network', { network: networkNamed('campus') }],
  ])('is another with %s', (_, part) => {
    expect(print({ ...picture, ...part })).not.toBe(print(picture));
  });

  it('is another in another network, and by another file of its firewall', () => {
    const prints = [
      networkNamed('campus'),
      networkNamed('depot'),
      networkNamed('campus', 'a'),
      networkNamed('campus', 'b'),
      { ...networkNamed('campus'), placedBy: 'ssid' as const },
    ].map((network) => print({ ...picture, network }));
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('is another under another policy', () => {
    const strict = { ...defaultPolicy, thresholds: { ...defaultPolicy.thresholds, storageWarnGB: 5 } };
    expect(print(picture, strict)).not.toBe(print(picture));
  });
});
