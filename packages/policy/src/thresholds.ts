import type { Thresholds } from './types.js';

/**
 * What counts as too little, too slow or too old unless the policy says otherwise.
 * GB are decimal (10^9 bytes), speeds Mbit/s, times milliseconds, loss percent, ages days.
 */
export const defaultThresholds: Thresholds = {
  storageMinGB: 1,
  storageWarnGB: 2,
  downMbpsMin: 1,
  upMbpsMin: 1,
  latencyMsMax: 150,
  jitterMsMax: 30,
  lossPercentMax: 1,
  dataMaxAgeDays: 7,
  placeMaxAgeDays: 1,
  osSettleHours: 72,
  numberSettleHours: 24,
  osMajorsBehindMax: 4,
};

/**
 * The defaults, overridden by what the policy states. A stated `storageMinGB` above the default warning
 * level lifts that level with it, so that the low finding never stands below the high one.
 */
export function thresholdsFrom(stated: {
  readonly [K in keyof Thresholds]?: number | undefined;
}): Thresholds {
  const given = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
  const merged: Thresholds = { ...defaultThresholds, ...given };
  if (stated.storageWarnGB !== undefined) return merged;
  return { ...merged, storageWarnGB: Math.max(merged.storageWarnGB, merged.storageMinGB) };
}
