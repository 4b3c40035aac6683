import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { indexable } from '../database/rows.js';
import type { DeviceResult } from '../types.js';
import { deviceCells, deviceColumns, type DeviceCell } from './device-columns.js';
import { findKnown, holdsCells, type Known, type KnownDevice } from './find-known.js';
import { writeAliases } from './write-aliases.js';

export interface Matched {
  /** Row of each result, in the order of the results. */
  readonly ids: readonly number[];
  /** Rows that turned out to be another one of these devices. */
  readonly merged: readonly number[];
  /** Rows that were not there before. */
  readonly fresh: ReadonlySet<number>;
  /** Rows that were written. */
  readonly changed: ReadonlySet<number>;
}

export interface ScanMoment {
  readonly seq: number;
  readonly now: Date;
}

const columnList = deviceColumns.map(([name]) => name).join(', ');
/** `unnest` of one array parameter per column, from `$<first>` on. */
const columnArrays = (first: number) =>
  deviceColumns.map(([, type], i) => `$${first + i}::${type}[]`).join(', ');
const transpose = (rows: readonly (readonly DeviceCell[])[]) =>
  deviceColumns.map((_, i) => rows.map((row) => row[i] ?? null));

async function insertNew(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: readonly DeviceResult[],
  known: Known,
): Promise<ReadonlyMap<string, number>> {
  if (devices.length === 0) return new Map();
  // Numbers first, so that the rows themselves can go in by COPY.
  const { rows } = await client.query<{ id: string }>(
    `SELECT nextval('device_id_seq') AS id FROM generate_series(1, $1)`,
    [devices.length],
  );
  const made = new Map(devices.map((device, i) => [indexable(device.publicId), Number(rows[i]?.id)]));
  const freed = [...made.keys()].filter((name) => known.aliases.has(name));
  if (freed.length > 0) await client.query('DELETE FROM device_alias WHERE alias = ANY($1::text[])', [freed]);
  const now = scan.now.toISOString();
  await copyRows(
    client,
    'device',
    ['id', 'first_seen_scan', 'updated_at', 'public_id', ...deviceColumns.map(([name]) => name)],
    devices.map((device) => {
      const publicId = indexable(device.publicId);
      return [made.get(publicId) ?? null, scan.seq, now, publicId, ...deviceCells(device)];
    }),
  );
  return made;
}

interface Update {
  readonly id: number;
  readonly publicId: string;
  readonly cells: readonly DeviceCell[];
}

async function updateChanged(
  client: pg.ClientBase,
  scan: ScanMoment,
  updates: readonly Update[],
): Promise<void> {
  if (updates.length === 0) return;
  const sets = deviceColumns.map(([name]) => `${name} = v.${name}`).join(', ');
  await client.query(
    `UPDATE device d SET vanished_scan = NULL, updated_at = $1, public_id = v.public_id, ${sets}
     FROM unnest($2::bigint[], $3::text[], ${columnArrays(4)}) AS v(id, public_id, ${columnList}) WHERE d.id = v.id`,
    [
      scan.now,
      updates.map((update) => update.id),
      updates.map((update) => update.publicId),
      ...transpose(updates.map((update) => update.cells)),
    ],
  );
}

/** A row that is another device under an older name: it ends, and its name becomes free for an alias. */
async function retire(client: pg.ClientBase, scan: ScanMoment, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `UPDATE device SET vanished_scan = $2, updated_at = $3, public_id = 'merged:' || id WHERE id = ANY($1::bigint[])`,
    [ids, scan.seq, scan.now],
  );
}

/** A result with the rows known under its names, the one known longest apart. */
interface Found {
  readonly device: DeviceResult;
  readonly publicId: string;
  readonly aliases: readonly string[];
  readonly kept: KnownDevice | undefined;
  readonly others: readonly KnownDevice[];
}

function foundOf(
  { device, names }: { readonly device: DeviceResult; readonly names: readonly [string, ...string[]] },
  known: Known,
): Found {
  const [publicId, ...aliases] = names;
  const rows = new Map<number, KnownDevice>();
  for (const name of names) {
    const row = known.rows.get(name);
    if (row !== undefined) rows.set(row.id, row);
  }
  const [kept, ...others] = [...rows.values()].sort((a, b) => a.id - b.id);
  return { device, publicId, aliases, kept, others };
}

function updateOf({ device, publicId, kept }: Found): readonly Update[] {
  if (!kept) return [];
  const cells = deviceCells(device);
  const isSame = !kept.vanished && kept.publicId === publicId && holdsCells(kept.cells, cells);
  return isSame ? [] : [{ id: kept.id, publicId, cells }];
}

/** Names that are to lead to the rows of these results and do not yet. */
function newAliases(
  found: readonly Found[],
  ids: readonly number[],
  known: Known,
): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  found.forEach(({ publicId, aliases, kept, others }, i) => {
    const id = ids[i] ?? 0;
    for (const name of [...aliases, ...[kept, ...others].flatMap((row) => row?.publicId ?? [])])
      if (name !== publicId && known.aliases.get(name) !== id && !given.has(name)) given.set(name, id);
  });
  return given;
}

/**
 * Find the row of every result under its public id or an older one, make or update it, and merge rows that are one
 * device now: the row known longest goes on, the others end. Rows that would not change are not written.
 */
export async function matchDevices(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: readonly DeviceResult[],
): Promise<Matched> {
  const named = devices.map((device) => ({
    device,
    names: [indexable(device.publicId), ...device.aliases.map(indexable)] as const,
  }));
  const known = await findKnown(
    client,
    named.flatMap(({ names }) => names),
    new Set(named.map(({ names: [publicId] }) => publicId)),
  );
  const found = named.map((each) => foundOf(each, known));
  const merged = found.flatMap(({ others }) => others.map((row) => row.id));
  await retire(client, scan, merged);
  const updates = found.flatMap(updateOf);
  await updateChanged(client, scan, updates);
  const fresh = found.flatMap(({ device, kept }) => (kept ? [] : [device]));
  const made = await insertNew(client, scan, fresh, known);
  const ids = found.map(({ publicId, kept }) => kept?.id ?? made.get(publicId) ?? 0);
  await writeAliases(client, newAliases(found, ids, known), known.aliases);
  return {
    ids,
    merged,
    fresh: new Set(made.values()),
    changed: new Set([...updates.map((update) => update.id), ...made.values()]),
  };
}
