import { setTimeout as sleep } from 'node:timers/promises';
import { ownerOf, type Part, type Running } from './processes.js';
import type { Server } from './server.js';

/** A process of the product in the middle of a write: its session waits in this statement until it is let go. */
export interface Caught {
  readonly owner: Running;
  /** The session's own process in the database server. */
  readonly backend: number;
  readonly table: string;
  readonly statement: string;
  /** Whether earlier statements of the same transaction are already written. */
  readonly inTransaction: boolean;
}

interface Waiting {
  readonly pid: number;
  readonly port: number;
  readonly query: string;
  readonly deep: boolean;
}

/** `write` lets readers pass, `read` stops them too. */
const modes = { write: 'SHARE', read: 'ACCESS EXCLUSIVE' } as const;

/** A table nobody can write to. */
export interface Hold {
  /**
   * Wait for a process of the product that is stopped by it; undefined when none came by before `over`. What it stops
   * is provably inside the statement, not before or behind it.
   */
  caught(part: Part, over: () => boolean): Promise<Caught | undefined>;
  release(): Promise<void>;
}

/** Lock a table. */
export async function holdTable(
  server: Server,
  table: string,
  kind: keyof typeof modes = 'write',
): Promise<Hold> {
  const holder = await server.connect();
  const watcher = await server.connect();
  const release = async (): Promise<void> => {
    // After a kill of the server there is nothing left to end.
    await Promise.all([holder, watcher].map((client) => client.end().catch(() => undefined)));
  };
  const lock = () => holder.query(`BEGIN; LOCK TABLE "${table}" IN ${modes[kind]} MODE`);
  await lock();
  const { rows: own } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return {
    async caught(part, over) {
      while (!over()) {
        const { rows } = await watcher.query<Waiting>(waiting, [own[0]?.pid]);
        if (rows.length === 0) {
          await sleep(15);
          continue;
        }
        for (const row of rows) {
          const owner = await ownerOf(row.port, await server.parts());
          if (owner?.part !== part) continue;
          const statement = row.query.replace(/\s+/g, ' ').trim().slice(0, 70);
          return { owner, backend: row.pid, table, statement, inTransaction: row.deep };
        }
        // Those who are not meant pass: a worker writes only what the API's own write asks for.
        await holder.query('ROLLBACK');
        await lock();
      }
      return undefined;
    },
    release,
  };
}

const waiting = `SELECT pid, client_port AS port, query, query_start > xact_start AS deep FROM pg_stat_activity
  WHERE application_name = 'ringcheck' AND wait_event_type = 'Lock' AND $1 = ANY(pg_blocking_pids(pid))`;

/**
 * Run `task` with a table held; `act` is called with the first process of that part that is caught, then the hold is
 * let go of. Resolves when the task has ended.
 */
export async function whileHeld(
  server: Server,
  at: { readonly part: Part; readonly table: string; readonly kind?: keyof typeof modes },
  task: () => Promise<void>,
  act: (caught: Caught) => Promise<void>,
): Promise<Caught | undefined> {
  const hold = await holdTable(server, at.table, at.kind);
  let over = false;
  const work = task().finally(() => (over = true));
  const harm = hold
    .caught(at.part, () => over)
    .then(async (caught) => {
      if (caught !== undefined) await act(caught);
      return caught;
    })
    .finally(() => hold.release());
  const [ended, done] = await Promise.allSettled([work, harm]);
  if (ended.status === 'rejected') throw ended.reason;
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
