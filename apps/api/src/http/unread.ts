import type { IncomingMessage } from 'node:http';

/** How long the rest of a refused body is read for, in milliseconds; the connection is cut afterwards. */
const patienceMs = 30_000;

/**
 * Reads what is left of a request's body and drops it, until its end, its loss, or `patience` milliseconds.
 * A refusal sent while the client still writes is often lost: the closed socket answers with a reset, and the client
 * reports a broken pipe in place of what is wrong with its request.
 */
export async function dropUnread(raw: IncomingMessage, patience = patienceMs): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  await new Promise<void>((done) => {
    const timer = setTimeout(done, patience);
    const finish = (): void => {
      clearTimeout(timer);
      done();
    };
    raw.once('end', finish).once('close', finish).once('error', finish);
    raw.resume();
  });
}
