import type { DeviceGroup } from '@ringcheck/assemble';
import type { Json } from '@ringcheck/model';
import type { RecordKey } from '@ringcheck/store';
import { z } from 'zod';

/** Name of a record row within one scan. */
export function recordName({ documentId, index }: RecordKey): string {
  return `${String(documentId).padStart(12, '0')}#${String(index).padStart(8, '0')}`;
}

export function readRecordName(name: string): RecordKey {
  const [documentId, index] = name.split('#');
  return { documentId: Number(documentId), index: Number(index) };
}

const groupSchema = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  identity: z.object({
    serial: z.string().optional(),
    udid: z.string().optional(),
    enrolmentId: z.string().optional(),
    vendorId: z.string().optional(),
  }),
  keys: z.array(z.string()),
  contestedSerial: z.string().optional(),
});

/** A chunk as its row keeps it. */
export function chunkBody(groups: readonly DeviceGroup[]): Json {
  return { groups: groups.map((group) => ({ ...group, identity: { ...group.identity } })) };
}

export function readChunkBody(body: Json): readonly DeviceGroup[] {
  return z.object({ groups: z.array(groupSchema) }).parse(body).groups as readonly DeviceGroup[];
}
