import type { Fact, Subscription } from '@ringcheck/model';
import { notApplicable } from '../judge/answers.js';
import { factEvidence } from '../judge/evidence.js';
import { missingFact } from '../judge/fact.js';
import type { MessageSpec, Read, RuleNote, RuleResult, Subject } from '../types.js';

export const lineReads = ['fact:subscriptions', 'fact:hasCellular'] as const satisfies readonly Read[];

export const lineMessages = {
  'no-cellular': { text: 'The device has no cellular, so this is no question for it.' },
} satisfies Readonly<Record<string, MessageSpec>>;

export type Lines = Fact<readonly Subscription[]>;

/** Asks of the lines of a device: none on Wi-Fi hardware, unknown where nobody reported them. */
export function judgeLines(
  subject: Subject,
  judge: (lines: Lines) => readonly (RuleResult | RuleNote)[],
): readonly (RuleResult | RuleNote)[] {
  if (subject.fact('hasCellular')?.value === false) return notApplicable('no-cellular');
  const lines = subject.fact('subscriptions');
  return lines === undefined ? missingFact('subscriptions') : judge(lines);
}

/** The line that carries data first, then the others as they were reported. */
export function dataLineFirst(lines: readonly Subscription[]): readonly Subscription[] {
  return [
    ...lines.filter((line) => line.isDataPreferred === true),
    ...lines.filter((line) => line.isDataPreferred !== true),
  ];
}

/**
 * The line data goes over: the one the user chose, or the only one. Of several without a choice none can be told.
 */
export function dataLine(lines: readonly Subscription[]): Subscription | undefined {
  return lines.find((line) => line.isDataPreferred === true) ?? (lines.length === 1 ? lines[0] : undefined);
}

/** Where the device is registered: three digits as text; empty and 65535 say nothing. */
export function currentMcc(
  lines: readonly Subscription[],
): { readonly mcc: string; readonly line: Subscription } | undefined {
  for (const line of dataLineFirst(lines)) {
    const mcc = line.currentMcc?.trim() ?? '';
    if (/^\d{3}$/.test(mcc)) return { mcc, line };
  }
  return undefined;
}

/** A number with its country code, as digits: two spellings of one number are equal. */
export function plainNumber(text: string | undefined): string | undefined {
  const digits = (text ?? '').replace(/\D/g, '').replace(/^00/, '');
  return digits.length < 5 ? undefined : digits;
}

export function linesEvidence(lines: Lines, value?: string | boolean) {
  return value === undefined ? factEvidence(lines) : factEvidence(lines, value);
}
