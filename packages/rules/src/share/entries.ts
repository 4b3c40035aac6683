import type { OsReaches } from '@ringcheck/effective';
import { clockAt } from '../clock.js';
import { coverageOf, mergeSameIdentity } from '../findings.js';
import { severityOf, type JudgeOptions } from '../judge-options.js';
import { ignoredNotes } from '../notes.js';
import { runRule, type RuleRun } from '../run-rule.js';
import { subjectOf } from '../subject.js';
import type { Rule, Subject } from '../types.js';
import { canonicalOf, spotAt, type Canonical, type View } from './canonical.js';
import type { Entry, Kept, Slot } from './class.js';
import { keyOf, viewOf, type Look, type Parts } from './look.js';
import { effectiveOf } from './seen-settings.js';
import { confinementFamily, type Family } from './sight.js';
import { hasSlot, leaksMark, placeable, type Placeable } from './slots.js';
import { AskedVersion, ByVersion, type OfVersions } from './versions.js';

/** How many classes, and entries of a family, are kept: some thousand bytes each. */
export const mostKept = 8_000;

/** What families say, each once for all devices it cannot tell apart. */
export class Entries {
  private readonly shelves = new Map<Family, ByVersion<Slot>>();
  /** The first moment, in milliseconds, at which one of the answers may be another. */
  earliestReview = Infinity;

  constructor(private readonly options: JudgeOptions) {}

  /** `places` are those of the profiles that the family sees. */
  of(look: Look, parts: Parts, family: Family, places: readonly number[]): OfVersions<Slot> {
    let shelf = this.shelves.get(family);
    if (shelf === undefined) this.shelves.set(family, (shelf = new ByVersion<Slot>(mostKept)));
    const key = keyOf(look, parts, family, places);
    const version = look.picture.facts.osVersion?.value;
    return shelf.of(key, version, () => {
      const asked = new AskedVersion(version);
      const value = this.make(look, viewOf(look, family, places), asked.reaches);
      return { versions: asked.same, value };
    });
  }

  private make({ assumeInstalled }: Look, view: View, osReaches: OsReaches): Slot {
    const { now, thresholds, rules } = this.options;
    let looked = false;
    const onLook = (): void => {
      looked = true;
    };
    const { family } = view;
    const clock = clockAt(now);
    const { picture, forRules } = canonicalOf(view, onLook);
    const effective = effectiveOf(picture, family, clock, assumeInstalled, osReaches, onLook);
    const subject = subjectOf({
      picture: forRules,
      effective,
      thresholds,
      clock,
      assumeInstalled,
      osReaches,
    });
    const answers = family.isApart ? [] : this.answersOf(view, subject, forRules, osReaches);
    const isNotes = family.types === 'every';
    const noted = isNotes ? [...effective.notes, ...ignoredNotes(forRules, effective, rules)] : [];
    const notes = placeables(noted, view);
    if (answers === undefined || looked || notes === undefined || noted.some(leaksMark)) return 'own';
    const isAskedLater = family.isApart || family === confinementFamily;
    const reviewAt = clock.reviewAt();
    if (reviewAt !== undefined) this.earliestReview = Math.min(this.earliestReview, Date.parse(reviewAt));
    const entry: Entry = { answers, notes, reviewAt };
    return isAskedLater ? { ...entry, effective } : entry;
  }

  private answersOf(
    view: View,
    subject: Subject,
    picture: Canonical['forRules'],
    osReaches: OsReaches,
  ): readonly Kept[] | undefined {
    const answers: Kept[] = [];
    for (const rule of view.family.rules) {
      const kept = keptOf(this.run(rule, subject, picture, osReaches), view);
      if (kept === undefined) return undefined;
      answers.push(kept);
    }
    return answers;
  }

  run(rule: Rule, subject: Subject, picture: Canonical['forRules'], osReaches?: OsReaches): RuleRun {
    const severity = severityOf(rule, this.options.overrides);
    return runRule(rule, { subject, picture, severity, osReaches });
  }
}

/** What became of answers that are the same for all. */
const standing = new WeakMap<RuleRun, Kept>();

/** Undefined where places decided about more than evidence: an order, or what counts as the same. */
export function keptOf(run: RuleRun, view: View): Kept | undefined {
  const known = standing.get(run);
  if (known !== undefined) return known;
  const merged = mergeSameIdentity(run.findings);
  const isOwn = merged.some(hasSlot) || run.notes.some(hasSlot);
  if (isOwn && merged.length < run.findings.length) return undefined;
  if (isOwn && (merged.some(leaksMark) || run.notes.some(leaksMark))) return undefined;
  const findings = placeables(merged, view);
  const notes = placeables(run.notes, view);
  if (findings === undefined || notes === undefined) return undefined;
  const kept: Kept = { findings, notes, coverage: coverageOf(merged) };
  if (!isOwn) standing.set(run, kept);
  return kept;
}

function placeables<T extends Parameters<typeof placeable>[0]>(
  answers: readonly T[],
  view: View,
): readonly Placeable<T>[] | undefined {
  const all: Placeable<T>[] = [];
  for (const answer of answers) {
    const one = placeable(answer, (slot) => spotAt(view, slot));
    if (one === undefined) return undefined;
    all.push(one);
  }
  return all;
}
