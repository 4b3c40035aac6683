import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { RecordForms } from '@ringcheck/store';
import type { Client } from 'pg';
import { repository } from '../e2e/product.js';
import type { Server } from './server.js';

/** The first version that no longer stored what a device says word for word, for every export anew. */
const next = '20261122010000_stored_snapshots_and_groups';

const migrations = path.join(repository, 'prisma/migrations');

/** What the older version kept in other words: columns of its table, and where they are now. */
const reworded: Readonly<Record<string, { readonly columns: string; readonly rows: string }>> = {
  device_record: {
    columns: 'document_id, index, creates, serial, udid, enrolment_id, vendor_id, body',
    rows: `SELECT r.document_id, r.index, i.creates, i.serial, i.udid, i.enrolment_id, i.vendor_id,
        CASE WHEN b.document_id = r.document_id OR r.observed_at IS NULL THEN b.body
          ELSE (b.body::jsonb || jsonb_build_object('observedAt',
            to_char(r.observed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json END
      FROM later.device_record r JOIN later.device_snapshot s ON s.id = r.snapshot_id
      JOIN later.device_identity i ON i.id = s.identity_id
      JOIN LATERAL (SELECT document_id, body FROM later.snapshot_body WHERE snapshot_id = r.snapshot_id
        ORDER BY document_id = r.document_id DESC, document_id LIMIT 1) b ON true`,
  },
  finding: {
    columns: `id, device_id, rule_id, scope, cause, outcome, severity, stage, message, data, evidence, control,
      undecided, gap_key, gap, from_scan_seq, from_at, to_scan_seq, to_at, failing_since, digest`,
    rows: `SELECT f.id, f.device_id, i.rule_id, i.scope, i.cause, c.outcome, c.severity, c.stage, c.message, c.data,
        coalesce(f.evidence, e.body), c.control, c.undecided, c.gap_key, c.gap, f.from_scan_seq, f.from_at,
        f.to_scan_seq, f.to_at, f.failing_since, c.digest
      FROM later.finding f JOIN later.finding_identity i ON i.id = f.identity_id
      JOIN later.finding_content c ON c.id = f.content_id LEFT JOIN later.shared_part e ON e.id = f.evidence_id`,
  },
  verdict_interval: {
    columns: `id, device_id, from_scan_seq, from_at, to_scan_seq, to_at, verdict, expected, coverage_decided,
      coverage_applicable, notes, results, digest`,
    rows: `SELECT v.id, v.device_id, v.from_scan_seq, v.from_at, v.to_scan_seq, v.to_at, v.verdict, v.expected,
        v.coverage_decided, v.coverage_applicable, coalesce(v.notes, n.body), coalesce(v.results, r.body), v.digest
      FROM later.verdict_interval v LEFT JOIN later.shared_part n ON n.id = v.notes_id
      LEFT JOIN later.shared_part r ON r.id = v.results_id`,
  },
};

/**
 * Turn the database of a product that is not running into that of the first version, with the same devices, findings
 * and open work: its own migrations make the tables, and what stands in today's is told in its words.
 */
export async function makeOlder(server: Server): Promise<readonly string[]> {
  const older = (await readdir(migrations)).filter((name) => /^\d/.test(name) && name < next).sort();
  const sql = await Promise.all(
    older.map((name) => readFile(path.join(migrations, name, 'migration.sql'), 'utf8')),
  );
  const client = await server.connect();
  const names = async (query: string): Promise<readonly string[]> =>
    (await client.query<{ name: string }>(query)).rows.map(({ name }) => name);
  const tablesOf = (schema: string) =>
    names(`SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}'
      AND tablename <> '_prisma_migrations' ORDER BY 1`);
  try {
    await client.query('BEGIN');
    await writeOut(client);
    await client.query('CREATE SCHEMA later; SET LOCAL session_replication_role = replica');
    for (const table of await tablesOf('public'))
      await client.query(`ALTER TABLE public."${table}" SET SCHEMA later`);
    for (const text of sql) await client.query(text);
    for (const table of await tablesOf('public')) {
      const columns = reworded[table]?.columns ?? (await names(sharedColumns(table))).join(', ');
      const rows = reworded[table]?.rows ?? `SELECT ${columns} FROM later."${table}"`;
      await client.query(`INSERT INTO public."${table}" (${columns}) ${rows}`);
    }
    const sequences = `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'`;
    for (const name of await names(sequences))
      await client.query(`SELECT setval('public."${name}"', last_value, is_called) FROM later."${name}"`);
    await client.query(`DELETE FROM _prisma_migrations WHERE migration_name >= '${next}'`);
    await client.query('DROP SCHEMA later CASCADE; COMMIT');
    return older;
  } finally {
    await client.end();
  }
}

/** The older version kept every record word for word. */
async function writeOut(client: Client): Promise<void> {
  const { rows } = await client.query<{ place: string; body: string }>(
    'SELECT ctid::text AS place, body::text AS body FROM snapshot_body',
  );
  const bodies = rows.map(({ body }) => body);
  const records = bodies.map(await new RecordForms(client).reader(bodies));
  await client.query(
    `UPDATE snapshot_body SET body = v.body::json FROM unnest($1::text[], $2::text[]) AS v(place, body)
     WHERE snapshot_body.ctid = v.place::tid`,
    [rows.map(({ place }) => place), records.map((record) => JSON.stringify(record))],
  );
}

const sharedColumns = (table: string): string =>
  `SELECT quote_ident(column_name) AS name FROM information_schema.columns
   WHERE table_schema = 'public' AND table_name = '${table}' AND column_name IN (
     SELECT column_name FROM information_schema.columns WHERE table_schema = 'later' AND table_name = '${table}')
   ORDER BY ordinal_position`;
