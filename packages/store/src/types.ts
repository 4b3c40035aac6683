import type { missedRunRules, overlapRules, scanStatuses } from '@ringcheck/contracts';
import type {
  Compliance,
  DeviceIdentity,
  DeviceRecord,
  Diagnostic,
  DocumentKind,
  DocumentRef,
  Evidence,
  Instant,
  Intent,
  Json,
  Outcome,
  Platform,
  Profile,
  Severity,
  SourceDocument,
  Stage,
  Verdict,
} from '@ringcheck/model';

/** One page of a list; `next` is absent on the last one. Cursors are opaque. */
export interface Slice<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

// Uploads

export const uploadStatuses = ['received', 'processing', 'done', 'failed'] as const;
export type UploadStatus = (typeof uploadStatuses)[number];
export const uploadFileStatuses = ['pending', 'ingested', 'partial', 'ignored', 'rejected'] as const;
export type UploadFileStatus = (typeof uploadFileStatuses)[number];

export interface IncomingFile {
  /** As the uploader names it. */
  readonly path: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface UploadFile {
  readonly id: number;
  readonly uploadId: string;
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly status: UploadFileStatus;
  readonly kind?: DocumentKind;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Upload {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly status: UploadStatus;
  readonly actor: string;
  readonly files: readonly UploadFile[];
}

/** What became of one uploaded file. */
export interface FileOutcome {
  readonly status: Exclude<UploadFileStatus, 'pending'>;
  readonly kind: DocumentKind;
  readonly diagnostics: readonly Diagnostic[];
}

// Documents

export interface StoredDocument {
  readonly id: number;
  readonly ref: DocumentRef;
  readonly kind: DocumentKind;
  readonly status: SourceDocument['status'];
  /** Latest time its bytes were received. */
  readonly receivedAt: Instant;
  readonly decoderVersion: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly devices: number;
  readonly profiles: number;
}

/** Place of a device record: `index` in the `devices` of a document. */
export interface RecordKey {
  readonly documentId: number;
  readonly index: number;
}

/** What a source says of a device now: the place is where it was first said, the time when it was last said. */
export interface StoredRecord extends RecordKey {
  readonly document: DocumentRef;
  readonly kind: DocumentKind;
  /** The last receipt, where the record itself does not say when it was observed. */
  readonly receivedAt: Instant;
  readonly record: DeviceRecord;
}

export interface StoredProfile {
  readonly documentId: number;
  readonly index: number;
  readonly document: DocumentRef;
  readonly receivedAt: Instant;
  readonly profile: Profile;
}

// Groups

/** One name of a device by one source. */
export interface IdentityRow {
  readonly key: string;
  readonly identity: DeviceIdentity;
  readonly creates: boolean;
}

/** Identities that name one device. */
export interface IdentityGroup {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly identity: DeviceIdentity;
  readonly contestedSerial?: string;
  readonly creates: boolean;
  readonly keys: readonly string[];
}

/**
 * Sorts identities into devices; pure, handed in by the caller. `contested` are serial numbers (normalised) known to
 * be seen with several UDIDs, beyond what the rows themselves show.
 */
export type Grouping = (
  rows: readonly IdentityRow[],
  contested: ReadonlySet<string>,
) => readonly IdentityGroup[];

/** One device of a chunk with everything its sources say of it now. */
export interface StoredGroup {
  readonly groupId: number;
  /** Public id of the device. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly identity: DeviceIdentity;
  readonly contestedSerial?: string;
  /** Made each time they are asked for, as those of the past are. */
  readonly records: readonly StoredRecord[];
  /** Every time a build or lines were reported, of devices of which more than the present is known. */
  readonly past: readonly StoredRecord[];
}

/** A device as it was judged; committed with the results of its chunk. */
export interface JudgedGroup {
  readonly groupId: number;
  /** When time alone could change an outcome. */
  readonly reviewAt?: Instant;
  /** Whether a newer observation of the same facts could change an outcome. */
  readonly agesMatter: boolean;
}

// Policy

export interface StoredPolicy {
  readonly id: number;
  readonly sha256: string;
  readonly text: string;
  readonly createdAt: Instant;
  readonly actor: string;
}

// Scans

export type ScanStatus = (typeof scanStatuses)[number];
export type ScanTrigger = 'manual' | 'schedule';

/** Which devices a scan covers: every field must hold, each by any of its values; without any, all devices. */
export interface ScanScope {
  readonly devices?: readonly string[];
  /** Patterns of group names and tags, as in a selector of the policy. */
  readonly groups?: readonly string[];
  readonly tags?: readonly string[];
}

/** What a scan found; the closing step may add counts of its own. */
export interface ScanCounts {
  readonly devices: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly opened: number;
  readonly closed: number;
  readonly vanished: number;
  readonly more?: Json;
}

export interface ChunkCounts {
  readonly devices: number;
  /** Devices for which anything was written. */
  readonly changed: number;
  readonly opened: number;
  readonly closed: number;
}

export interface Scan {
  readonly id: string;
  readonly seq: number;
  readonly status: ScanStatus;
  readonly trigger: ScanTrigger;
  readonly scope: ScanScope;
  readonly requestedAt: Instant;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  readonly now?: Instant;
  readonly watermark?: number;
  readonly policyVersionId?: number;
  readonly rulePack?: string;
  readonly error?: string;
  readonly counts?: ScanCounts;
  readonly chunksTotal: number;
  readonly chunksDone: number;
  /** The schedule whose slot started it. */
  readonly scheduleId?: string;
}

/** A scan that has begun: everything its chunks may read is fixed. */
export interface BegunScan extends Scan {
  readonly now: Instant;
  readonly watermark: number;
  readonly rulePack: string;
}

export interface ScanChunk {
  readonly scanId: string;
  readonly seq: number;
  readonly body: Json;
  readonly status: 'pending' | 'done';
  readonly attempts: number;
}

/** One finding as a scan gives it. Identity within a device: (ruleId, scope, cause). */
export interface FindingInput {
  readonly ruleId: string;
  /** Empty text: the whole of FaceTime. */
  readonly scope: string;
  readonly cause: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly stage: Stage;
  readonly message: string;
  readonly data: Json;
  readonly evidence: readonly Evidence[];
  readonly control?: string;
  readonly undecided?: boolean;
  readonly gap?: { readonly key: string; readonly title: string; readonly how: string };
  /** Its evidence stands in records of the device alone: kept with the device, not shared. */
  readonly isOwn?: boolean;
  /** One that says the same but for its evidence; findings of many devices share it. */
  readonly like?: FindingInput;
}

/** Everything a scan says of one device. */
export interface DeviceResult {
  readonly publicId: string;
  /** Weaker ids of the same device; a device known under one of them is this one. */
  readonly aliases: readonly string[];
  readonly name?: string;
  readonly platform?: Platform;
  readonly osVersion?: string;
  readonly serial?: string;
  readonly udid?: string;
  readonly group?: string;
  readonly intent?: Intent;
  readonly network?: string;
  readonly verdict: Verdict;
  readonly expected?: Verdict;
  readonly compliance?: Compliance;
  readonly coverage: { readonly decided: number; readonly applicable: number };
  /** Worst first: the first one is shown in lists. */
  readonly findings: readonly FindingInput[];
  readonly notes: Json | readonly object[];
  /** The notes speak of records of the device alone. */
  readonly hasOwnNotes?: boolean;
  /** Every rule's answer, clear and not-applicable ones too, as the caller wants them back. Shared by devices. */
  readonly results: Json;
  /** What belongs to this device alone; given back laid over `results`. */
  readonly own?: { readonly [key: string]: Json };
  readonly fingerprint?: string;
  readonly reviewAt?: Instant;
}

export interface ChunkResult {
  readonly devices: readonly DeviceResult[];
  /** Public ids of devices of this chunk that needed no evaluation: seen, and nothing changed. */
  readonly unchanged?: readonly string[];
  /** The groups of the chunk: without it they stay due. */
  readonly judged?: readonly JudgedGroup[];
}

/** What saving a chunk did. `alreadyDone`: another run had saved it, nothing was written. */
export interface ChunkSaved {
  readonly alreadyDone: boolean;
  /** Chunks of the scan that are not done yet; at 0 the scan is closing. */
  readonly remaining: number;
  readonly counts: ChunkCounts;
}

// Schedules

export type MissedRuns = (typeof missedRunRules)[number];
export type Overlap = (typeof overlapRules)[number];

export interface ScheduleInput {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly scope: ScanScope;
  readonly missedRuns: MissedRuns;
  readonly overlap: Overlap;
  readonly enabled: boolean;
  readonly nextSlotAt?: Instant;
}

export interface Schedule extends ScheduleInput {
  readonly id: string;
  readonly createdAt: Instant;
}

export const slotStatuses = ['due', 'started', 'skipped', 'done', 'failed'] as const;
export type SlotStatus = (typeof slotStatuses)[number];

export interface ScheduleSlot {
  readonly id: number;
  readonly scheduleId: string;
  readonly slotAt: Instant;
  readonly status: SlotStatus;
  readonly reason?: string;
  readonly scanId?: string;
  readonly createdAt: Instant;
}

// Work

export interface WorkInput {
  readonly kind: string;
  /** Natural key; a second row of the same kind and key is the same work. */
  readonly key: string;
  /** Ids only. */
  readonly payload?: Json;
}

export const workStatuses = ['pending', 'running', 'done', 'failed'] as const;
export type WorkStatus = (typeof workStatuses)[number];

export interface WorkRow {
  readonly kind: string;
  readonly key: string;
  readonly payload: Json;
  readonly status: WorkStatus;
  readonly attempts: number;
  readonly lastError?: string;
}

/** Work taken by one worker until `lockedUntil`; `claim` is needed to finish it. */
export interface ClaimedWork extends WorkRow {
  readonly claim: string;
  readonly lockedUntil: Instant;
}

// Audit

export interface AuditInput {
  readonly actor: string;
  /** `upload.create`, `schedule.delete`… */
  readonly action: string;
  readonly subject: string;
  /** Without secrets. */
  readonly data?: Json;
}

export interface AuditEntry extends AuditInput {
  readonly id: number;
  readonly at: Instant;
}
