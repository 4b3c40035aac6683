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

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Two findings of one identity with the same digest are one finding that goes on. */
export function findingDigest(finding: FindingInput): string {
  const { outcome, severity, stage, message, data, evidence, control, undecided, gap } = finding;
  return hash(
    contentText([
      outcome,
      severity,
      stage,
      message,
      data,
      evidence,
      control ?? '',
      undecided ?? false,
      gap ?? null,
    ]),
  );
}

const keptDigests = new WeakMap<object, string>();

/** Digest of a value that many devices share: made once, kept as long as the value. */
function keptDigest(value: unknown): string {
  if (typeof value !== 'object' || value === null) return hash(contentText(value));
  let known = keptDigests.get(value);
  if (known === undefined) keptDigests.set(value, (known = hash(contentText(value))));
  return known;
}

/** Of the present form; no digest of the older one begins so. */
const form = '2.';

/** Two verdicts of a device with the same digest are one that goes on. Shared parts enter by their own digests. */
export function verdictDigest({ verdict, expected, coverage, notes, results, own }: DeviceResult): string {
  const said = contentText([verdict, expected ?? '', coverage, own ?? null]);
  return form + hash(`${keptDigest(notes)} ${keptDigest(results)} ${said}`);
}

/** Whether what a row keeps the digest of is what the device says now, be it of the older form. */
export function isSameVerdict(kept: string, device: DeviceResult, digest: string): boolean {
  return kept.startsWith(form) ? kept === digest : kept === olderVerdictDigest(device);
}

/** As rows were written before results were shared: results with what is the device's own laid over them. */
export function olderVerdictDigest(device: DeviceResult): string {
  const { verdict, expected, coverage, notes, results, own } = device;
  const isObject = typeof results === 'object' && results !== null;
  const all = own === undefined || !isObject ? results : { ...results, ...own };
  return hash(`[${[verdict, expected ?? '', coverage, notes, all].map(contentText).join(',')}]`);
}
