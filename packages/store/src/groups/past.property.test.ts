import {
  agesMatter,
  assembleDevice,
  buildWorld,
  groupIdentities,
  groupRecords,
  recordKey,
  type Picture,
  type SourcedRecord,
} from '@ringcheck/assemble';
import {
  differInSince,
  documentKinds,
  type DeviceIdentity,
  type DeviceRecord,
  type Fact,
} from '@ringcheck/model';
import { defaultPolicy } from '@ringcheck/policy';
import fc from 'fast-check';
import { transaction } from '../database/pool.js';
import { documentOf, emptyTables, fileOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { StoredGroup, StoredRecord } from '../types.js';
import { markGroupsJudged } from './judged.js';

/** Three names of one device, and another device. */
const identities: readonly DeviceIdentity[] = [
  { serial: 'C02FAKE00001' },
  { serial: 'C02FAKE00001', udid: 'FAKE-0001' },
  { udid: 'FAKE-0001' },
  { serial: 'C02FAKE00002' },
];
const kinds = documentKinds.slice(0, 2);

interface Saying {
  readonly who: number;
  readonly basis: 'reported' | 'device-answer';
  readonly build?: string | undefined;
  readonly number?: string | undefined;
  readonly name?: string | undefined;
  /** Undefined: the report does not say when it was made. */
  readonly night?: number | undefined;
}
const saying: fc.Arbitrary<Saying> = fc.record({
  who: fc.nat({ max: identities.length - 1 }),
  basis: fc.constantFrom('reported' as const, 'device-answer' as const),
  build: fc.option(fc.constantFrom('23A1', '23B2'), { nil: undefined }),
  number: fc.option(fc.constantFrom('+491510000000', '+491510000001'), { nil: undefined }),
  name: fc.constantFrom('a', 'b', undefined),
  night: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 6, nil: undefined }),
});
interface Export {
  readonly kind: number;
  readonly says: readonly Saying[];
  /** Whether groups are brought up to date after it, and what is due is judged. */
  readonly isTakenIn: boolean;
}
/** Exports in the order they come in, which need not be that of the nights they tell of. */
const exports: fc.Arbitrary<readonly Export[]> = fc.array(
  fc.record({
    kind: fc.nat({ max: 1 }),
    says: fc.array(saying, { minLength: 1, maxLength: 4 }),
    isTakenIn: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
);

const two = (n: number) => String(n).padStart(2, '0');
/** Each export has its lines elsewhere: evidence of one in the words of another would show. */
function recordOf({ who, basis, build, number, name, night }: Saying, line: number): DeviceRecord {
  const at = { offset: line * 100, line, column: 1 };
  return {
    identity: identities[who] ?? {},
    creates: true,
    basis,
    ...(night === undefined ? {} : { observedAt: `2026-11-${two(night)}T02:00:00Z` }),
    claims: {
      ...(build === undefined ? {} : { build: { value: build, at } }),
      ...(number === undefined ? {} : { subscriptions: { value: [{ phoneNumber: number }], at } }),
      ...(name === undefined ? {} : { name: { value: name, at } }),
    },
    at,
  };
}

const world = buildWorld({
  now: '2026-11-30T00:00:00Z',
  policy: defaultPolicy,
  profiles: [],
  serviceStatus: [],
  appBlockers: [],
  vpnConfigs: [],
  firewalls: [],
});

const sourced = (stored: StoredRecord): SourcedRecord => ({
  ...stored,
  key: recordKey(stored.document.sha256, stored.index),
});
/** As the worker makes it of what the store reads. */
const pictureOf = (group: StoredGroup): Picture =>
  assembleDevice(world, group, [...group.records, ...group.past].map(sourced));

const changing = ({ facts }: Picture) => {
  const { build, subscriptions, buildSince, linesSince } = facts;
  return { build, subscriptions, buildSince, linesSince };
};
/** Without ages, which move with every export and make nothing due. */
const said = (picture: Picture) =>
  Object.entries(changing(picture)).map(([name, fact]: [string, Fact<unknown> | undefined]) => [
    name,
    fact?.value,
    fact?.source,
  ]);

describe('since when a device has its build and its lines', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  async function save({ kind, says }: Export, n: number): Promise<readonly SourcedRecord[]> {
    const name = `d${n}`;
    const receivedAt = new Date(Date.UTC(2026, 10, 3 + n, 2)).toISOString();
    const devices = says.map((one, index) => recordOf(one, (n + 1) * 10 + index));
    const document = documentOf(name, { kind: kinds[kind] ?? 'unknown', devices, receivedAt });
    const upload = await store.uploads.save({ actor: 'tester', receivedAt, files: [fileOf(name, name)] });
    await store.documents.save(upload.files[0]?.id ?? 0, {
      decoderVersion: '1',
      documents: [document],
      outcome: () => ({ status: 'ingested', kind: document.kind, diagnostics: [] }),
    });
    return devices.map((record, index) => ({
      key: recordKey(document.ref.sha256, index),
      document: document.ref,
      kind: document.kind,
      receivedAt,
      record,
    }));
  }

  /** What the CLI says, which reads all records at once. */
  function ofAll(all: readonly SourcedRecord[]): ReadonlyMap<string, Picture> {
    const byKey = new Map(all.map((one) => [one.key, one]));
    const groups = groupRecords(
      all.map(({ key, record }) => ({ key, identity: record.identity, creates: record.creates })),
    );
    return new Map(
      groups.map((group) => [
        group.id,
        assembleDevice(
          world,
          group,
          group.keys.flatMap((key) => byKey.get(key) ?? []),
        ),
      ]),
    );
  }

  async function load(sql: string): Promise<readonly StoredGroup[]> {
    const { rows } = await store.pool.query<{ id: string }>(sql);
    return store.groups.load(
      rows.map(({ id }) => Number(id)),
      1e9,
    );
  }
  /** Take in what came, and judge what is due. */
  async function scan(judged: Map<string, unknown>): Promise<void> {
    await store.groups.advance(groupIdentities);
    const due = await load('SELECT group_id AS id FROM group_dirty');
    const pictures = due.map((group) => ({ group, picture: pictureOf(group) }));
    for (const { picture } of pictures) judged.set(picture.id, said(picture));
    await transaction(store.pool, (client) =>
      markGroupsJudged(
        client,
        pictures.map(({ group: { groupId, records }, picture }) => ({
          groupId,
          agesMatter: agesMatter(picture) || differInSince(records),
        })),
        { epoch: 1, watermark: 1e9 },
      ),
    );
  }

  async function check(history: readonly Export[]): Promise<void> {
    await emptyTables(store.pool);
    const all: SourcedRecord[] = [];
    const judged = new Map<string, unknown>();
    for (const [n, one] of history.entries()) {
      all.push(...(await save(one, n)));
      if (one.isTakenIn) await scan(judged);
    }
    await scan(judged);
    const expected = ofAll(all);
    const stored = new Map(
      (await load('SELECT id FROM device_group')).map((group) => [group.id, pictureOf(group)]),
    );
    const each = <T>(pictures: ReadonlyMap<string, Picture>, of: (picture: Picture) => T) =>
      [...expected.keys()].map((id) => [id, of(pictures.get(id) ?? ({ facts: {} } as Picture))]);
    expect(each(stored, changing)).toEqual(each(expected, changing));
    expect([...expected.keys()].map((id) => [id, judged.get(id)])).toEqual(each(expected, said));
  }

  const who = { who: 0, basis: 'reported' } as const;
  const nightly = (kind: number, build: string, ...nights: readonly number[]): readonly Export[] =>
    nights.map((night) => ({ kind, says: [{ ...who, build, night }], isTakenIn: true }));
  const lines = (kind: number, number: string, ...nights: readonly number[]): readonly Export[] =>
    nights.map((night) => ({ kind, says: [{ ...who, number, night }], isTakenIn: true }));
  it.each<readonly [string, readonly Export[]]>([
    ['one source that never changes', nightly(0, '23A1', 1, 2, 3)],
    ['two sources that agree', [...nightly(0, '23A1', 1, 2, 3), ...nightly(1, '23A1', 2, 4)]],
    ['two sources of two builds', [...nightly(0, '23A1', 1, 2), ...nightly(1, '23B2', 3, 4, 5)]],
    ['two sources of two lines', [...lines(0, '+491', 1, 2), ...lines(1, '+492', 3, 4, 5)]],
    [
      'a device that changed back',
      [...nightly(0, '23A1', 1), ...nightly(0, '23B2', 2, 3), ...nightly(0, '23A1', 4, 5)],
    ],
    ['a source whose first report came last', [...nightly(0, '23B2', 5, 4), ...nightly(1, '23A1', 2, 3)]],
    [
      'a report of another build between, that came last',
      nightly(0, '23B2', 3, 5).concat(nightly(1, '23A1', 1, 4)),
    ],
    [
      'a report that does not say when it was made',
      [
        ...nightly(0, '23B2', 1),
        ...nightly(1, '23A1', 2),
        { kind: 0, says: [{ ...who, build: '23B2' }], isTakenIn: true },
      ],
    ],
  ])('is told as of all reports at once: %s', async (_, history) => {
    await check(history);
  });

  it('is told as of all reports at once, whoever made them, whenever they came in and were judged', async () => {
    await fc.assert(fc.asyncProperty(exports, check), { numRuns: 40, interruptAfterTimeLimit: 60_000 });
  });
});
