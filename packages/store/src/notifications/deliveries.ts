import type { BlobKey } from '../blobs/blob-key.js';
import type { Database } from '../database/client.js';
import { transaction } from '../database/pool.js';
import { clean, decodeCursor, encodeCursor, isUuid, some } from '../database/rows.js';
import { scanOf, withSlot } from '../scans/scan-row.js';
import type { PageRequest, Slice } from '../types.js';
import { workKinds } from '../work/work-kinds.js';
import { deliveryOf, notifierOf } from './notifier-row.js';
import { openSecret } from './secret.js';
import type { Delivery, DeliveryAttempt, DueDelivery } from './types.js';

/** Messages about ended scans. Rows are the truth: a message is owed from the moment its row is committed. */
export interface Deliveries {
  /**
   * Write what is owed for scans that have ended, once per notifier and scan, with the work to send it; safe to call by
   * any number of workers at once. Returns the ids of deliveries that wait to be sent.
   */
  plan(): Promise<readonly number[]>;
  /** Undefined when it was sent, given up or skipped, or its notifier was deleted. */
  due(id: number): Promise<DueDelivery | undefined>;
  /** Note what an attempt came to. */
  attempted(id: number, attempt: DeliveryAttempt): Promise<void>;
  /** Send the message of a scan once more; undefined when there is no such delivery. */
  replay(notifierId: string, id: number): Promise<Delivery | undefined>;
  /** Newest first. */
  page(notifierId: string, request: PageRequest): Promise<Slice<Delivery>>;
}

/**
 * Scans that ended since the notifier was made, of the last week: a server that slept longer has older news than anybody
 * wants. A scan changed nothing when it opened and closed no finding and no device came or went.
 */
const planSql = `
  INSERT INTO delivery (notifier_id, scan_id, status, reason)
  SELECT notifier.id, scan.id,
    CASE WHEN quiet THEN 'skipped' ELSE 'pending' END,
    CASE WHEN quiet THEN 'the scan found no change' END
  FROM scan
  CROSS JOIN notifier
  CROSS JOIN LATERAL (SELECT notifier.only_on_change AND scan.status = 'done'
    AND coalesce((scan.counts->>'opened')::bigint, 0) = 0 AND coalesce((scan.counts->>'closed')::bigint, 0) = 0
    AND coalesce((scan.counts->>'vanished')::bigint, 0) = 0 AS quiet) AS judged
  WHERE scan.status IN ('done', 'failed') AND notifier.deleted_at IS NULL
    AND scan.finished_at >= notifier.created_at AND scan.finished_at > now() - interval '7 days'
    AND NOT EXISTS (SELECT 1 FROM delivery
      WHERE delivery.scan_id = scan.id AND delivery.notifier_id = notifier.id)
  ON CONFLICT DO NOTHING
  RETURNING id, status`;

const workSql = `INSERT INTO work (kind, key, payload)
  SELECT $1, id::text, json_build_object('deliveryId', id) FROM unnest($2::bigint[]) AS id ON CONFLICT DO NOTHING`;

/** Two replays asked for at once are one. */
const replaySql = `
  INSERT INTO delivery (notifier_id, scan_id, replay)
  SELECT first.notifier_id, first.scan_id, (SELECT max(replay) + 1 FROM delivery AS other
    WHERE other.notifier_id = first.notifier_id AND other.scan_id = first.scan_id)
  FROM delivery AS first
  JOIN notifier ON notifier.id = first.notifier_id AND notifier.deleted_at IS NULL
  WHERE first.id = $1 AND first.notifier_id = $2
  ON CONFLICT DO NOTHING RETURNING id`;

export function deliveriesOf({ pool, prisma }: Database, key: BlobKey): Deliveries {
  return {
    plan: () =>
      transaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string; status: string }>(planSql);
        const ids = rows.filter(({ status }) => status === 'pending').map(({ id }) => Number(id));
        if (ids.length > 0) await client.query(workSql, [workKinds.deliver, ids]);
        return ids;
      }),
    async due(id) {
      const row = await prisma.delivery.findUnique({
        where: { id, status: 'pending', notifier: { deletedAt: null } },
        include: { notifier: true, scan: { include: withSlot } },
      });
      if (!row) return undefined;
      return {
        ...deliveryOf(row),
        notifier: notifierOf(row.notifier),
        scan: scanOf(row.scan),
        ...some('secret', openSecret(key, row.notifier.id, row.notifier)),
      };
    },
    async attempted(id, { status, at, reason, answer }) {
      await prisma.delivery.updateMany({
        where: { id, status: 'pending' },
        data: {
          status,
          attempts: { increment: 1 },
          attemptedAt: at,
          reason: reason === undefined ? null : clean(reason).slice(0, 500),
          answer: answer ?? null,
        },
      });
    },
    async replay(notifierId, id) {
      if (!isUuid(notifierId)) return undefined;
      const made = await transaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(replaySql, [id, notifierId]);
        if (rows[0]) await client.query(workSql, [workKinds.deliver, [rows[0].id]]);
        return rows[0];
      });
      return made
        ? deliveryOf(await prisma.delivery.findUniqueOrThrow({ where: { id: BigInt(made.id) } }))
        : undefined;
    },
    async page(notifierId, { limit, cursor }) {
      if (!isUuid(notifierId)) return { items: [] };
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number']);
      const rows = await prisma.delivery.findMany({
        where: { notifierId, ...(after === undefined ? {} : { id: { lt: after[0] } }) },
        orderBy: { id: 'desc' },
        take: limit + 1,
      });
      const items = rows.slice(0, limit).map(deliveryOf);
      const last = items.at(-1);
      return { items, ...some('next', rows.length > limit && last ? encodeCursor([last.id]) : undefined) };
    },
  };
}
