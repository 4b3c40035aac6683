import { groupIdentities } from '@ringcheck/assemble';
import type { DeviceRecord } from '@ringcheck/model';
import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { parseBlobKey } from '../blobs/blob-key.js';
import { documentOf, fileOf, recordOf, sha256 } from '../samples.js';
import { openStore, type Store } from '../store.js';
import { startTestDatabase, type TestDatabase } from '../testing.js';
import { migrate } from './migrate.js';
import { readMigrations } from './migrations.js';
import { applyMigrations } from './schema-engine.js';

const name = '20261122010000_stored_snapshots_and_groups';
const at = { offset: 12, line: 3, column: 4 };

const listed: DeviceRecord = {
  ...recordOf({ serial: ' xfak0001', udid: '00008103-aa', vendorId: 'jamf:mobile-1' }),
  observedAt: '2026-11-01T00:00:00Z',
  claims: {
    name: { value: 'Büro “1”\n', at, path: '[0].name' },
    storageFreeGB: { value: 12.5, at },
    subscriptions: { value: [{ iccid: '8949', isRoaming: false }], at },
  },
  profiles: {
    basis: 'device-answer',
    managedOnly: true,
    channel: { kind: 'user', user: 'anna' },
    profiles: [
      { identifier: 'com.example.a', uuid: 'aa-1', displayName: 'A', channel: { kind: 'device' }, at },
      { displayName: '', vendorId: 'jamf:4', channel: { kind: 'device' }, at },
    ],
    at,
    path: '[0].profiles',
  },
  restrictions: {
    booleans: [{ key: 'allowCamera', value: true, at, path: 'x' }],
    numbers: [],
    intersections: [],
    unions: [],
    empty: false,
    at,
  },
  placement: { group: 'staff', network: 'campus' },
};
const again: DeviceRecord = { ...listed, observedAt: '2026-11-02T00:00:00Z' };
const hostile: DeviceRecord = {
  ...recordOf({ serial: 'XFAK0003' }),
  claims: { name: { value: 'a\u0000b\ud800', at } },
};
const bought: DeviceRecord = recordOf({ serial: 'XFAK0002' }, false);

/** A record as the version before kept it. */
const oldRow = (documentId: number, index: number, record: DeviceRecord) => [
  documentId,
  index,
  record.creates,
  record.identity.serial ?? null,
  record.identity.udid ?? null,
  record.identity.enrolmentId ?? null,
  record.identity.vendorId ?? null,
  JSON.stringify(record),
];

