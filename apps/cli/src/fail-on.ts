import type { CheckReport, DeviceReport } from '@ringcheck/contracts';
import { verdicts, type Verdict } from '@ringcheck/model';
import { exitCodes, type ExitCode } from './failure.js';

export const failOnChoices = ['blocked', 'limited', 'unknown', 'at-risk', 'never'] as const;
export type FailOn = (typeof failOnChoices)[number];

/**
 * Whether a device counts for the exit code. A device that must be blocked counts when it is not (or, from `unknown`
 * on, when that cannot be said); a waived device never counts.
 */
export function counts(device: DeviceReport, failOn: FailOn): boolean {
  if (failOn === 'never' || device.compliance === 'waived') return false;
  if (device.intent === 'prohibited') {
    if (device.compliance === 'non-compliant') return true;
    return device.compliance === 'undetermined' && reaches('unknown', failOn);
  }
  return reaches(device.verdict, failOn);
}

function reaches(verdict: Verdict, failOn: Exclude<FailOn, 'never'>): boolean {
  return verdicts.indexOf(verdict) <= verdicts.indexOf(failOn);
}

/** The exit code of a check. With `strict`, input that could not be evaluated wins over findings. */
export function exitCodeOf(report: CheckReport, failOn: FailOn, strict: boolean): ExitCode {
  const unread = report.inputs.some(({ status }) => status === 'rejected' || status === 'partial');
  const undecided = report.devices.some(({ verdict }) => verdict === 'unknown');
  if (strict && (unread || undecided)) return exitCodes.strict;
  return report.devices.some((device) => counts(device, failOn)) ? exitCodes.found : exitCodes.ok;
}
