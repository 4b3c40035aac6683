import type { MessageEvent } from '@nestjs/common';
import type { Scan } from '@ringcheck/contracts';
import { concatMap, distinctUntilChanged, from, map, takeWhile, timer, type Observable } from 'rxjs';

const everyMs = 500;
const over = new Set(['done', 'failed', 'cancelled']);

/**
 * The scan each time it has moved on, until it has ended. Read from the database, so that it does not matter which
 * process answers and which one works.
 */
export function scanEvents(
  look: (id: string) => Promise<Scan | undefined>,
  id: string,
): Observable<MessageEvent> {
  return timer(0, everyMs).pipe(
    concatMap(() => from(look(id))),
    takeWhile((scan) => scan !== undefined && !over.has(scan.status), true),
    map((scan) => JSON.stringify(scan ?? { id, status: 'gone' })),
    distinctUntilChanged(),
    map((data) => ({ type: 'scan', data })),
  );
}
