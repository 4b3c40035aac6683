import { ProblemError } from './problem.js';

/** SQLSTATE disk_full, and what the database says when a file cannot grow. */
const diskFull = '53100';

/** SQLSTATEs of a server that goes, comes or crashed, and what the system says of one that is not there. */
const unreachable = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'P1001',
  'P1017',
]);

/** What the drivers say, without a code, when a session ends under a query. */
const brokenSession =
  /Connection terminated|connection timeout|Client has encountered a connection error|not queryable|Server has closed the connection|Can't reach database server/i;

const mostCauses = 5;

/** The problem an admin can act on, when a failure is the database's and not the request's. */
export function storageFault(error: unknown): ProblemError | undefined {
  for (const { code, message } of chain(error)) {
    if (code === diskFull || /No space left on device/.test(message)) {
      return new ProblemError(
        507,
        'The disk of the database is full. Nothing of this request was kept: free some space, then send it again.',
      );
    }
    if (unreachable.has(code) || brokenSession.test(message)) {
      return new ProblemError(
        503,
        'The database cannot be reached at the moment; it may be starting again, or its disk may be full. Send the request again in a few seconds; if it stays so, the server log says why.',
      );
    }
  }
  return undefined;
}

/** Drivers wrap what the database said in errors of their own. */
function* chain(error: unknown): Generator<{ readonly code: string; readonly message: string }> {
  let at = error;
  for (let depth = 0; depth < mostCauses && typeof at === 'object' && at !== null; depth++) {
    for (const one of [at, 'meta' in at ? at.meta : undefined]) {
      if (typeof one !== 'object' || one === null) continue;
      yield { code: textOf(one, 'code'), message: textOf(one, 'message') };
      yield { code: textOf(one, 'originalCode'), message: textOf(one, 'originalMessage') };
    }
    at = 'cause' in at ? at.cause : undefined;
  }
}

function textOf(value: object, name: string): string {
  const found = Object.entries(value).find(([key]) => key === name)?.[1] as unknown;
  if (typeof found === 'string') return found;
  // An error's message is no entry of its own.
  return name === 'message' && 'message' in value ? String(value.message) : '';
}