describe('the migration to snapshots', () => {
  let database: TestDatabase;
  let url: string;
  let store: Store;

  async function query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    database = await startTestDatabase();
    const admin = new pg.Client({ connectionString: database.databaseUrl });
    await admin.connect();
    const made = `${new URL(database.databaseUrl).pathname.slice(1)}_old`;
    await admin.query(`CREATE DATABASE ${made}`);
    await admin.end();
    url = Object.assign(new URL(database.databaseUrl), { pathname: `/${made}` }).href;
    const before = (await readMigrations()).filter((migration) => migration.name < name);
    await applyMigrations(url, before);
    await query(
      `INSERT INTO document (id, sha256, seq, path, kind, status, received_at, decoder_version, diagnostics, body)
       VALUES (1, $1, 1, 'a.json', 'jamf-inventory', 'ingested', '2026-11-01', '1', '[]', '{}'),
                 (2, $2, 3, 'b.json', 'jamf-inventory', 'ingested', '2026-11-02', '1', '[]', '{}')`,
      [sha256('a'), sha256('b')],
    );
    await query(
      `INSERT INTO document_sighting (seq, document_id, path, received_at)
       VALUES (2, 1, 'a.json', '2026-11-01'), (4, 2, 'b.json', '2026-11-02')`,
    );
    await query(`SELECT setval('intake_seq', 10), setval('document_id_seq', 10)`);
    for (const row of [
      oldRow(1, 0, listed),
      oldRow(1, 1, bought),
      oldRow(2, 0, again),
      oldRow(2, 1, hostile),
    ])
      await query('INSERT INTO device_record VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', row);
    await query(
      `INSERT INTO profile (document_id, index, identifier, vendor_ids, body)
       VALUES (1, 0, 'com.example.a', '{}', '{"displayName":"A"}')`,
    );
    await query(
      `INSERT INTO scan (id, status, now, watermark, rule_pack, scope, trigger, requested_at, writing, chunks_total)
       VALUES ('00000000-0000-4000-8000-000000000001', 'running', now(), 4, 'r', '{}', 'manual', now(), true, 2)`,
    );
    await query(
      `INSERT INTO work (kind, key, payload, status)
       SELECT kind, '00000000-0000-4000-8000-000000000001' || suffix, '{}', status
       FROM (VALUES ('scan-plan', '', 'done'), ('scan-chunk', '-0', 'done'), ('scan-chunk', '-1', 'running')) AS w(kind, suffix, status)`,
    );
    await migrate(url);
    const blobKey = parseBlobKey(randomBytes(32).toString('base64'), 'the test');
    store = await openStore({ databaseUrl: url, blobKey, migrate: false });
  });
  afterAll(async () => {
    await (store as Store | undefined)?.close();
    const admin = new pg.Client({ connectionString: database.databaseUrl });
    await admin.connect();
    await admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    await admin.end();
    await database.close();
  });

  it('keeps equal records once, with the words of the first', async () => {
    expect(
      await query('SELECT document_id, index, snapshot_id FROM device_record ORDER BY 1, 2'),
    ).toHaveLength(4);
    const bodies = await query('SELECT document_id, index, body FROM snapshot_body ORDER BY 1, 2');
    expect(bodies).toEqual([
      { document_id: '1', index: 0, body: JSON.parse(JSON.stringify(listed)) },
      { document_id: '1', index: 1, body: bought },
      { document_id: '2', index: 1, body: hostile },
    ]);
    expect(await query('SELECT device_count, profile_count FROM document ORDER BY id')).toEqual([
      { device_count: 2, profile_count: 1 },
      { device_count: 2, profile_count: 0 },
    ]);
  });

  it('plans a scan anew that was cut by the upgrade', async () => {
    expect(await query('SELECT status, writing, chunks_total FROM scan')).toEqual([
      { status: 'queued', writing: null, chunks_total: 0 },
    ]);
    expect(await query('SELECT kind, status FROM work')).toEqual([{ kind: 'scan-plan', status: 'pending' }]);
  });

  it('makes the same devices of them', async () => {
    await store.groups.advance(groupIdentities);
    const [group] = await query(
      'SELECT id, public_id, creates FROM device_group WHERE creates ORDER BY public_id',
    );
    expect(group).toMatchObject({ public_id: 'serial:XFAK0001' });
    const [device] = await store.groups.load([Number(group?.['id'])], 4);
    expect(device?.records).toMatchObject([
      { document: { path: 'a.json' }, index: 0, record: { observedAt: again.observedAt } },
    ]);
  });

  it('knows the same words again when they are sent by the new version', async () => {
    const tables = ['device_snapshot', 'device_identity', 'record_shape', 'listed_names', 'snapshot_body'];
    const counts = () =>
      Promise.all(
        tables.map(async (table) => [table, (await query(`SELECT count(*) FROM ${table}`))[0]?.['count']]),
      );
    const before = await counts();
    const receivedAt = '2026-11-03T00:00:00.000Z';
    const upload = await store.uploads.save({ actor: 'tester', receivedAt, files: [fileOf('c', 'c')] });
    const moved = { offset: 900, line: 70, column: 1 };
    await store.documents.save(upload.files[0]?.id ?? 0, {
      decoderVersion: '1',
      documents: [documentOf('c', { devices: [bought, { ...again, at: moved }] })],
      outcome: () => ({ status: 'ingested', kind: 'jamf-inventory', diagnostics: [] }),
    });
    expect(await counts()).toEqual(before);
  });
});
