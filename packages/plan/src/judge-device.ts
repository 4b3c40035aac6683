import { traitsOf, type Picture } from '@ringcheck/assemble';
import type { Compliance, Instant } from '@ringcheck/model';
import { waives, waiversFor, type Policy, type Waiver } from '@ringcheck/policy';
import {
  evaluateDevice,
  judgeCompliance,
  type ComplianceJudgement,
  type DeviceEvaluation,
  type Finding,
} from '@ringcheck/rules';

/** One device with everything that is said of it: the answers, the intent of its group, and the waivers in force. */
export interface JudgedDevice {
  readonly picture: Picture;
  readonly evaluation: DeviceEvaluation;
  /** Absent for unmanaged groups and for devices of no group. */
  readonly compliance?: Compliance;
  readonly judgement?: ComplianceJudgement;
  /** Waivers that name the device and hold at `now`. */
  readonly waivers: readonly Waiver[];
  readonly isWaived: (finding: Pick<Finding, 'ruleId'>) => boolean;
}

/** Evaluate a device and judge it by the policy; CLI, worker and tests all go through here. */
export function judgeDevice(picture: Picture, policy: Policy, now: Instant): JudgedDevice {
  const evaluation = evaluateDevice(picture, { now, thresholds: policy.thresholds, overrides: policy.rules });
  return judgeEvaluation(picture, evaluation, policy, now);
}

/** The part that is asked at read time: waivers and intent change compliance, never a verdict. */
export function judgeEvaluation(
  picture: Picture,
  evaluation: DeviceEvaluation,
  policy: Policy,
  now: Instant,
): JudgedDevice {
  const moment = Date.parse(now);
  const traits = traitsOf(picture.identity, picture.facts, picture.group?.name);
  const { active } = waiversFor(policy, traits, (instant) => Date.parse(instant) <= moment);
  const everything = active.some(({ rule }) => rule === '*');
  const judgement =
    picture.group === undefined
      ? undefined
      : judgeCompliance(evaluation, {
          intent: picture.group.intent,
          ...(picture.group.atLeast === undefined ? {} : { atLeast: picture.group.atLeast }),
          waivedRules: everything ? '*' : active.map(({ rule }) => rule),
        });
  return {
    picture,
    evaluation,
    ...(judgement === undefined ? {} : { compliance: judgement.compliance, judgement }),
    waivers: active,
    isWaived: ({ ruleId }) => active.some((waiver) => waives(waiver, ruleId)),
  };
}
