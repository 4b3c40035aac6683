import type { Picture } from '@ringcheck/assemble';
import type { Evidence } from '@ringcheck/model';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice, type Rule } from './index.js';

export interface Told {
  readonly answer: string;
  readonly by: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly evidence: readonly string[];
}

/** Every answer and note of a rule: outcome, scope, message and severity as one line, and each place as one. */
export function told(rule: Rule, picture: Picture): readonly Told[] {
  const { results, notes } = evaluateDevice(picture, {
    now: '2026-11-21T12:00:00Z',
    thresholds: defaultThresholds,
    rules: [rule],
  });
  return [
    ...results.map(({ outcome, scope, message, severity, control, cause, data, evidence }) => ({
      answer: [outcome, scope, message, severity, control].filter(Boolean).join(' '),
      by: cause,
      data,
      evidence: evidence.map(placeOf),
    })),
    ...notes.map(({ message, data, evidence }) => ({
      answer: `note ${message}`,
      by: undefined,
      data,
      evidence: evidence.map(placeOf),
    })),
  ];
}

const placeOf = ({ document, line, path }: Evidence): string =>
  [document, line, path].filter(Boolean).join(' ');
