import 'reflect-metadata';
import { isLoopback, readServerSettings, SettingsError } from '@ringcheck/contracts';
import { openQueue } from '@ringcheck/queue';
import { openStore, parseBlobKey, StoreError } from '@ringcheck/store';
import { pino } from 'pino';
import { createServer } from './http/server.js';

const settings = read();
const log = pino({ level: settings.logLevel, base: { app: 'api' } }, pino.destination(2));

function read() {
  try {
    const given = readServerSettings(process.env);
    if (!isLoopback(given.host) && !given.allowUnauthenticated)
      fail(
        'RINGCHECK_HOST is not loopback and there is no sign-in yet; set RINGCHECK_ALLOW_UNAUTHENTICATED=true to allow it',
      );
    return given;
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

function fail(message: string): never {
  process.stderr.write(`ringcheck api: ${message}\n`);
  process.exit(2);
}

async function start(): Promise<void> {
  const store = await openStore({
    databaseUrl: settings.databaseUrl,
    blobKey: parseBlobKey(settings.blobKey, 'RINGCHECK_BLOB_KEY'),
  });
  const queue = await openQueue({
    backend:
      settings.redisUrl === undefined
        ? { kind: 'postgres', databaseUrl: settings.databaseUrl }
        : { kind: 'redis', url: settings.redisUrl },
    onError: (error) => log.warn({ event: 'queue-error', err: error }),
  });
  const app = await createServer({
    store,
    settings,
    log,
    // What was asked for is committed: no answer waits for a queue that is away, the workers' sweep finds the rows.
    wake: (refs) => {
      queue.wake(refs).catch((error: unknown) => {
        log.warn({ event: 'wake-failed', rows: refs.length, err: error });
      });
      return Promise.resolve();
    },
  });
  await app.listen(settings.port, settings.host);
  log.info({ event: 'listening', host: settings.host, port: settings.port });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close();
    await queue.close();
    await store.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  // The parent that started us has gone: nobody else will tell us to stop.
  process.once('disconnect', () => void stop());
}

start().catch((error: unknown) => {
  if (error instanceof StoreError) fail(error.message);
  log.fatal({ event: 'start-failed', err: error });
  process.exit(1);
});
