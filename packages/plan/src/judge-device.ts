import { earlier, type Picture } from '@ringcheck/assemble';
import type { Compliance, Instant, Writable } from '@ringcheck/model';
import {
  waives,
  waiversFor,
  type Group,
  type Policy,
  type SelectableDevice,
  type Waiver,
} from '@ringcheck/policy';
import {
  clockAt,
  evaluateDevice,
  judgeCompliance,
  type ComplianceJudgement,
  type ComplianceQuestion,
  type DeviceEvaluation,
  type Finding,
  type Sharing,
} from '@ringcheck/rules';
import { traitsOfDevice } from './hidden.js';

/** One device with everything that is said of it: the answers, the intent of its group, and the waivers in force. */
export interface JudgedDevice {
  readonly picture: Picture;
  readonly evaluation: DeviceEvaluation;
  /** Absent for unmanaged groups and for devices of no group. */
  readonly compliance?: Compliance;
  readonly judgement?: ComplianceJudgement;
  /** When time alone may change any of this: an expiry, an age limit, the end of a waiver. */
  readonly reviewAt?: Instant;
  /** Waivers that name the device and hold at `now`. */
  readonly waivers: readonly Waiver[];
  readonly isWaived: (finding: Pick<Finding, 'ruleId'>) => boolean;
}

/**
 * Evaluate a device and judge it by the policy; CLI, worker and tests all go through here. With `sharing`, what
 * devices have in common is evaluated once; the result has the same bytes.
 */
export function judgeDevice(picture: Picture, policy: Policy, now: Instant, sharing?: Sharing): JudgedDevice {
  const { thresholds, rules: overrides } = policy;
  const options = { now, thresholds, overrides };
  const evaluation = evaluateDevice(
    picture,
    sharing === undefined ? options : { now, thresholds, overrides, sharing },
  );
  const intent = judgeIntent(new Question(picture, evaluation), policy, now);
  const reviewAt = earlier(earlier(evaluation.reviewAt, picture.freshUntil), intent.reviewAt);
  const judged: Writable<JudgedDevice> = {
    picture,
    evaluation,
    waivers: intent.waivers,
    isWaived: intent.isWaived,
  };
  if (intent.judgement !== undefined) judged.judgement = intent.judgement;
  if (intent.compliance !== undefined) judged.compliance = intent.compliance;
  if (reviewAt !== undefined) judged.reviewAt = reviewAt;
  return judged;
}

/** What a policy is asked of a device that was judged just now; its traits are made when they are looked at. */
class Question implements IntentQuestion {
  readonly findings: readonly Finding[];
  readonly stale: boolean;
  readonly group: Picture['group'];

  constructor(
    private readonly picture: Picture,
    { findings, stale }: DeviceEvaluation,
  ) {
    this.findings = findings;
    this.stale = stale;
    this.group = picture.group;
  }

  get traits(): SelectableDevice {
    return traitsOfDevice(this.picture);
  }
}

/** What a policy says of findings, whether they were judged just now or are read back. */
export type IntentAnswer = Pick<
  JudgedDevice,
  'compliance' | 'judgement' | 'waivers' | 'isWaived' | 'reviewAt'
>;

export interface IntentQuestion {
  readonly findings: readonly Finding[];
  /** The data that management is judged by has passed its age limit. */
  readonly stale: boolean;
  /** Looked at only where the policy has waivers. */
  readonly traits: SelectableDevice;
  /** Of the device's group; absent where it is in none. */
  readonly group: Pick<Group, 'intent' | 'atLeast'> | undefined;
}

const none: readonly Waiver[] = [];
const neverWaived = (): boolean => false;

/** The part that is asked at read time: waivers and intent change compliance, never a verdict. */
export function judgeIntent(question: IntentQuestion, policy: Policy, now: Instant): IntentAnswer {
  if (policy.waivers.length === 0) return answerOf(question, none, neverWaived, undefined);
  const clock = clockAt(now);
  const { active } = waiversFor(policy, question.traits, clock.isPast);
  const isWaived: IntentAnswer['isWaived'] = ({ ruleId }) => active.some((waiver) => waives(waiver, ruleId));
  return answerOf(question, active, isWaived, clock.reviewAt());
}

function answerOf(
  { findings, stale, group }: IntentQuestion,
  waivers: readonly Waiver[],
  isWaived: IntentAnswer['isWaived'],
  reviewAt: Instant | undefined,
): IntentAnswer {
  const answer: Writable<IntentAnswer> = { waivers, isWaived };
  if (reviewAt !== undefined) answer.reviewAt = reviewAt;
  if (group === undefined) return answer;
  const { intent, atLeast } = group;
  const waivedRules: ComplianceQuestion['waivedRules'] = waivers.some(({ rule }) => rule === '*')
    ? '*'
    : waivers.map(({ rule }) => rule);
  const asked = atLeast === undefined ? { intent, waivedRules } : { intent, atLeast, waivedRules };
  const judgement = judgeCompliance({ findings, stale }, asked);
  if (judgement === undefined) return answer;
  answer.compliance = judgement.compliance;
  answer.judgement = judgement;
  return answer;
}
