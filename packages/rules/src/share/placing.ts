import type { Note } from '@ringcheck/assemble';
import type { Evidence } from '@ringcheck/model';
import { withEvidence, type Finding } from '../evaluation.js';
import { compareNotes } from '../order.js';
import type { RuleRun } from '../run-rule.js';
import type { Class, Kept, Notes, Own } from './class.js';
import { placed, type Placeable, type Seen } from './slots.js';

/** Undefined where one of the notes cannot be placed. */
function notesPlaced(all: readonly Own<Note>[], device: Seen): readonly Note[] | undefined {
  const notes: Note[] = [];
  for (const { said, places } of all) {
    const note = placed(said, device, places, (one, evidence) => ({ ...one, evidence }));
    if (note === undefined) return undefined;
    notes.push(note);
  }
  return notes;
}

/** What is found of one device of a class. */
export interface Found {
  /** Still without the answers of rules that are asked for each device. */
  readonly results: Finding[];
  readonly findings: readonly Finding[];
}

/** Undefined where one of the findings cannot be placed. */
export function foundOf({ results, found, own, hasOwnFound }: Class, device: Seen): Found | undefined {
  const all = results.slice();
  const findings = hasOwnFound ? found.findings.slice() : undefined;
  for (const { said, places, at, foundAt } of own) {
    const finding = placed(said, device, places, withEvidence);
    if (finding === undefined) return undefined;
    all[at] = finding;
    if (findings !== undefined && foundAt !== undefined) findings[foundAt] = finding;
  }
  return { results: all, findings: findings ?? found.findings };
}

/** In order; undefined where one of them cannot be placed. */
export function notesOf(
  { same, own }: Notes,
  more: readonly Note[],
  device: Seen,
): readonly Note[] | undefined {
  if (own.length === 0 && more.length === 0) return same;
  const here = notesPlaced(own, device);
  return here && [...same, ...here, ...more].sort(compareNotes);
}

/** What one rule said of a device in particular, over what devices share; undefined as above. */
export function runOf(
  { findings, notes }: Kept,
  device: Seen,
  places: readonly number[],
): RuleRun | undefined {
  const all: Finding[] = [];
  for (const said of findings) {
    const finding = placed(said, device, places, withEvidence);
    if (finding === undefined) return undefined;
    all.push(finding);
  }
  const noted = notesPlaced(
    notes.map((said) => ({ said, places })),
    device,
  );
  return noted && { findings: all, notes: noted };
}

/** Undefined as above. */
export function evidenceHere(
  said: Placeable<Pick<Finding, 'evidence'>>,
  device: Seen,
  places: readonly number[],
): readonly Evidence[] | undefined {
  return placed(said, device, places, (_, evidence) => ({ evidence }))?.evidence;
}
