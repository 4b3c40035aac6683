import { createHash } from 'node:crypto';
import type { Database } from '../database/client.js';
import { instant } from '../database/rows.js';
import type { PolicyVersion } from '../generated/client.js';
import type { StoredPolicy } from '../types.js';

/** Versions of the policy, append-only. */
export interface Policies {
  latest(): Promise<StoredPolicy | undefined>;
  get(id: number): Promise<StoredPolicy | undefined>;
  /** Newest first, at most `limit`. */
  list(limit: number): Promise<readonly StoredPolicy[]>;
  /** The text that is in force already makes no new version. */
  save(text: string, actor: string): Promise<StoredPolicy>;
}

const policyOf = ({ id, sha256, text, createdAt, actor }: PolicyVersion): StoredPolicy => ({
  id,
  sha256,
  text,
  createdAt: instant(createdAt),
  actor,
});

export function policiesOf({ prisma }: Database): Policies {
  const newest = () => prisma.policyVersion.findFirst({ orderBy: { id: 'desc' } });
  return {
    async latest() {
      const row = await newest();
      return row ? policyOf(row) : undefined;
    },
    async get(id) {
      const row = await prisma.policyVersion.findUnique({ where: { id } });
      return row ? policyOf(row) : undefined;
    },
    async list(limit) {
      return (await prisma.policyVersion.findMany({ orderBy: { id: 'desc' }, take: limit })).map(policyOf);
    },
    async save(text, actor) {
      const sha256 = createHash('sha256').update(text).digest('hex');
      const current = await newest();
      if (current?.sha256 === sha256) return policyOf(current);
      return policyOf(await prisma.policyVersion.create({ data: { sha256, text, actor } }));
    },
  };
}
