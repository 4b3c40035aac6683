import {
  compliances,
  documentKinds,
  intents,
  outcomes,
  platforms,
  severities,
  stages,
  verdicts,
} from '@ringcheck/model';
import { z } from 'zod';
import { causeSchema, diagnosticSchema, gapSchema } from './check-report.js';

/** Shapes of the HTTP API, version 1. Requests are strict: an unknown field is refused by name. */

const instant = z.iso.datetime({ offset: true });
const count = z.number().int().nonnegative();

/** RFC 9457. `errors` lists every field that was wrong. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Cursor pages: `next` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional(), total: count.optional() });
}

export const pageQuerySchema = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const uploadFileSchema = z.object({
  path: z.string(),
  sha256: z.string(),
  size: count,
  status: z.enum(['pending', 'ingested', 'partial', 'ignored', 'rejected']),
  kind: z.enum(documentKinds).optional(),
  diagnostics: z.array(diagnosticSchema),
});

export const uploadSchema = z.object({
  id: z.uuid(),
  receivedAt: instant,
  status: z.enum(['received', 'processing', 'done', 'failed']),
  files: z.array(uploadFileSchema),
});

export const documentSchema = z.object({
  sha256: z.string(),
  path: z.string(),
  kind: z.enum(documentKinds),
  status: z.enum(['ingested', 'partial', 'ignored', 'rejected']),
  receivedAt: instant,
  devices: count,
  profiles: count,
  diagnostics: z.array(diagnosticSchema),
});

/** Reads of a past moment: as the last scan by then left it. */
export const asOfQuerySchema = z.object({ asOf: instant.optional() });

export const deviceSorts = ['verdict', 'name', 'id', 'osVersion'] as const;

export const deviceQuerySchema = pageQuerySchema.extend({
  verdict: z.enum(verdicts).optional(),
  compliance: z.enum(compliances).optional(),
  platform: z.enum(platforms).optional(),
  group: z.string().max(200).optional(),
  network: z.string().max(200).optional(),
  rule: z.string().max(100).optional(),
  cause: z.string().max(500).optional(),
  gap: z.string().max(500).optional(),
  /** Part of a name, serial number or id. */
  q: z.string().max(200).optional(),
  sort: z.enum(deviceSorts).default('verdict'),
  ...asOfQuerySchema.shape,
});

export const deviceReportQuerySchema = asOfQuerySchema.extend({
  format: z.enum(['json', 'html', 'md']).default('json'),
});

/** Devices of one group or network of the policy, as a scan counted. */
export const deviceCountSchema = z.object({
  /** Empty: of none. */
  name: z.string(),
  devices: count,
  verdicts: z.record(z.enum(verdicts), count),
  compliance: z.record(z.enum(compliances), count).optional(),
});
export const deviceCountsSchema = z.object({ items: z.array(deviceCountSchema) });

export const deviceItemSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  serial: z.string().optional(),
  udid: z.string().optional(),
  platform: z.enum([...platforms, 'unknown']),
  osVersion: z.string().optional(),
  group: z.string().optional(),
  intent: z.enum(intents).optional(),
  network: z.string().optional(),
  verdict: z.enum(verdicts),
  expected: z.enum(verdicts).optional(),
  compliance: z.enum(compliances).optional(),
  coverage: z.number(),
  /** Title and outcome of the worst finding. */
  worst: z.string().optional(),
  findings: count,
});

export const scanStatuses = [
  'queued',
  'planning',
  'running',
  'closing',
  'done',
  'failed',
  'cancelled',
] as const;

const scopeWords = z.array(z.string().trim().min(1).max(200)).min(1).max(1_000).optional();
/** What a scan is limited to: every field given must hold, each by any of its values; without any, the whole fleet. */
const scopeFields = {
  /** Ids of devices. */
  devices: z.array(z.string()).max(10_000).optional(),
  /** Groups of the policy; `*` and `?` stand for anything. */
  groups: scopeWords,
  /** Tags of devices, likewise. */
  tags: scopeWords,
};
export const scanScopeSchema = z.strictObject(scopeFields);

export const scanRequestSchema = scanScopeSchema;

