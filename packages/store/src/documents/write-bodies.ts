import type { DeviceRecord, DocumentKind } from '@ringcheck/model';
import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { toJsonText } from '../database/rows.js';
import { StoreError } from '../errors.js';
import { digestOf } from './digests.js';
import { takeApart } from './record-form.js';
import { idsOf, type SharedTable } from './shared-rows.js';

/** The document whose records are written, inside the transaction of `client`. */
export interface RecordOwner {
  readonly client: pg.ClientBase;
  /** For what is shared between documents: it commits by itself, so that two uploads never wait for each other. */
  readonly pool: pg.Pool;
  readonly documentId: number;
  readonly sha256: string;
  readonly kind: DocumentKind;
  readonly receivedAt: Date;
}

/** A record of the document on its way into rows. */
export interface Described {
  readonly index: number;
  readonly record: DeviceRecord;
  readonly digest: string;
  readonly observedAt: Date | null;
  readonly saidAt: Date;
}

/** Which of several words is the first. */
export interface Evidence {
  readonly saidAt: number;
  readonly sha256: string;
  readonly index: number;
}

/** Whether one of two that say the same said it first: its words are the evidence. */
export function precedes(a: Evidence, b: Evidence): boolean {
  if (a.saidAt !== b.saidAt) return a.saidAt < b.saidAt;
  return a.sha256 === b.sha256 ? a.index < b.index : a.sha256 < b.sha256;
}

/** Words are kept where nothing earlier says the same: whatever comes in later, the first to say it is there. */
export async function writeBodies(
  owner: RecordOwner,
  batch: readonly Described[],
  known: ReadonlyMap<string, { readonly first: Evidence | undefined }>,
  idOf: (digest: string) => number,
): Promise<void> {
  const firsts = new Map<string, Evidence & { readonly record: DeviceRecord }>();
  const again: Described[] = [];
  for (const one of batch) {
    const evidence = {
      saidAt: one.saidAt.getTime(),
      sha256: owner.sha256,
      index: one.index,
      record: one.record,
    };
    const held = firsts.get(one.digest) ?? known.get(one.digest)?.first;
    if (held === undefined || precedes(evidence, held)) firsts.set(one.digest, evidence);
    else if (held.sha256 === owner.sha256 && held.index === one.index) again.push(one);
  }
  await renewBodies(owner, again, idOf);
  const written = [...firsts];
  const bodies = await bodiesOf(
    owner,
    written.map(([, { record }]) => record),
  );
  await copyRows(
    owner.client,
    'snapshot_body',
    ['snapshot_id', 'document_id', 'index', 'said_at', 'body'],
    written.map(([digest, first], i) => [
      idOf(digest),
      owner.documentId,
      first.index,
      new Date(first.saidAt),
      bodies[i] ?? null,
    ]),
  );
}

/** Read anew by another decoder, the same words may stand in other places. */
async function renewBodies(
  owner: RecordOwner,
  again: readonly Described[],
  idOf: (digest: string) => number,
): Promise<void> {
  if (again.length === 0) return;
  const { client, documentId } = owner;
  const bodies = await bodiesOf(
    owner,
    again.map(({ record }) => record),
  );
  await client.query(
    `UPDATE snapshot_body b SET body = v.body::json FROM unnest($2::bigint[], $3::int[], $4::text[]) AS v(id, index, body)
     WHERE b.snapshot_id = v.id AND b.document_id = $1 AND b.index = v.index`,
    [documentId, again.map((one) => idOf(one.digest)), again.map((one) => one.index), bodies],
  );
}

const formTable: SharedTable = { name: 'record_form', columns: [['body', 'json']] };

/** Records as rows keep them: the numbers of their forms, then what fills their holes. */
async function bodiesOf({ pool }: RecordOwner, records: readonly DeviceRecord[]): Promise<readonly string[]> {
  const digests = new Map<string, string>();
  const digestOfForm = (form: string): string => {
    let digest = digests.get(form);
    if (digest === undefined) digests.set(form, (digest = digestOf([form])));
    return digest;
  };
  // Thousands of records have few forms: the texts of each are let go before the next is taken apart.
  const apart = records.map((record) => {
    const { forms, own } = takeApart(record);
    return { forms: forms.map(digestOfForm), own: toJsonText(own).slice(1) };
  });
  const ids = await idsOf(
    pool,
    formTable,
    [...digests].map(([form, digest]) => [digest, form]),
  );
  const numberOf = (digest: string): number => {
    const id = ids.get(digest);
    if (id === undefined)
      throw new StoreError('unexpected-row', 'The form of a record was written and is not there.');
    return id;
  };
  return apart.map(({ forms, own }) => `[[${forms.map(numberOf).join()}],${own}`);
}
