import { earlier, traitsOf, type Picture } from '@ringcheck/assemble';
import { optional, type Compliance, type Instant } from '@ringcheck/model';
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
  type DeviceEvaluation,
  type Finding,
  type Sharing,
} from '@ringcheck/rules';

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
  const evaluation = evaluateDevice(picture, {
    now,
    thresholds: policy.thresholds,
    overrides: policy.rules,
    ...optional('sharing', sharing),
  });
  const { findings, stale } = evaluation;
  const { identity, facts, group } = picture;
  const question = {
    findings,
    stale,
    group,
    get traits() {
      return traitsOf(identity, facts, group?.name);
    },
  };
  const intent = judgeIntent(question, policy, now);
  const reviewAt = earlier(earlier(evaluation.reviewAt, picture.freshUntil), intent.reviewAt);
  return { picture, evaluation, ...intent, ...optional('reviewAt', reviewAt) };
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

const noWaivers: { readonly active: readonly Waiver[] } = { active: [] };

/** The part that is asked at read time: waivers and intent change compliance, never a verdict. */
export function judgeIntent(question: IntentQuestion, policy: Policy, now: Instant): IntentAnswer {
  const { findings, stale, group } = question;
  const clock = clockAt(now);
  const { active } =
    policy.waivers.length === 0 ? noWaivers : waiversFor(policy, question.traits, clock.isPast);
  const everything = active.some(({ rule }) => rule === '*');
  const judgement =
    group === undefined
      ? undefined
      : judgeCompliance(
          { findings, stale },
          {
            intent: group.intent,
            ...optional('atLeast', group.atLeast),
            waivedRules: everything ? '*' : active.map(({ rule }) => rule),
          },
        );
  return {
    ...(judgement === undefined ? {} : { compliance: judgement.compliance, judgement }),
    ...optional('reviewAt', clock.reviewAt()),
    waivers: active,
    isWaived: ({ ruleId }) => active.some((waiver) => waives(waiver, ruleId)),
  };
}
