import { createHash } from 'node:crypto';
import type { DeviceResult, FindingInput } from '../types.js';

/**
 * Where a statement stands is no part of what it says: tonight's export of an unchanged fleet has other bytes, another
 * file name and other lines, and must write nothing. The stored row keeps the place where it was first seen.
 */
const placeKeys: ReadonlySet<string> = new Set([
  'document',
  'sha256',
  'line',
  'column',
  'offset',
  'end',
  'observedAt',
]);

/** Text equal for values that say the same: keys in order, places left out. */
export function contentText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(contentText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([key, part]) => part !== undefined && !placeKeys.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${contentText(part)}`).join(',')}}`;
}

const digest = (value: unknown): string =>
  createHash('sha256').update(contentText(value)).digest('base64url').slice(0, 22);

/** Two findings of one identity with the same digest are one finding that goes on. */
export function findingDigest(finding: FindingInput): string {
  const { outcome, severity, stage, message, data, evidence, control, undecided, gap } = finding;
  return digest([
    outcome,
    severity,
    stage,
    message,
    data,
    evidence,
    control ?? '',
    undecided ?? false,
    gap ?? null,
  ]);
}

export function verdictDigest(device: DeviceResult): string {
  const { verdict, expected, coverage, notes, results } = device;
  return digest([verdict, expected ?? '', coverage, notes, results]);
}
