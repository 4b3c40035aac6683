import type { Note } from '@ringcheck/assemble';
import type { Effective } from '@ringcheck/effective';
import type { Evidence, Instant } from '@ringcheck/model';
import type { DeviceEvaluation, Finding } from '../evaluation.js';
import type { Rule } from '../types.js';
import type { NoteGroup } from './look.js';

/** What one rule said. */
export interface RuleAnswer {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

/** Everything that was said of one device. */
export interface Told {
  /** In the order of the rule pack. */
  readonly findings: readonly Finding[];
  /** Of rules, of the step that combines profiles, and of settings that do not act. */
  readonly notes: readonly Note[];
  readonly coverage: DeviceEvaluation['coverage'];
  /** What proves that the device joins no Wi-Fi networks but these; empty when it is not proven. */
  readonly confinement: (ssids: readonly string[]) => readonly Evidence[];
}

export interface Kept extends RuleAnswer {
  /** Some evidence stands where the device itself said something. */
  readonly isOwn: boolean;
}

export interface Entry {
  /** In the order of the family's rules; none where they are asked for each device. */
  readonly answers: readonly Kept[];
  readonly notes: readonly Note[];
  /** Where rules are asked for each device, or the device's confinement is. */
  readonly effective?: Effective;
  readonly reviewAt: Instant | undefined;
}

/** `own`: devices of this shape are judged one by one. */
export type Slot = Entry | 'own';

/** What all families say of devices that none of them can tell apart. */
export interface Class {
  readonly entries: readonly Entry[];
  /** For each family the places of the profiles it sees. */
  readonly seen: readonly (readonly number[])[];
  /** Of all rules, in the order of the pack; what is different from device to device is put in its place by a step. */
  readonly findings: readonly Finding[];
  /** Of the rules that say the same of all. */
  readonly ruleNotes: readonly Note[];
  /** From the end of `findings` to its start, so that no step moves the place of another. */
  readonly steps: readonly Step[];
  readonly coverage: DeviceEvaluation['coverage'];
  /** Those groups of profiles that give notes. */
  readonly notes: readonly (NoteGroup & { readonly notes: readonly Note[] })[];
  readonly reviewAt: readonly Instant[];
}

/** What is told of each device by one rule; at `at` stand `length` findings for it. */
export type Step = { readonly family: number; readonly at: number; readonly length: number } & (
  { readonly kind: 'own'; readonly answer: Kept } | { readonly kind: 'apart'; readonly rule: Rule }
);

/** Keeps the place of the answer of a rule that is asked for each device. */
export const toBeAsked: Finding = {
  ruleId: '',
  outcome: 'unknown',
  stage: 'device',
  severity: 'info',
  message: '',
  data: {},
  evidence: [],
};
