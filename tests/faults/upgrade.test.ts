import { runCycle, type Around } from './cycle.js';
import { holdTable, whileHeld } from './hold.js';
import { makeOlder } from './older.js';
import { say, suite } from './options.js';
import { differences, outcomeOf, type Outcome } from './outcome.js';
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

const leftOver = `SELECT (SELECT count(*) FROM device)::int AS devices, (SELECT count(*) FROM finding)::int AS findings,
  (SELECT count(*) FROM work WHERE status <> 'done')::int AS work,
  (SELECT count(*) FROM scan_chunk c JOIN scan s ON s.id = c.scan_id
   WHERE s.status = 'running' AND c.status = 'done')::int AS open`;

/** Kill everything but the database while a scan is half written. */
async function cutInScan(server: Server, over: () => boolean): Promise<void> {
  for (;;) {
    const hold = await holdTable(server, 'finding');
    try {
      if ((await hold.caught('worker', over)) === undefined) throw new Error('the scan ended first');
      const [left] = await server.rows<{ open: number }>(leftOver);
      if ((left?.open ?? 0) < 3) continue;
      await server.killAll();
      break;
    } finally {
      await hold.release();
    }
  }
  await server.unused();
}

/**
 * Without what an older version did not write and nobody can write afterwards: facts beside a verdict, counts of its
 * scans, and what the scan that was begun anew had done before.
 */
function asOlder(outcome: Outcome): Outcome {
  const isOfFirst = (line: string): boolean => line.startsWith('{"scan":1,');
  const verdicts = outcome.get('verdict')?.map((line) => line.replace(/"own":.*?,"since":/, '"since":'));
  const counts = outcome.get('count')?.filter((line) => !isOfFirst(line));
  const scans = outcome.get('scan')?.filter(isOfFirst);
  return new Map([...outcome, ['verdict', verdicts ?? []], ['count', counts ?? []], ['scan', scans ?? []]]);
}

suite('an upgrade with a migration while a scan runs', noProcesses, () => {
  let server: Server;
  beforeAll(async () => {
    // Small parts, so that a scan of a few changes has some written and some not.
    server = await Server.start({ env: { RINGCHECK_SCAN_CHUNK: '5' } });
  });
  afterAll(async () => {
    await server.stop();
  });

  it('carries an older database over with the work that was open, and ends with the same findings', async () => {
    await runCycle(server, 'hand', nothing);
    const wanted = await outcomeOf(server);
    await runCycle(server, 'hand', async (phase, day, task) => {
      if (phase !== 'scan' || day !== 1) return task();
      let over = false;
      const work = task().finally(() => (over = true));
      // Whoever only waits for it must not be left alone with its failure.
      work.catch(() => undefined);
      await cutInScan(server, () => over);
      const older = await makeOlder(server);
      const [left] = await server.rows<{ devices: number; findings: number; open: number; work: number }>(
        leftOver,
      );
      say(
        `upgrade from ${older.at(-1)}: ${left?.devices} devices, ${left?.findings} findings, ${left?.open} parts of the scan written, ${left?.work} rows of work open`,
      );
      expect([left?.devices, left?.open === 0, left?.work === 0]).toEqual([200, false, false]);
      await server.startAgain();
      await work;
    });
    expect(differences(asOlder(wanted), asOlder(await outcomeOf(server)))).toEqual([]);
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