export const scanSchema = z.object({
  id: z.uuid(),
  status: z.enum(scanStatuses),
  trigger: z.enum(['manual', 'schedule']),
  scheduleId: z.uuid().optional(),
  /** What it was limited to; absent: nothing. */
  scope: z.object(scopeFields).optional(),
  /** The moment the scan judges by, fixed at its start. */
  now: instant.optional(),
  requestedAt: instant,
  startedAt: instant.optional(),
  finishedAt: instant.optional(),
  progress: z.object({ chunks: count, done: count }),
  devices: count.optional(),
  verdicts: z.record(z.enum(verdicts), count).optional(),
  /** Findings opened and closed by this scan. */
  opened: count.optional(),
  closed: count.optional(),
  rulePack: z.string().optional(),
  error: z.string().optional(),
  /** Of one that is done: the finished scan before it, to compare with; absent in lists and where none is kept. */
  before: z.uuid().optional(),
});

/** What becomes of runs that came while the server was down; of one that comes while another scan is open. */
export const missedRunRules = ['run-once', 'skip'] as const;
export const overlapRules = ['skip', 'queue'] as const;

export const scheduleRequestSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Five fields: minute hour day month weekday. */
  cron: z.string().min(1).max(200),
  /** IANA name, `Europe/Berlin`. */
  timeZone: z.string().min(1).max(100),
  missedRuns: z.enum(missedRunRules).default('run-once'),
  overlap: z.enum(overlapRules).default('skip'),
  ...scopeFields,
});

export const scheduleSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  missedRuns: z.enum(missedRunRules),
  overlap: z.enum(overlapRules),
  ...scopeFields,
  createdAt: instant,
  /** The next ten moments it runs. */
  nextRuns: z.array(instant),
});

export const scheduleRunSchema = z.object({
  slot: instant,
  status: z.enum(['due', 'started', 'skipped', 'done', 'failed']),
  /** Why it was skipped or failed. */
  reason: z.string().optional(),
  scanId: z.uuid().optional(),
});

/** What can differ between two scans, in the order they are listed in. */
export const changeKinds = ['new', 'fixed', 'changed', 'appeared', 'vanished', 'verdict'] as const;

export const scanDiffQuerySchema = pageQuerySchema.extend({
  /** The earlier scan; absent: the one before. */
  against: z.uuid().optional(),
  kind: z.enum(changeKinds).optional(),
});

/** `new`, `fixed`, `changed`: a finding. `appeared`, `vanished`: a device. `verdict`: of a device that is in both. */
export const scanChangeSchema = z.object({
  kind: z.enum(changeKinds),
  device: z.string(),
  name: z.string().optional(),
  finding: z
    .object({
      ruleId: z.string(),
      title: z.string(),
      scope: z.string().optional(),
      cause: z.string(),
      outcome: z.enum(outcomes),
      before: z.enum(outcomes).optional(),
      severity: z.enum(severities),
      stage: z.enum(stages),
    })
    .optional(),
  verdict: z.object({ before: z.enum(verdicts).optional(), after: z.enum(verdicts).optional() }).optional(),
});

export const scanDiffSchema = pageOf(scanChangeSchema).extend({
  from: z.object({ scan: z.uuid(), now: instant }),
  to: z.object({ scan: z.uuid(), now: instant }),
  counts: z.record(z.enum(changeKinds), count),
});

export const trendQuerySchema = z.object({
  dimension: z
    .enum(['verdict', 'compliance', 'group', 'network', 'platform', 'rule', 'cause', 'gap'])
    .default('verdict'),
  /** One key of the dimension. */
  key: z.string().max(500).optional(),
  /** Verdicts of one group. */
  group: z.string().max(200).optional(),
  since: instant.optional(),
  until: instant.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(60),
});

export const trendSchema = z.object({
  items: z.array(
    z.object({
      scan: z.uuid(),
      at: instant,
      counts: z.array(z.object({ key: z.string(), devices: count, findings: count })),
    }),
  ),
});

/** What a webhook is sent when a scan has ended; signed as Standard Webhooks describe. */
export const scanEventSchema = z.object({
  type: z.enum(['scan.done', 'scan.failed']),
  /** When the scan ended. */
  timestamp: instant,
  data: z.object({
    scan: scanSchema,
    /** Devices that are gone since the scan before. */
    vanished: count.optional(),
    /** Where to read on; absent without RINGCHECK_PUBLIC_URL. */
    url: z.url().optional(),
  }),
});

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' })
  .max(2_000)
  .refine((text) => {
    const { username, password } = new URL(text);
    return username === '' && password === '';
  }, 'must hold no user name or password');

