import { hash } from 'node:crypto';
import { keysOf, type Evidence } from '@ringcheck/model';
import { toJsonText } from '../database/rows.js';
import type { DeviceResult, FindingInput } from '../types.js';

/**
 * Where a statement stands is no part of what it says: tonight's export of an unchanged fleet has other bytes, another
 * file name and other lines, and must write nothing. The stored row keeps the place where it was first seen.
 */
const places = ['document', 'sha256', 'line', 'column', 'offset', 'end', 'observedAt'] as const;
const placeKeys: ReadonlySet<string> = new Set(places);

/** Text equal for values that say the same: keys in order, places left out. */
export function contentText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(contentText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const said = value as Readonly<Record<string, unknown>>;
  let text = '';
  const keys = Object.keys(said).filter((key) => !placeKeys.has(key));
  for (const key of keys.sort()) {
    const part = said[key];
    if (part !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${contentText(part)}`;
  }
  return `{${text}}`;
}

const evidenceKeys = keysOf<Exclude<keyof Evidence, (typeof places)[number]>>({
  path: true,
  profile: true,
  value: true,
})
  .toSorted()
  .map((key) => [key, `${JSON.stringify(key)}:`] as const);

/** The same text for evidence, whose keys are known. */
export function evidenceText(evidence: readonly Evidence[]): string {
  let text = '';
  for (const one of evidence) {
    text += text === '' ? '{' : ',{';
    let sign = '';
    for (const [key, name] of evidenceKeys) {
      const part = one[key];
      if (part === undefined) continue;
      text += sign + name + contentText(part);
      sign = ',';
    }
    text += '}';
  }
  return `[${text}]`;
}

const shortHash = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** Of a value that many devices share what is made once and kept as long as the value. */
export function keptBy<T>(make: (value: unknown) => T): (value: unknown) => T {
  const kept = new WeakMap<object, T>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return make(value);
    let known = kept.get(value);
    if (known === undefined) kept.set(value, (known = make(value)));
    return known;
  };
}

const keptText = keptBy(contentText);
/** Item by item: of notes of a device's own, most are shared all the same. */
const keptDigest = keptBy((value) =>
  shortHash(Array.isArray(value) ? `[${value.map(keptText).join(',')}]` : contentText(value)),
);

/** Two findings of one identity with the same digest are one finding that goes on. */
export function findingDigest(finding: FindingInput, evidence = evidenceText(finding.evidence)): string {
  const { outcome, severity, stage, message, data, control, undecided, gap } = finding;
  const words = [outcome, severity, stage, message].map(contentText);
  const rest = [control ?? '', undecided ?? false, gap ?? null].map(keptText);
  return shortHash(`[${[...words, keptText(data), evidence, ...rest].join(',')}]`);
}

/** Of the present form; no digest of another form begins so. */
const form = '3.';
/** Of the form before, with the keys of `own` in order. */
const formerForm = '2.';

/** What belongs to the device alone as its row keeps it. */
export function ownText({ own }: DeviceResult): string | null {
  return own === undefined ? null : toJsonText(own);
}

/** Two verdicts of a device with the same digest are one that goes on. Shared parts enter by their own digests. */
export function verdictDigest(device: DeviceResult, own = ownText(device)): string {
  const { verdict, expected, coverage, notes, results } = device;
  const said = `${verdict} ${expected ?? ''} ${coverage.decided} ${coverage.applicable} ${own ?? ''}`;
  return form + shortHash(`${keptDigest(notes)} ${keptDigest(results)} ${said}`);
}

/** Whether what a row keeps the digest of is what the device says now, be it of an older form. */
export function isSameVerdict(kept: string, device: DeviceResult, digest: string): boolean {
  if (kept.startsWith(form)) return kept === digest;
  return kept === (kept.startsWith(formerForm) ? formerVerdictDigest(device) : olderVerdictDigest(device));
}

/** As rows were written before `own` entered as the text that is stored. */
export function formerVerdictDigest({
  verdict,
  expected,
  coverage,
  notes,
  results,
  own,
}: DeviceResult): string {
  const said = contentText([verdict, expected ?? '', coverage, own ?? null]);
  return formerForm + shortHash(`${keptDigest(notes)} ${keptDigest(results)} ${said}`);
}

/** As rows were written before results were shared: results with what is the device's own laid over them. */
export function olderVerdictDigest(device: DeviceResult): string {
  const { verdict, expected, coverage, notes, results, own } = device;
  const isObject = typeof results === 'object' && results !== null;
  const all = own === undefined || !isObject ? results : { ...results, ...own };
  return shortHash(`[${[verdict, expected ?? '', coverage, notes, all].map(contentText).join(',')}]`);
}
