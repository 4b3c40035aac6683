import { setTimeout as sleep } from 'node:timers/promises';
import { forgotten, places, prepare, restore, type Place } from './forget.js';
import { holdTable, type Hold } from './hold.js';
import { killPart, pauseMs, strike, type Victim } from './kill.js';
import { diceOf, options, say, suite } from './options.js';
import { differences, outcomeOf, type Outcome } from './outcome.js';
import { noProcesses } from './processes.js';
import { Server } from './server.js';

/** Kills of one forgetting, one after the other: what is killed goes on where it was, and is killed again. */
interface Round {
  readonly victim: Victim;
  readonly tables: readonly Place[];
}

/** Three deaths of workers in one forgetting, then one of each part of the database; other tables each time. */
function* roundsOf(seed: number): Generator<Round> {
  const dice = diceOf(seed);
  const some = (count: number): readonly Place[] => {
    const drawn = places.map((place) => ({ place, order: dice() })).sort((a, b) => a.order - b.order);
    const chosen = new Set(drawn.slice(0, count).map(({ place }) => place));
    return places.filter((place) => chosen.has(place));
  };
  for (;;) {
    yield { victim: 'process', tables: some(3) };
    yield { victim: 'postgres', tables: some(1) };
    yield { victim: 'session', tables: some(1) };
  }
}

/** A worker looks for what is old when it starts: let one die that does nothing. */
async function begin(server: Server): Promise<void> {
  const worker = (await server.parts()).find(({ part }) => part === 'worker');
  if (worker === undefined) throw new Error('there is no worker');
  killPart(worker);
}

/** Forget what is old, killed at each of these tables; how many kills hit. */
async function hurt(server: Server, { victim, tables }: Round): Promise<number> {
  await restore(server);
  await sleep(pauseMs(Date.now(), victim === 'process' ? tables.length + 1 : 1));
  let hits = 0;
  let isOver = false;
  let ended: Promise<void> | undefined;
  let hold: Hold | undefined;
  try {
    for (const table of tables) {
      // Held before the last one is let go of, so that nothing passes in between.
      const held = await holdTable(server, table);
      await hold?.release();
      hold = held;
      if (ended === undefined) {
        await begin(server);
        ended = forgotten(server).finally(() => (isOver = true));
        // Awaited below: whoever waits for the hold must not be left alone with its failure.
        ended.catch(() => undefined);
      }
      const caught = await hold.caught('worker', () => isOver);
      // Whose statement it was could not be told in time, so it was let pass.
      if (caught === undefined) break;
      say(
        `kill -9 of ${victim === 'process' ? 'worker' : victim} (retention) in ${table}${caught.inTransaction ? ', in a transaction' : ''}: ${caught.statement}`,
      );
      await strike(server, caught, victim);
      hits++;
    }
  } finally {
    await hold?.release();
  }
  await ended;
  return hits;
}

suite('a kill -9 while what is old is forgotten', noProcesses, () => {
  let server: Server;
  let wanted: Outcome;
  beforeAll(async () => {
    server = await Server.start({ env: { RINGCHECK_HISTORY_DAYS: '1' } });
    await prepare(server);
  });
  afterAll(async () => {
    await server.stop();
  });

  it('is compared with a forgetting that removes some of everything, and keeps what devices are judged by', async () => {
    const before = await outcomeOf(server);
    await begin(server);
    await forgotten(server);
    wanted = await outcomeOf(server);
    const rows = (outcome: Outcome, name: string) => outcome.get(name)?.length ?? 0;
    for (const name of ['document', 'file', 'original', 'finding', 'verdict', 'scan']) {
      say(`retention: ${rows(wanted, name)} of ${rows(before, name)} rows of ${name} stay`);
      expect([name, rows(wanted, name) > 0, rows(wanted, name) < rows(before, name)]).toEqual([
        name,
        true,
        true,
      ]);
    }
    // The scans they were found by may be forgotten, they themselves are not.
    const open = (outcome: Outcome): Outcome => {
      const lines = (outcome.get('finding') ?? []).filter((line) => line.includes('"until":null'));
      return new Map([['finding', lines.map((line) => line.replace(/"since":(\d+|null)/, ''))]]);
    };
    expect(differences(open(before), open(wanted))).toEqual([]);
  });

  it(
    `leaves the same as no kill, ${options.times} times`,
    async () => {
      let hits = 0;
      for (const round of roundsOf(options.seed)) {
        if (hits >= options.times) break;
        hits += await hurt(server, round);
        // The last one killed may have left some to another that was at work; whoever is started last ends it.
        const found = differences(wanted, await outcomeOf(server));
        if (found.length > 0) throw new Error(`${round.tables.join(', ')}\n${found.join('\n')}`);
      }
      say(`${hits} hits in retention`);
      expect(hits).toBeGreaterThanOrEqual(options.times);
    },
    300_000 + options.times * 60_000,
  );
});
