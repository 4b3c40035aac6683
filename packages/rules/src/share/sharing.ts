import type { Instant } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { resolve, type Effective } from '@ringcheck/effective';
import { clockAt, type Clock } from '../clock.js';
import type { Finding } from '../evaluation.js';
import { mergeSameIdentity } from '../findings.js';
import { ignoredNotes } from '../notes.js';
import { runRule } from '../run-rule.js';
import { subjectOf } from '../subject.js';
import type { Rule } from '../types.js';
import { canonicalOf, Numbers, shapeOf, type Shape, type Sight } from './canonical.js';
import { Bounded } from './bounded.js';
import { planner, type SharePlan } from './share-plan.js';
import { hasSlot, leaksMark, placed, type Place } from './slots.js';
import { severityOf, type JudgeOptions } from '../judge-options.js';

/** What one rule said. */
export interface RuleAnswer {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

/** Everything that was said of one device, rule by rule in the order of the pack. */
export interface SharedAnswers {
  readonly answers: readonly RuleAnswer[];
  /** Of the step that combines profiles, and of settings that do not act. */
  readonly notes: readonly Note[];
}

interface Kept extends RuleAnswer {
  readonly rule: Rule;
  /** Some evidence stands where the device itself said something. */
  readonly isOwn: boolean;
}

interface Entry {
  readonly answers: ReadonlyMap<Rule, Kept>;
  readonly effective: Effective;
  readonly notes: readonly Note[];
  readonly reviewAt: Instant | undefined;
}

/** `own`: devices of this shape are judged one by one. */
type Slot = Entry | 'own';

/** How many shapes are kept: some ten thousand bytes each. */
const mostShapes = 4_000;

/**
 * Answers shared by devices that a rule cannot tell apart. What a device has of its own, places in its records and
 * facts that vary freely, is never part of a shared answer: the result has the same bytes as one made without it.
 * For one moment, policy and set of documents; make a new one for the next scan.
 */
export class Sharing {
  private options: JudgeOptions | undefined;
  private planOf = planner([]);
  private numbers = new Numbers();
  private shapes = new Bounded<Slot>(mostShapes);

  /** Undefined where the device must be judged by itself. */
  judge(
    picture: Picture,
    options: JudgeOptions,
    clock: Clock,
    assumeInstalled: boolean,
  ): SharedAnswers | undefined {
    this.startFor(options);
    const plan = this.planOf(picture);
    const ground = this.entry(picture, plan, 'profiles', assumeInstalled);
    if (ground === undefined) return undefined;
    const around = this.entry(picture, plan, 'network', assumeInstalled);
    if (around === undefined) return undefined;
    const answers: RuleAnswer[] = [];
    const subject =
      plan.apart.size === 0
        ? undefined
        : this.subject(picture, ground.entry.effective, clock, assumeInstalled);
    for (const rule of options.rules) {
      const kept = ground.entry.answers.get(rule) ?? around.entry.answers.get(rule);
      const places = plan.network.has(rule) ? around.places : ground.places;
      const answer = kept ?? (subject && this.apart(rule, subject, picture));
      const own = answer && (isUnshared(answer) ? ownOf(answer, places) : answer);
      if (own === undefined) return undefined;
      answers.push(own);
    }
    const notes = placedAll(ground.entry.notes, ground.places);
    if (notes === undefined) return undefined;
    // Asked again on behalf of the device, so that its review is not later than that of what it shares.
    for (const { entry } of [ground, around]) if (entry.reviewAt !== undefined) clock.isPast(entry.reviewAt);
    return { answers, notes };
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
    this.shapes = new Bounded<Slot>(mostShapes);
  }

