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
  /** In the order of the pack. */
  readonly steps: readonly Step[];
  readonly coverage: DeviceEvaluation['coverage'];
  /** Those groups of profiles that give notes. */
  readonly notes: readonly (NoteGroup & { readonly notes: readonly Note[] })[];
  readonly reviewAt: readonly Instant[];
}

/** What is told of a device by one rule, or by several in a row that say the same of all. */
export type Step =
  | ({ readonly kind: 'shared' } & RuleAnswer)
  | { readonly kind: 'own'; readonly answer: Kept; readonly family: number }
  | { readonly kind: 'apart'; readonly rule: Rule; readonly family: number };
