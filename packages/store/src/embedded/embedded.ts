import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, messageOf, StoreError } from '../errors.js';
import { installBinaries } from './binaries.js';
import {
  clearPostmaster,
  configure,
  freePort,
  initialise,
  isPostgres,
  readOrMakePassword,
  readPostmaster,
  start,
  startError,
  stop,
  superuser,
  type Cluster,
} from './cluster.js';
import { serverReaches, serverUser } from './server-user.js';
import { withStartLock } from './start-lock.js';

export interface EmbeddedOptions {
  /** Holds the server's programs, its files and its password. Made when missing; blanks are fine. */
  readonly dataDir: string;
  /** Default: the port of a running server, else a free one. */
  readonly port?: number;
  /** Database of the URL; made when missing. Default `ringcheck`. */
  readonly database?: string;
  /** Settings of postgresql.conf, over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told what happened to the server while we live. */
  readonly onEvent?: (event: EmbeddedEvent) => void;
}

export type EmbeddedEvent =
  | { readonly kind: 'lost' }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'recovery-failed'; readonly error: Error };

export interface EmbeddedServer {
  /** `postgresql://…@127.0.0.1:<port>/<database>`, with the password; stays valid over restarts. */
  readonly databaseUrl: string;
  readonly port: number;
  /** Whether a server that already ran was taken over. */
  readonly adopted: boolean;
  /** URL of another database of the same server. */
  urlOf(database: string): string;
  /** Let go; the last one that lets go stops the server. */
  stop(): Promise<void>;
}

/** Every user of a server holds this lock shared; who can take it alone is the last one. */
const userLock = 7_246_401;
const answerPatience = 30_000;

const urlFor = (cluster: Cluster, port: number, database: string) =>
  `postgresql://${superuser}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

async function connect(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlFor(cluster, port, 'postgres'),
    application_name: 'ringcheck server user',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  await client.connect();
  return client;
}

/** Connect to the server that `postmaster.pid` names; undefined when there is none that answers. */
async function adopt(cluster: Cluster): Promise<{ client: pg.Client; port: number } | undefined> {
  const found = await readPostmaster(cluster.dataDir);
  if (!found) return undefined;
  const deadline = Date.now() + answerPatience;
  for (;;) {
    if (!(await isPostgres(found.pid))) {
      await clearPostmaster(cluster.dataDir);
      return undefined;
    }
    try {
      return { client: await connect(cluster, found.port), port: found.port };
    } catch (cause) {
      if (codeOf(cause) === '28P01') {
        throw new StoreError(
          'server-start-failed',
          `A database server already runs in ${cluster.dataDir} and does not know our password; stop it first.`,
          { cause },
        );
      }
      if (Date.now() > deadline) {
        await stop(cluster, 'immediate');
        return undefined;
      }
      await sleep(200);
    }
  }
}

async function startFresh(cluster: Cluster, port: number, options: EmbeddedOptions): Promise<pg.Client> {
  await configure(cluster, port, options.settings ?? {});
  const deadline = Date.now() + answerPatience;
  for (;;) {
    try {
      await start(cluster);
      return await connect(cluster, port);
    } catch (error) {
      // Sessions of a server killed a moment ago hold its shared memory until they notice.
      const isPassing = /shared memory block|postmaster\.pid|starting up/.test(messageOf(error));
      if (!isPassing || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

class Server implements EmbeddedServer {
  #stopping = false;
  #holder: pg.Client | undefined;
  #recovery: Promise<void> = Promise.resolve();

  constructor(
    private readonly cluster: Cluster,
    private readonly options: EmbeddedOptions,
    readonly port: number,
    readonly adopted: boolean,
  ) {}

  get databaseUrl(): string {
    return this.urlOf(this.options.database ?? 'ringcheck');
  }

  urlOf(database: string): string {
    return urlFor(this.cluster, this.port, database);
  }

  /** Hold the server by one session; its end means the server died. */
  async hold(client: pg.Client): Promise<void> {
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    this.#holder = client;
    await client.query('SELECT pg_advisory_lock_shared($1)', [userLock]);
    const name = this.options.database ?? 'ringcheck';
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
        const isMadeMeanwhile = codeOf(error) === '42P04';
        if (!isMadeMeanwhile) throw error;
      });
    }
  }

  #lost(client: pg.Client): void {
    if (this.#stopping || this.#holder !== client) return;
    this.#holder = undefined;
    this.options.onEvent?.({ kind: 'lost' });
    this.#recovery = this.#recover();
  }

  async #recover(): Promise<void> {
    for (let pause = 100; !this.#stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        await withStartLock(this.cluster.dataDir, async () => {
          const running = await adopt(this.cluster);
          await this.hold(running?.client ?? (await startFresh(this.cluster, this.port, this.options)));
        });
        this.options.onEvent?.({ kind: 'recovered' });
        return;
      } catch (error) {
        this.options.onEvent?.({
          kind: 'recovery-failed',
          error: error instanceof Error ? error : new Error(messageOf(error), { cause: error }),
        });
        await sleep(pause);
      }
    }
  }

  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    await this.#recovery;
    const client = this.#holder;
    if (!client) return;
    await withStartLock(this.cluster.dataDir, async () => {
      await client.query('SELECT pg_advisory_unlock_shared($1)', [userLock]);
      const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
        userLock,
      ]);
      await client.end();
      if (rows[0]?.alone === true) await stop(this.cluster, 'fast');
    });
  }
}

async function makeFolder(dataDir: string, forOtherUser: boolean): Promise<void> {
  const first = await mkdir(dataDir, { recursive: true });
  if (first === undefined || !forOtherUser) return;
  // Under a strict umask the folders made just now would shut the server's user out.
  for (let folder = dataDir; folder.startsWith(first); folder = path.dirname(folder))
    await chmod(folder, 0o711);
}

/**
 * Start the PostgreSQL that comes with Ringcheck, or take over the one that already runs in that folder
 * (our parent may have been killed). It is restarted on the same port when it dies while we live.
 * Throws StoreError: no-server-binaries, no-server-user, data-folder-unreachable, data-from-other-version,
 * server-start-failed.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = path.resolve(options.dataDir);
  const user = await serverUser();
  await makeFolder(dataDir, user.uid !== undefined);
  if (!(await serverReaches(dataDir))) {
    throw new StoreError(
      'data-folder-unreachable',
      `Started as root, the database runs as user "postgres", which may not enter ${dataDir}. ` +
        'Choose a data folder that it may enter, such as /var/lib/ringcheck, or start as an ordinary user.',
    );
  }
  return withStartLock(dataDir, async () => {
    const cluster: Cluster = {
      dataDir,
      user,
      binaries: await installBinaries(dataDir),
      password: await readOrMakePassword(dataDir),
    };
    await initialise(cluster);
    const running = await adopt(cluster);
    const port = running?.port ?? options.port ?? (await freePort());
    const server = new Server(cluster, options, port, running !== undefined);
    try {
      await server.hold(running?.client ?? (await startFresh(cluster, port, options)));
    } catch (cause) {
      if (cause instanceof StoreError) throw cause;
      throw startError(dataDir, messageOf(cause));
    }
    return server;
  });
}