  private entry(
    picture: Picture,
    plan: SharePlan,
    side: Sight['side'],
    assumeInstalled: boolean,
  ): { readonly entry: Entry; readonly places: Shape['places'] } | undefined {
    const sight = plan.sights[side];
    const shape = shapeOf(picture, sight, this.numbers);
    if (shape === undefined) return undefined;
    const key = `${plan.name} ${side} ${assumeInstalled ? 'assumed' : ''} ${shape.key}`;
    let slot = this.shapes.get(key);
    if (slot === undefined) {
      slot = this.make(picture, plan, side, assumeInstalled);
      this.shapes.set(key, slot);
    }
    return slot === 'own' ? undefined : { entry: slot, places: shape.places };
  }

  private make(picture: Picture, plan: SharePlan, side: Sight['side'], assumeInstalled: boolean): Slot {
    const options = this.options;
    if (options === undefined) return 'own';
    let looked = false;
    const onLook = (): void => {
      looked = true;
    };
    const canonical = canonicalOf(picture, plan.sights[side], onLook);
    const clock = clockAt(options.now);
    const isGround = side === 'profiles';
    const effective = isGround
      ? resolve(canonical, {
          isPast: clock.isPast,
          ...(assumeInstalled ? { assume: 'assigned-installed' as const } : {}),
        })
      : nothingInForce(onLook);
    const subject = subjectOf({
      picture: canonical,
      effective,
      thresholds: options.thresholds,
      clock,
      assumeInstalled,
    });
    const answers = new Map<Rule, Kept>();
    for (const rule of plan[side]) {
      const kept = keep(
        rule,
        runRule(rule, { subject, picture: canonical, severity: severityOf(rule, options.overrides) }),
      );
      if (kept === undefined) return 'own';
      answers.set(rule, kept);
    }
    const notes = isGround ? [...effective.notes, ...ignoredNotes(canonical, effective, options.rules)] : [];
    if (looked || notes.some(leaksMark)) return 'own';
    return { answers, effective, notes, reviewAt: clock.reviewAt() };
  }

  private subject(picture: Picture, effective: Effective, clock: Clock, assumeInstalled: boolean) {
    const thresholds = this.options?.thresholds;
    return thresholds && subjectOf({ picture, effective, thresholds, clock, assumeInstalled });
  }

  /** What a rule says that looks at facts of the device's own. */
  private apart(rule: Rule, subject: ReturnType<typeof subjectOf>, picture: Picture): RuleAnswer | undefined {
    return keep(
      rule,
      runRule(rule, { subject, picture, severity: severityOf(rule, this.options?.overrides ?? []) }),
    );
  }
}

/** Nobody who judges networks asks about profiles; who does is not shared. */
function nothingInForce(onLook: () => void): Effective {
  const none = (): readonly never[] => {
    onLook();
    return [];
  };
  return { settings: none, undetermined: none, payloads: none, ignored: none, notes: [] };
}

/** Undefined where places decided about more than evidence: an order, or what counts as the same. */
function keep(rule: Rule, run: RuleAnswer): Kept | undefined {
  const findings = mergeSameIdentity(run.findings);
  const isOwn = findings.some(hasSlot) || run.notes.some(hasSlot);
  if (isOwn && findings.length < run.findings.length) return undefined;
  if (isOwn && (findings.some(leaksMark) || run.notes.some(leaksMark))) return undefined;
  return { rule, findings, notes: run.notes, isOwn };
}

const isUnshared = (answer: RuleAnswer): boolean => 'isOwn' in answer && answer.isOwn === true;

function ownOf(answer: RuleAnswer, places: readonly Place[]): RuleAnswer | undefined {
  const findings = placedAll(answer.findings, places);
  const notes = placedAll(answer.notes, places);
  return findings && notes && { findings, notes };
}

function placedAll<T extends Finding | Note>(
  answers: readonly T[],
  places: readonly Place[],
): readonly T[] | undefined {
  const all: T[] = [];
  for (const answer of answers) {
    const own = hasSlot(answer) ? placed(answer, places) : answer;
    if (own === undefined) return undefined;
    all.push(own);
  }
  return all;
}

function isSameList(a: readonly Rule[], b: readonly Rule[]): boolean {
  return a === b || (a.length === b.length && a.every((rule, index) => rule === b[index]));
}
