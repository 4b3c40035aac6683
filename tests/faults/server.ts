import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeStartedDataDir, startProduct, type Product, type ProductOptions } from '../e2e/product.js';
import { partsOf, type Running } from './processes.js';

/** Workers take over what a dead one held after two seconds, so that a hit takes seconds and not minutes. */
const env = {
  RINGCHECK_SCAN_CHUNK: '25',
  RINGCHECK_WORK_LOCK_SECONDS: '2',
  RINGCHECK_LOG_LEVEL: 'warn',
};

const recoveryMs = 240_000;

/** What processes remember by number while they live; rows of it are never deleted. */
const kept = [
  '_prisma_migrations',
  'setting',
  'shared_part',
  'record_form',
  'finding_identity',
  'finding_content',
];

/** A real `serve` in a folder of its own, looked at from outside: its database, its processes. */
export class Server {
  #product: Product;
  /** Sessions at rest: a new one costs both sides more than most questions. */
  readonly #resting: pg.Client[] = [];

  private constructor(
    product: Product,
    private readonly options: ProductOptions & { readonly dataDir: string },
  ) {
    this.#product = product;
  }

  static async start(more: ProductOptions = {}): Promise<Server> {
    const dataDir = more.dataDir ?? (await makeStartedDataDir());
    const options = { ...more, dataDir, env: { ...env, ...more.env } };
    return new Server(await startProduct(options), options);
  }

  /** The one that runs now. */
  get product(): Product {
    return this.#product;
  }

  get dataDir(): string {
    return this.options.dataDir;
  }

  /** Kill `serve` and everything it started but the database. */
  async killAll(): Promise<void> {
    const parts = await this.parts();
    await this.product.kill();
    for (const { pid } of parts) process.kill(pid, 'SIGKILL');
  }

  /** Wait until nobody uses the database any more but we. */
  async unused(): Promise<void> {
    const used = `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'ringcheck%'
      AND application_name <> 'ringcheck faults'`;
    const end = Date.now() + recoveryMs;
    while ((await this.rows(used)).length > 0) {
      if (Date.now() > end) throw new Error('the database is still in use');
      await sleep(50);
    }
  }

  /** Start it again on what it has left. */
  async startAgain(): Promise<void> {
    this.#product = await startProduct(this.options);
  }

  async stop(): Promise<number | null> {
    await Promise.all(this.#resting.splice(0).map(leave));
    const code = await this.product.stop();
    await rm(this.dataDir, { recursive: true, force: true });
    return code;
  }

  async postmaster(): Promise<{ readonly pid: number; readonly port: number }> {
    const text = await readFile(path.join(this.dataDir, 'postgres/postmaster.pid'), 'utf8');
    const lines = text.split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  }

  async connect(): Promise<pg.Client> {
    const password = (await readFile(path.join(this.dataDir, 'postgres.password'), 'utf8')).trim();
    const { port } = await this.postmaster();
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'ringcheck',
      password,
      database: 'ringcheck',
      application_name: 'ringcheck faults',
      connectionTimeoutMillis: 5_000,
      options: '-c TimeZone=UTC',
    });
    // It is our own doing that sessions break.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Rows of one statement, asked again while the database comes back; it may not set anything of its session. */
  async rows<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const end = Date.now() + recoveryMs;
    for (;;) {
      const client = this.#resting.pop() ?? (await this.connect().catch(() => undefined));
      if (client !== undefined) {
        try {
          const { rows } = await client.query<T>(sql, [...values]);
          this.#resting.push(client);
          return rows;
        } catch (error) {
          await leave(client);
          if (!isPassing(error) || Date.now() > end) throw error;
        }
      }
      if (Date.now() > end) throw new Error(`the database did not come back:\n${this.product.log()}`);
      await sleep(200);
    }
  }

  parts(): Promise<readonly Running[]> {
    return partsOf(this.product.process.pid ?? 0);
  }

  /** Wait until everything answers again. */
  async ready(): Promise<void> {
    const end = Date.now() + recoveryMs;
    for (;;) {
      if (this.product.process.exitCode !== null) throw new Error(`serve has ended:\n${this.product.log()}`);
      const answer = await fetch(`${this.product.url}/api/v1/health/ready`).then(
        (response) => response.ok,
        () => false,
      );
      const parts = answer ? await this.parts() : [];
      if (parts.filter(({ part }) => part === 'worker').length >= 2) return;
      if (Date.now() > end) throw new Error(`it did not recover:\n${this.product.log()}`);
      await sleep(100);
    }
  }

  /** All tables but those that processes remember by number, as SQL names them. */
  async tables(): Promise<readonly string[]> {
    const found = await this.rows<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1)`,
      [kept],
    );
    return found.map(({ name }) => name);
  }

  /** Forget everything but what processes remember by number. */
  async empty(): Promise<void> {
    await this.rows(`TRUNCATE ${(await this.tables()).join(', ')} CASCADE`);
  }
}

/** After a kill of the server there is nothing left to end. */
async function leave(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}

/** The database goes or comes: no answer yet. */
export function isPassing(error: unknown): boolean {
  const told = error instanceof Error ? error.message : String(error);
  return /not queryable|terminat|ECONNRE|starting up|shutting down|recovery mode|deadlock/i.test(told);
}
