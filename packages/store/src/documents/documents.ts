import {
  documentKinds,
  type Diagnostic,
  type DocumentKind,
  type Instant,
  type SourceDocument,
} from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { decodeCursor, encodeCursor, instant, some, word } from '../database/rows.js';
import type { PageRequest, Slice, StoredDocument, StoredProfile } from '../types.js';
import { forgetDocuments, type ForgetRequest, type ForgottenDocuments } from './forget-documents.js';
import { loadProfiles, loadTexts } from './read-documents.js';
import { saveDocuments, type DocumentsInput } from './save-documents.js';

/** Decoded documents, content-addressed. Readers take the watermark of a scan and see nothing newer. */
export interface Documents {
  save(uploadFileId: number, input: DocumentsInput): Promise<void>;
  get(sha256: string): Promise<StoredDocument | undefined>;
  /** In order of intake, newest first. */
  page(request: PageRequest): Promise<Slice<StoredDocument>>;
  /** Those received by a moment, or all. */
  count(asOf?: Instant): Promise<number>;
  /** Remove old documents that nothing needs any more; see `forgetDocuments`. */
  forget(request: ForgetRequest): Promise<ForgottenDocuments>;
  loadProfiles(watermark: number): Promise<readonly StoredProfile[]>;
  /** Without devices and profiles. */
  loadTexts(kinds: readonly DocumentKind[], watermark: number): Promise<readonly SourceDocument[]>;
}

const statuses = ['ingested', 'partial', 'ignored', 'rejected'] as const;

const shown = {
  sightings: { orderBy: { receivedAt: 'desc' }, take: 1 },
} as const;

interface Row {
  readonly id: bigint;
  readonly sha256: string;
  readonly seq: bigint;
  readonly path: string;
  readonly kind: string;
  readonly status: string;
  readonly receivedAt: Date;
  readonly decoderVersion: string;
  readonly diagnostics: unknown;
  readonly deviceCount: number;
  readonly profileCount: number;
  readonly sightings: readonly { readonly receivedAt: Date }[];
}

function documentOf(row: Row): StoredDocument {
  return {
    id: Number(row.id),
    ref: { path: row.path, sha256: row.sha256 },
    kind: word(documentKinds, row.kind),
    status: word(statuses, row.status),
    receivedAt: instant(row.sightings[0]?.receivedAt ?? row.receivedAt),
    decoderVersion: row.decoderVersion,
    diagnostics: row.diagnostics as readonly Diagnostic[],
    devices: row.deviceCount,
    profiles: row.profileCount,
  };
}

export function documentsOf({ pool, prisma }: Database): Documents {
  return {
    save: (uploadFileId, input) => saveDocuments(pool, uploadFileId, input),
    async get(sha256) {
      const row = await prisma.document.findUnique({
        where: { sha256 },
        include: shown,
        omit: { body: true },
      });
      return row ? documentOf(row) : undefined;
    },
    async page({ limit, cursor }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number']);
      const rows = await prisma.document.findMany({
        ...(after === undefined ? {} : { where: { seq: { lt: after[0] } } }),
        orderBy: { seq: 'desc' },
        take: limit + 1,
        include: shown,
        omit: { body: true },
      });
      const last = rows.at(limit - 1);
      return {
        items: rows.slice(0, limit).map(documentOf),
        ...some('next', rows.length > limit && last ? encodeCursor([Number(last.seq)]) : undefined),
      };
    },
    count: (asOf) =>
      prisma.document.count({ where: asOf === undefined ? {} : { receivedAt: { lte: asOf } } }),
    forget: (request) => forgetDocuments(pool, request),
    loadProfiles: (watermark) => loadProfiles(pool, watermark),
    loadTexts: (kinds, watermark) => loadTexts(pool, kinds, watermark),
  };
}
