import { randomUUID } from 'node:crypto';
import type { Instant } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { transaction } from '../database/pool.js';
import { clean, decodeCursor, encodeCursor, indexable, instant, isUuid, some } from '../database/rows.js';
import { intakeLock } from '../documents/intake.js';
import type { Attestation } from '../generated/client.js';
import type { PageRequest, Slice } from '../types.js';
import type { AttestationFilter, AttestationInput, StoredAttestation } from './types.js';

/** Answers given on a server, numbered like documents: a scan sees those of its watermark. */
export interface Attestations {
  /** Takes the place of the answer that counted for this question and device; the last one given counts. */
  give(input: AttestationInput, answeredAt: Instant): Promise<StoredAttestation>;
  /** What was withdrawn; undefined: there is none, or it counts no more. */
  withdraw(id: string, at: Instant): Promise<StoredAttestation | undefined>;
  /** Neither withdrawn nor replaced, newest first; those past their end included. */
  page(request: PageRequest & AttestationFilter): Promise<Slice<StoredAttestation>>;
  /** What counts at a watermark, in the order it was given; those past their end included. */
  at(watermark: number): Promise<readonly StoredAttestation[]>;
}

const attestationOf = (row: Attestation): StoredAttestation => ({
  id: row.id,
  device: row.device,
  question: row.question,
  answer: row.answer,
  owner: row.owner,
  expires: row.expires,
  ...some('note', row.note),
  answeredAt: instant(row.answeredAt),
});

export function attestationsOf({ pool, prisma }: Database): Attestations {
  return {
    async give({ aliases, note, ...given }, answeredAt) {
      const id = randomUUID();
      const device = indexable(given.device);
      await transaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [intakeLock]);
        await client.query(
          `WITH number AS (SELECT nextval('intake_seq') AS seq),
           replaced AS (
             UPDATE attestation SET ended_seq = number.seq, ended_at = $8 FROM number
             WHERE device = ANY($9::text[]) AND question = $3 AND ended_seq IS NULL)
           INSERT INTO attestation (id, seq, device, question, answer, owner, expires, answered_at, note)
           SELECT $1, seq, $2, $3, $4, $5, $6, $8, $7 FROM number`,
          [
            id,
            device,
            given.question,
            given.answer,
            clean(given.owner),
            given.expires,
            note === undefined ? null : clean(note),
            answeredAt,
            [device, ...aliases.map(indexable)],
          ],
        );
      });
      return attestationOf(await prisma.attestation.findUniqueOrThrow({ where: { id } }));
    },
    async withdraw(id, at) {
      if (!isUuid(id)) return undefined;
      const wasOpen = await transaction(pool, async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [intakeLock]);
        const { rowCount } = await client.query(
          `UPDATE attestation SET ended_seq = nextval('intake_seq'), ended_at = $2
           WHERE id = $1 AND ended_seq IS NULL`,
          [id, at],
        );
        return rowCount === 1;
      });
      if (!wasOpen) return undefined;
      return attestationOf(await prisma.attestation.findUniqueOrThrow({ where: { id } }));
    },
    async page({ limit, cursor, devices }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number']);
      const rows = await prisma.attestation.findMany({
        where: {
          endedSeq: null,
          ...(devices === undefined ? {} : { device: { in: devices.map(indexable) } }),
          ...(after === undefined ? {} : { seq: { lt: after[0] } }),
        },
        orderBy: { seq: 'desc' },
        take: limit + 1,
      });
      const last = rows.slice(0, limit).at(-1);
      return {
        items: rows.slice(0, limit).map(attestationOf),
        ...some('next', rows.length > limit && last ? encodeCursor([Number(last.seq)]) : undefined),
      };
    },
    async at(watermark) {
      const rows = await prisma.attestation.findMany({
        where: { seq: { lte: watermark }, OR: [{ endedSeq: null }, { endedSeq: { gt: watermark } }] },
        orderBy: { seq: 'asc' },
      });
      return rows.map(attestationOf);
    },
  };
}
