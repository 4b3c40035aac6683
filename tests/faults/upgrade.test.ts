import { runCycle, type Around } from './cycle.js';
import { whileHeld } from './hold.js';
import { say, suite } from './options.js';
import { differences, outcomeOf } from './outcome.js';
import { noProcesses } from './processes.js';
import { startProduct } from '../e2e/product.js';
import { Server } from './server.js';

const nothing: Around = (_phase, _day, task) => task();

/** What a later version's migration does: it needs the tables a scan writes to for itself. */
const later = [
  'ALTER TABLE finding ADD COLUMN later_fact text',
  'CREATE INDEX finding_later ON finding (later_fact)',
  `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
   VALUES ('later', 'later', '20990101000000_added_a_later_fact', now(), 1)`,
].join('; ');

suite('an upgrade with a migration while a scan runs', noProcesses, () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('waits for the write at hand, lets the scan end with the same findings, and refuses an older version after', async () => {
    await runCycle(server, 'hand', nothing);
    const wanted = await outcomeOf(server);
    let migrated: Promise<unknown> = Promise.resolve();
    await runCycle(server, 'hand', async (phase, day, task) => {
      if (phase !== 'scan' || day !== 0) return task();
      const caught = await whileHeld(server, { part: 'worker', table: 'finding' }, task, async (write) => {
        say(`migration while worker ${write.owner.pid} stands in ${write.table}: ${write.statement}`);
        // It queues behind the write and before all others, as a migration at a bad moment does.
        migrated = server.rows(later);
        migrated.catch(() => undefined);
      });
      expect(caught?.inTransaction).toBe(true);
    });
    await migrated;
    // Rows of the database's own bookkeeping were emptied before the cycle, never `_prisma_migrations`.
    expect(await server.rows(`SELECT 1 FROM _prisma_migrations WHERE id = 'later'`)).toHaveLength(1);
    expect(differences(wanted, await outcomeOf(server))).toEqual([]);
    await expect(startProduct({ dataDir: server.dataDir })).rejects.toThrow(
      /ended with code 2.*20990101000000_added_a_later_fact.*the database is newer\. Start a newer Ringcheck/s,
    );
  });
});
