import { remembered, type Instant } from '@ringcheck/model';

/** What `Date.parse` says, NaN for what is no instant; the devices of one export were observed at few moments. */
export const millisecondsOf: (instant: Instant) => number = remembered(4_000, Date.parse);
