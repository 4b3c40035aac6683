/**
 * Calls that come while a read runs share the next one, so that fifty who ask at once cost one or two reads. Nobody is
 * given what was read before the call.
 */
export function together<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    next = undefined;
    const begun = read();
    const ended: Promise<unknown> = begun
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (running === ended) running = undefined;
      });
    running = ended;
    return begun;
  };
  return () => {
    if (next !== undefined) return next;
    if (running === undefined) return start();
    next = running.then(start);
    return next;
  };
}
