import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../generated/client.js';

/** Prisma over the process's pool; the pool outlives it. */
export function openPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { onPoolError: () => undefined, onConnectionError: () => undefined }),
    transactionOptions: { maxWait: 30_000, timeout: 60_000 },
  });
}

/** What a repository works with. */
export interface Database {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
}
