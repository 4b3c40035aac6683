import { isSameList, type Writable } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { Clock } from '../clock.js';
import type { JudgeOptions } from '../judge-options.js';
import type { Judged } from '../judged.js';
import { Classes } from './classes.js';
import { Device } from './device.js';
import { Entries } from './entries.js';
import { Kinds } from './kinds.js';
import { lookAt } from './look.js';
import { Numbers } from './numbers.js';
import { planner, type SharePlan } from './sight.js';

/**
 * Answers shared by devices that rules cannot tell apart, family by family: two devices of one family's key may differ
 * in all that its rules do not look at. What a device has of its own, places in its records and facts that vary
 * freely, is never part of a shared answer: the result has the same bytes as one made without it.
 * For one policy and set of documents. The moment may go on from scan to scan: once one that was asked for has passed,
 * all is asked anew.
 */
export class Sharing {
  private held: Held | undefined;

  /** Undefined where the device must be judged by itself. */
  judge(picture: Picture, options: JudgeOptions, clock: Clock, assumeInstalled: boolean): Judged | undefined {
    if (this.held?.isFor(options) !== true) this.held = new Held(options);
    return this.held.judge(picture, clock, assumeInstalled);
  }
}

function isSame(held: JudgeOptions, options: JudgeOptions): boolean {
  return (
    held.thresholds === options.thresholds &&
    held.overrides === options.overrides &&
    isSameList(held.rules, options.rules)
  );
}

/** What is shared as long as devices are judged by the same. */
class Held {
  private readonly planOf: (picture: Picture) => SharePlan;
  private readonly numbers = new Numbers();
  private readonly kinds = new Kinds(this.numbers);
  private readonly entries: Entries;
  private readonly classes = new Map<SharePlan, Classes>();

  private readonly options: Writable<JudgeOptions>;

  constructor(options: JudgeOptions) {
    this.options = { ...options };
    this.planOf = planner(options.rules);
    this.entries = new Entries(this.options);
  }

  /** Whether its answers hold for devices judged by these options; it goes on to their moment then. */
  isFor(options: JudgeOptions): boolean {
    if (!isSame(this.options, options)) return false;
    if (this.options.now === options.now) return true;
    const now = Date.parse(options.now);
    const holds = Date.parse(this.options.now) <= now && now < this.entries.earliestReview;
    if (holds) this.options.now = options.now;
    return holds;
  }

  judge(picture: Picture, clock: Clock, assumeInstalled: boolean): Judged | undefined {
    const { options, entries, numbers } = this;
    const look = lookAt(picture, this.planOf(picture), assumeInstalled, this.kinds, numbers);
    const shared = look && this.classesOf(look.plan).of(look);
    if (look === undefined || shared === undefined) return undefined;
    return new Device(look, shared, { options, clock, entries, numbers }).judge();
  }

  private classesOf(plan: SharePlan): Classes {
    let classes = this.classes.get(plan);
    if (classes === undefined) {
      classes = new Classes(plan, this.options, this.entries, this.kinds, this.numbers);
      this.classes.set(plan, classes);
    }
    return classes;
  }
}
