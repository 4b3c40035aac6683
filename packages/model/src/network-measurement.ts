import type { Position } from './position.js';

/** Figures in the units of the policy's `quality`; absent figures were not measured. */
export interface MeasuredQuality {
  readonly downMbps?: number;
  readonly upMbps?: number;
  /** Round trip of the idle line. */
  readonly latencyMs?: number;
  /** Round trips per minute under load. */
  readonly responsivenessRpm?: number;
}

/** One run of Apple's `networkQuality`. */
export interface NetworkMeasurement {
  readonly quality: MeasuredQuality;
  /** `en0`. */
  readonly interfaceName?: string;
  /** Whether the run says that it went over a proxy. */
  readonly usedProxy?: boolean;
  readonly at: Position;
}
