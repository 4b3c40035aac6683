import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the SQL, as Prisma keeps it. */
  readonly checksum: string;
}

/** The folder `prisma` of the checkout; the same distance from `src` and from `dist`. */
export const prismaFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../../prisma');

/** Every migration there is, oldest first. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const folder = path.join(prismaFolder, 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
