/** What an archive may cost before it is refused. All sizes are bytes after expansion. */
export interface ArchiveLimits {
  /** Everything that comes out of the archive and of archives inside it; by default more for a large archive. */
  readonly totalBytes: number;
  readonly entryBytes: number;
  /** Expanded size by compressed size, for what exceeds the first mebibyte. */
  readonly ratio: number;
  /** Entries of the archive and of archives inside it, together. */
  readonly entries: number;
  /** Archives inside each other; a compressed tar counts once. */
  readonly depth: number;
}

const mebibyte = 1024 * 1024;

export const defaultArchiveLimits: ArchiveLimits = {
  totalBytes: 1024 * mebibyte,
  entryBytes: 256 * mebibyte,
  ratio: 200,
  entries: 50_000,
  depth: 2,
};

/** Exports in text compress to a tenth or less; an archive of gigabytes may give as many times its own size. */
const totalRatio = 20;

/** The limits for an archive of a size: where nothing else is said, a large one may give more. */
export function limitsFor(size: number, given: Partial<ArchiveLimits> = {}): ArchiveLimits {
  const totalBytes = Math.max(defaultArchiveLimits.totalBytes, totalRatio * size);
  return { ...defaultArchiveLimits, totalBytes, ...given };
}

/** Deflate reaches 1,000:1 on small honest files (blank CSV columns), so the ratio counts only from here on. */
const ratioGrace = mebibyte;

/** Why expansion was stopped. */
export type Excess = 'total' | 'entry' | 'ratio';

/** Running count over one upload; what was expanded and then refused counts too, since it was paid for. */
export class Budget {
  #bytes = 0;
  #entries = 0;

  constructor(readonly limits: ArchiveLimits) {}

  get isSpent(): boolean {
    return this.#bytes > this.limits.totalBytes;
  }

  /** False when this entry is one too many. */
  countEntry(): boolean {
    this.#entries++;
    return this.#entries <= this.limits.entries;
  }

  countBytes(count: number): void {
    this.#bytes += count;
  }

  /** How many more entries may come. */
  get entriesLeft(): number {
    return Math.max(0, this.limits.entries - this.#entries);
  }
}

/** Counts what one compressed stream gives, while it gives it. */
export class Meter {
  #out = 0;

  constructor(
    readonly budget: Budget,
    readonly compressedBytes: number,
    readonly entryBytes: number,
  ) {}

  /** What may come before it is stopped, so that no one need believe a header that promises more. */
  get most(): number {
    return Math.min(this.entryBytes, this.#mostByRatio);
  }

  count(bytes: number): Excess | undefined {
    this.#out += bytes;
    this.budget.countBytes(bytes);
    if (this.#out > this.#mostByRatio) return 'ratio';
    if (this.#out > this.entryBytes) return 'entry';
    return this.budget.isSpent ? 'total' : undefined;
  }

  get #mostByRatio(): number {
    return ratioGrace + this.budget.limits.ratio * this.compressedBytes;
  }
}
