import { isSameList, type Evidence } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { resolve } from '@ringcheck/effective';
import { clockAt, type Clock } from '../clock.js';
import { confinement } from '../confine.js';
import type { Finding } from '../evaluation.js';
import { Coverage, mergeSameIdentity } from '../findings.js';
import { resolving, severityOf, type JudgeOptions } from '../judge-options.js';
import { ignoredNotes } from '../notes.js';
import { runRule } from '../run-rule.js';
import { subjectOf } from '../subject.js';
import type { Rule, Subject } from '../types.js';
import { Bounded } from './bounded.js';
import { canonicalOf, type View } from './canonical.js';
import {
  toBeAsked,
  type Class,
  type Entry,
  type Kept,
  type RuleAnswer,
  type Slot,
  type Step,
  type Told,
} from './class.js';
import { Device, placedAll } from './device.js';
import { Kinds } from './kinds.js';
import {
  keyOf,
  lookAt,
  noteGroups,
  partsOf,
  seenIn,
  viewOf,
  type Look,
  type NoteGroup,
  type Parts,
} from './look.js';
import { Numbers } from './numbers.js';
import { confinementFamily, planner, type Family, type SharePlan } from './sight.js';
import { effectiveOf } from './seen-settings.js';
import { hasSlot, leaksMark } from './slots.js';

/** How many classes, and entries of a family, are kept: some thousand bytes each. */
const mostKept = 8_000;

/**
 * Answers shared by devices that rules cannot tell apart, family by family: two devices of one family's key may differ
 * in all that its rules do not look at. What a device has of its own, places in its records and facts that vary
 * freely, is never part of a shared answer: the result has the same bytes as one made without it.
 * For one moment, policy and set of documents; make a new one for the next scan.
 */
export class Sharing {
  private options: JudgeOptions | undefined;
  private planOf = planner([]);
  private numbers = new Numbers();
  private kinds = new Kinds(this.numbers);
  private classes = new Map<SharePlan, Bounded<string, Class | 'own'>>();
  private shelves = new Map<Family, Bounded<string, Slot>>();

  /** Undefined where the device must be judged by itself. */
  judge(picture: Picture, options: JudgeOptions, clock: Clock, assumeInstalled: boolean): Told | undefined {
    this.startFor(options);
    const look = lookAt(picture, this.planOf(picture), assumeInstalled, this.kinds, this.numbers);
    const shared = look && this.classOf(look);
    if (look === undefined || shared === undefined) return undefined;
    // Asked again on behalf of the device, so that its review is not later than that of what it shares.
    for (const instant of shared.reviewAt) clock.isPast(instant);
    const device = new Device(look, shared);
    const notes = device.notes();
    if (notes === undefined) return undefined;
    for (const note of shared.ruleNotes) notes.push(note);
    const findings = shared.findings.slice();
    const coverage = new Coverage();
    for (const step of shared.steps) {
      const answer = this.take(step, device, options, clock);
      if (answer === undefined) return undefined;
      const [only] = answer.findings;
      if (only !== undefined && step.length === 1 && answer.findings.length === 1) findings[step.at] = only;
      else findings.splice(step.at, step.length, ...answer.findings);
      for (const note of answer.notes) notes.push(note);
      if (step.kind === 'apart') coverage.count(answer.findings);
    }
    const decided = shared.coverage.decided + coverage.decided;
    const applicable = shared.coverage.applicable + coverage.applicable;
    const confine = (ssids: readonly string[]) => this.confinement(look, shared, ssids, clock);
    return { findings, notes, coverage: { decided, applicable }, confinement: confine };
  }

  /** Undefined where places decided about more than evidence. */
  private take(step: Step, device: Device, options: JudgeOptions, clock: Clock): RuleAnswer | undefined {
    const { family } = step;
    const answer =
      step.kind === 'own'
        ? step.answer
        : this.ask(step.rule, device.subject(family, options, clock), device.picture);
    return answer?.isOwn === true ? device.own(answer, family) : answer;
  }

  private confinement(
    look: Look,
    { seen: all }: Class,
    ssids: readonly string[],
    clock: Clock,
  ): readonly Evidence[] {
    const { picture, assumeInstalled, plan } = look;
    const seen = all[plan.families.indexOf(confinementFamily)] ?? [];
    const slot = this.entry(look, partsOf(look, this.numbers), confinementFamily, seen);
    const shared = slot === 'own' ? undefined : slot.effective;
    if (slot === 'own' || shared === undefined)
      return confinement(picture, resolve(picture, resolving(clock, assumeInstalled)), ssids);
    if (slot.reviewAt !== undefined) clock.isPast(slot.reviewAt);
    const evidence = confinement(picture, shared, ssids);
    return placedAll([{ evidence }], viewOf(look, confinementFamily, seen))?.[0]?.evidence ?? [];
  }

