import pg from 'pg';

/** The one pool of a process: Prisma, COPY and the queue share it. */
export function openPool(databaseUrl: string, maxConnections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'ringcheck',
    // Prisma reads timestamps as if the session were in UTC, and instants are read in ISO 8601, whatever a database prefers.
    // A process that freezes in a transaction keeps others from its rows; after a while the server ends its session.
    // Rows are looked up by key in tables that mostly stand in memory: whole tables are not read for a thousand of them.
    options:
      '-c TimeZone=UTC -c DateStyle=ISO -c idle_in_transaction_session_timeout=300000 -c random_page_cost=1.1',
  });
  // An idle connection that breaks has left the pool already; whoever queries next gets a new one or the error.
  pool.on('error', () => undefined);
  return pool;
}

/** Run `task` in one transaction of its own connection; anything thrown rolls back. */
export async function transaction<T>(pool: pg.Pool, task: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener, a server that dies in the middle would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await task(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    if (!broken) await client.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
