import type { Scan } from '@ringcheck/contracts';
import { verdictNames } from './outcome.js';

/** Devices that have a verdict after the scan. `scan.devices` counts only those it had to judge anew. */
export function fleetSize({ verdicts }: Scan): number | undefined {
  return verdicts && verdictNames.reduce((sum, verdict) => sum + verdicts[verdict], 0);
}
