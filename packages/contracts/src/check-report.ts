import {
  actors,
  compliances,
  documentKinds,
  outcomes,
  platforms,
  severities,
  stages,
  verdicts,
} from '@ringcheck/model';
import { z } from 'zod';

/** Shape of `ringcheck check --format json` and of the API's reports. Version 1; fields are only ever added. */

export const jsonValue: z.ZodType<unknown> = z.unknown();

export const evidenceSchema = z.strictObject({
  /** Path as given; entries of archives joined by `!/`. */
  document: z.string(),
  sha256: z.string().optional(),
  profile: z.string().optional(),
  /** Key path in the document, `PayloadContent[0].allowVideoConferencing`. */
  path: z.string().optional(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  /** Byte offset in the document. */
  offset: z.number().int().nonnegative().optional(),
  value: jsonValue.optional(),
});

export const diagnosticSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
  offset: z.number().int().nonnegative().optional(),
  path: z.string().optional(),
});

export const inputSchema = z.strictObject({
  path: z.string(),
  sha256: z.string(),
  kind: z.enum(documentKinds),
  status: z.enum(['ingested', 'partial', 'ignored', 'rejected']),
  diagnostics: z.array(diagnosticSchema),
});

export const stepSchema = z.strictObject({ who: z.enum(actors), do: z.string() });

export const findingSchema = z.strictObject({
  ruleId: z.string(),
  title: z.string(),
  outcome: z.enum(outcomes),
  scope: z.string().optional(),
  stage: z.enum(stages),
  severity: z.enum(severities),
  cause: z.string(),
  /** Server: since when scans have seen it on this device without a break. */
  since: z.string().optional(),
  message: z.string(),
  why: z.string().optional(),
  waived: z.boolean().optional(),
  evidence: z.array(evidenceSchema),
  remediation: z.strictObject({
    steps: z.array(stepSchema),
    verify: z.string().optional(),
    fix: z.string().optional(),
  }),
  sources: z.array(
    z.strictObject({
      title: z.string(),
      url: z.string().optional(),
      confidence: z.enum(['high', 'medium', 'low']),
    }),
  ),
});

export const noteSchema = z.strictObject({
  ruleId: z.string(),
  message: z.string(),
  evidence: z.array(evidenceSchema),
});

export const stageStateSchema = z.strictObject({
  stage: z.enum(stages),
  /** The worst outcome of the stage's rules; `not-assessed` when nothing was described to judge by. */
  state: z.enum([...outcomes, 'not-assessed']),
});

/** What an answer makes of a question. */
export const questionAnswerSchema = z.strictObject({
  id: z.string(),
  says: z.string(),
  means: z.string(),
  outcome: z.enum(outcomes),
  scope: z.string().optional(),
});

/** What no upload can tell, with where to look on this kind of device and what each answer means. */
export const deviceQuestionSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  ask: z.string(),
  stage: z.enum(stages),
  confidence: z.enum(['high', 'medium', 'low']),
  how: z.array(z.string()),
  answers: z.array(questionAnswerSchema),
});

export const deviceReportSchema = z.strictObject({
  id: z.string(),
  aliases: z.array(z.string()),
  udid: z.string().optional(),
  serial: z.string().optional(),
  name: z.string().optional(),
  platform: z.enum([...platforms, 'unknown']),
  osVersion: z.string().optional(),
  group: z.string().optional(),
  intent: z.enum(['required', 'prohibited', 'unmanaged']).optional(),
  network: z.string().optional(),
  verdict: z.enum(verdicts),
  expected: z.enum(verdicts).optional(),
  compliance: z.enum(compliances).optional(),
  /** Decided rules divided by applicable ones, 0 to 1. */
  coverage: z.number().min(0).max(1),
  /** The oldest moment the verdict rests on, when some of the data is stale. */
  asOf: z.string().optional(),
  path: z.array(stageStateSchema),
  findings: z.array(findingSchema),
  notes: z.array(noteSchema),
  /** Report of one device from a server: what is still to ask, the most telling first. A report on many asks once per kind. */
  questions: z.array(deviceQuestionSchema).optional(),
});

const count = z.number().int().nonnegative();

export const causeSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  devices: count,
  findings: count,
  fix: z.string().optional(),
});

export const gapSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  devices: count,
  how: z.string(),
});

/** A question asked once per kind of device, in the order that finds faults fastest. */
export const questionSchema = deviceQuestionSchema.extend({
  /** Devices of this kind for which nobody has answered it and no fact does. */
  open: count,
  /** Devices of this kind for which an attestation holds. */
  answered: count,
});

export const questionsSchema = z.strictObject({
  platform: z.enum(platforms),
  /** Devices of this kind that nothing proven blocks: for these it is worth asking. */
  devices: count,
  questions: z.array(questionSchema),
});

/** A waiver of the policy as of the moment of the report. */
export const reportWaiverSchema = z.strictObject({
  rule: z.string(),
  owner: z.string(),
  reason: z.string(),
  expires: z.string(),
  state: z.enum(['active', 'ending-soon', 'ended']),
  /** Devices it names. */
  devices: count,
  /** Findings it keeps from counting. */
  hidden: count,
});

export const summarySchema = z.strictObject({
  devices: count,
  verdicts: z.record(z.enum(verdicts), count),
  outcomes: z.record(z.enum(outcomes), count),
  compliance: z.record(z.enum(compliances), count),
  coverage: z.number().min(0).max(1),
  /** Findings that only a waiver keeps from counting. */
  hiddenByWaivers: count,
});

export const checkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  generatedAt: z.string(),
  /** Set when no inventory was given and profiles were judged against model devices. */
  archetypes: z.boolean().optional(),
  inputs: z.array(inputSchema),
  summary: summarySchema,
  devices: z.array(deviceReportSchema),
  causes: z.array(causeSchema),
  gaps: z.array(gapSchema),
  questions: z.array(questionsSchema).optional(),
  waivers: z.array(reportWaiverSchema).optional(),
});

export type CheckReport = z.infer<typeof checkReportSchema>;
export type DeviceReport = z.infer<typeof deviceReportSchema>;
export type ReportFinding = z.infer<typeof findingSchema>;
export type ReportNote = z.infer<typeof noteSchema>;
export type ReportInput = z.infer<typeof inputSchema>;
export type ReportSummary = z.infer<typeof summarySchema>;
export type ReportCause = z.infer<typeof causeSchema>;
export type ReportGap = z.infer<typeof gapSchema>;
export type ReportQuestions = z.infer<typeof questionsSchema>;
export type QuestionAnswer = z.infer<typeof questionAnswerSchema>;
export type DeviceQuestion = z.infer<typeof deviceQuestionSchema>;
export type ReportQuestion = z.infer<typeof questionSchema>;
export type ReportWaiver = z.infer<typeof reportWaiverSchema>;
export type StageState = z.infer<typeof stageStateSchema>;

/** The published JSON Schema of the report. */
export function checkReportJsonSchema(): unknown {
  return z.toJSONSchema(checkReportSchema, { target: 'draft-2020-12' });
}
