import type { Scan as ScanItem, ScanEvent } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import type { Scan } from '@ringcheck/store';

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

function scanItem(scan: Scan): ScanItem {
  const { id, status, trigger, requestedAt, counts } = scan;
  return {
    id,
    status,
    trigger,
    requestedAt,
    ...optional('scheduleId', scan.scheduleId),
    ...optional('now', scan.now),
    ...optional('startedAt', scan.startedAt),
    ...optional('finishedAt', scan.finishedAt),
    progress: { chunks: scan.chunksTotal, done: scan.chunksDone },
    ...optional('devices', counts?.devices),
    ...(counts === undefined ? {} : { verdicts: { ...counts.verdicts } }),
    ...optional('opened', counts?.opened),
    ...optional('closed', counts?.closed),
    ...optional('rulePack', scan.rulePack),
    ...optional('error', scan.error),
  };
}
