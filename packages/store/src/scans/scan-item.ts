import type { Scan as ScanItem, ScanScope as ScopeItem } from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import type { Scan, ScanScope } from '../types.js';

/** A scan as clients and webhooks are told of it: what is internal stays behind. */
export function scanItem(scan: Scan): ScanItem {
  const { id, status, trigger, requestedAt, counts } = scan;
  const scope = scopeItem(scan.scope);
  return {
    id,
    status,
    trigger,
    ...optional('scheduleId', scan.scheduleId),
    ...(Object.keys(scope).length === 0 ? {} : { scope }),
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

/** A scope as clients are told of it, and as they ask for it. */
export function scopeItem({ devices, groups, tags }: ScopeItem | ScanScope) {
  return {
    ...(devices === undefined ? {} : { devices: [...devices] }),
    ...(groups === undefined ? {} : { groups: [...groups] }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
  };
}
