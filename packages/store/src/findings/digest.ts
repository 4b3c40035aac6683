import { createHash } from 'node:crypto';
import type { Json } from '@ringcheck/model';
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
  return entriesText(value, contentText);
}

function entriesText(value: object, textOf: (part: unknown) => string): string {
  const entries = Object.entries(value)
    .filter(([key, part]) => part !== undefined && !placeKeys.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${textOf(part)}`).join(',')}}`;
}

const kept = new WeakMap<object, string>();

/** The same for a value that many devices share: made once, kept as long as the value. */
function keptText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return contentText(value);
  let text = kept.get(value);
  if (text === undefined) kept.set(value, (text = contentText(value)));
  return text;
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

/** Results are shared by devices and laid under what is the device's own, as they are given back. */
export function verdictDigest(device: DeviceResult): string {
  const { verdict, expected, coverage, notes, results, own } = device;
  const all =
    own === undefined || typeof results !== 'object' || results === null
      ? keptText(results)
      : entriesText({ ...results, ...own }, (part) =>
          Object.values(own).includes(part as Json) ? contentText(part) : keptText(part),
        );
  const parts = [
    contentText(verdict),
    contentText(expected ?? ''),
    contentText(coverage),
    keptText(notes),
    all,
  ];
  return hash(`[${parts.join(',')}]`);
}
