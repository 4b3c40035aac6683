import { setTimeout as sleep } from 'node:timers/promises';
import { runCycle, type Around } from './cycle.js';
import { whileHeld, type Caught } from './hold.js';
import { pauseMs, places, strike, victims, type Place, type Victim } from './kill.js';
import { diceOf, options, say, suite } from './options.js';
import { differences, outcomeOf, type Outcome } from './outcome.js';
import { noProcesses } from './processes.js';
import { Server } from './server.js';

interface Hit extends Place {
  readonly victim: Victim;
}

/** Every place with every victim, shuffled; then again, as often as wanted. */
function* hitsOf(seed: number): Generator<Hit & { readonly day: 0 | 1 }> {
  const dice = diceOf(seed);
  for (;;) {
    const round = victims.flatMap((victim) => places.map((place) => ({ ...place, victim, order: dice() })));
    for (const { order: _order, ...hit } of round.sort((a, b) => a.order - b.order))
      yield { ...hit, day: hit.day ?? (dice() < 0.5 ? 0 : 1) };
  }
}

const nothing: Around = (_phase, _day, task) => task();

/** One cycle with one kill in it; what it hit, or undefined when that write did not come. */
async function hurt(server: Server, hit: Hit & { readonly day: 0 | 1 }): Promise<Caught | undefined> {
  let caught: Caught | undefined;
  await runCycle(server, hit.phase === 'schedule' ? 'schedule' : 'hand', async (phase, day, task) => {
    if (phase !== hit.phase || day !== hit.day) return task();
    caught = await whileHeld(server, hit, task, (found) => strike(server, found, hit.victim));
  });
  return caught;
}

const describeHit = (hit: Hit & { readonly day: 0 | 1 }, caught: Caught): string =>
  `kill -9 of ${hit.victim === 'process' ? hit.part : hit.victim} (${hit.phase}, day ${hit.day}) in ${caught.table}${caught.inTransaction ? ', in a transaction' : ''}: ${caught.statement}`;

suite('a kill -9 in the middle of a write', noProcesses, () => {
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

  it('is compared with a run that has findings, ended ones too, and is the same each time', async () => {
    expect(wanted.get('finding')?.length).toBeGreaterThan(20);
    expect(wanted.get('finding')?.some((line) => /"until":2/.test(line))).toBe(true);
    expect(wanted.get('left')).toEqual([]);
    await runCycle(server, 'schedule', nothing);
    expect(differences(wanted, await outcomeOf(server))).toEqual([]);
  });

  it(
    `leaves the same findings as no kill, ${options.times} times`,
    async () => {
      const places = new Map<string, number>();
      let hits = 0;
      for (const hit of hitsOf(options.seed)) {
        if (hits >= options.times) break;
        if (hit.victim === 'process') await sleep(pauseMs(Date.now()));
        const begun = Date.now();
        const caught = await hurt(server, hit);
        const found = differences(wanted, await outcomeOf(server));
        const told =
          caught === undefined
            ? `no write to ${hit.table} (${hit.phase}, ${hit.part})`
            : describeHit(hit, caught);
        say(`${String(hits + 1).padStart(3)} ${((Date.now() - begun) / 1_000).toFixed(1)} s  ${told}`);
        if (found.length > 0)
          throw new Error(`${told}\n${found.join('\n')}\n${server.product.log().slice(-6_000)}`);
        if (caught === undefined) continue;
        hits++;
        const key = `${hit.phase}/${hit.victim === 'process' ? hit.part : hit.victim}`;
        places.set(key, (places.get(key) ?? 0) + 1);
      }
      say(
        `${hits} hits: ${[...places]
          .map(([key, count]) => `${key} ${count}`)
          .sort()
          .join(', ')}`,
      );
      expect(hits).toBe(options.times);
    },
    300_000 + options.times * 60_000,
  );
});
