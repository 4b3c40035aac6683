import {
  listedNames,
  normaliseSerial,
  recordParts,
  recordSource,
  remembered,
  udidKey,
  type DeviceRecord,
  type DocumentKind,
} from '@ringcheck/model';
import type pg from 'pg';
import { arrayLiteral, copyRows } from '../database/copy.js';
import { clean, indexable } from '../database/rows.js';
import { StoreError } from '../errors.js';
import { digestOf, snapshotDigest } from './digests.js';
import { idsOf, makeShared, type SharedRow, type SharedTable } from './shared-rows.js';
import { writeBodies, type Described, type Evidence, type RecordOwner } from './write-bodies.js';

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

/** Told as texts: of a year below 100, `Date.UTC` makes one of the twentieth century. */
const [earliest, latest] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** An instant that PostgreSQL and a calendar write in four digits of a year; anything else is as if nothing was said. */
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
  return makeShared(
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

/** Thousands of records have few shapes and some hundred lists of names: what becomes of each is made once. */
const mostKept = 2_000;

const shapeOf = remembered(mostKept, (key): SharedRow => {
  const [source = '', ...parts] = (JSON.parse(key) as string[]).map(clean);
  return [digestOf([source, ...parts]), source, arrayLiteral(parts)];
});

const listOf = remembered(mostKept, (key): SharedRow => {
  const names = [...new Set((JSON.parse(key) as string[]).map(indexable))].sort();
  return [digestOf(names), arrayLiteral(names)];
});

function shapeRow(kind: DocumentKind, record: DeviceRecord): SharedRow {
  return shapeOf(JSON.stringify([recordSource(kind, record), ...recordParts(record)]));
}

function listedRow(record: DeviceRecord): SharedRow | undefined {
  const names = listedNames(record);
  return names.length === 0 ? undefined : listOf(JSON.stringify(names));
}
