import type { Picture } from '@ringcheck/assemble';
import { evidenceOf, type Evidence, type Fact, type Source } from '@ringcheck/model';
import { pictureOf, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import type { Read, Rule, RuleNote, RuleResult, Subject } from '../index.js';
import { aNetwork } from '../network/testing.js';
import { alone, facetime, judged, mirror, restrictions, wifi } from './testing.js';

const quiet: InstalledSpec = {
  identifier: 'org.example.quiet',
  payloads: [{ type: restrictions, [facetime]: false }],
};
const campus: InstalledSpec = { identifier: 'org.example.campus', payloads: [{ type: wifi }] };
const phone = {
  platform: 'iOS',
  osVersion: '26.1',
  isSupervised: true,
  enrolment: 'device',
  facts: { lockdownMode: false, timeZone: 'Europe/Berlin' },
  profiles: [quiet, campus],
  network: aNetwork(),
} as const satisfies PictureSpec;
const first = pictureOf(phone);
const { timeZone: _, ...nowhere } = first.facts;

const profiles: readonly Read[] = [`setting:${restrictions}#${facetime}`];
const elsewhere = { document: { path: 'elsewhere.plist', sha256: 'ee' }, at: { offset: 7, line: 2 } };

/** The first device, of which one fact is told otherwise. */
function moved(
  name: 'osVersion' | 'lockdownMode',
  more: Partial<Pick<Fact<unknown>, 'basis' | 'observedAt' | 'source'>>,
): Picture {
  return {
    ...first,
    facts: { ...first.facts, [name]: { ...first.facts[name], ...more } } as Picture['facts'],
  };
}
const stated = moved('osVersion', { basis: 'stated' });
const earlier = { observedAt: '2026-11-19T00:00:00Z' };
const told = (evidence: Evidence): Picture => ({
  ...first,
  network: { ...aNetwork(), evidence: [evidence] },
});
const withWifi = (identifier: string): Picture => ({
  ...first,
  installed: pictureOf({ ...phone, profiles: [quiet, { ...campus, identifier }] }).installed,
});
const withoutWifi: Picture = { ...first, installed: pictureOf({ ...phone, profiles: [quiet] }).installed };
const unread: Picture = {
  ...first,
  installed: pictureOf({
    ...phone,
    profiles: [quiet, { identifier: 'm', content: 'missing', payloadTypes: [wifi] }],
  }).installed,
};

const looks: readonly (readonly [string, readonly Read[], (subject: Subject) => unknown, Picture])[] = [
  [
    'a fact it does not declare',
    [],
    (subject) => subject.fact('timeZone')?.value,
    { ...first, facts: nowhere },
  ],
  ['whose word a condition is', profiles, (subject) => subject.fact('osVersion')?.basis, stated],
  [
    'when a condition was seen',
    profiles,
    (subject) => subject.fact('osVersion')?.observedAt,
    moved('osVersion', earlier),
  ],
  [
    'where a condition stands',
    profiles,
    (subject) => subject.fact('osVersion')?.source.path,
    moved('osVersion', { source: elsewhere }),
  ],
  [
    'when a fact was seen',
    ['fact:lockdownMode'],
    (subject) => subject.fact('lockdownMode')?.observedAt,
    moved('lockdownMode', earlier),
  ],
  [
    'a network',
    [],
    (subject) => subject.network()?.evidence[0]?.value,
    told({ document: 'a.csv', value: 'X' }),
  ],
  [
    'a place',
    profiles,
    (subject) => subject.place(),
    { ...first, place: { known: false, firewallsDescribed: true } },
  ],
  [
    'what placed it',
    ['network'],
    (subject) => subject.network()?.evidence[0]?.value,
    told({ document: 'inventory.csv', line: 4, value: 'Guest' }),
  ],
  [
    'the column that placed it',
    ['network'],
    (subject) => subject.network()?.evidence[0]?.path,
    told({ document: 'inventory.csv', line: 4, path: 'ssid' }),
  ],
  [
    'the profile that placed it',
    ['network'],
    (subject) => subject.network()?.evidence[0]?.profile,
    told({ document: 'inventory.csv', line: 4, profile: 'org.example.wifi' }),
  ],
  ['payloads of a type', profiles, (subject) => subject.payloads(wifi).length, withoutWifi],
  ['settings of a type', profiles, (subject) => subject.settings(wifi, 'HIDDEN_NETWORK').length, withoutWifi],
  ['what is open of a type', profiles, (subject) => subject.undetermined(wifi).length, unread],
  [
    'what is ignored of a type',
    [`payload:${wifi}`],
    (subject) => subject.ignored(restrictions).length,
    withWifi('b'),
  ],
  ['the list of profiles', profiles, (subject) => subject.installed().profiles.length, withoutWifi],
  [
    'what is known of profiles',
    [],
    (subject) => subject.installed().knowledge,
    { ...first, installed: { ...first.installed, knowledge: 'none' } },
  ],
];

const nosy = (reads: readonly Read[], look: (subject: Subject) => unknown): readonly Rule[] => [
  mirror('nosy', reads, (subject) => ({ what: look(subject) })),
];

describe('of a rule that looks, undeclared, at', () => {
  it.each(looks)('%s, each device has its own answer', (_name, reads, look, other) => {
    const rules = nosy(reads, look);
    expect(judged([first, other], rules).said).toBe(alone(other, rules));
    expect(judged([other, first], rules).said).toBe(alone(first, rules));
  });
});

/** What stands in a place of the device: where the network is told, where a fact is read. */
const spilling: readonly (readonly [string, Read, (subject: Subject) => Evidence | undefined])[] = [
  ['where a fact stands', 'fact:lockdownMode', (subject) => placeOf(subject.fact('lockdownMode')?.source)],
  ['where its network is told', 'network', (subject) => subject.network()?.evidence[0]],
];

const placeOf = (source: Source | undefined): Evidence | undefined =>
  source && evidenceOf(source.document, source.at, source.path === undefined ? {} : { path: source.path });

/** Ways to say a text beside a place of the device. */
const ways: Readonly<Record<string, (said: string, place: Evidence) => RuleResult | RuleNote>> = {
  'in its data': (said, place) => ({ ...seen, data: { said }, evidence: [place] }),
  'in what is to change': (said, place) => ({ ...seen, cause: `file:${said}`, evidence: [place] }),
  'as a value': (said, place) => ({ ...seen, evidence: [place, { ...place, value: said }] }),
  'as values': (said, place) => ({ ...seen, evidence: [place, { ...place, value: [said] }] }),
  'inside a path': (said, place) => ({ ...seen, evidence: [place, { ...place, path: `${said}.x` }] }),
  'as a profile': (said, place) => ({ ...seen, evidence: [place, { ...place, profile: said }] }),
  'in a note': (said, place) => ({ note: true, message: 'seen', data: { said }, evidence: [place] }),
};
const seen = { outcome: 'at-risk', message: 'seen', data: {}, evidence: [] } as const;

const spilled = spilling.flatMap(([what, read, look]) =>
  Object.entries(ways).map(([how, way]) => [what, how, read, look, way] as const),
);

describe('of a rule that says', () => {
  const other: Picture = {
    ...moved('lockdownMode', { source: { ...elsewhere, path: 'Other[3]' } }),
    network: { ...aNetwork(), evidence: [{ document: 'other.csv', line: 9, value: 'Campus' }] },
  };

  it.each(spilled)('%s %s, each device has its own answer', (_what, _how, read, look, way) => {
    const rule: Rule = {
      ...mirror('spilling', [read], () => ({ what: '' })),
      evaluate: (subject) => {
        const place = look(subject);
        return place === undefined ? [] : [way(place.document, place), way(place.path ?? '', place)];
      },
    };
    expect(judged([first, other], [rule]).said).toBe(alone(other, [rule]));
    expect(judged([other, first], [rule]).said).toBe(alone(first, [rule]));
  });

  it('the same twice in other places, each device has its own answer', () => {
    const rule: Rule = {
      ...mirror('twice', ['fact:lockdownMode', 'fact:betaEnrollment'], () => ({ what: '' })),
      evaluate: (subject) =>
        (['lockdownMode', 'betaEnrollment'] as const).flatMap((name) => {
          const place = placeOf(subject.fact(name)?.source);
          return place === undefined ? [] : [{ ...seen, evidence: [place] }];
        }),
    };
    const one = pictureOf({ ...phone, facts: { lockdownMode: false, betaEnrollment: '' } });
    const { lockdownMode, betaEnrollment } = one.facts;
    if (lockdownMode === undefined || betaEnrollment === undefined) throw new Error('both are known');
    const swapped: Picture = {
      ...one,
      facts: {
        ...one.facts,
        lockdownMode: { ...lockdownMode, source: betaEnrollment.source },
        betaEnrollment: { ...betaEnrollment, source: lockdownMode.source },
      },
    };
    expect(judged([one, swapped], [rule]).said).toBe(alone(swapped, [rule]));
  });
});
