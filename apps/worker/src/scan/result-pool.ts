import type { Json } from '@ringcheck/model';
import type { JudgedDevice } from '@ringcheck/plan';
import { stageStates } from '@ringcheck/report';
import { FindingPool } from './finding-pool.js';
import { plain } from './plain.js';

type Results = JudgedDevice['evaluation']['results'];
type Notes = JudgedDevice['evaluation']['notes'];

/** What results of one scan have in common, so that equal things are one object and are written down once. */
export class ResultPool {
  readonly findings = new FindingPool();
  private readonly byOutcomes = new Map<number, Outcomes[]>();
  private readonly byNotes = new Map<string, Json>();
  private readonly noteNumbers = new WeakMap<Notes[number], number>();
  private readonly byNoteText = new Map<string, number>();
  private notesMet = 0;

  /** Every rule's outcome; few combinations are met in a fleet. */
  results(results: Results): Json {
    const number = numberOf(results);
    let alike = this.byOutcomes.get(number);
    if (alike === undefined) {
      if (this.byOutcomes.size >= mostKept) this.byOutcomes.clear();
      this.byOutcomes.set(number, (alike = []));
    }
    for (const known of alike) if (isSame(known.outcomes, results)) return known;
    const made = outcomesOf(results);
    if (alike.length < mostAlike) alike.push(made);
    return made;
  }

  /** Notes that speak of no device in particular. */
  notes(notes: Notes): Json {
    let key = '';
    for (const note of notes) key += `${this.numberOf(note)} `;
    return keep(this.byNotes, key, () => plain(notes));
  }

  /** Equal numbers, equal notes. */
  private numberOf(note: Notes[number]): number {
    let number = this.noteNumbers.get(note);
    if (number === undefined) {
      number = keep(this.byNoteText, JSON.stringify(note), () => this.notesMet++);
      this.noteNumbers.set(note, number);
    }
    return number;
  }
}

const mostKept = 20_000;

function keep<V extends Json>(pool: Map<string, V>, key: string, make: () => V): V {
  let known = pool.get(key);
  if (known !== undefined) return known;
  if (pool.size >= mostKept) pool.clear();
  pool.set(key, (known = make()));
  return known;
}

/** As they are stored. */
interface Outcomes {
  readonly stages: Json;
  readonly outcomes: readonly (readonly [ruleId: string, outcome: string, scope: string | null])[];
  readonly [key: string]: Json;
}

function outcomesOf(results: Results): Outcomes {
  return {
    stages: plain(stageStates(results)),
    outcomes: results.map(({ ruleId, outcome, scope }) => [ruleId, outcome, scope ?? null]),
  };
}

/** Combinations of one number; more are made again each time. */
const mostAlike = 8;

/** Of the outcomes in their order and their scopes: the rules come in the same order always. Most differ by it. */
function numberOf(results: Results): number {
  let number = results.length;
  for (const { outcome, scope } of results) {
    number = Math.imul(number, 31) + outcome.charCodeAt(0);
    for (let i = 0; scope !== undefined && i < scope.length; i++)
      number = Math.imul(number, 31) + scope.charCodeAt(i);
  }
  return number | 0;
}

function isSame(known: Outcomes['outcomes'], results: Results): boolean {
  if (known.length !== results.length) return false;
  for (let i = 0; i < known.length; i++) {
    const one = known[i];
    const met = results[i];
    if (one?.[0] !== met?.ruleId || one?.[1] !== met?.outcome || one?.[2] !== (met?.scope ?? null))
      return false;
  }
  return true;
}
