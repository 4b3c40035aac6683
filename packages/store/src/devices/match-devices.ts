import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { indexable } from '../database/rows.js';
import type { DeviceResult } from '../types.js';
import { deviceCells, deviceColumns, type DeviceCell } from './device-columns.js';

/** A device row as the diff needs it. */
interface KnownDevice {
  readonly id: number;
  readonly publicId: string;
  readonly vanished: boolean;
  readonly cells: readonly DeviceCell[];
}

export interface Matched {
  /** Row of each result, in the order of the results. */
  readonly ids: readonly number[];
  /** Rows of devices named only as seen. */
  readonly unchangedIds: readonly number[];
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

async function findKnown(
  client: pg.ClientBase,
  names: readonly string[],
): Promise<ReadonlyMap<string, KnownDevice>> {
  const cells = deviceColumns.map(([name, type]) =>
    type === 'timestamptz' ? `extract(epoch FROM d.${name}) AS ${name}` : `d.${name}`,
  );
  const { rows } = await client.query<Record<string, DeviceCell | boolean>>(
    `SELECT n.name AS known_as, d.id, d.public_id, d.vanished_scan IS NOT NULL AS vanished, ${cells.join(', ')}
     FROM (SELECT public_id AS name, id FROM device WHERE public_id = ANY($1::text[])
           UNION SELECT a.alias, a.device_id FROM device_alias a JOIN device o ON o.id = a.device_id
           -- Records that were one device may have turned out to be two: the row belongs to the one of its name.
           WHERE a.alias = ANY($1::text[]) AND NOT EXISTS (
             SELECT 1 FROM device_group g WHERE g.public_id = o.public_id AND g.creates)) n
     JOIN device d ON d.id = n.id`,
    [names],
  );
  return new Map(
    rows.map((row) => [
      String(row['known_as']),
      {
        id: Number(row['id']),
        publicId: String(row['public_id']),
        vanished: row['vanished'] === true,
        cells: deviceColumns.map(([name]) => cellOf(row[name])),
      },
    ]),
  );
}

const cellOf = (value: DeviceCell | boolean | undefined): DeviceCell =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

/** Cells as they are compared: an instant as its epoch seconds, as the query gives it. */
function comparable(cells: readonly DeviceCell[]): string {
  return JSON.stringify(
    deviceColumns.map(([, type], i) => {
      const cell = cells[i] ?? null;
      if (type !== 'timestamptz' || cell === null) return cell;
      const seconds = Number(cell);
      return Number.isNaN(seconds) ? Date.parse(String(cell)) / 1000 : seconds;
    }),
  );
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
): Promise<ReadonlyMap<string, number>> {
  if (devices.length === 0) return new Map();
  // Numbers first, so that the rows themselves can go in by COPY.
  const { rows } = await client.query<{ id: string }>(
    `SELECT nextval(pg_get_serial_sequence('device', 'id')) AS id FROM generate_series(1, $1)`,
    [devices.length],
  );
  const made = new Map(devices.map((device, i) => [indexable(device.publicId), Number(rows[i]?.id)]));
  await client.query('DELETE FROM device_alias WHERE alias = ANY($1::text[])', [[...made.keys()]]);
  await copyRows(
    client,
    'device',
    ['id', 'first_seen_scan', 'updated_at', 'public_id', ...deviceColumns.map(([name]) => name)],
    devices.map((device) => {
      const publicId = indexable(device.publicId);
      return [made.get(publicId) ?? null, scan.seq, scan.now, publicId, ...deviceCells(device)];
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

async function writeAliases(
  client: pg.ClientBase,
  given: readonly (readonly [alias: string, id: number])[],
): Promise<void> {
  if (given.length === 0) return;
  // In one order for all, so that no two chunks wait for each other.
  const pairs = [...given].sort(([a], [b]) => (a < b ? -1 : 1));
  await client.query(
    `INSERT INTO device_alias (alias, device_id)
     SELECT DISTINCT ON (alias) * FROM unnest($1::text[], $2::bigint[]) AS a(alias, device_id)
     ON CONFLICT (alias) DO UPDATE SET device_id = EXCLUDED.device_id WHERE device_alias.device_id <> EXCLUDED.device_id`,
    [pairs.map(([alias]) => alias), pairs.map(([, id]) => id)],
  );
}

/**
 * Find the row of every result under its public id or an older one, make or update it, and merge rows that are one
 * device now: the row known longest goes on, the others end. Rows that would not change are not written.
 */
export async function matchDevices(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: readonly DeviceResult[],
  unchanged: readonly string[],
): Promise<Matched> {
  const namesOf = (device: DeviceResult) => [device.publicId, ...device.aliases].map(indexable);
  const seenNames = unchanged.map(indexable);
  const known = await findKnown(client, [...devices.flatMap(namesOf), ...seenNames]);
  const found = devices.map((device) => {
    const rows = new Map(
      namesOf(device)
        .flatMap((name) => known.get(name) ?? [])
        .map((row) => [row.id, row]),
    );
    const [kept, ...others] = [...rows.values()].sort((a, b) => a.id - b.id);
    return { device, kept, others };
  });
  const merged = found.flatMap(({ others }) => others.map((row) => row.id));
  await retire(client, scan, merged);
  const updates = found.flatMap(({ device, kept }) => {
    if (!kept) return [];
    const cells = deviceCells(device);
    const publicId = indexable(device.publicId);
    const isSame =
      !kept.vanished && kept.publicId === publicId && comparable(kept.cells) === comparable(cells);
    return isSame ? [] : [{ id: kept.id, publicId, cells }];
  });
  await updateChanged(client, scan, updates);
  const made = await insertNew(
    client,
    scan,
    found.flatMap(({ device, kept }) => (kept ? [] : [device])),
  );
  const ids = found.map(({ device, kept }) => kept?.id ?? made.get(indexable(device.publicId)) ?? 0);
  const aliases = found.flatMap(({ device, kept, others }, i) => {
    const id = ids[i] ?? 0;
    const isUnknown = (name: string) => known.get(name)?.id !== id;
    const older = [kept, ...others].flatMap((row) => row?.publicId ?? []);
    return [...namesOf(device).slice(1).filter(isUnknown), ...older]
      .filter((name) => name !== indexable(device.publicId))
      .map((name) => [name, id] as const);
  });
  await writeAliases(client, aliases);
  return {
    ids,
    unchangedIds: seenNames.flatMap((name) => known.get(name)?.id ?? []),
    merged,
    fresh: new Set(made.values()),
    changed: new Set([...updates.map((update) => update.id), ...made.values()]),
  };
}
