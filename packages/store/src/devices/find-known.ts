import type pg from 'pg';
import { deviceColumns, type DeviceCell } from './device-columns.js';

/** A device row as the diff needs it. */
export interface KnownDevice {
  readonly id: number;
  readonly publicId: string;
  readonly vanished: boolean;
  readonly cells: readonly DeviceCell[];
}

export interface Known {
  /** Rows by their public id, or by an alias of theirs that was looked up. */
  readonly rows: ReadonlyMap<string, KnownDevice>;
  /** The row every alias looked up stands for now. */
  readonly aliases: ReadonlyMap<string, number>;
}

/**
 * The rows that go by these names. Each question is asked by key alone: joined in one, the server reads whole tables
 * for a chunk. `living` are names that stand for a device of their own now.
 */
export async function findKnown(
  client: pg.ClientBase,
  names: readonly string[],
  living: ReadonlySet<string>,
): Promise<Known> {
  const rows = new Map<string, KnownDevice>();
  const alive = new Set<number>();
  for (const device of await readDevices(client, 'd.public_id = ANY($1::text[])', names)) {
    rows.set(device.publicId, device);
    if (living.has(device.publicId)) alive.add(device.id);
  }
  const aliases = await readAliases(client, names);
  const others = [...aliases].filter(([name, id]) => !rows.has(name) && !alive.has(id));
  const older = new Map(
    // Records that were one device may have turned out to be two: the row belongs to the one of its name.
    (
      await readDevices(
        client,
        `d.id = ANY($1::bigint[]) AND NOT EXISTS (
           SELECT 1 FROM device_group g WHERE g.public_id = d.public_id AND g.creates)`,
        others.map(([, id]) => id),
      )
    ).map((device) => [device.id, device]),
  );
  for (const [name, id] of others) {
    const device = older.get(id);
    if (device !== undefined) rows.set(name, device);
  }
  return { rows, aliases };
}

const cells = deviceColumns.map(([name, type]) =>
  type === 'timestamptz' ? `extract(epoch FROM d.${name}) AS ${name}` : `d.${name}`,
);

async function readDevices(
  client: pg.ClientBase,
  condition: string,
  keys: readonly (string | number)[],
): Promise<readonly KnownDevice[]> {
  if (keys.length === 0) return [];
  const { rows } = await client.query<Record<string, DeviceCell | boolean>>(
    `SELECT d.id, d.public_id, d.vanished_scan IS NOT NULL AS vanished, ${cells.join(', ')}
     FROM device d WHERE ${condition}`,
    [keys],
  );
  return rows.map((row) => ({
    id: Number(row['id']),
    publicId: String(row['public_id']),
    vanished: row['vanished'] === true,
    cells: deviceColumns.map(([name]) => cellOf(row[name])),
  }));
}

const cellOf = (value: DeviceCell | boolean | undefined): DeviceCell =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

async function readAliases(
  client: pg.ClientBase,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map();
  const { rows } = await client.query<{ alias: string; device_id: string }>(
    'SELECT alias, device_id FROM device_alias WHERE alias = ANY($1::text[])',
    [names],
  );
  return new Map(rows.map((row) => [row.alias, Number(row.device_id)]));
}

/** Whether a row holds these cells already; an instant is read as its epoch seconds. */
export function holdsCells(kept: readonly DeviceCell[], wanted: readonly DeviceCell[]): boolean {
  return deviceColumns.every(([, type], i) => {
    const [held, cell] = [kept[i] ?? null, wanted[i] ?? null];
    if (type !== 'timestamptz' || held === null || cell === null) return held === cell;
    return Number(held) === Date.parse(String(cell)) / 1000;
  });
}
