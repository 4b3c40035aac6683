import { compilePolicy, parseFirewall } from '@ringcheck/firewall';
import { compareRounds, destinations, emptyTally, probesOf, roundsOf } from './compare.js';
import { Dice, servedPorts } from './dice.js';
import { randomIptables } from './random-iptables.js';
import { obstacle, Topology } from './topology.js';

/** Both families are loaded and sent at once: the two tools keep tables of their own. */
describe('decisions on iptables and ip6tables against the kernel', () => {
  const missing = obstacle('iptables-restore', 'ip6tables-restore');
  const topology = new Topology(`rci${process.pid}`);
  const rounds = roundsOf(20);

  beforeAll(async () => {
    if (missing === undefined) await topology.start([...destinations[4], ...destinations[6]], servedPorts);
  });
  afterAll(() => {
    if (missing === undefined) topology.stop();
  });

  it(
    'are the same for every packet through random policies',
    async () => {
      if (missing !== undefined) {
        console.log(`not compared with the kernel: ${missing}`);
        return;
      }
      const dice = new Dice(20_261_121);
      const tallies = { 4: emptyTally(), 6: emptyTally() };
      for (let round = 0; round < rounds; round += 1) {
        const both = ([4, 6] as const).map((family) => {
          const text = randomIptables(dice, family);
          topology.load(family === 4 ? 'iptables-restore' : 'ip6tables-restore', text);
          const { policy } = parseFirewall(text);
          if (policy === undefined) throw new Error(`no policy from:\n${text}`);
          expect([policy.unparsed, policy.families]).toEqual([[], [family]]);
          const readings = [{ form: `IPv${family}`, compiled: compilePolicy(policy) }];
          return { text, probes: probesOf(round, [family]), readings, tally: tallies[family] };
        });
        await compareRounds(topology, both);
      }
      for (const { differences, compared, undecided } of Object.values(tallies)) {
        expect(differences.slice(0, 2)).toEqual([]);
        expect(compared).toBeGreaterThan(rounds * 150);
        expect(undecided).toBeLessThan(compared / 20);
      }
      console.log(
        `compared with the kernel: IPv4 ${tallies[4].compared}, IPv6 ${tallies[6].compared} packets`,
      );
    },
    rounds * 10_000,
  );
});
