import type { Json } from '@ringcheck/model';
import type { JudgedDevice } from '@ringcheck/plan';
import { stageStates } from '@ringcheck/report';
import type { Finding } from '@ringcheck/rules';
import type { FindingInput } from '@ringcheck/store';

type Results = JudgedDevice['evaluation']['results'];
type Notes = JudgedDevice['evaluation']['notes'];

/** What results of one scan have in common, so that equal things are one object and are written down once. */
export class ResultPool {
  private readonly byFinding = new WeakMap<Finding, FindingInput>();
  /** By the list they are made of: where nothing is of a device's own, devices of a class have one list. */
  private readonly byList = new WeakMap<Results, Json>();
  private readonly byOutcomes = new Map<string, Json>();
  private readonly byNotes = new Map<string, Json>();
  private readonly noteNumbers = new WeakMap<Notes[number], number>();
  private readonly byNoteText = new Map<string, number>();
  private notesMet = 0;

  finding(finding: Finding, make: () => FindingInput): FindingInput {
    let known = this.byFinding.get(finding);
    if (known === undefined) this.byFinding.set(finding, (known = make()));
    return known;
  }

  /** Every rule's outcome; few combinations are met in a fleet. */
  results(results: Results): Json {
    let known = this.byList.get(results);
    if (known === undefined) {
      known = keep(this.byOutcomes, keyOf(results), () => outcomesOf(results));
      this.byList.set(results, known);
    }
    return known;
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

function outcomesOf(results: Results): Json {
  return plain({
    stages: stageStates(results),
    outcomes: results.map(({ ruleId, outcome, scope }) => [ruleId, outcome, scope ?? null]),
  });
}

function keyOf(results: Results): string {
  let key = '';
  for (const { ruleId, outcome, scope } of results) {
    key += letterOf(ruleId) + letterOf(outcome);
    if (scope !== undefined) key += `${scope}\n`;
  }
  return key;
}

const letters = new Map<string, string>();
/** Private use, so that no letter is taken for a part of a scope. */
const firstLetter = 0xe000;

/** A letter for each of the words there are, rules and outcomes: a key of them is short. */
function letterOf(word: string): string {
  let letter = letters.get(word);
  if (letter === undefined) letters.set(word, (letter = String.fromCharCode(firstLetter + letters.size)));
  return letter;
}

/** Plain JSON of plain data: drops what is undefined. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
