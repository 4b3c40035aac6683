import type { Note } from '@ringcheck/assemble';
import type { Instant } from '@ringcheck/model';
import type { Finding } from '../evaluation.js';
import type { JudgeOptions } from '../judge-options.js';
import { isFound, summaryOf } from '../judged.js';
import { compareNotes } from '../order.js';
import type { Rule } from '../types.js';
import { Bounded } from './bounded.js';
import {
  toBeAsked,
  type Asked,
  type Base,
  type Class,
  type Entry,
  type Kept,
  type Notes,
  type Own,
  type OwnFinding,
} from './class.js';
import { mostKept, type Entries } from './entries.js';
import type { Kinds } from './kinds.js';
import { noteGroups, partsOf, seenIn, type Look, type Parts } from './look.js';
import type { Numbers } from './numbers.js';
import { confinementFamily, type Family, type SharePlan } from './sight.js';
import type { Placeable } from './slots.js';
import { allVersions, ByVersion, inBoth, type OfVersions } from './versions.js';

/** The classes of devices of one plan. */
export class Classes {
  private readonly classes = new Bounded<string, Class | 'own'>(mostKept);
  private readonly bases = new ByVersion<Base | 'own'>(mostKept);

  constructor(
    private readonly plan: SharePlan,
    private readonly options: JudgeOptions,
    private readonly entries: Entries,
    private readonly kinds: Kinds,
    private readonly numbers: Numbers,
  ) {}

  /** Undefined where the device must be judged by itself. */
  of(look: Look): Class | undefined {
    let known = this.classes.get(look.key);
    if (known === undefined) this.classes.set(look.key, (known = this.make(look)));
    return known === 'own' ? undefined : known;
  }

  private make(look: Look): Class | 'own' {
    const parts = partsOf(look, this.numbers);
    const version = look.picture.facts.osVersion?.value;
    const { value: base } = this.bases.of(look.key.slice(0, look.baseLength), version, () =>
      this.makeBase(look, parts),
    );
    if (base === 'own') return 'own';
    const { value: entries } = this.entriesOf(look, parts, base.seen, ({ isOfClass }) => isOfClass);
    return entries === 'own' ? 'own' : this.compose(base, entries);
  }

  private makeBase(look: Look, parts: Parts): OfVersions<Base | 'own'> {
    const seen = seenIn(look, this.kinds);
    const { value: entries, versions: some } = this.entriesOf(
      look,
      parts,
      seen,
      ({ isOfClass }) => !isOfClass,
    );
    if (entries === 'own') return { value: 'own', versions: some };
    let versions = some;
    const said: Own<Note>[] = [];
    const reviews = entries.map((entry) => entry?.reviewAt);
    for (const { family, seen: places } of noteGroups(look)) {
      const slot = this.entries.of(look, parts, family, places);
      versions = inBoth(versions, slot.versions);
      if (slot.value === 'own') return { value: 'own', versions };
      for (const note of slot.value.notes) said.push({ said: note, places });
      reviews.push(slot.value.reviewAt);
    }
    return { value: { entries, seen, notes: apart(said), reviewAt: once(reviews) }, versions };
  }

  private entriesOf(
    look: Look,
    parts: Parts,
    seen: Base['seen'],
    isWanted: (family: Family) => boolean,
  ): OfVersions<readonly (Entry | undefined)[] | 'own'> {
    const entries: (Entry | undefined)[] = [];
    let versions = allVersions;
    for (const [index, family] of this.plan.families.entries()) {
      const isNow = family !== confinementFamily && isWanted(family);
      const slot = isNow ? this.entries.of(look, parts, family, seen[index] ?? []) : undefined;
      if (slot !== undefined) versions = inBoth(versions, slot.versions);
      if (slot?.value === 'own') return { value: 'own', versions };
      entries.push(slot?.value);
    }
    return { value: entries, versions };
  }

  private compose(base: Base, entries: readonly (Entry | undefined)[]): Class {
    const layout = new Layout(base, entries);
    for (const [index, rule] of this.options.rules.entries()) {
      const { family, rule: place } = this.plan.order[index] ?? { family: -1, rule: -1 };
      const kept = (base.entries[family] ?? entries[family])?.answers[place];
      if (kept === undefined) layout.ask(rule, family);
      else layout.add(kept, base.seen[family] ?? []);
    }
    return layout.done(once([...base.reviewAt, ...entries.map((entry) => entry?.reviewAt)]));
  }
}

/** The answers of all rules side by side, in the order in which they are added. */
class Layout {
  private readonly results: Finding[] = [];
  private readonly own: Omit<OwnFinding, 'foundAt'>[] = [];
  private readonly asked: Asked[] = [];
  private readonly notes: Own<Note>[] = [];
  private decided = 0;
  private applicable = 0;

  constructor(
    private readonly base: Base,
    private readonly entries: readonly (Entry | undefined)[],
  ) {}

  ask(rule: Rule, family: number): void {
    this.asked.push({ rule, family, at: this.results.length });
    this.results.push(toBeAsked);
  }

  add({ findings, notes, coverage }: Kept, places: readonly number[]): void {
    this.decided += coverage.decided;
    this.applicable += coverage.applicable;
    for (const said of findings) {
      if (said.spots !== undefined) this.own.push({ said, places, at: this.results.length });
      this.results.push(said.answer);
    }
    for (const said of notes) this.notes.push({ said, places });
  }

  done(reviewAt: readonly Instant[]): Class {
    const { base, entries, results, decided, applicable } = this;
    const found = summaryOf(results);
    const own = this.own.map(({ said, places, at }) => {
      const foundAt = isFound(said.answer) ? found.findings.indexOf(said.answer) : undefined;
      return { said, places, at, foundAt };
    });
    const { same, own: placed } = apart(this.notes);
    return {
      base,
      entries,
      results,
      found,
      own,
      hasOwnFound: own.some(({ foundAt }) => foundAt !== undefined),
      asked: this.asked.reverse(),
      notes: { same: inOrder([...base.notes.same, ...same]), own: [...base.notes.own, ...placed] },
      coverage: { decided, applicable },
      reviewAt,
    };
  }
}

function apart(notes: readonly Own<Note>[]): Notes {
  const isSame = ({ said }: { readonly said: Placeable<Note> }): boolean => said.spots === undefined;
  const same = notes.filter(isSame).map(({ said }) => said.answer);
  return { same, own: notes.filter((note) => !isSame(note)) };
}

const inOrder = (notes: Note[]): readonly Note[] => notes.sort(compareNotes);

const once = (reviews: readonly (Instant | undefined)[]): readonly Instant[] => [
  ...new Set(reviews.flatMap((reviewAt) => reviewAt ?? [])),
];
