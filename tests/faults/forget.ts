import { setTimeout as sleep } from 'node:timers/promises';
import { fleetOf } from '@ringcheck/testkit';
import { Api } from '../e2e/api.js';
import type { Server } from './server.js';

/** Four nights of exports in small files, of which most are replaced by the next night's. */
const nights = [0, 1, 2, 3] as const;
const fleet = fleetOf({
  devices: 40,
  profiles: 6,
  networks: 2,
  page: 4,
  drift: 0.6,
  firstDay: new Date(Date.now() - 80 * 3_600_000).toISOString(),
});

/** What a worker removes from, in the order in which it comes to it. */
export const places = [
  'finding',
  'verdict_interval',
  'scan',
  'device_record',
  'snapshot_body',
  'document',
  'upload_file',
  'upload',
  'blob',
  'blob_chunk',
] as const;
export type Place = (typeof places)[number];

const patienceMs = 240_000;

/** Send, read and scan night after night; then make it all a month old, and keep a copy of it. */
export async function prepare(server: Server): Promise<void> {
  await server.ready();
  await server.empty();
  const api = new Api(server.product.url);
  for (const night of nights) {
    const files = new Map([...fleet.files(night)].map((file) => [file.path, file.bytes()]));
    await api.decoded((await api.uploadFiles(files)).id);
    await api.scanned((await api.post<{ readonly id: string }>('/scans')).id);
  }
  for (const sql of [...aging, 'CREATE SCHEMA kept']) await server.rows(sql);
  for (const table of await server.tables())
    await server.rows(`CREATE TABLE kept.${table} AS TABLE ${table}`);
}

/** Everything as it was prepared. */
export async function restore(server: Server): Promise<void> {
  await server.ready();
  const tables = await server.tables();
  await server.rows(
    [
      'SET LOCAL session_replication_role = replica',
      `TRUNCATE ${tables.join(', ')}`,
      ...tables.map((table) => `INSERT INTO ${table} SELECT * FROM kept.${table}`),
    ].join('; '),
  );
}

/** Times that retention asks for, and those it compares them with. */
const older = (table: string, ...columns: readonly string[]): string =>
  `UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - interval '30 days'`).join(', ')}`;
const aging: readonly string[] = [
  `${older('live_snapshot', 'last_at')} WHERE NOT is_observed`,
  `${older('snapshot_body b', 'said_at')} FROM document d WHERE d.id = b.document_id AND b.said_at = d.received_at`,
  older('upload', 'received_at'),
  older('document', 'received_at'),
  older('document_sighting', 'received_at'),
  older('blob', 'created_at'),
  older('scan', 'now', 'requested_at', 'started_at', 'finished_at'),
  older('finding', 'from_at', 'to_at', 'failing_since'),
  older('verdict_interval', 'from_at', 'to_at'),
  // Removed only when the documents are through, so that there is something to remove until then.
  `INSERT INTO upload (id, received_at, status, actor)
   VALUES (gen_random_uuid(), now() - interval '30 days', 'done', 'nobody')`,
];

const removable = `WITH limits AS (SELECT now() - interval '1 day' AS before)
  SELECT ((SELECT count(*) FROM upload_file f JOIN upload u ON u.id = f.upload_id WHERE u.received_at < before
      AND NOT EXISTS (SELECT 1 FROM document_sighting s WHERE s.upload_file_id = f.id))
    + (SELECT count(*) FROM upload u WHERE u.received_at < before
      AND NOT EXISTS (SELECT 1 FROM upload_file f WHERE f.upload_id = u.id))
    + (SELECT count(*) FROM blob b WHERE b.created_at < before
      AND NOT EXISTS (SELECT 1 FROM upload_file f WHERE f.sha256 = b.sha256))
    + (SELECT count(*) FROM finding WHERE to_at < before)
    + (SELECT count(*) FROM verdict_interval WHERE to_at < before)
    + (SELECT count(*) FROM scan WHERE finished_at < before AND seq < (SELECT max(seq) FROM scan)))::int AS rows
  FROM limits`;

/** Wait until a worker has removed all that is old and needed by nothing. */
export async function forgotten(server: Server): Promise<void> {
  const end = Date.now() + patienceMs;
  while ((await server.rows<{ rows: number }>(removable))[0]?.rows !== 0) {
    if (Date.now() > end) throw new Error(`not everything old was removed:\n${server.product.log()}`);
    await sleep(100);
  }
}
