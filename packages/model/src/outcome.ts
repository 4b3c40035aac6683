import type { Writable } from './plain.js';
import type { Json } from './value.js';
import type { DocumentRef } from './profile.js';

export const outcomes = ['blocked', 'limited', 'at-risk', 'clear', 'unknown', 'not-applicable'] as const;
export type Outcome = (typeof outcomes)[number];

/** Worst first. */
export const verdicts = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'] as const;
export type Verdict = (typeof verdicts)[number];

export const stages = ['device', 'account', 'network', 'apple', 'recipient', 'region-carrier'] as const;
export type Stage = (typeof stages)[number];

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const compliances = ['compliant', 'non-compliant', 'undetermined', 'waived'] as const;
export type Compliance = (typeof compliances)[number];

export const intents = ['required', 'prohibited', 'unmanaged'] as const;
export type Intent = (typeof intents)[number];

/** Who must act on a step. */
export const actors = ['mdm-admin', 'network-admin', 'helpdesk', 'user', 'carrier', 'owner'] as const;
export type Actor = (typeof actors)[number];

/** What a conclusion rests on. `document` is the path as given, archive entries joined by `!/`. */
export interface Evidence {
  readonly document: string;
  readonly sha256?: string;
  readonly profile?: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
  readonly value?: Json;
}

export function evidenceOf(
  document: DocumentRef,
  at: { readonly offset: number; readonly line?: number; readonly column?: number },
  more: { readonly profile?: string; readonly path?: string; readonly value?: Json } = {},
): Evidence {
  const evidence: Writable<Evidence> = {
    document: document.path,
    sha256: document.sha256,
  };
  if (more.profile !== undefined) evidence.profile = more.profile;
  if (more.path !== undefined) evidence.path = more.path;
  if (more.value !== undefined) evidence.value = more.value;
  if (at.line !== undefined) evidence.line = at.line;
  if (at.column !== undefined) evidence.column = at.column;
  evidence.offset = at.offset;
  return evidence;
}

/** The worse of two verdicts. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) <= verdicts.indexOf(b) ? a : b;
}
