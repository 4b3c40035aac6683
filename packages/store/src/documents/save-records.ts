import {
  listedNames,
  normaliseSerial,
  recordParts,
  recordSource,
  udidKey,
  type DeviceRecord,
  type DocumentKind,
} from '@ringcheck/model';
import type pg from 'pg';
import { arrayLiteral, copyRows, type Cell } from '../database/copy.js';
import { clean, indexable, toJsonText } from '../database/rows.js';
import { StoreError } from '../errors.js';
import { digestOf, snapshotDigest } from './digests.js';

/** The document whose records are written, inside the transaction of `client`. */
export interface RecordOwner {
  readonly client: pg.ClientBase;
  /** For what is shared between documents: it commits by itself, so that two uploads never wait for each other. */
  readonly pool: pg.Pool;
  readonly documentId: number;
  readonly sha256: string;
  readonly kind: DocumentKind;
  readonly receivedAt: Date;
}

const batchSize = 5_000;

/** Write the records of a document: slim rows, and the words only of what was never said before. */
export async function writeRecords(owner: RecordOwner, devices: readonly DeviceRecord[]): Promise<void> {
  for (let start = 0; start < devices.length; start += batchSize) {
    const batch = devices
      .slice(start, start + batchSize)
      .map((record, place) => describe(owner, record, start + place));
    await writeBatch(owner, batch);
  }
}

interface Described {
  readonly index: number;
  readonly record: DeviceRecord;
  readonly digest: string;
  readonly observedAt: Date | null;
  readonly saidAt: Date;
}

function describe({ kind, receivedAt }: RecordOwner, record: DeviceRecord, index: number): Described {
  const observedAt = timeOf(record.observedAt);
  return {
    index,
    record,
    digest: snapshotDigest(kind, record),
    observedAt,
    saidAt: observedAt ?? receivedAt,
  };
}

const [earliest, latest] = [Date.UTC(1, 0, 1), Date.UTC(9999, 11, 31)];

/** An instant that PostgreSQL and a calendar know; anything else is as if nothing was said. */
function timeOf(text: string | undefined): Date | null {
  const time = text === undefined ? NaN : Date.parse(text);
  return time >= earliest && time <= latest ? new Date(time) : null;
}

async function writeBatch(owner: RecordOwner, batch: readonly Described[]): Promise<void> {
  const known = await findSnapshots(owner.client, [...new Set(batch.map(({ digest }) => digest))]);
  const fresh = new Map(
    batch.filter(({ digest }) => !known.has(digest)).map((described) => [described.digest, described]),
  );
  const made = await makeSnapshots(owner, [...fresh.values()]);
  const idOf = (digest: string): number => {
    const id = known.get(digest)?.id ?? made.get(digest);
    if (id === undefined) throw new StoreError('unexpected-row', `Snapshot ${digest} vanished.`);
    return id;
  };
  await copyRows(
    owner.client,
    'device_record',
    ['document_id', 'index', 'snapshot_id', 'observed_at'],
    batch.map((one) => [owner.documentId, one.index, idOf(one.digest), one.observedAt]),
  );
  await writeBodies(owner, batch, known, idOf);
}

interface Evidence {
  readonly saidAt: number;
  readonly sha256: string;
  readonly index: number;
}

interface KnownSnapshot {
  readonly id: number;
  /** The earliest words that are stored. */
  readonly first: Evidence | undefined;
}

async function findSnapshots(
  client: pg.ClientBase,
  digests: readonly string[],
): Promise<ReadonlyMap<string, KnownSnapshot>> {
  const { rows } = await client.query<{
    digest: string;
    id: string;
    said_at: Date | null;
    sha256: string | null;
    index: number | null;
  }>({
    name: 'find-snapshots',
    text: `SELECT n.digest, s.id, b.said_at, b.sha256, b.index
           FROM unnest($1::text[]) AS n(digest) JOIN device_snapshot s ON s.digest = decode(n.digest, 'hex')
           LEFT JOIN LATERAL (
             SELECT b.said_at, d.sha256, b.index FROM snapshot_body b JOIN document d ON d.id = b.document_id
             WHERE b.snapshot_id = s.id ORDER BY b.said_at, d.sha256, b.index LIMIT 1) b ON true`,
    values: [digests],
  });
  return new Map(
    rows.map((row) => [
      row.digest,
      {
        id: Number(row.id),
        first:
          row.said_at === null
            ? undefined
            : { saidAt: row.said_at.getTime(), sha256: row.sha256 ?? '', index: row.index ?? 0 },
      },
    ]),
  );
}

