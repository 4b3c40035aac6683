import { precedes, type Evidence } from '../documents/write-bodies.js';
import { millisecondsOf, type StoredDocuments } from './stored-records.js';

/** Words of a snapshot, as some document has them. */
export interface Words {
  readonly snapshotId: string;
  readonly documentId: string;
  readonly index: number;
  /** As the server writes an instant. */
  readonly saidAt: string;
}

/** Of several documents that say the same the first, among those there are. */
export function firstWords<W extends Words>(words: readonly W[], documents: StoredDocuments): readonly W[] {
  const snapshots = new Set(words.map(({ snapshotId }) => snapshotId));
  if (snapshots.size === words.length) return words;
  const placeOf = ({ saidAt, documentId, index }: W): Evidence => ({
    saidAt: millisecondsOf(saidAt),
    sha256: documents.get(documentId)?.document.sha256 ?? '',
    index,
  });
  const firsts = new Map<string, W>();
  for (const one of words) {
    if (!documents.has(one.documentId)) continue;
    const held = firsts.get(one.snapshotId);
    if (held === undefined || precedes(placeOf(one), placeOf(held))) firsts.set(one.snapshotId, one);
  }
  return [...firsts.values()];
}
