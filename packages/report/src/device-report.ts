import type {
  DeviceQuestion,
  DeviceReport,
  ReportFinding,
  ReportNote,
  StageState,
} from '@ringcheck/contracts';
import { assembleMessages, type Note, type Picture } from '@ringcheck/assemble';
import { resolveMessages } from '@ringcheck/effective';
import {
  coverageRatio,
  optional,
  outcomes,
  stages,
  type Compliance,
  type Evidence,
  type Instant,
  type Intent,
  type Outcome,
  type Platform,
  type Verdict,
} from '@ringcheck/model';
import { causeKey, type JudgedDevice } from '@ringcheck/plan';
import { findMessage, findRule, type Finding } from '@ringcheck/rules';
import { fill } from './sentence.js';

/** What a report says of one device before it is put in words; made of a fresh evaluation or of stored rows. */
export interface DeviceReportParts {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly udid?: string | undefined;
  readonly serial?: string | undefined;
  readonly name?: string | undefined;
  readonly platform?: Platform | undefined;
  readonly osVersion?: string | undefined;
  readonly group?: string | undefined;
  readonly intent?: Intent | undefined;
  readonly network?: string | undefined;
  readonly verdict: Verdict;
  readonly expected?: Verdict | undefined;
  readonly compliance?: Compliance | undefined;
  readonly coverage: { readonly decided: number; readonly applicable: number };
  readonly asOf?: Instant | undefined;
  readonly path: readonly StageState[];
  readonly findings: readonly Finding[];
  readonly isWaived: (finding: Finding) => boolean;
  readonly notes: readonly Note[];
  /** Since when scans have seen a finding; only a server knows. */
  readonly sinceOf?: (finding: Finding) => Instant | undefined;
  /** What is still to ask; left out in reports on many devices, which ask once per kind. */
  readonly questions?: readonly DeviceQuestion[];
}

/** The report of one device: verdict, call path by stage, findings with evidence and steps, notes. */
export function composeDeviceReport(parts: DeviceReportParts): DeviceReport {
  return {
    id: parts.id,
    aliases: [...parts.aliases],
    ...optional('udid', parts.udid),
    ...optional('serial', parts.serial),
    ...optional('name', parts.name),
    platform: parts.platform ?? 'unknown',
    ...optional('osVersion', parts.osVersion),
    ...optional('group', parts.group),
    ...optional('intent', parts.intent),
    ...optional('network', parts.network),
    verdict: parts.verdict,
    ...optional('expected', parts.expected),
    ...optional('compliance', parts.compliance),
    coverage: coverageRatio(parts.coverage),
    ...optional('asOf', parts.asOf),
    path: [...parts.path],
    findings: parts.findings.map((finding) =>
      reportFinding(finding, parts.isWaived(finding), parts.sinceOf?.(finding)),
    ),
    notes: parts.notes.map(reportNote),
    ...(parts.questions === undefined ? {} : { questions: [...parts.questions] }),
  };
}

/** The report of a device that was judged just now. */
export function deviceReport({ picture, evaluation, compliance, isWaived }: JudgedDevice): DeviceReport {
  const { facts, identity } = picture;
  return composeDeviceReport({
    id: picture.id,
    aliases: picture.aliases,
    udid: identity.udid,
    serial: identity.serial,
    name: facts.name?.value,
    platform: facts.platform?.value,
    osVersion: facts.osVersion?.value,
    group: picture.group?.name,
    intent: picture.group?.intent,
    network: picture.network?.definition.name,
    verdict: evaluation.verdict,
    expected: evaluation.expected,
    compliance,
    coverage: evaluation.coverage,
    asOf: oldestStale(picture),
    path: stageStates(evaluation.results),
    findings: evaluation.findings,
    isWaived,
    notes: evaluation.notes,
  });
}

/** The oldest moment among the data that has passed its age limit. */
export function oldestStale(picture: Picture): Instant | undefined {
  return picture.stale.map(({ observedAt }) => observedAt).sort()[0];
}

/** One finding in words, with its steps in order. */
export function reportFinding(finding: Finding, waived: boolean, since?: Instant): ReportFinding {
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
    ...optional('since', since),
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
