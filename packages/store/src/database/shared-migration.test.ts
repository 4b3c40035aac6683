import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { parseBlobKey } from '../blobs/blob-key.js';
import { findingDigest, olderVerdictDigest } from '../findings/digest.js';
import { findingOf, resultOf } from '../samples.js';
import { openStore, type Store } from '../store.js';
import { startTestDatabase, type TestDatabase } from '../testing.js';
import type { FindingInput } from '../types.js';
import { migrate } from './migrate.js';
import { readMigrations } from './migrations.js';
import { applyMigrations } from './schema-engine.js';

const name = '20261122020000_shared_outcomes';
const gap = { key: 'profile:com.example.wifi', title: 'Wi-Fi', how: 'Export the profile.' };
const blocked = findingOf('facetime-off', { data: { said: 'a\u0000b' } });
const unknown = findingOf('camera-off', { outcome: 'unknown', gap, undecided: true, cause: 'gap' });
const device = resultOf('serial:A', {
  serial: 'A',
  findings: [blocked, unknown],
  notes: [{ ruleId: 'facts', message: 'm', data: { x: '\u0000' }, evidence: [] }],
  results: { outcomes: [['facetime-off', 'blocked', null]], traits: { name: 'x\u0000' }, stale: false },
});

/** A finding as the version before kept it. */
const oldRow = (finding: FindingInput): readonly unknown[] => [
  finding.ruleId,
  finding.scope,
  finding.cause,
  finding.outcome,
  finding.severity,
  finding.stage,
  finding.message,
  JSON.stringify(finding.data),
  JSON.stringify(finding.evidence),
  finding.undecided ?? false,
  finding.gap?.key ?? null,
  finding.gap ? JSON.stringify(finding.gap) : null,
  findingDigest(finding),
];

describe('the migration to shared outcomes', () => {
  let database: TestDatabase;
  let url: string;
  let store: Store;

  async function admin(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.databaseUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  async function fillOld(): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `INSERT INTO device (public_id, name, name_sort, os_sort, serial, verdict, verdict_rank, coverage_decided,
         coverage_applicable, finding_count, first_seen_scan, updated_at)
       VALUES ('serial:A', 'Büro', 'büro', '', 'A', 'blocked', 0, 20, 22, 2, 1, '2026-11-01')`,
    );
    await client.query(
      `INSERT INTO verdict_interval (device_id, from_scan_seq, from_at, verdict, coverage_decided,
         coverage_applicable, notes, results, digest) VALUES (1, 1, '2026-11-01', 'blocked', 20, 22, $1, $2, $3)`,
      [JSON.stringify(device.notes), JSON.stringify(device.results), olderVerdictDigest(device)],
    );
    for (const finding of device.findings)
      await client.query(
        `INSERT INTO finding (device_id, from_scan_seq, from_at, failing_since, rule_id, scope, cause, outcome,
           severity, stage, message, data, evidence, undecided, gap_key, gap, digest)
         VALUES (1, 1, '2026-11-01', '2026-10-01', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [...oldRow(finding)],
      );
    await client.end();
  }

  beforeAll(async () => {
    database = await startTestDatabase();
    const made = `${new URL(database.databaseUrl).pathname.slice(1)}_old`;
    await admin(`CREATE DATABASE ${made}`);
    url = Object.assign(new URL(database.databaseUrl), { pathname: `/${made}` }).href;
    const before = (await readMigrations()).filter((migration) => migration.name < name);
    await applyMigrations(url, before);
    await fillOld();
    await migrate(url);
    const blobKey = parseBlobKey(randomBytes(32).toString('base64'), 'the test');
    store = await openStore({ databaseUrl: url, blobKey, migrate: false });
  });
  afterAll(async () => {
    await (store as Store | undefined)?.close();
    await admin(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    await database.close();
  });

  it('keeps every finding as it was said, with its times', async () => {
    const found = await store.findings.ofDevice(1);
    expect(found).toMatchObject([
      { ...blocked, publicId: 'serial:A', failingSince: '2026-10-01T00:00:00.000Z' },
      { ...unknown, gap, undecided: true },
    ]);
  });

  it('keeps verdicts, notes and results, also with signs no column of text may hold', async () => {
    expect(await store.devices.verdict(1)).toMatchObject({
      verdict: 'blocked',
      notes: device.notes,
      results: device.results,
    });
  });

  it('finds devices by name and serial number', async () => {
    const found = await store.devices.page({ limit: 5, filter: { text: 'BÜRO' } });
    expect(found.items.map(({ publicId }) => publicId)).toEqual(['serial:A']);
  });

  it('lets the next scan find everything as it was: it writes nothing', async () => {
    const now = '2026-11-02T00:00:00.000Z';
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r' });
    await store.scanRuns.addChunks(id, [null]);
    const { results, ...rest } = device;
    const { traits, stale, ...shared } = results as {
      traits: { name: string };
      stale: boolean;
      outcomes: [];
    };
    const judged = { ...rest, results: shared, own: { traits, stale } };
    const saved = await store.scanRuns.saveChunkResult(id, 0, { devices: [judged] });
    expect(saved.counts).toMatchObject({ opened: 0, closed: 0 });
    expect(await store.devices.history(1, 10)).toHaveLength(1);
    expect((await store.findings.ofDevice(1)).map(({ fromScan }) => fromScan)).toEqual([1, 1]);
  });
});
