import type { Note, Picture } from '@ringcheck/assemble';
import type { Clock } from '../clock.js';
import type { Finding } from '../evaluation.js';
import type { JudgeOptions } from '../judge-options.js';
import { subjectOf } from '../subject.js';
import type { Subject } from '../types.js';
import { placeAt, type View } from './canonical.js';
import type { Class, RuleAnswer } from './class.js';
import { viewOf, type Look } from './look.js';
import { nothingInForce } from './seen-settings.js';
import { hasSlot, placed, type Place } from './slots.js';

/** One device of a class. */
export class Device {
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

  get picture(): Picture {
    return this.look.picture;
  }

  notes(): Note[] | undefined {
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
export function placedAll<T extends Pick<Finding, 'evidence'>>(
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
