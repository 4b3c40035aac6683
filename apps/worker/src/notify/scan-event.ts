import type { ScanEvent } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import { scanItem, type Scan } from '@ringcheck/store';

/** What others are told of an ended scan: counts, never names or serial numbers. */
export function scanEvent(scan: Scan, publicUrl: string | undefined): ScanEvent {
  return {
    type: scan.status === 'failed' ? 'scan.failed' : 'scan.done',
    timestamp: scan.finishedAt ?? scan.requestedAt,
    data: {
      scan: scanItem(scan),
      ...optional('vanished', scan.counts?.vanished),
      ...optional('url', publicUrl),
    },
  };
}
