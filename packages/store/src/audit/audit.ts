import type { Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { clean, decodeCursor, encodeCursor, instant, jsonInput, some } from '../database/rows.js';
import type { AuditEntry, AuditInput, PageRequest, Slice } from '../types.js';

/** Who changed what, append-only. */
export interface Audit {
  write(entry: AuditInput): Promise<void>;
  /** Newest first. */
  page(request: PageRequest): Promise<Slice<AuditEntry>>;
}

export function auditOf({ prisma }: Database): Audit {
  return {
    async write({ actor, action, subject, data }) {
      await prisma.auditEntry.create({
        data: { actor: clean(actor), action, subject: clean(subject), data: jsonInput(data ?? {}) },
      });
    },
    async page({ limit, cursor }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number']);
      const rows = await prisma.auditEntry.findMany({
        ...(after === undefined ? {} : { where: { id: { lt: after[0] } } }),
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const items = rows.slice(0, limit).map((row) => ({
        id: Number(row.id),
        at: instant(row.at),
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        data: row.data as Json,
      }));
      const last = items.at(-1);
      return { items, ...some('next', rows.length > limit && last ? encodeCursor([last.id]) : undefined) };
    },
  };
}
