import type { Scan as ApiScan } from '@ringcheck/contracts';
import type { Scan } from '@ringcheck/store';

export function scanItem(scan: Scan): ApiScan {
  return {
    id: scan.id,
    status: scan.status,
    trigger: scan.trigger,
    ...(scan.scheduleId === undefined ? {} : { scheduleId: scan.scheduleId }),
    ...(scan.now === undefined ? {} : { now: scan.now }),
    requestedAt: scan.requestedAt,
    ...(scan.startedAt === undefined ? {} : { startedAt: scan.startedAt }),
    ...(scan.finishedAt === undefined ? {} : { finishedAt: scan.finishedAt }),
    progress: { chunks: scan.chunksTotal, done: scan.chunksDone },
    ...(scan.counts === undefined
      ? {}
      : {
          devices: scan.counts.devices,
          verdicts: { ...scan.counts.verdicts },
          opened: scan.counts.opened,
          closed: scan.counts.closed,
        }),
    ...(scan.rulePack === undefined ? {} : { rulePack: scan.rulePack }),
    ...(scan.error === undefined ? {} : { error: scan.error }),
  };
}
