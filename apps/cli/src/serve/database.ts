import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@ringcheck/contracts';
import { migrate, readOrMakeBlobKey, startEmbedded, StoreError, type EmbeddedServer } from '@ringcheck/store';

/** The checkout; this file is in apps/cli/{src,dist}/serve. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

export interface ReadyDatabase {
  readonly url: string;
  readonly blobKey: string;
  readonly where: string;
  readonly stop: () => Promise<void>;
}

/** A migrated database and the key of the uploads: the embedded server, or the one the settings name. */
export async function prepareDatabase(
  settings: Settings,
  log: (line: string) => void,
): Promise<ReadyDatabase> {
  const prepared = await startDatabase(settings, log);
  // A server that nobody will use must not keep a start that was refused from ending.
  const applied = await migrate(prepared.url).catch(async (error: unknown) => {
    await prepared.stop();
    throw error;
  });
  if (applied.length > 0)
    log(`applied ${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}`);
  const blobKey =
    settings.blobKey ??
    Buffer.from((await readOrMakeBlobKey(path.join(prepared.dataDir, 'blob.key'))).bytes).toString('base64');
  return { ...prepared, blobKey };
}

async function startDatabase(settings: Settings, log: (line: string) => void) {
  const preferred = settings.dataDir ?? path.join(repository, '.ringcheck');
  if (settings.databaseUrl !== undefined) {
    return {
      url: settings.databaseUrl,
      dataDir: preferred,
      where: 'the database of DATABASE_URL',
      stop: async () => undefined,
    };
  }
  const { server, dataDir } = await startIn(preferred, settings.dataDir === undefined, log);
  if (server.adopted) log('took over the database server that an earlier run left behind');
  return {
    url: server.databaseUrl,
    dataDir,
    where: `embedded PostgreSQL in ${dataDir}`,
    stop: () => server.stop(),
  };
}

async function startIn(
  dataDir: string,
  mayMove: boolean,
  log: (line: string) => void,
): Promise<{ server: EmbeddedServer; dataDir: string }> {
  const start = (folder: string) =>
    startEmbedded({
      dataDir: folder,
      onEvent: (event) => {
        if (event.kind !== 'recovered')
          log(
            event.kind === 'lost'
              ? 'the database server died; starting it again'
              : `the database server does not start: ${event.error.message}`,
          );
      },
    });
  try {
    return { server: await start(dataDir), dataDir };
  } catch (error) {
    if (!mayMove || !(error instanceof StoreError) || error.code !== 'data-folder-unreachable') throw error;
    // Root's checkout often stands where the database's own user may not go.
    const elsewhere = path.join(
      '/var/lib/ringcheck',
      createHash('sha256').update(repository).digest('hex').slice(0, 12),
    );
    log(`the database's user may not enter ${dataDir}; keeping the data in ${elsewhere}`);
    return { server: await start(elsewhere), dataDir: elsewhere };
  }
}
