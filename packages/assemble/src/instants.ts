import type { Instant } from '@ringcheck/model';

const known = new Map<Instant, number>();
const mostKnown = 4_000;

/** What `Date.parse` says, NaN for what is no instant; the devices of one export were observed at few moments. */
export function millisecondsOf(instant: Instant): number {
  const held = known.get(instant);
  if (held !== undefined) return held;
  if (known.size >= mostKnown) known.clear();
  const milliseconds = Date.parse(instant);
  known.set(instant, milliseconds);
  return milliseconds;
}
