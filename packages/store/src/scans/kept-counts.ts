import type pg from 'pg';
import { mostCounts, readCount, readCounts, type CountDimension, type CountRow } from './scan-counts.js';
import type { FleetState } from './fleet-state.js';

interface Kept {
  readonly rows: readonly CountRow[];
  readonly devices: ReadonlyMap<string, number>;
}

/** What the last scan counted, in memory until another has. */
export class KeptCounts {
  #scan: string | undefined;
  #kept = new Map<CountDimension, Promise<Kept>>();

  constructor(private readonly pool: pg.Pool) {}

  /** As `readCounts` of now. */
  async all(dimension: CountDimension, state: FleetState): Promise<readonly CountRow[]> {
    return (await this.#of(dimension, state)).rows;
  }

  /** As `readCount` of now. */
  async one(dimension: CountDimension, key: string, state: FleetState): Promise<number | undefined> {
    if (state.counted === undefined) return undefined;
    const { rows, devices } = await this.#of(dimension, state);
    const known = devices.get(key);
    if (known !== undefined || rows.length < mostCounts) return known ?? 0;
    return readCount(this.pool, dimension, key);
  }

  #of(dimension: CountDimension, { counted }: FleetState): Promise<Kept> {
    if (this.#scan !== counted) {
      this.#scan = counted;
      this.#kept = new Map();
    }
    const kept = this.#kept;
    const known = kept.get(dimension);
    if (known !== undefined) return known;
    const read = readCounts(this.pool, dimension).then((rows) => ({
      rows,
      devices: new Map(rows.map((row) => [row.key, row.devices])),
    }));
    kept.set(dimension, read);
    read.catch(() => kept.delete(dimension));
    return read;
  }
}
