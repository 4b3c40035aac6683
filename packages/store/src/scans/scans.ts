import { randomUUID } from 'node:crypto';
import type { Instant, Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { decodeCursor, encodeCursor, isUuid, jsonInput, some, word } from '../database/rows.js';
import { StoreError } from '../errors.js';
import { SharedParts } from '../findings/shared-parts.js';
import type {
  BegunScan,
  ChunkResult,
  ChunkSaved,
  PageRequest,
  Scan,
  ScanChunk,
  ScanCounts,
  ScanScope,
  ScanTrigger,
  Slice,
} from '../types.js';
import { workKinds } from '../work/work-kinds.js';
import { addChunks, beginScan, type BeginInput } from './begin-scan.js';
import { abandonScan, closeScan } from './close-scan.js';
import { saveChunkResult } from './save-chunk-result.js';
import { planScan, type PlanInput } from './plan-scan.js';
import { scanOf, withSlot } from './scan-row.js';

export interface ScanRequest {
  readonly scope: ScanScope;
  readonly trigger: ScanTrigger;
  readonly requestedAt: Instant;
}

export type BeginAnswer =
  | { readonly status: 'begun'; readonly scan: BegunScan }
  /** Another scan writes: try again when it has ended. */
  | { readonly status: 'busy' }
  /** Done, failed or cancelled before. */
  | { readonly status: 'over' };

/** Asking for scans and reading about them. */
export interface Scans {
  /** Queue a scan together with its planning work. */
  request(input: ScanRequest): Promise<Scan>;
  get(id: string): Promise<Scan | undefined>;
  /** Newest first. */
  page(request: PageRequest): Promise<Slice<Scan>>;
  /** The last one that ended well, or the last one that judged by a moment. */
  latestDone(asOf?: Instant): Promise<Scan | undefined>;
  /** The last one that ended well before another, by number. */
  doneBefore(seq: number): Promise<Scan | undefined>;
  /** Queued or writing, oldest first. */
  open(): Promise<readonly Scan[]>;
  /** Whether it was still open. */
  cancel(id: string): Promise<boolean>;
}

/** Running a scan. Every step may be run twice. */
export interface ScanRuns {
  begin(id: string, input: BeginInput): Promise<BeginAnswer>;
  /** Bring groups up to the scan's watermark and cut those that are due into chunks; see `PlanInput`. */
  plan(id: string, input: PlanInput): Promise<number>;
  /** Chunks of the caller's own making instead. */
  addChunks(id: string, bodies: AsyncIterable<Json> | Iterable<Json>): Promise<number>;
  /** Counts an attempt; undefined when the scan has ended. */
  chunk(scanId: string, seq: number): Promise<ScanChunk | undefined>;
  saveChunkResult(scanId: string, seq: number, result: ChunkResult): Promise<ChunkSaved>;
  close(id: string, more?: Json): Promise<ScanCounts>;
  fail(id: string, error: string): Promise<boolean>;
}

export function scansOf({ pool, prisma }: Database): Scans {
  return {
    async request({ scope, trigger, requestedAt }) {
      const id = randomUUID();
      const [row] = await prisma.$transaction([
        prisma.scan.create({
          data: { id, scope: jsonInput(scope), trigger, requestedAt },
          include: withSlot,
        }),
        prisma.work.create({ data: { kind: workKinds.scanPlan, key: id, payload: { scanId: id } } }),
      ]);
      return scanOf(row);
    },
    async get(id) {
      if (!isUuid(id)) return undefined;
      const row = await prisma.scan.findUnique({ where: { id }, include: withSlot });
      return row ? scanOf(row) : undefined;
    },
    async page({ limit, cursor }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number']);
      const rows = await prisma.scan.findMany({
        ...(after === undefined ? {} : { where: { seq: { lt: after[0] } } }),
        orderBy: { seq: 'desc' },
        take: limit + 1,
        include: withSlot,
      });
      const items = rows.slice(0, limit).map(scanOf);
      const last = items.at(-1);
      return { items, ...some('next', rows.length > limit && last ? encodeCursor([last.seq]) : undefined) };
    },
    async latestDone(asOf) {
      const row = await prisma.scan.findFirst({
        where: { status: 'done', ...(asOf === undefined ? {} : { now: { lte: asOf } }) },
        orderBy: { seq: 'desc' },
        include: withSlot,
      });
      return row ? scanOf(row) : undefined;
    },
    async doneBefore(seq) {
      const row = await prisma.scan.findFirst({
        where: { status: 'done', seq: { lt: seq } },
        orderBy: { seq: 'desc' },
        include: withSlot,
      });
      return row ? scanOf(row) : undefined;
    },
    async open() {
      const rows = await prisma.scan.findMany({
        where: { status: { in: ['queued', 'planning', 'running', 'closing'] } },
        orderBy: { seq: 'asc' },
        include: withSlot,
      });
      return rows.map(scanOf);
    },
    cancel: async (id) => isUuid(id) && abandonScan(pool, id, 'cancelled', undefined),
  };
}

export function scanRunsOf({ pool, prisma }: Database): ScanRuns {
  const shared = new SharedParts(pool);
  const begun = async (id: string): Promise<BegunScan> => {
    const scan = scanOf(await prisma.scan.findUniqueOrThrow({ where: { id }, include: withSlot }));
    const { now, watermark, rulePack } = scan;
    if (now === undefined || watermark === undefined || rulePack === undefined)
      throw new StoreError('unexpected-row', `Scan ${id} has begun without fixing what it reads.`);
    return { ...scan, now, watermark, rulePack };
  };
  return {
    async begin(id, input) {
      const status = await beginScan(pool, id, input);
      return status === 'begun' ? { status, scan: await begun(id) } : { status };
    },
    plan: (id, input) => planScan(pool, id, input),
    addChunks: (id, bodies) => addChunks(pool, id, bodies),
    async chunk(scanId, seq) {
      const rows = await prisma.scanChunk.updateManyAndReturn({
        where: { scanId, seq },
        data: { attempts: { increment: 1 } },
      });
      const row = rows[0];
      if (!row) return undefined;
      const status = word(['pending', 'done'] as const, row.status);
      return { scanId, seq, body: row.body as Json, status, attempts: row.attempts };
    },
    saveChunkResult: (scanId, seq, result) => saveChunkResult(pool, shared, scanId, seq, result),
    close: (id, more) => closeScan(pool, id, more),
    fail: (id, error) => abandonScan(pool, id, 'failed', error),
  };
}
