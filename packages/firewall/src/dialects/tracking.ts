import { allStates, stateBits } from '../policy.js';

/**
 * What a condition on connection states asks of a packet that has not met connection tracking yet: Linux calls every
 * such packet invalid, unless an earlier rule took it out of tracking.
 */
export function statesBeforeTracking(bits: number): number {
  const tracked = (bits & stateBits.invalid) === 0 ? 0 : allStates & ~stateBits.untracked;
  return tracked | (bits & stateBits.untracked);
}
