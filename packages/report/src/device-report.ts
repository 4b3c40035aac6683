import type { DeviceReport, ReportFinding, ReportNote, StageState } from '@ringcheck/contracts';
import { assembleMessages, type Note } from '@ringcheck/assemble';
import { resolveMessages } from '@ringcheck/effective';
import { outcomes, stages, type Evidence, type Outcome } from '@ringcheck/model';
import { causeKey, type JudgedDevice } from '@ringcheck/plan';
import { findMessage, findRule, type Finding } from '@ringcheck/rules';
import { fill } from './sentence.js';

/** The report of one device: verdict, call path by stage, findings with evidence and steps, notes. */
export function deviceReport(device: JudgedDevice): DeviceReport {
  const { picture, evaluation } = device;
  const { facts, identity } = picture;
  const { decided, applicable } = evaluation.coverage;
  const asOf = picture.stale.map(({ observedAt }) => observedAt).sort()[0];
  return {
    id: picture.id,
    aliases: [...picture.aliases],
    ...optional('udid', identity.udid),
    ...optional('serial', identity.serial),
    ...optional('name', facts.name?.value),
    platform: facts.platform?.value ?? 'unknown',
    ...optional('osVersion', facts.osVersion?.value),
    ...optional('group', picture.group?.name),
    ...optional('intent', picture.group?.intent),
    ...optional('network', picture.network?.definition.name),
    verdict: evaluation.verdict,
    ...optional('expected', evaluation.expected),
    ...optional('compliance', device.compliance),
    coverage: applicable === 0 ? 0 : Math.round((decided / applicable) * 1000) / 1000,
    ...optional('asOf', asOf),
    path: stageStates(evaluation.results),
    findings: evaluation.findings.map((finding) => reportFinding(finding, device.isWaived(finding))),
    notes: evaluation.notes.map(reportNote),
  };
}

/** One finding in words, with its steps in order. */
export function reportFinding(finding: Finding, waived: boolean): ReportFinding {
  const rule = findRule(finding.ruleId);
  const message = findMessage(rule?.messages ?? {}, finding.message);
  return {
    ruleId: finding.ruleId,
    title: rule?.title ?? finding.ruleId,
    outcome: finding.outcome,
    ...optional('scope', finding.scope),
    stage: finding.stage,
    severity: finding.severity,
    cause: causeKey(finding),
    message: fill(message?.text ?? finding.message, finding.data),
    ...(message?.why === undefined ? {} : { why: fill(message.why, finding.data) }),
    ...(waived ? { waived } : {}),
    evidence: finding.evidence.map(plainEvidence),
    remediation: {
      steps: [
        ...(message?.steps ?? []).map((step) => ({ who: step.who, do: fill(step.do, finding.data) })),
        ...(message?.steps === undefined && finding.gap !== undefined
          ? [{ who: 'mdm-admin' as const, do: finding.gap.how }]
          : []),
      ],
      ...(message?.verify === undefined ? {} : { verify: fill(message.verify, finding.data) }),
    },
    sources: (rule?.sources ?? []).map((source) => ({
      title: source.title,
      ...optional('url', source.url),
      confidence: source.confidence,
    })),
  };
}

export function reportNote(note: Note): ReportNote {
  const template =
    findMessage(findRule(note.ruleId)?.messages ?? {}, note.message)?.text ??
    lookup(resolveMessages, note.message) ??
    lookup(assembleMessages, note.message) ??
    note.message;
  return {
    ruleId: note.ruleId,
    message: fill(template, note.data),
    evidence: note.evidence.map(plainEvidence),
  };
}

function lookup(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The call path: for each stage the worst outcome of its rules, or that nothing was described to judge it by. */
export function stageStates(
  results: readonly { readonly stage: Finding['stage']; readonly outcome: Outcome }[],
): StageState[] {
  return stages.map((stage) => {
    const seen = results.filter((result) => result.stage === stage && result.outcome !== 'not-applicable');
    const worst = worstFirst.find((outcome) => seen.some((result) => result.outcome === outcome));
    return { stage, state: worst ?? 'not-assessed' };
  });
}

/** Unknown stands behind at-risk here: a stage with a known risk is shown by it. */
const worstFirst: readonly Outcome[] = [
  'blocked',
  'limited',
  'at-risk',
  'unknown',
  'clear',
] satisfies readonly (typeof outcomes)[number][];

function plainEvidence(evidence: Evidence): ReportFinding['evidence'][number] {
  return { ...evidence };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
