import { scanStatuses } from '@ringcheck/contracts';
import { instant, some, word } from '../database/rows.js';
import type { Prisma } from '../generated/client.js';
import type { Scan, ScanCounts, ScanScope } from '../types.js';

export const withSlot = { slots: { select: { scheduleId: true }, take: 1 } } as const;
export type ScanRow = Prisma.ScanGetPayload<{ include: typeof withSlot }>;

const when = (date: Date | null) => (date === null ? undefined : instant(date));
const number = (value: bigint | null) => (value === null ? undefined : Number(value));

export function scanOf(row: ScanRow): Scan {
  return {
    id: row.id,
    seq: Number(row.seq),
    status: word(scanStatuses, row.status),
    trigger: word(['manual', 'schedule'] as const, row.trigger),
    scope: row.scope as ScanScope,
    requestedAt: instant(row.requestedAt),
    ...some('startedAt', when(row.startedAt)),
    ...some('finishedAt', when(row.finishedAt)),
    ...some('now', when(row.now)),
    ...some('watermark', number(row.watermark)),
    ...some('policyVersionId', row.policyVersionId),
    ...some('rulePack', row.rulePack),
    ...some('error', row.error),
    ...some('counts', row.counts as ScanCounts | null),
    chunksTotal: row.chunksTotal,
    chunksDone: row.chunksDone,
    ...some('scheduleId', row.slots[0]?.scheduleId),
  };
}
