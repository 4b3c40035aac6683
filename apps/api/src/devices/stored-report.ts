import { storedNotesSchema, storedResultSchema, type DeviceReport } from '@ringcheck/contracts';
import type { Note } from '@ringcheck/assemble';
import { optional } from '@ringcheck/model';
import { judgeIntent } from '@ringcheck/plan';
import type { Policy, SelectableDevice } from '@ringcheck/policy';
import { composeDeviceReport, deviceQuestions } from '@ringcheck/report';
import type { Finding, MessageData } from '@ringcheck/rules';
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
  const sinceOf = new Map(stored.map((row) => [findingOf(row), row.failingSince]));
  const findings = [...sinceOf.keys()];
  const group = policy.groups.find(({ name }) => name === device.group);
  const { compliance, isWaived } = judgeIntent(
    {
      findings,
      stale: results.stale,
      traits: results.traits as SelectableDevice,
      // The intent as it was scanned; how strict the group is now.
      group:
        device.intent === undefined
          ? undefined
          : { intent: device.intent, ...optional('atLeast', group?.atLeast) },
    },
    policy,
    now,
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
    compliance,
    coverage: verdict.coverage,
    asOf: results.asOf ?? undefined,
    path: results.stages,
    findings,
    isWaived,
    notes: storedNotesSchema.parse(verdict.notes) as readonly Note[],
    sinceOf: (finding) => sinceOf.get(finding),
    questions: deviceQuestions(
      device.platform,
      verdict.verdict,
      results.outcomes.map(([ruleId, outcome]) => ({ ruleId, outcome })),
    ),
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
