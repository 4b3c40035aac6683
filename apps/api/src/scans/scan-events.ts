import type { MessageEvent } from '@nestjs/common';
import { scanItem, type Scans } from '@ringcheck/store';
import { concatMap, distinctUntilChanged, from, map, takeWhile, timer, type Observable } from 'rxjs';

const everyMs = 500;
const over = new Set(['done', 'failed', 'cancelled']);

/**
 * The scan each time it has moved on, until it has ended. Read from the database, so that it does not matter which
 * process answers and which one works.
 */
export function scanEvents(scans: Pick<Scans, 'get'>, id: string): Observable<MessageEvent> {
  return timer(0, everyMs).pipe(
    concatMap(() => from(scans.get(id))),
    takeWhile((scan) => scan !== undefined && !over.has(scan.status), true),
    map((scan) => JSON.stringify(scan === undefined ? { id, status: 'gone' } : scanItem(scan))),
    distinctUntilChanged(),
    map((data) => ({ type: 'scan', data })),
  );
}
