import type pg from 'pg';
import type { FleetState } from '../scans/fleet-state.js';
import { TextBlocks } from './text-blocks.js';

const batchSize = 20_000;

/**
 * Search texts of all listed devices in this process's memory: the database would read every device for each search.
 * They are read when first asked for; after a write of a scan, those that changed are read again before they answer.
 */
export class SearchTexts {
  #texts = new TextBlocks();
  /** Transactions from this number on may have written since. */
  #horizon: string | undefined;
  #writes: string | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(private readonly pool: pg.Pool) {}

  /**
   * Numbers of the devices whose text has this in it, as `state` or later has them. Undefined: so many that going
   * through devices in order fills a page sooner than looking each of these up.
   */
  async find(wanted: string, state: FleetState): Promise<readonly number[] | undefined> {
    await this.#follow(state);
    return this.#texts.find(wanted, fewFor(this.#texts.devices));
  }

  /** One after the other, and once for all who wait for the same state. */
  #follow(state: FleetState): Promise<void> {
    if (this.#writes === state.writes) return this.#current;
    this.#writes = state.writes;
    const before = this.#current.catch(() => undefined);
    const current = before.then(() => this.#read(state));
    this.#current = current;
    current.catch(() => {
      if (this.#current === current) this.#writes = undefined;
    });
    return current;
  }

  async #read({ horizon }: FleetState): Promise<void> {
    // A database set back to an earlier state counts its transactions anew.
    const isBehind = this.#horizon !== undefined && BigInt(horizon) < BigInt(this.#horizon);
    const since = isBehind ? undefined : this.#horizon;
    const texts = since === undefined ? new TextBlocks() : this.#texts;
    for (let after = 0; ;) {
      const { rows } = await this.pool.query<{ id: string; text: string | null }>(
        `SELECT id, CASE WHEN vanished_scan IS NULL THEN search END AS text FROM device
         WHERE id > $1 ${since === undefined ? 'AND vanished_scan IS NULL' : 'AND age(xmin) <= age($2::xid8::xid)'}
         ORDER BY id LIMIT ${batchSize}`,
        since === undefined ? [after] : [after, since],
      );
      texts.put(rows.map((row) => ({ id: Number(row.id), text: row.text ?? undefined })));
      if (rows.length < batchSize) break;
      after = Number(rows.at(-1)?.id);
    }
    this.#texts = texts;
    this.#horizon = horizon;
  }
}

/** Where looking up what was found costs what going through the devices in order until a page is full does. */
const fewFor = (devices: number): number => Math.ceil(Math.sqrt(75 * devices)) + 50;
