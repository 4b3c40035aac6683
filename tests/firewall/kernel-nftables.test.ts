import { compilePolicy, parseFirewall } from '@ringcheck/firewall';
import { compareRounds, destinations, emptyTally, probesOf, type Reading, roundsOf } from './compare.js';
import { Dice, servedPorts } from './dice.js';
import { randomNft } from './random-nft.js';
import { writtenRulesets } from './written-nft.js';
import { obstacle, Topology } from './topology.js';

describe('decisions on nftables against the kernel', () => {
  const missing = obstacle('nft');
  const topology = new Topology(`rcn${process.pid}`);
  const rounds = roundsOf(16);

  beforeAll(async () => {
    if (missing === undefined) await topology.start([...destinations[4], ...destinations[6]], servedPorts);
  });
  afterAll(() => {
    if (missing === undefined) topology.stop();
  });

  /** The text as written, and what nft makes of it when it lists the ruleset again, as text and as JSON. */
  function readings(text: string): Reading[] {
    topology.load('nft', text);
    const forms = [
      ['as written', text],
      ['as listed', topology.print('nft', 'list', 'ruleset')],
      ['as JSON', topology.print('nft', '-j', 'list', 'ruleset')],
    ] as const;
    return forms.map(([form, written]) => {
      const { policy } = parseFirewall(written);
      if (policy === undefined) throw new Error(`no policy from:\n${written}`);
      if (policy.unparsed.length > 0)
        throw new Error(`${form}: ${JSON.stringify(policy.unparsed)} of\n${written}`);
      return { form: `${form}:\n${written}\n`, compiled: compilePolicy(policy) };
    });
  }

  it(
    'are the same for every packet through random rulesets, in each form nft prints them',
    async () => {
      if (missing !== undefined) {
        console.log(`not compared with the kernel: ${missing}`);
        return;
      }
      const dice = new Dice(20_261_122);
      const tally = emptyTally();
      for (let round = 0; round < rounds; round += 1) {
        const text = randomNft(dice);
        const probes = probesOf(round, [4, 6]);
        await compareRounds(topology, [{ text, probes, readings: readings(text), tally }]);
      }
      expect(tally.differences.slice(0, 1)).toEqual([]);
      expect(tally.compared).toBeGreaterThan(rounds * 300);
      expect(tally.undecided).toBeLessThan(tally.compared / 20);
      console.log(`compared with the kernel: ${tally.compared} packets, ${tally.undecided} undecided`);
    },
    rounds * 10_000,
  );

  it('are the same for every packet through rulesets as people write them', async () => {
    if (missing !== undefined) {
      console.log(`not compared with the kernel: ${missing}`);
      return;
    }
    const tally = emptyTally();
    for (const [index, text] of writtenRulesets.entries()) {
      const probes = probesOf(rounds + index, [4, 6]);
      await compareRounds(topology, [{ text, probes, readings: readings(text), tally }]);
    }
    expect(tally.differences.slice(0, 1)).toEqual([]);
    expect(tally.compared).toBeGreaterThan(writtenRulesets.length * 300);
  });
});