function precedes(a: Evidence, b: Evidence): boolean {
  if (a.saidAt !== b.saidAt) return a.saidAt < b.saidAt;
  return a.sha256 === b.sha256 ? a.index < b.index : a.sha256 < b.sha256;
}

/** Words are kept where nothing earlier says the same: whatever comes in later, the first to say it is there. */
async function writeBodies(
  owner: RecordOwner,
  batch: readonly Described[],
  known: ReadonlyMap<string, KnownSnapshot>,
  idOf: (digest: string) => number,
): Promise<void> {
  const firsts = new Map<string, Evidence & { readonly record: DeviceRecord }>();
  const again: Described[] = [];
  for (const one of batch) {
    const evidence = {
      saidAt: one.saidAt.getTime(),
      sha256: owner.sha256,
      index: one.index,
      record: one.record,
    };
    const held = firsts.get(one.digest) ?? known.get(one.digest)?.first;
    if (held === undefined || precedes(evidence, held)) firsts.set(one.digest, evidence);
    else if (held.sha256 === owner.sha256 && held.index === one.index) again.push(one);
  }
  await renewBodies(owner, again, idOf);
  await copyRows(
    owner.client,
    'snapshot_body',
    ['snapshot_id', 'document_id', 'index', 'said_at', 'body'],
    [...firsts].map(([digest, first]) => [
      idOf(digest),
      owner.documentId,
      first.index,
      new Date(first.saidAt),
      toJsonText(first.record),
    ]),
  );
}

/** Read anew by another decoder, the same words may stand in other places. */
async function renewBodies(
  { client, documentId }: RecordOwner,
  again: readonly Described[],
  idOf: (digest: string) => number,
): Promise<void> {
  if (again.length === 0) return;
  await client.query(
    `UPDATE snapshot_body b SET body = v.body::json FROM unnest($2::bigint[], $3::int[], $4::text[]) AS v(id, index, body)
     WHERE b.snapshot_id = v.id AND b.document_id = $1 AND b.index = v.index`,
    [
      documentId,
      again.map((one) => idOf(one.digest)),
      again.map((one) => one.index),
      again.map((one) => toJsonText(one.record)),
    ],
  );
}

async function makeSnapshots(
  { pool, kind }: RecordOwner,
  fresh: readonly Described[],
): Promise<ReadonlyMap<string, number>> {
  if (fresh.length === 0) return new Map();
  const parts = fresh.map(({ digest, record }) => ({
    digest,
    identity: identityRow(record),
    shape: shapeRow(kind, record),
    listed: listedRow(record),
  }));
  const identities = await idsOf(
    pool,
    identityTable,
    parts.map(({ identity }) => identity),
  );
  const shapes = await idsOf(
    pool,
    shapeTable,
    parts.map(({ shape }) => shape),
  );
  const listed = await idsOf(
    pool,
    listedTable,
    parts.flatMap(({ listed: row }) => (row === undefined ? [] : [row])),
  );
  return idsOf(
    pool,
    snapshotTable,
    parts.map((part): SharedRow => [
      part.digest,
      identities.get(part.identity[0]) ?? null,
      shapes.get(part.shape[0]) ?? null,
      part.listed === undefined ? null : (listed.get(part.listed[0]) ?? null),
    ]),
  );
}

/** A row of a table of shared things: its digest, then its columns. */
type SharedRow = readonly [digest: string, ...cells: Cell[]];

interface SharedTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

