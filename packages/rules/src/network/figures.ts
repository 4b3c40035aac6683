import type { Quality, Thresholds } from '@ringcheck/policy';
import type { Subject } from '../types.js';

interface Figure {
  readonly key: keyof Quality;
  readonly threshold: keyof Thresholds;
  readonly title: string;
  readonly unit: string;
  /** `least`: below the threshold is too little; `most`: above it is too much. */
  readonly bound: 'least' | 'most';
}

const figures: readonly Figure[] = [
  { key: 'downMbps', threshold: 'downMbpsMin', title: 'download', unit: 'Mbit/s', bound: 'least' },
  { key: 'upMbps', threshold: 'upMbpsMin', title: 'upload', unit: 'Mbit/s', bound: 'least' },
  { key: 'latencyMs', threshold: 'latencyMsMax', title: 'latency', unit: 'ms', bound: 'most' },
  { key: 'jitterMs', threshold: 'jitterMsMax', title: 'jitter', unit: 'ms', bound: 'most' },
  { key: 'lossPercent', threshold: 'lossPercentMax', title: 'packet loss', unit: '%', bound: 'most' },
];

/** Whether any figure is known. */
export function hasFigures(quality: Quality): boolean {
  return figures.some(({ key }) => quality[key] !== undefined);
}

/** The figures beyond their thresholds, each with its limit. Asks for thresholds of known figures only. */
export function poorFigures(subject: Subject, quality: Quality): readonly string[] {
  return figures.flatMap((figure) => poorFigure(subject, quality, figure));
}

function poorFigure(subject: Subject, quality: Quality, figure: Figure): readonly string[] {
  const { key, threshold, title, unit, bound } = figure;
  const value = quality[key];
  if (value === undefined) return [];
  const limit = subject.threshold(threshold);
  if (bound === 'least' ? value >= limit : value <= limit) return [];
  return [`${title} ${value} ${unit} (at ${bound} ${limit} ${unit})`];
}
