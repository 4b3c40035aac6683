import { setTimeout as sleep } from 'node:timers/promises';
import { runCycle, type Around } from './cycle.js';
import { whileHeld } from './hold.js';
import { say, suite } from './options.js';
import { differences, outcomeOf, type Outcome } from './outcome.js';
import { noProcesses } from './processes.js';
import { Server } from './server.js';

/** Longer than a claim holds, so that the sweep gives the work to the other worker. */
const longerThanLockMs = 4_000;

const nothing: Around = (_phase, _day, task) => task();

suite('a worker that stops for longer than it may hold its work', noProcesses, () => {
  let server: Server;
  let wanted: Outcome;
  beforeAll(async () => {
    server = await Server.start();
    await runCycle(server, 'hand', nothing);
    wanted = await outcomeOf(server);
  });
  afterAll(async () => {
    await server.stop();
  });

  /** Stop the worker that stands at a table in the first scan; let the other go on; wake it again. */
  async function stopAt(table: string, kind: 'read' | 'write'): Promise<void> {
    const woken: Promise<void>[] = [];
    await runCycle(server, 'hand', async (phase, day, task) => {
      if (phase !== 'scan' || day !== 0) return task();
      const caught = await whileHeld(server, { part: 'worker', table, kind }, task, async ({ owner }) => {
        process.kill(owner.pid, 'SIGSTOP');
        woken.push(
          sleep(longerThanLockMs).then(() => {
            process.kill(owner.pid, 'SIGCONT');
          }),
        );
      });
      say(`SIGSTOP of worker ${caught?.owner.pid ?? 0} in ${table}: ${caught?.statement ?? 'not caught'}`);
      expect(caught?.table).toBe(table);
    });
    await Promise.all(woken);
    // What it still had in hand is through when it has had time for it.
    await sleep(1_500);
    expect(differences(wanted, await outcomeOf(server))).toEqual([]);
  }

  it('in the middle of its write: that write is the only one', async () => {
    await stopAt('finding', 'write');
  });

  it('in the middle of planning: the scan is planned once', async () => {
    await stopAt('device_record', 'read');
  });
});
