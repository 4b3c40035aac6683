import type pg from 'pg';
import { Kept } from '../database/kept.js';
import { Conditions } from '../database/query.js';
import { addWords } from '../findings/findings.js';
import type { FleetState } from '../scans/fleet-state.js';
import { DeviceMirror } from './device-mirror.js';
import { VerdictRanks, type Place, type Wanted } from './verdict-ranks.js';
import type { Words } from './with-finding.js';

/** Sets of devices kept; the largest one that is collected holds a tenth of the fleet. */
const keptSets = 32;

/**
 * The first devices of a set, worst first, before any row of them is read: the database would pass by all devices until
 * it has met enough of the set, which is late where the set has none of the worst.
 */
export class OrderedDevices {
  readonly #ranks: DeviceMirror<number, VerdictRanks>;
  readonly #sets = new Kept(keptSets);

  constructor(private readonly pool: pg.Pool) {
    this.#ranks = new DeviceMirror(pool, 'verdict_rank', () => new VerdictRanks());
  }

  /** Of these devices, as `state` or later has them. Undefined while that is not known. */
  among(ids: readonly number[], wanted: Wanted, state: FleetState): readonly Place[] | undefined {
    return this.#ranks.ready(state)?.first(Float64Array.from(ids).sort(), wanted);
  }

  /** Of those with an open finding of these words, likewise; they are collected once for all who ask. */
  async having(words: Words, wanted: Wanted, state: FleetState): Promise<readonly Place[] | undefined> {
    if (this.#ranks.ready(state) === undefined) return undefined;
    const ids = await this.#sets.of(JSON.stringify(words), state.writes, () => this.#collect(words));
    return this.#ranks.ready(state)?.first(ids, wanted);
  }

  /** Ascending, each once. */
  async #collect(words: Words): Promise<Uint32Array> {
    const said = new Conditions();
    addWords(said, words);
    said.always('f.to_scan_seq IS NULL');
    // In binary: as text, thousands of numbers take longer to read than to find.
    const { rows } = await this.pool.query<{ ids: Buffer | null }>(
      `SELECT string_agg(int8send(f.device_id), '') AS ids FROM finding f ${said.where}`,
      said.values,
    );
    const bytes = rows[0]?.ids ?? Buffer.alloc(0);
    const ids = new Uint32Array(bytes.length / 8);
    for (let i = 0; i < ids.length; i++) ids[i] = numberAt(bytes, i * 8);
    ids.sort();
    return ids.filter((id, i) => id !== ids[i - 1]);
  }
}

/** No device's number, 0, where it is too large for `VerdictRanks`. */
const numberAt = (bytes: Buffer, at: number): number =>
  bytes.readUInt32BE(at) === 0 ? bytes.readUInt32BE(at + 4) : 0;
