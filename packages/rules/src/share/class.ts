import type { Note } from '@ringcheck/assemble';
import type { Effective } from '@ringcheck/effective';
import type { Instant } from '@ringcheck/model';
import type { Coverage, Finding } from '../evaluation.js';
import type { Summary } from '../judged.js';
import type { Rule } from '../types.js';
import type { Placeable } from './slots.js';

/** What one rule said, once for all devices of an entry. */
export interface Kept {
  readonly findings: readonly Placeable<Finding>[];
  readonly notes: readonly Placeable<Note>[];
  readonly coverage: Coverage;
}

export interface Entry {
  /** In the order of the family's rules; none where they are asked for each device. */
  readonly answers: readonly Kept[];
  readonly notes: readonly Placeable<Note>[];
  /** Where rules are asked for each device, or the device's confinement is. */
  readonly effective?: Effective;
  readonly reviewAt: Instant | undefined;
}

/** `own`: devices of this shape are judged one by one. */
export type Slot = Entry | 'own';

/** An answer some of whose evidence stands where the device itself said something. */
export interface Own<T> {
  readonly said: Placeable<T>;
  /** Those of the device's profiles that the family sees. */
  readonly places: readonly number[];
}

/** Notes of many devices: those that are the same for all, and those to be placed. */
export interface Notes {
  readonly same: readonly Note[];
  readonly own: readonly Own<Note>[];
}

/** What is said of devices that differ in their place at most, and in versions that nobody told apart. */
export interface Base {
  /** By the families of the plan; none for those of the class. */
  readonly entries: readonly (Entry | undefined)[];
  /** For each family the places of the profiles it sees. */
  readonly seen: readonly (readonly number[])[];
  /** Of the step that combines profiles. */
  readonly notes: Notes;
  readonly reviewAt: readonly Instant[];
}

/** A finding of each device's own; it stands at `at` among the results, and at `foundAt` among those that are found. */
export interface OwnFinding extends Own<Finding> {
  readonly at: number;
  readonly foundAt: number | undefined;
}

/** A rule that is asked for each device; one finding at `at` keeps the place of its answer. */
export interface Asked {
  readonly rule: Rule;
  readonly family: number;
  readonly at: number;
}

/** What all families say of devices that none of them can tell apart. */
export interface Class {
  readonly base: Base;
  /** By the families of the plan; none for those of the base. */
  readonly entries: readonly (Entry | undefined)[];
  /** Of all rules, in the order of the pack. */
  readonly results: readonly Finding[];
  readonly found: Summary;
  readonly own: readonly OwnFinding[];
  readonly hasOwnFound: boolean;
  /** From the end of `results` to its start, so that no answer moves the place of another. */
  readonly asked: readonly Asked[];
  readonly notes: Notes;
  readonly coverage: Coverage;
  readonly reviewAt: readonly Instant[];
}

/** Keeps the place of the answer of a rule that is asked for each device. */
export const toBeAsked: Finding = {
  ruleId: '',
  outcome: 'not-applicable',
  stage: 'device',
  severity: 'info',
  message: '',
  data: {},
  evidence: [],
};