const notifierFields = {
  name: z.string().trim().min(1).max(200),
  /** Nothing is sent for a scan that found what the one before it had found. */
  onlyOnChange: z.boolean().default(false),
};

export const webhookRequestSchema = z.strictObject({ ...notifierFields, url: httpUrl });
export const emailRequestSchema = z.strictObject({
  ...notifierFields,
  to: z.array(z.email().max(320)).min(1).max(50),
});

const notifierAnswer = { id: z.uuid(), name: z.string(), onlyOnChange: z.boolean(), createdAt: instant };
export const webhookSchema = z.object({ ...notifierAnswer, url: z.string() });
/** The secret is shown once, when the webhook is made. */
export const newWebhookSchema = webhookSchema.extend({ secret: z.string() });
export const emailSchema = z.object({ ...notifierAnswer, to: z.array(z.string()) });

export const deliverySchema = z.object({
  id: count,
  scanId: z.uuid(),
  /** 0 for the first; a replay is the next number. */
  replay: count,
  status: z.enum(['pending', 'delivered', 'failed', 'skipped']),
  /** Why it was skipped, or what the last attempt said. */
  reason: z.string().optional(),
  attempts: count,
  /** HTTP status of the last attempt. */
  answer: z.number().int().optional(),
  createdAt: instant,
  attemptedAt: instant.optional(),
});

export const fleetSummarySchema = z.object({
  /** The last finished scan; absent before the first. */
  scan: scanSchema.optional(),
  devices: count,
  verdicts: z.record(z.enum(verdicts), count),
  compliance: z.record(z.enum(compliances), count),
  coverage: z.number(),
  hiddenByWaivers: count,
  documents: count,
  causes: z.array(causeSchema),
  gaps: z.array(gapSchema),
});

export const ruleSchema = z.object({
  id: z.string(),
  title: z.string(),
  stage: z.enum(stages),
  severity: z.enum(severities),
  outcomes: z.array(z.string()),
  platforms: z.array(z.string()),
  /** False for questions: no MDM can see the answer. */
  observable: z.boolean(),
  /** As sure as the weakest of its sources. */
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  reads: z.array(z.string()),
  sources: z.array(
    z.object({
      title: z.string(),
      url: z.string().optional(),
      confidence: z.enum(['high', 'medium', 'low']),
    }),
  ),
});

export const policySchema = z.object({
  id: z.number().int(),
  sha256: z.string(),
  text: z.string(),
  createdAt: instant,
});

export const policyRequestSchema = z.strictObject({ text: z.string().max(1_000_000) });

export type Problem = z.infer<typeof problemSchema>;
export type Upload = z.infer<typeof uploadSchema>;
export type UploadFile = z.infer<typeof uploadFileSchema>;
export type DocumentItem = z.infer<typeof documentSchema>;
export type DeviceQuery = z.infer<typeof deviceQuerySchema>;
export type AsOfQuery = z.infer<typeof asOfQuerySchema>;
export type DeviceCount = z.infer<typeof deviceCountSchema>;
export type DeviceItem = z.infer<typeof deviceItemSchema>;
export type ScanScope = z.infer<typeof scanScopeSchema>;
export type ScanRequest = z.infer<typeof scanRequestSchema>;
export type Scan = z.infer<typeof scanSchema>;
export type ScheduleRequest = z.infer<typeof scheduleRequestSchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type ScheduleRun = z.infer<typeof scheduleRunSchema>;
export type ScanDiffQuery = z.infer<typeof scanDiffQuerySchema>;
export type ScanChange = z.infer<typeof scanChangeSchema>;
export type ScanDiff = z.infer<typeof scanDiffSchema>;
export type TrendQuery = z.infer<typeof trendQuerySchema>;
export type Trend = z.infer<typeof trendSchema>;
export type ScanEvent = z.infer<typeof scanEventSchema>;
export type WebhookRequest = z.infer<typeof webhookRequestSchema>;
export type EmailRequest = z.infer<typeof emailRequestSchema>;
export type Webhook = z.infer<typeof webhookSchema>;
export type NewWebhook = z.infer<typeof newWebhookSchema>;
export type Email = z.infer<typeof emailSchema>;
export type DeliveryItem = z.infer<typeof deliverySchema>;
export type FleetSummary = z.infer<typeof fleetSummarySchema>;
export type RuleItem = z.infer<typeof ruleSchema>;
export type PolicyVersion = z.infer<typeof policySchema>;
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly total?: number | undefined;
}