const identityTable: SharedTable = {
  name: 'device_identity',
  columns: [
    ['creates', 'boolean'],
    ['serial', 'text'],
    ['udid', 'text'],
    ['enrolment_id', 'text'],
    ['vendor_id', 'text'],
    ['serial_key', 'text'],
    ['udid_key', 'text'],
  ],
};
const shapeTable: SharedTable = {
  name: 'record_shape',
  columns: [
    ['source', 'text'],
    ['parts', 'text[]'],
  ],
};
const listedTable: SharedTable = { name: 'listed_names', columns: [['names', 'text[]']] };
const snapshotTable: SharedTable = {
  name: 'device_snapshot',
  columns: [
    ['identity_id', 'bigint'],
    ['shape_id', 'int'],
    ['listed_id', 'bigint'],
  ],
};

function identityRow({ identity, creates }: DeviceRecord): SharedRow {
  const key = (text: string | undefined) => (text === undefined ? undefined : indexable(text));
  const [serial, udid] = [key(identity.serial), key(identity.udid)];
  const [enrolment, vendor] = [key(identity.enrolmentId), key(identity.vendorId)];
  return [
    digestOf([creates ? 't' : 'f', serial, udid, enrolment, vendor]),
    creates,
    serial ?? null,
    udid ?? null,
    enrolment ?? null,
    vendor ?? null,
    serial === undefined ? null : normaliseSerial(serial),
    udid === undefined ? null : udidKey(udid),
  ];
}

function shapeRow(kind: DocumentKind, record: DeviceRecord): SharedRow {
  const source = clean(recordSource(kind, record));
  const parts = recordParts(record).map(clean);
  return [digestOf([source, ...parts]), source, arrayLiteral(parts)];
}

function listedRow(record: DeviceRecord): SharedRow | undefined {
  const names = [...new Set(listedNames(record).map(indexable))].sort();
  return names.length === 0 ? undefined : [digestOf(names), arrayLiteral(names)];
}

/** The ids of rows that are shared between documents, made where they are missing. */
async function idsOf(
  pool: pg.Pool,
  table: SharedTable,
  rows: readonly SharedRow[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(rows.map((row) => [row[0], row]));
  const ids = await findShared(pool, table, [...wanted.keys()]);
  // In one order for all: two that make the same rows must not wait for each other in a circle.
  const missing = [...wanted.values()].filter(([digest]) => !ids.has(digest)).sort(byDigest);
  if (missing.length === 0) return ids;
  const columns = table.columns.map(([name]) => name);
  const arrays = table.columns.map(([, type], i) => `$${i + 2}::${type === 'text[]' ? 'text' : type}[]`);
  const cells = table.columns.map(([name, type]) => (type === 'text[]' ? `v.${name}::text[]` : `v.${name}`));
  await pool.query(
    `INSERT INTO ${table.name} (digest, ${columns.join(', ')})
     SELECT decode(v.digest, 'hex'), ${cells.join(', ')}
     FROM unnest($1::text[], ${arrays.join(', ')}) AS v(digest, ${columns.join(', ')})
     ON CONFLICT (digest) DO NOTHING`,
    [missing.map(([digest]) => digest), ...columns.map((_, i) => missing.map((row) => row[i + 1]))],
  );
  const made = await findShared(
    pool,
    table,
    missing.map(([digest]) => digest),
  );
  return new Map([...ids, ...made]);
}

const byDigest = ([a]: SharedRow, [b]: SharedRow): number => (a < b ? -1 : 1);

async function findShared(
  pool: pg.Pool,
  { name }: SharedTable,
  digests: readonly string[],
): Promise<Map<string, number>> {
  if (digests.length === 0) return new Map();
  const { rows } = await pool.query<{ digest: string; id: string }>({
    name: `find-${name}`,
    text: `SELECT n.digest, t.id FROM unnest($1::text[]) AS n(digest) JOIN ${name} t ON t.digest = decode(n.digest, 'hex')`,
    values: [digests],
  });
  return new Map(rows.map((row) => [row.digest, Number(row.id)]));
}
