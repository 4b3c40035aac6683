import type { Evidence, Instant } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { resolve, type Effective } from '@ringcheck/effective';
import { clockAt, type Clock } from '../clock.js';
import { confinement } from '../confine.js';
import type { Finding } from '../evaluation.js';
import { mergeSameIdentity } from '../findings.js';
import { resolving, severityOf, type JudgeOptions } from '../judge-options.js';
import { ignoredNotes } from '../notes.js';
import { runRule } from '../run-rule.js';
import { subjectOf } from '../subject.js';
import type { Rule, Subject } from '../types.js';
import { Bounded } from './bounded.js';
import { canonicalOf, placeAt, type View } from './canonical.js';
import { Kinds } from './kinds.js';
import { keyOf, lookAt, noteGroups, seenIn, viewOf, type Look, type NoteGroup } from './look.js';
import { Numbers } from './numbers.js';
import {
  confinementFamily,
  notesFamily,
  otherNotesFamily,
  planner,
  type Family,
  type SharePlan,
} from './sight.js';
import { hasSlot, leaksMark, placed, type Place } from './slots.js';

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
  /** What proves that the device joins no Wi-Fi networks but these; empty when it is not proven. */
  readonly confinement: (ssids: readonly string[]) => readonly Evidence[];
}

interface Kept extends RuleAnswer {
  /** Some evidence stands where the device itself said something. */
  readonly isOwn: boolean;
}

interface Entry {
  /** In the order of the family's rules; none where they are asked for each device. */
  readonly answers: readonly Kept[];
  readonly notes: readonly Note[];
  /** Where rules are asked for each device, or the device's confinement is. */
  readonly effective?: Effective;
  readonly reviewAt: Instant | undefined;
}

/** `own`: devices of this shape are judged one by one. */
type Slot = Entry | 'own';

