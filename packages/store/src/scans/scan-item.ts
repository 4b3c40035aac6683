import type { Scan as ScanItem } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import type { Scan } from '../types.js';

/** A scan as clients and webhooks are told of it: what is internal stays behind. */
export function scanItem(scan: Scan): ScanItem {
  const { id, status, trigger, requestedAt, counts } = scan;
  return {
    id,
    status,
    trigger,
    ...optional('scheduleId', scan.scheduleId),
    ...optional('now', scan.now),
    requestedAt,
    ...optional('startedAt', scan.startedAt),
    ...optional('finishedAt', scan.finishedAt),
    progress: { chunks: scan.chunksTotal, done: scan.chunksDone },
    ...(counts === undefined
      ? {}
      : {
          devices: counts.devices,
          verdicts: { ...counts.verdicts },
          opened: counts.opened,
          closed: counts.closed,
        }),
    ...optional('rulePack', scan.rulePack),
    ...optional('error', scan.error),
  };
}
