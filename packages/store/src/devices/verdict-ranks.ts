import type { MirrorRow } from './device-mirror.js';

/** A device's place in the order worst first; the number of its row breaks ties. */
export interface Place {
  readonly rank: number;
  readonly id: number;
}

/** So many devices, worst first: those behind a place, those of one verdict. */
export interface Wanted {
  readonly most: number;
  readonly after?: Place | undefined;
  readonly only?: number | undefined;
}

/** Far above any number of devices: memory is bounded whatever numbers rows have. */
const mostIds = 2 ** 26;

/** Place of each device's verdict in the order worst first, in a byte by the number of its row. */
export class VerdictRanks {
  /** One more than the rank; 0 where no device is listed. */
  #ranks = new Uint8Array(0);
  #isWhole = true;

  put(rows: readonly MirrorRow<number>[]): void {
    const last = rows.at(-1)?.id ?? 0;
    if (last >= mostIds) this.#isWhole = false;
    if (!this.#isWhole) return;
    if (last >= this.#ranks.length) {
      const grown = new Uint8Array(Math.max(last + 1, Math.min(mostIds, this.#ranks.length * 2)));
      grown.set(this.#ranks);
      this.#ranks = grown;
    }
    for (const { id, value } of rows) this.#ranks[id] = value === undefined ? 0 : value + 1;
  }

  /** The first ones of these devices, whose numbers ascend. Undefined: rows have numbers too large to keep. */
  first(ids: Iterable<number>, { most, after, only }: Wanted): readonly Place[] | undefined {
    if (!this.#isWhole) return undefined;
    const byRank: Place[][] = [];
    for (const id of ids) {
      const rank = (this.#ranks[id] ?? 0) - 1;
      if (rank < 0 || (only !== undefined && rank !== only)) continue;
      if (after !== undefined && (rank < after.rank || (rank === after.rank && id <= after.id))) continue;
      const same = (byRank[rank] ??= []);
      if (same.length < most) same.push({ rank, id });
    }
    return byRank.flat().slice(0, most);
  }
}
