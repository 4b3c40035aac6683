import type { Instant } from '@ringcheck/model';
import type { Documents, History, Uploads } from '@ringcheck/store';
import { worldKinds } from '../scan/world-kinds.js';

const dayMs = 24 * 60 * 60_000;
const everyMs = 60 * 60_000;
/** Rows of each kind a transaction removes: a fraction of a second, so that nothing waits for it. */
const batchSize = 2_000;
/** At most so many batches at a time: what is left waits an hour. */
const mostBatches = 200;
/** Documents are looked at one by one, and each is removed as a whole. */
const documentBatch = 20;
const mostDocumentBatches = 25;
/** Originals are megabytes each. */
const uploadBatch = 20;

export interface Kept {
  readonly history: Pick<History, 'forget'>;
  readonly documents: Pick<Documents, 'forget'>;
  readonly uploads: Pick<Uploads, 'forget'>;
}

export interface RetentionDays {
  readonly historyDays: number;
  readonly uploadDays: number;
}

/** Forgets, once an hour and in small batches, what is older than the installation keeps. */
export class Retention {
  private nextAt = 0;
  /** Where the next look at documents begins: those that stay are not looked at every hour. */
  private afterDocument = 0;

  constructor(
    private readonly kept: Kept,
    private readonly days: RetentionDays,
  ) {}

  /** Returns how many rows were removed. What fails is tried again by the next tick. */
  async tick(now: string): Promise<number> {
    const moment = Date.parse(now);
    if (moment < this.nextAt) return 0;
    const daysAgo = (days: number): Instant => new Date(moment - days * dayMs).toISOString();
    const history = await this.forgetHistory(daysAgo(this.days.historyDays));
    const documents = await this.forgetDocuments(daysAgo(this.days.uploadDays));
    const uploads = await this.forgetUploads(daysAgo(this.days.uploadDays));
    this.nextAt = moment + everyMs;
    return history + documents + uploads;
  }

  private forgetHistory(before: Instant): Promise<number> {
    return inBatches(mostBatches, async () => {
      const { findings, verdicts, scans } = await this.kept.history.forget(before, batchSize);
      return {
        removed: findings + verdicts + scans,
        isLast: Math.max(findings, verdicts, scans) < batchSize,
      };
    });
  }

  private forgetDocuments(before: Instant): Promise<number> {
    return inBatches(mostDocumentBatches, async () => {
      const request = { before, keep: worldKinds, after: this.afterDocument, limit: documentBatch };
      const { documents, last } = await this.kept.documents.forget(request);
      const isHeld = last !== undefined && last === this.afterDocument;
      this.afterDocument = last ?? 0;
      return { removed: documents, isLast: last === undefined || isHeld };
    });
  }

  private forgetUploads(before: Instant): Promise<number> {
    return inBatches(mostBatches, async () => {
      const { files, uploads, originals } = await this.kept.uploads.forget(before, uploadBatch);
      return {
        removed: files + uploads + originals,
        isLast: Math.max(files, uploads, originals) < uploadBatch,
      };
    });
  }
}

interface Batch {
  readonly removed: number;
  readonly isLast: boolean;
}

async function inBatches(most: number, next: () => Promise<Batch>): Promise<number> {
  let sum = 0;
  for (let batch = 0; batch < most; batch++) {
    const { removed, isLast } = await next();
    sum += removed;
    if (isLast) break;
  }
  return sum;
}
