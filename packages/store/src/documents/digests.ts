import { createHash } from 'node:crypto';
import { type DeviceRecord, type DocumentKind, snapshotText } from '@ringcheck/model';

/** SHA-256 over several texts, each with its length, so that none can be mistaken for a part of another. */
export function digestOf(fields: readonly (string | undefined)[]): string {
  const text = fields.map((field) => (field === undefined ? '-' : `${Buffer.byteLength(field)}:${field}`));
  return createHash('sha256').update(text.join('')).digest('hex');
}

/** What names a snapshot: the words of a record and the kind of document they stand in, in lower-case hex. */
export function snapshotDigest(kind: DocumentKind, record: DeviceRecord): string {
  return createHash('sha256')
    .update(`${kind}\n${snapshotText(record)}`)
    .digest('hex');
}