  private startFor(options: JudgeOptions): void {
    const held = this.options;
    if (
      held !== undefined &&
      held.now === options.now &&
      held.thresholds === options.thresholds &&
      held.overrides === options.overrides &&
      isSameList(held.rules, options.rules)
    )
      return;
    this.options = options;
    this.planOf = planner(options.rules);
    this.numbers = new Numbers();
    this.kinds = new Kinds(this.numbers);
    this.classes = new Map();
    this.shelves = new Map();
  }

  private classOf(look: Look): Class | undefined {
    const classes = getOrMake(this.classes, look.plan, () => new Bounded<string, Class | 'own'>(mostKept));
    let known = classes.get(look.key);
    if (known === undefined) classes.set(look.key, (known = this.makeClass(look)));
    return known === 'own' ? undefined : known;
  }

  private makeClass(look: Look): Class | 'own' {
    const { families, order } = look.plan;
    const seen = seenIn(look, this.kinds);
    const parts = partsOf(look, this.numbers);
    const entries: Entry[] = [];
    for (const [index, family] of families.entries()) {
      if (family === confinementFamily) continue;
      const slot = this.entry(look, parts, family, seen[index] ?? []);
      if (slot === 'own') return 'own';
      entries.push(slot);
    }
    const notes: (NoteGroup & Entry)[] = [];
    for (const group of noteGroups(look)) {
      const slot = this.entry(look, parts, group.family, group.seen);
      if (slot === 'own') return 'own';
      notes.push({ ...group, ...slot });
    }
    const reviews = new Set([...entries, ...notes].flatMap(({ reviewAt }) => reviewAt ?? []));
    const told = notes.filter((group) => group.notes.length > 0);
    return { entries, seen, ...this.stepsOf(order, entries), notes: told, reviewAt: [...reviews] };
  }

  private stepsOf(
    order: SharePlan['order'],
    entries: readonly Entry[],
  ): Pick<Class, 'findings' | 'ruleNotes' | 'steps' | 'coverage'> {
    const findings: Finding[] = [];
    const ruleNotes: Note[] = [];
    const steps: Step[] = [];
    const coverage = new Coverage();
    for (const [index, rule] of (this.options?.rules ?? []).entries()) {
      const { family, rule: place } = order[index] ?? { family: -1, rule: -1 };
      const answer = entries[family]?.answers[place];
      const at = findings.length;
      if (answer === undefined) {
        steps.push({ kind: 'apart', rule, family, at, length: 1 });
        findings.push(toBeAsked);
        continue;
      }
      coverage.count(answer.findings);
      findings.push(...answer.findings);
      if (answer.isOwn) steps.push({ kind: 'own', answer, family, at, length: answer.findings.length });
      else ruleNotes.push(...answer.notes);
    }
    return { findings, ruleNotes, steps: steps.reverse(), coverage };
  }

  private entry(look: Look, parts: Parts, family: Family, seen: readonly number[]): Slot {
    const shelf = getOrMake(this.shelves, family, () => new Bounded<string, Slot>(mostKept));
    const key = keyOf(look, parts, family, seen);
    let slot = shelf.get(key);
    if (slot === undefined) shelf.set(key, (slot = this.make(look, viewOf(look, family, seen))));
    return slot;
  }

  private make({ assumeInstalled }: Look, view: View): Slot {
    const { options } = this;
    if (options === undefined) return 'own';
    let looked = false;
    const onLook = (): void => {
      looked = true;
    };
    const { family } = view;
    const clock = clockAt(options.now);
    const { picture, forRules } = canonicalOf(view, onLook);
    const effective = effectiveOf(picture, family, clock, assumeInstalled, onLook);
    const { thresholds } = options;
    const subject = subjectOf({ picture: forRules, effective, thresholds, clock, assumeInstalled });
    const answers: Kept[] = [];
    for (const rule of family.isApart ? [] : family.rules) {
      const kept = this.ask(rule, subject, forRules);
      if (kept === undefined) return 'own';
      answers.push(kept);
    }
    const isNotes = family.types === 'every';
    const notes = isNotes ? [...effective.notes, ...ignoredNotes(forRules, effective, options.rules)] : [];
    if (looked || notes.some(leaksMark)) return 'own';
    const isAskedLater = family.isApart || family === confinementFamily;
    return { answers, notes, reviewAt: clock.reviewAt(), ...(isAskedLater ? { effective } : {}) };
  }

  /** Undefined where places decided about more than evidence: an order, or what counts as the same. */
  private ask(rule: Rule, subject: Subject, picture: Picture): Kept | undefined {
    const severity = severityOf(rule, this.options?.overrides ?? []);
    const run = runRule(rule, { subject, picture, severity });
    const findings = mergeSameIdentity(run.findings);
    const isOwn = findings.some(hasSlot) || run.notes.some(hasSlot);
    if (isOwn && findings.length < run.findings.length) return undefined;
    if (isOwn && (findings.some(leaksMark) || run.notes.some(leaksMark))) return undefined;
    return { findings, notes: run.notes, isOwn };
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
