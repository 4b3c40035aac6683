import { randomUUID } from 'node:crypto';
import type { Instant } from '@ringcheck/model';
import type { BlobKey } from '../blobs/blob-key.js';
import type { Database } from '../database/client.js';
import { clean, isUuid, jsonInput } from '../database/rows.js';
import { notifierOf } from './notifier-row.js';
import { sealSecret } from './secret.js';
import type { Notifier, NotifierInput, NotifierKind } from './types.js';

/** Who is told when a scan has ended. */
export interface Notifiers {
  create(input: NotifierInput, createdAt: Instant): Promise<Notifier>;
  /** Not those that were deleted. */
  get(id: string): Promise<Notifier | undefined>;
  list(kind?: NotifierKind): Promise<readonly Notifier[]>;
  /** False: there is no such notifier. Its past deliveries stay; what waits is not sent. */
  delete(id: string, at: Instant): Promise<boolean>;
}

export function notifiersOf({ prisma }: Database, key: BlobKey): Notifiers {
  return {
    async create({ name, target, onlyOnChange, secret }, createdAt) {
      const id = randomUUID();
      const row = await prisma.notifier.create({
        data: {
          id,
          kind: target.kind,
          name: clean(name),
          target: jsonInput(target),
          onlyOnChange,
          createdAt,
          ...sealSecret(key, id, secret),
        },
      });
      return notifierOf(row);
    },
    async get(id) {
      if (!isUuid(id)) return undefined;
      const row = await prisma.notifier.findUnique({ where: { id, deletedAt: null } });
      return row ? notifierOf(row) : undefined;
    },
    async list(kind) {
      const rows = await prisma.notifier.findMany({
        where: { deletedAt: null, ...(kind === undefined ? {} : { kind }) },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(notifierOf);
    },
    async delete(id, at) {
      if (!isUuid(id)) return false;
      const { count } = await prisma.notifier.updateMany({
        where: { id, deletedAt: null },
        data: { deletedAt: at },
      });
      return count === 1;
    },
  };
}
