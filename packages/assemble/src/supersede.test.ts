import fc from 'fast-check';
import type { DeviceRecord, DocumentKind, FactClaims } from '@ringcheck/model';
import type { SourcedRecord } from './merge-facts.js';
import { supersede } from './supersede.js';

const at = { offset: 0, line: 1, column: 1 };
const night = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T02:00:00Z`;

function said(
  n: number,
  over: Partial<DeviceRecord>,
  kind: DocumentKind = 'jamf-inventory',
  key = `doc${n}`,
): SourcedRecord {
  return {
    key,
    document: { path: `${key}.json`, sha256: key },
    kind,
    receivedAt: night(n),
    record: { identity: { serial: 'XFAK1' }, creates: true, basis: 'reported', claims: {}, at, ...over },
  };
}
const facts = (n: number, claims: FactClaims, kind?: DocumentKind, key?: string): SourcedRecord =>
  said(n, { claims }, kind, key);
const name = (value: string): FactClaims => ({ name: { value, at } });
/** What is left: path, age and facts of each. */
const left = (...records: readonly SourcedRecord[]) =>
  supersede(records)
    .map(
      ({ document, receivedAt, record }) =>
        `${document.path} ${receivedAt} ${Object.keys(record.claims).join()}`,
    )
    .sort();

describe('records of one device', () => {
  it('of one source are replaced by newer ones', () => {
    expect(left(facts(1, name('a')), facts(2, name('b')), facts(3, name('c')))).toEqual([
      `doc3.json ${night(3)} name`,
    ]);
  });

  it('that say the same keep the first place and the last time', () => {
    expect(left(facts(3, name('a')), facts(1, name('a')), facts(2, name('a')))).toEqual([
      `doc1.json ${night(3)} name`,
    ]);
  });

  it('say again what was said before something else, from its first place', () => {
    expect(left(facts(1, name('a')), facts(2, name('b')), facts(3, name('a')))).toEqual([
      `doc1.json ${night(3)} name`,
    ]);
  });

  it('keep what newer ones do not speak of, and only that', () => {
    const both = { ...name('a'), ssid: { value: 'Campus', at } };
    expect(left(facts(1, both), facts(2, name('b')))).toEqual([
      `doc1.json ${night(1)} ssid`,
      `doc2.json ${night(2)} name`,
    ]);
  });

  it('are replaced by several newer ones together', () => {
    const both = { ...name('a'), ssid: { value: 'Campus', at } };
    expect(left(facts(1, both), facts(2, name('b')), facts(3, { ssid: { value: 'Lab', at } }))).toEqual([
      `doc2.json ${night(2)} name`,
      `doc3.json ${night(3)} ssid`,
    ]);
  });

  it('of one time stand side by side', () => {
    expect(left(facts(1, name('a'), undefined, 'x'), facts(1, name('b'), undefined, 'y'))).toHaveLength(2);
  });

  it.each<[string, SourcedRecord]>([
    ['another kind of document', facts(2, name('b'), 'inventory-csv')],
    ['another basis', said(2, { claims: name('b'), basis: 'device-answer' })],
    ['another vendor', said(2, { claims: name('b'), identity: { vendorId: 'kandji:1' } })],
    ['other facts', facts(2, { osVersion: { value: '26.1', at } })],
  ])('are not replaced by %s', (_what, newer) => {
    expect(left(facts(1, name('a')), newer)).toHaveLength(2);
  });

  it('keep the profile list beside an answer about security, and lists of two channels', () => {
    const listing = (user?: string, ...ids: string[]): NonNullable<DeviceRecord['profiles']> => ({
      basis: 'device-answer',
      channel: user === undefined ? { kind: 'device' } : { kind: 'user', user },
      profiles: ids.map((identifier) => ({ identifier, channel: { kind: 'device' }, at })),
      at,
    });
    const live = supersede([
      said(1, { profiles: listing() }, 'mdm-profile-list', 'list'),
      said(2, { profiles: listing('anna') }, 'mdm-profile-list', 'anna'),
      facts(3, { isSupervised: { value: true, at } }, 'mdm-security-info', 'security'),
      said(4, { profiles: listing(undefined, 'com.example.new') }, 'mdm-profile-list', 'newer'),
    ]);
    expect(live.map(({ key }) => key).sort()).toEqual(['anna', 'newer', 'security']);
  });

  it('keep a full Restrictions reply that an empty one follows', () => {
    const reply = (empty: boolean) => ({
      booleans: [],
      numbers: [],
      intersections: [],
      unions: [],
      empty,
      at,
    });
    const live = supersede([
      said(1, { restrictions: reply(false) }, 'mdm-restrictions'),
      said(2, { restrictions: reply(true) }, 'mdm-restrictions'),
    ]);
    expect(live.filter(({ record }) => record.restrictions?.empty === false)).toHaveLength(1);
  });

  it('are the same set in any order, and after a second time', () => {
    const all = [1, 2, 3, 4].flatMap((n) => [
      facts(n, { ...name(`n${n % 2}`), ...(n < 3 ? { ssid: { value: 'Campus', at } } : {}) }),
      facts(n, name('csv'), 'inventory-csv', `csv${n}`),
    ]);
    const once = left(...all);
    expect(left(...[...all].reverse())).toEqual(once);
    expect(left(...supersede(all))).toEqual(once);
  });

  it('grow no note from a fleet sent every night', () => {
    const nights = Array.from({ length: 30 }, (_, n) => facts(n + 1, name(`day ${n}`)));
    expect(supersede(nights)).toHaveLength(1);
  });

  it('with a time that is none are older than all others', () => {
    const broken = { ...facts(1, name('a')), receivedAt: 'yesterday' };
    expect(left(broken, facts(2, name('b')))).toEqual([`doc2.json ${night(2)} name`]);
  });

  it('are left alike whether few records or many stand beside them', () => {
    const others = Array.from({ length: 9 }, (_, index) => facts(index, name('x')));
    const claims = fc.constantFrom<FactClaims>(name('a'), name('b'), { ssid: { value: 'Campus', at } }, {});
    const record = fc
      .tuple(
        fc.integer({ min: 1, max: 3 }),
        claims,
        fc.constantFrom<DocumentKind>('inventory-csv', 'unknown'),
      )
      .chain(([n, claimed, kind]) => {
        const told = facts(n, claimed, kind);
        const { kind: _kind, ...withoutKind } = told;
        return fc.constantFrom<SourcedRecord>(told, ...(kind === 'unknown' ? [withoutKind] : []));
      });
    const textsOf = (records: readonly SourcedRecord[]): readonly string[] =>
      records.filter(({ kind }) => kind !== 'jamf-inventory').map((each) => JSON.stringify(each));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 5 }), (records) => {
        const many = textsOf(supersede([...records, ...others]));
        expect([...textsOf(supersede(records))].sort()).toEqual([...many].sort());
      }),
      { numRuns: 500 },
    );
  });
});