/** What all families say of devices that none of them can tell apart. */
interface Class {
  readonly entries: readonly Entry[];
  /** For each family the places of the profiles it sees. */
  readonly seen: readonly (readonly number[])[];
  /** By rule of the pack; undefined where it is asked for each device. */
  readonly answers: readonly (Kept | undefined)[];
  /** Those groups of profiles that give notes. */
  readonly notes: readonly (NoteGroup & { readonly notes: readonly Note[] })[];
  readonly reviewAt: readonly Instant[];
}

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
  judge(
    picture: Picture,
    options: JudgeOptions,
    clock: Clock,
    assumeInstalled: boolean,
  ): SharedAnswers | undefined {
    this.startFor(options);
    const look = lookAt(picture, this.planOf(picture), assumeInstalled, this.kinds, this.numbers);
    const shared = look && this.classOf(look);
    if (look === undefined || shared === undefined) return undefined;
    // Asked again on behalf of the device, so that its review is not later than that of what it shares.
    for (const instant of shared.reviewAt) clock.isPast(instant);
    const device = new Device(look, shared);
    const answers: RuleAnswer[] = [];
    for (let index = 0; index < look.plan.order.length; index++) {
      const family = look.plan.order[index]?.family ?? -1;
      const rule = options.rules[index];
      if (rule === undefined) return undefined;
      const answer = shared.answers[index] ?? this.ask(rule, device.subject(family, options, clock), picture);
      const own = answer?.isOwn === true ? device.own(answer, family) : answer;
      if (own === undefined) return undefined;
      answers.push(own);
    }
    const notes = device.notes();
    return notes && { answers, notes, confinement: (ssids) => this.confinement(look, ssids, clock) };
  }

  private confinement(look: Look, ssids: readonly string[], clock: Clock): readonly Evidence[] {
    const { picture, assumeInstalled } = look;
    const seen = seenIn(look, confinementFamily, this.kinds);
    const slot = this.entry(look, confinementFamily, seen);
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
    const seen = families.map((family) => seenIn(look, family, this.kinds));
    const entries: Entry[] = [];
    for (const [index, family] of families.entries()) {
      if (family === confinementFamily) continue;
      const slot = this.entry(look, family, seen[index] ?? []);
      if (slot === 'own') return 'own';
      entries.push(slot);
    }
    const notes: (NoteGroup & Entry)[] = [];
    for (const group of noteGroups(look)) {
      const slot = this.entry(look, group.family, group.seen);
      if (slot === 'own') return 'own';
      notes.push({ ...group, ...slot });
    }
    const answers = order.map(({ family, rule }) => entries[family]?.answers[rule]);
    const reviews = new Set([...entries, ...notes].flatMap(({ reviewAt }) => reviewAt ?? []));
    const told = notes.filter((group) => group.notes.length > 0);
    return { entries, seen, answers, notes: told, reviewAt: [...reviews] };
  }

  private entry(look: Look, family: Family, seen: readonly number[]): Slot {
    const shelf = getOrMake(this.shelves, family, () => new Bounded<string, Slot>(mostKept));
    const key = keyOf(look, family, seen);
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
    const isNotes = family === notesFamily || family === otherNotesFamily;
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

/** One device of a class. */
class Device {
  private readonly views: (View | undefined)[] = [];
  private readonly subjects: (Subject | undefined)[] = [];

  constructor(
    private readonly look: Look,
    private readonly shared: Class,
  ) {}

  /** For a rule that looks at facts of the device's own: asked of the device, over the shared settings. */
  subject(family: number, { thresholds }: JudgeOptions, clock: Clock): Subject {
    const { picture, assumeInstalled } = this.look;
    const effective = this.shared.entries[family]?.effective ?? nothingInForce;
    return (this.subjects[family] ??= subjectOf({ picture, effective, thresholds, clock, assumeInstalled }));
  }

  /** The answer with the places of the device; undefined where one of them cannot be placed. */
  own(answer: RuleAnswer, family: number): RuleAnswer | undefined {
    const findings = this.placed(answer.findings, family);
    const notes = this.placed(answer.notes, family);
    return findings && notes && { findings, notes };
  }

  notes(): readonly Note[] | undefined {
    const all: Note[] = [];
    for (const { family, seen, notes } of this.shared.notes) {
      const own = placedAll(notes, viewOf(this.look, family, seen));
      if (own === undefined) return undefined;
      all.push(...own);
    }
    return all;
  }

  private placed<T extends Pick<Finding, 'evidence'>>(
    answers: readonly T[],
    family: number,
  ): readonly T[] | undefined {
    if (answers.length === 0) return answers;
    const view = (this.views[family] ??= this.view(family));
    return view && placedAll(answers, view);
  }

  private view(index: number): View | undefined {
    const family = this.look.plan.families[index];
    return family && viewOf(this.look, family, this.shared.seen[index] ?? []);
  }
}

/** Answers with the places of one device; undefined where one of them cannot be placed. */
function placedAll<T extends Pick<Finding, 'evidence'>>(
  answers: readonly T[],
  view: View,
): readonly T[] | undefined {
  const placeOf = (slot: number): Place | undefined => placeAt(view, slot);
  const all: T[] = [];
  for (const answer of answers) {
    const own = hasSlot(answer) ? placed(answer, placeOf) : answer;
    if (own === undefined) return undefined;
    all.push(own);
  }
  return all;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** The settings in force as far as the family's rules may ask for them. */
function effectiveOf(
  picture: Picture,
  { types }: Family,
  clock: Clock,
  assumeInstalled: boolean,
  onLook: () => void,
): Effective {
  if (types !== 'every' && types.size === 0) return limited(nothingInForce, types, onLook);
  const effective = resolve(picture, resolving(clock, assumeInstalled));
  return types === 'every' ? effective : limited(effective, types, onLook);
}

const nothing = (): readonly never[] => [];
const nothingInForce: Effective = {
  settings: nothing,
  undetermined: nothing,
  payloads: nothing,
  ignored: nothing,
  notes: [],
};

/** Whoever asks for a type the family does not see is told apart from it. */
function limited(effective: Effective, types: ReadonlySet<string>, onLook: () => void): Effective {
  const checked = <T>(type: string | undefined, answer: T): T => {
    if (type === undefined || !types.has(type)) onLook();
    return answer;
  };
  return {
    settings: (type, key) => checked(type, effective.settings(type, key)),
    undetermined: (type, key) => checked(type, effective.undetermined(type, key)),
    payloads: (type) => checked(type, effective.payloads(type)),
    ignored: (type, key) => checked(type, effective.ignored(type, key)),
    notes: effective.notes,
  };
}

function isSameList(a: readonly Rule[], b: readonly Rule[]): boolean {
  return a === b || (a.length === b.length && a.every((rule, index) => rule === b[index]));
}
