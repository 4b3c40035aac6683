import type pg from 'pg';
import type { FleetState } from '../scans/fleet-state.js';

const batchSize = 20_000;

/** What is kept of one device; without a value it is listed no more. */
export interface MirrorRow<V> {
  readonly id: number;
  readonly value: V | undefined;
}

/** Takes rows in, in the order of their numbers. */
interface Taking<V> {
  put(rows: readonly MirrorRow<V>[]): void;
}

/**
 * One column of all listed devices in this process's memory, where the database would read every device for a question.
 * It is read when first asked for; after a write of a scan, only the devices that changed are read again.
 */
export class DeviceMirror<V extends string | number, T extends Taking<V>> {
  #memory: T;
  /** Transactions from this number on may have written since. */
  #horizon: string | undefined;
  #writes: string | undefined;
  #read: string | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly column: 'search' | 'verdict_rank',
    private readonly make: () => T,
  ) {
    this.#memory = make();
  }

  /** As `state` or later has it. */
  async at(state: FleetState): Promise<T> {
    await this.#follow(state);
    return this.#memory;
  }

  /** The same where it is there already; else it is read meanwhile, for those who ask later. */
  ready(state: FleetState): T | undefined {
    if (this.#read === state.writes) return this.#memory;
    this.#follow(state).catch(() => undefined);
    return undefined;
  }

  /** One after the other, and once for all who wait for the same state. */
  #follow(state: FleetState): Promise<void> {
    if (this.#writes === state.writes) return this.#current;
    this.#writes = state.writes;
    const before = this.#current.catch(() => undefined);
    const current = before.then(() => this.#readRows(state));
    this.#current = current;
    current.catch(() => {
      if (this.#current === current) this.#writes = undefined;
    });
    return current;
  }

  async #readRows({ horizon, writes }: FleetState): Promise<void> {
    this.#read = undefined;
    // A database set back to an earlier state counts its transactions anew.
    const isBehind = this.#horizon !== undefined && BigInt(horizon) < BigInt(this.#horizon);
    const since = isBehind ? undefined : this.#horizon;
    const memory = since === undefined ? this.make() : this.#memory;
    for (let after = 0; ;) {
      const { rows } = await this.pool.query<{ id: string; value: V | null }>(
        `SELECT id, CASE WHEN vanished_scan IS NULL THEN ${this.column} END AS value FROM device
         WHERE id > $1 ${since === undefined ? 'AND vanished_scan IS NULL' : 'AND age(xmin) <= age($2::xid8::xid)'}
         ORDER BY id LIMIT ${batchSize}`,
        since === undefined ? [after] : [after, since],
      );
      memory.put(rows.map((row) => ({ id: Number(row.id), value: row.value ?? undefined })));
      if (rows.length < batchSize) break;
      after = Number(rows.at(-1)?.id);
    }
    this.#memory = memory;
    this.#horizon = horizon;
    this.#read = writes;
  }
}
