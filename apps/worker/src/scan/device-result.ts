import { optional, type Json } from '@ringcheck/model';
import { traitsOf } from '@ringcheck/assemble';
import { causeKey, type JudgedDevice } from '@ringcheck/plan';
import { oldestStale, stageStates } from '@ringcheck/report';
import type { DeviceResult } from '@ringcheck/store';

/** What a scan stores of a judged device: data only, sentences are made when a report is read. */
export function deviceResult(device: JudgedDevice): DeviceResult {
  const { picture, evaluation } = device;
  const { facts, identity, group, network } = picture;
  return {
    publicId: picture.id,
    aliases: picture.aliases,
    ...optional('name', facts.name?.value),
    ...optional('platform', facts.platform?.value),
    ...optional('osVersion', facts.osVersion?.value),
    ...optional('serial', identity.serial),
    ...optional('udid', identity.udid),
    ...optional('group', group?.name),
    ...optional('intent', group?.intent),
    ...optional('network', network?.definition.name),
    verdict: evaluation.verdict,
    ...optional('expected', evaluation.expected),
    ...optional('compliance', device.compliance),
    coverage: evaluation.coverage,
    findings: evaluation.findings.map((finding) => ({
      ruleId: finding.ruleId,
      scope: finding.scope ?? '',
      cause: causeKey(finding),
      outcome: finding.outcome,
      severity: finding.severity,
      stage: finding.stage,
      message: finding.message,
      data: plain(finding.data),
      evidence: finding.evidence,
      ...optional('control', finding.control),
      ...optional('undecided', finding.undecided),
      ...optional('gap', finding.gap),
    })),
    notes: plain(evaluation.notes),
    results: plain({
      stages: stageStates(evaluation.results),
      traits: traitsOf(identity, facts, group?.name),
      asOf: oldestStale(picture) ?? null,
      stale: evaluation.stale,
      outcomes: evaluation.results.map(({ ruleId, outcome, scope }) => [ruleId, outcome, scope ?? null]),
    }),
    ...optional('reviewAt', evaluation.reviewAt),
  };
}

/** Plain JSON of plain data: drops what is undefined. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
