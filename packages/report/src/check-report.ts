import type {
  CheckReport,
  DeviceReport,
  ReportCause,
  ReportInput,
  ReportSummary,
} from '@ringcheck/contracts';
import {
  coverageRatio,
  compliances,
  outcomes,
  verdicts,
  type Diagnostic,
  type Instant,
  type Outcome,
  type SourceDocument,
} from '@ringcheck/model';
import { causesOf, gapsOf, hiddenByWaivers, type Cause, type JudgedDevice } from '@ringcheck/plan';
import type { Policy } from '@ringcheck/policy';
import { findMessage, findRule, worstFirst } from '@ringcheck/rules';
import { deviceReport } from './device-report.js';
import { reportQuestions } from './questions.js';
import { fill } from './sentence.js';
import { reportWaivers } from './waivers.js';

export interface CheckInput {
  readonly now: Instant;
  readonly documents: readonly SourceDocument[];
  readonly devices: readonly JudgedDevice[];
  /** Set when model devices stand in for a missing inventory. */
  readonly archetypes?: boolean;
  /** For the state of its waivers. */
  readonly policy?: Policy;
  /** Diagnostics that belong to an input beyond its own decoding, by path (the policy file). */
  readonly extraDiagnostics?: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** The whole report of one check, in a fixed order: the same input gives the same bytes. */
export function checkReport(input: CheckInput): CheckReport {
  const devices = input.devices.map(deviceReport).sort((a, b) => (a.id < b.id ? -1 : 1));
  const findings = input.devices.map(({ picture, evaluation }) => ({
    id: picture.id,
    findings: evaluation.findings,
  }));
  return {
    schemaVersion: 1,
    generatedAt: input.now,
    ...(input.archetypes === true ? { archetypes: true } : {}),
    inputs: input.documents
      .map((document) => reportInput(document, input.now, input.extraDiagnostics?.get(document.ref.path)))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    summary: summarise(input.devices, devices),
    devices,
    causes: causesOf(findings).map(reportCause),
    ...questionsOf(input),
    ...waiversOf(input),
    gaps: gapsOf(findings).map(({ key, title, devices: count, how }) => ({
      key,
      title,
      devices: count,
      how,
    })),
  };
}

/** Model devices are nobody's: there is nobody to ask. */
function questionsOf({ devices, archetypes }: CheckInput): Pick<CheckReport, 'questions'> {
  const questions = archetypes === true ? [] : reportQuestions(devices);
  return questions.length === 0 ? {} : { questions: [...questions] };
}

function waiversOf({ policy, devices, now }: CheckInput): Pick<CheckReport, 'waivers'> {
  if (policy === undefined || policy.waivers.length === 0) return {};
  return { waivers: [...reportWaivers(policy, devices, now)] };
}

export function reportInput(
  document: SourceDocument,
  now: Instant,
  extra: readonly Diagnostic[] = [],
): ReportInput {
  return {
    path: document.ref.path,
    sha256: document.ref.sha256,
    kind: document.kind,
    status: document.status,
    diagnostics: reportDiagnostics([...document.diagnostics, ...extra], now),
  };
}

/** Diagnostics as reports print them; with `now`, what has run out by then is said as well. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  now?: Instant,
): ReportInput['diagnostics'] {
  const all = diagnostics.flatMap((diagnostic) => [diagnostic, ...expired(diagnostic, now)]);
  return all.map((diagnostic) => ({
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...(diagnostic.at?.line === undefined ? {} : { line: diagnostic.at.line }),
    ...(diagnostic.at?.column === undefined ? {} : { column: diagnostic.at.column }),
    ...(diagnostic.at === undefined ? {} : { offset: diagnostic.at.offset }),
    ...(diagnostic.path === undefined ? {} : { path: diagnostic.path }),
  }));
}

function expired({ expires }: Diagnostic, now: Instant | undefined): Diagnostic[] {
  if (expires === undefined || now === undefined || !(Date.parse(expires) < Date.parse(now))) return [];
  const message = `The certificate this file is signed with expired on ${expires.slice(0, 10)}. Where the profile is installed it stays; a device that installs it now may show it as not verified. Sign it again.`;
  return [{ code: 'cms-certificate-expired', severity: 'warning', message }];
}

export function reportCause(cause: Cause): ReportCause {
  const message = findMessage(findRule(cause.ruleId)?.messages ?? {}, cause.message);
  return {
    key: cause.key,
    title: fill(message?.text ?? cause.key, cause.data),
    devices: cause.devices,
    findings: cause.findings,
    ...(message?.steps?.[0] === undefined ? {} : { fix: fill(message.steps[0].do, cause.data) }),
  };
}

function summarise(judged: readonly JudgedDevice[], devices: readonly DeviceReport[]): ReportSummary {
  const counts = zeros(outcomes);
  let decided = 0;
  let applicable = 0;
  let hidden = 0;
  for (const { evaluation, waivers } of judged) {
    hidden += hiddenByWaivers(evaluation.findings, waivers);
    decided += evaluation.coverage.decided;
    applicable += evaluation.coverage.applicable;
    for (const outcome of worstPerRule(evaluation.results)) counts[outcome]++;
  }
  const verdictCounts = zeros(verdicts);
  const complianceCounts = zeros(compliances);
  for (const device of devices) {
    verdictCounts[device.verdict]++;
    if (device.compliance !== undefined) complianceCounts[device.compliance]++;
  }
  return {
    devices: devices.length,
    verdicts: verdictCounts,
    outcomes: counts,
    compliance: complianceCounts,
    coverage: coverageRatio({ decided, applicable }),
    hiddenByWaivers: hidden,
  };
}

/** One outcome per rule and device: the worst of its scopes. */
function worstPerRule(results: readonly { readonly ruleId: string; readonly outcome: Outcome }[]): Outcome[] {
  const worst = new Map<string, Outcome>();
  for (const { ruleId, outcome } of results) {
    const held = worst.get(ruleId);
    if (held === undefined || worstFirst.indexOf(outcome) < worstFirst.indexOf(held))
      worst.set(ruleId, outcome);
  }
  return [...worst.values()];
}

function zeros<T extends string>(names: readonly T[]): Record<T, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
}
