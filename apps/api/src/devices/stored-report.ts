import { storedNotesSchema, storedResultSchema, type DeviceReport } from '@ringcheck/contracts';
import type { Note } from '@ringcheck/assemble';
import { waives, waiversFor, type Policy, type SelectableDevice } from '@ringcheck/policy';
import { composeDeviceReport } from '@ringcheck/report';
import { judgeCompliance, type Finding, type MessageData } from '@ringcheck/rules';
import type { DeviceItem, StoredFinding, Verdicts } from '@ringcheck/store';

/** A device's report from stored rows; waivers and compliance are judged now, by the policy in force. */
export function storedReport(
  device: DeviceItem,
  verdict: Verdicts,
  stored: readonly StoredFinding[],
  policy: Policy,
  now: string,
): DeviceReport {
  const results = storedResultSchema.parse(verdict.results);
  const findings = stored.map(findingOf);
  const moment = Date.parse(now);
  const { active } = waiversFor(
    policy,
    results.traits as SelectableDevice,
    (instant) => Date.parse(instant) <= moment,
  );
  const group = policy.groups.find(({ name }) => name === device.group);
  const judgement =
    device.intent === undefined
      ? undefined
      : judgeCompliance(
          { findings, stale: results.stale },
          {
            intent: device.intent,
            ...(group?.atLeast === undefined ? {} : { atLeast: group.atLeast }),
            waivedRules: active.some(({ rule }) => rule === '*') ? '*' : active.map(({ rule }) => rule),
          },
        );
  return composeDeviceReport({
    id: device.publicId,
    aliases: device.aliases,
    udid: device.udid,
    serial: device.serial,
    name: device.name,
    platform: device.platform,
    osVersion: device.osVersion,
    group: device.group,
    intent: device.intent,
    network: device.network,
    verdict: verdict.verdict,
    expected: verdict.expected,
    compliance: judgement?.compliance,
    coverage: verdict.coverage,
    asOf: results.asOf ?? undefined,
    path: results.stages,
    findings,
    isWaived: (finding) => active.some((waiver) => waives(waiver, finding.ruleId)),
    notes: storedNotesSchema.parse(verdict.notes) as readonly Note[],
  });
}

function findingOf(row: StoredFinding): Finding {
  return {
    ruleId: row.ruleId,
    outcome: row.outcome,
    ...(row.scope === '' ? {} : { scope: row.scope }),
    stage: row.stage,
    severity: row.severity,
    message: row.message,
    data: row.data as MessageData,
    evidence: row.evidence,
    cause: row.cause,
    ...(row.control === undefined ? {} : { control: row.control as NonNullable<Finding['control']> }),
    ...(row.undecided === undefined ? {} : { undecided: row.undecided }),
    ...(row.gap === undefined ? {} : { gap: row.gap }),
  };
}
