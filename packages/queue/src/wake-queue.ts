import {
  createPostgresBackend,
  DEFAULT_SCHEMA,
  Queue,
  runMigrations,
  Worker,
  type PostgresConnectionOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { PatientPool } from './patient-pool.js';

/** Names one row of work. All that travels through the queue; the row is the truth. */
export interface WakeUp {
  readonly kind: string;
  readonly key: string;
}

/** Where jobs wait: the PostgreSQL of everything else, or Redis/Valkey for many machines. */
export type QueueBackend =
  | { readonly kind: 'postgres'; readonly databaseUrl: string }
  | { readonly kind: 'redis'; readonly url: string };

export interface QueueOptions {
  readonly backend: QueueBackend;
  /** Told of a failing connection; the queue goes on trying by itself. */
  readonly onError?: (error: Error) => void;
  /** How long a worker may be silent before its job is given to another; for tests. */
  readonly lockMs?: number;
  /** Name of the queue; for tests that share a server. */
  readonly name?: string;
}

export interface WorkOptions {
  /** Jobs side by side in this process. */
  readonly concurrency: number;
}

/** Wake-ups for work rows over BullMQ. Losing one costs time, never work: a sweep finds the row again. */
export interface WakeQueue {
  /** A row that is waiting already is not queued twice. */
  wake(refs: readonly WakeUp[]): Promise<void>;
  /** Handle wake-ups until the queue is closed. A handler that throws is called again later. */
  work(handler: (ref: WakeUp) => Promise<void>, options: WorkOptions): Promise<void>;
  /** Waits for running handlers. */
  close(): Promise<void>;
}

const wakeSchema = z.object({ kind: z.string().min(1), key: z.string().min(1) });
const defaultName = 'ringcheck';

const jobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: true,
  // The row will wake it again: a failed job has nothing more to say.
  removeOnFail: true,
} as const;

/** Open the queue on a backend; BullMQ's own tables are brought up to date first. */
export async function openQueue(options: QueueOptions): Promise<WakeQueue> {
  return options.backend.kind === 'postgres'
    ? openOnPostgres(options, options.backend.databaseUrl)
    : openOnRedis(options, options.backend.url);
}

/** Queue and worker of a process share one small pool: BullMQ's functions live in a schema of their own. */
const mostConnections = 4;
/** A server that takes a connection and never answers is no reason to wait for ever. */
const connectionTimeoutMs = 30_000;

async function openOnPostgres(options: QueueOptions, databaseUrl: string): Promise<WakeQueue> {
  const pool = new PatientPool({
    connectionString: databaseUrl,
    max: mostConnections,
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
    application_name: 'ringcheck queue',
    options: `-c search_path=${DEFAULT_SCHEMA},public`,
  });
  pool.on('error', (error) => options.onError?.(error));
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  const name = options.name ?? defaultName;
  // BullMQ describes a pool by a type of its own that pg's does not name, though it takes exactly that pool.
  const connection = pool as unknown as PostgresConnectionOptions;
  const queue = new Queue(name, { connection }, createPostgresBackend);
  return faceOf(options, {
    queue,
    worker: (process, more) => new Worker(name, process, { connection, ...more }, createPostgresBackend),
    release: () => pool.end(),
  });
}

async function openOnRedis(options: QueueOptions, url: string): Promise<WakeQueue> {
  const name = options.name ?? defaultName;
  // A worker waits inside Redis, so it may not give up a command after a few tries; a sender should.
  const sender = new Redis(url, { maxRetriesPerRequest: 3, enableOfflineQueue: true, lazyConnect: true });
  const receiver = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  for (const connection of [sender, receiver])
    connection.on('error', (error: Error) => options.onError?.(error));
  await sender.connect();
  const queue = new Queue(name, { connection: sender });
  return faceOf(options, {
    queue,
    worker: (process, more) => new Worker(name, process, { connection: receiver, ...more }),
    release: async () => {
      sender.disconnect();
      receiver.disconnect();
    },
  });
}

interface Timing {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
}

type Process = (job: { readonly data: unknown }) => Promise<void>;

interface Closable {
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

interface Engine {
  readonly queue: Closable & {
    addBulk(
      jobs: { name: string; data: WakeUp; opts: typeof jobOptions & { jobId: string } }[],
    ): Promise<unknown>;
  };
  readonly worker: (process: Process, timing: Timing) => Closable & { waitUntilReady(): Promise<unknown> };
  readonly release: () => Promise<void>;
}

function faceOf(options: QueueOptions, engine: Engine): WakeQueue {
  const lockMs = options.lockMs ?? 30_000;
  const workers: Closable[] = [];
  const told = (error: Error): void => options.onError?.(error);
  engine.queue.on('error', told);
  return {
    async wake(refs) {
      if (refs.length === 0) return;
      await engine.queue.addBulk(
        refs.map(({ kind, key }) => ({
          name: kind,
          data: { kind, key },
          opts: { ...jobOptions, jobId: `${kind}-${key}` },
        })),
      );
    },
    async work(handler, { concurrency }) {
      const worker = engine.worker(async (job) => handler(wakeSchema.parse(job.data)), {
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        maxStalledCount: 5,
      });
      worker.on('error', told);
      workers.push(worker);
      await worker.waitUntilReady();
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await engine.queue.close();
      await engine.release();
    },
  };
}
