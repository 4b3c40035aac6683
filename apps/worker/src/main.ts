import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { NestFactory } from '@nestjs/core';
import { readServerSettings, SettingsError } from '@ringcheck/contracts';
import { openQueue } from '@ringcheck/queue';
import { openStore, parseBlobKey, StoreError } from '@ringcheck/store';
import { pino } from 'pino';
import { readTrustAnchors, TrustAnchorsError } from './decode/trust-anchors.js';
import { inliningFlag } from './runtime/inlining.js';
import { WorkerModule } from './worker.module.js';

// Before anything is hot: what is machine code by now stays as it is.
setFlagsFromString(inliningFlag);
const settings = read();
const log = pino({ level: settings.logLevel, base: { app: 'worker' } }, pino.destination(2));

function read() {
  try {
    return readServerSettings(process.env);
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message);
    throw error;
  }
}

function fail(message: string): never {
  process.stderr.write(`ringcheck worker: ${message}\n`);
  process.exit(2);
}

async function start(): Promise<void> {
  const trustAnchors =
    settings.trustAnchors === undefined ? [] : await readTrustAnchors(settings.trustAnchors);
  const store = await openStore({
    databaseUrl: settings.databaseUrl,
    blobKey: parseBlobKey(settings.blobKey, 'RINGCHECK_BLOB_KEY'),
  });
  const queue = await openQueue({
    backend:
      settings.redisUrl === undefined
        ? { kind: 'postgres', databaseUrl: settings.databaseUrl }
        : { kind: 'redis', url: settings.redisUrl },
    lockMs: settings.workLockMs / 2,
    onError: (error) => log.warn({ event: 'queue-error', err: error }),
  });
  const module = WorkerModule.of({
    store,
    queue,
    settings,
    trustAnchors,
    log,
    clock: () => new Date().toISOString(),
  });
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  log.info({ event: 'working', concurrency: settings.workerConcurrency });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close();
    await store.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  // The parent that started us has gone: nobody else will tell us to stop.
  process.once('disconnect', () => void stop());
}

start().catch((error: unknown) => {
  if (error instanceof StoreError || error instanceof TrustAnchorsError) fail(error.message);
  log.fatal({ event: 'start-failed', err: error });
  process.exit(1);
});
