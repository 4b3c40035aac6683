import pg from 'pg';

type Connected = Parameters<pg.Pool['connect']>[0];

/** How long a failed attempt to connect is kept back. */
const pauseMs = 500;

/**
 * A pool that tells of a failed attempt to connect only after a pause. BullMQ tries again at once unless nothing listens
 * on the port: while a database recovers, its workers would ask hundreds of times a second and slow that down.
 */
export class PatientPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (callback === undefined) return super.connect().catch(failLater);
    super.connect((error, client, done) => {
      if (error === undefined) callback(error, client, done);
      else setTimeout(() => callback(error, client, done), pauseMs);
    });
  }
}

function failLater(error: unknown): Promise<never> {
  return new Promise((_resolve, reject) => setTimeout(() => reject(error), pauseMs));
}
