import type pg from 'pg';
import { firstWords, type Words } from './first-words.js';
import { documentsOf, type Said, type StoredDocuments } from './stored-records.js';

/**
 * SQL: all that is said of a group `g` now, a record a line: a row each of some columns takes several times as long to
 * read. The first to say it is the evidence, the last time it was said is its age. Questions inside of questions are
 * asked device by device through the indexes: right after a large upload, when nothing is known of the tables, they
 * would else be read whole for each chunk. JSON of one line holds neither tab nor line feed.
 */
export const saidText = `(
  SELECT string_agg((
    SELECT string_agg(concat_ws(E'\\t', l.snapshot_id, l.has_past, l.is_observed, l.last_at, b.document_id, b.index,
      b.said_at, b.body), E'\\n')
    FROM snapshot_body b WHERE b.snapshot_id = l.snapshot_id), E'\\n')
  FROM live_snapshot l WHERE l.group_id = g.id) AS said`;

type LiveSaid = Said & Words;

export interface Live {
  readonly said: ReadonlyMap<number, readonly Said[]>;
  readonly documents: StoredDocuments;
  /** Groups that said something else before. */
  readonly changed: readonly number[];
}

/** What texts of `saidText` say, as the watermark shows it. */
export async function liveSaid(
  pool: pg.Pool,
  texts: readonly { readonly groupId: number; readonly text: string }[],
  watermark: number,
): Promise<Live> {
  const changed: number[] = [];
  const said = new Map<number, readonly LiveSaid[]>();
  const documentIds = new Set<string>();
  for (const { groupId, text } of texts) {
    const lines = text === '' ? [] : text.split('\n');
    if (lines.some(hasPast)) changed.push(groupId);
    const records = lines.map(saidOf);
    for (const { documentId } of records) documentIds.add(documentId);
    said.set(groupId, records);
  }
  const documents = await documentsOf(pool, documentIds, watermark);
  for (const [groupId, records] of said) said.set(groupId, firstWords(records, documents));
  return { said, documents, changed };
}

const hasPast = (line: string): boolean => line.startsWith('\tt', line.indexOf('\t'));

function saidOf(line: string): LiveSaid {
  const [snapshotId = '', , isObserved, lastAt = '', documentId = '', index, saidAt = '', body = ''] =
    line.split('\t');
  return {
    snapshotId,
    isObserved: isObserved === 't',
    lastAt,
    documentId,
    index: Number(index),
    saidAt,
    body,
  };
}
