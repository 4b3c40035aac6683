import { groupIdentities, groupRecords, supersede, type SourcedRecord } from '@ringcheck/assemble';
import type { DeviceIdentity, DeviceRecord } from '@ringcheck/model';
import fc from 'fast-check';
import { documentOf, emptyTables, fileOf, recordOf, sha256 } from '../samples.js';
import { startTestStore } from '../testing.js';

const at = { offset: 0, line: 1, column: 1 };

/** Few names, so that they meet: merges, contested serial numbers, lists that enrich and never create. */
const some = (...values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const identity = fc
  .record({
    serial: some('S1', 's1 ', 'S2', 'S3', 'S4'),
    udid: some('U-1', 'u1', 'U2', 'U3', 'U4'),
    enrolmentId: some('E1', 'E2'),
    vendorId: some('jamf:1', 'jamf:2', 'jamf:3', 'kandji:1'),
  })
  .map((given): DeviceIdentity =>
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )
  .filter((given) => Object.keys(given).length > 0);
const claims = fc.record(
  {
    name: fc.constantFrom('a', 'b').map((value) => ({ value, at })),
    ssid: fc.constantFrom('x', 'y').map((value) => ({ value, at })),
    site: fc.constantFrom('n').map((value) => ({ value, at })),
  },
  { requiredKeys: [] },
);
const record = fc.record({
  identity,
  creates: fc.boolean(),
  claims,
  night: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});
/** Documents in the order in which they come in, each with whether groups are brought up to date after it. */
const history = fc.array(
  fc.record({ devices: fc.array(record, { minLength: 1, maxLength: 5 }), isTakenIn: fc.boolean() }),
  { minLength: 1, maxLength: 7 },
);

const instantOf = (night: number) => `2026-11-${String(night).padStart(2, '0')}T02:00:00Z`;

describe('groups brought up to date bit by bit', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  interface Told {
    readonly id: string;
    readonly aliases: readonly string[];
    readonly contested: string | undefined;
    readonly records: readonly string[];
  }
  /** What is left to say of a device: who said it, where first, when last, and what. */
  function tell(records: readonly SourcedRecord[]): readonly string[] {
    return supersede(records)
      .map(({ key, receivedAt, record: said }) =>
        [key, said.observedAt ?? new Date(receivedAt).toISOString(), JSON.stringify(said.claims)].join(' '),
      )
      .sort();
  }
  const keyOf = (sha: string, index: number) => `${sha}#${index}`;

  async function stored(): Promise<readonly Told[]> {
    await store.groups.advance(groupIdentities);
    const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device_group WHERE creates');
    const loaded = await store.groups.load(
      rows.map(({ id }) => Number(id)),
      1e9,
    );
    return loaded
      .map(({ id, aliases, contestedSerial, records }) => ({
        id,
        aliases,
        contested: contestedSerial,
        records: tell(
          records.map(({ document, index, ...rest }) => ({
            ...rest,
            document,
            key: keyOf(document.sha256, index),
          })),
        ),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  const rowsOf = async (sql: string): Promise<readonly unknown[]> => (await store.pool.query(sql)).rows;
  /** Where a device is looked for by its group, and whether its past is, as kept and as counted. */
  const kept = () => rowsOf('SELECT snapshot_id, group_id, has_past FROM live_snapshot ORDER BY snapshot_id');
  const counted = () =>
    rowsOf(`SELECT l.snapshot_id, m.group_id, EXISTS (
              SELECT 1 FROM device_snapshot s WHERE s.identity_id = l.identity_id
                AND NOT EXISTS (SELECT 1 FROM live_snapshot n WHERE n.snapshot_id = s.id)) AS has_past
            FROM live_snapshot l JOIN group_member m USING (identity_id) ORDER BY l.snapshot_id`);

  it('are as of all records at once, whatever the order and the steps', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (documents) => {
        await emptyTables(store.pool);
        const all: SourcedRecord[] = [];
        for (const [n, { devices, isTakenIn }] of documents.entries()) {
          const receivedAt = new Date(Date.UTC(2026, 10, 10 + n)).toISOString();
          const records = devices.map((one): DeviceRecord => ({
            ...recordOf(one.identity, one.creates),
            claims: one.claims,
            ...(one.night === undefined ? {} : { observedAt: instantOf(one.night) }),
          }));
          const document = documentOf(`d${n}`, { devices: records });
          const file = fileOf(`d${n}`, `d${n}`);
          const upload = await store.uploads.save({ actor: 'tester', receivedAt, files: [file] });
          await store.documents.save(upload.files[0]?.id ?? 0, {
            decoderVersion: '1',
            documents: [document],
            outcome: () => ({ status: 'ingested', kind: 'jamf-inventory', diagnostics: [] }),
          });
          records.forEach((one, index) =>
            all.push({
              key: keyOf(sha256(`d${n}`), index),
              document: document.ref,
              kind: 'jamf-inventory',
              receivedAt,
              record: one,
            }),
          );
          if (isTakenIn) await store.groups.advance(groupIdentities);
        }
        const byKey = new Map(all.map((one) => [one.key, one]));
        const expected = groupRecords(
          all.map(({ key, record: one }) => ({ key, identity: one.identity, creates: one.creates })),
        ).map((group): Told => ({
          id: group.id,
          aliases: group.aliases,
          contested: group.contestedSerial,
          records: tell(group.keys.flatMap((key) => byKey.get(key) ?? [])),
        }));
        expect(await stored()).toEqual(expected);
        expect(await kept()).toEqual(await counted());
      }),
      { numRuns: 40, interruptAfterTimeLimit: 60_000 },
    );
  });
});
