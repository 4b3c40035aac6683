import { compilePolicy, type CompiledPolicy, decidePacket, parseFirewall } from '@ringcheck/firewall';
import { Dice, randomIptables, servedPorts } from './random-rules.js';
import { obstacle, type Probe, Topology } from './topology.js';

const policies = 24;
const sources = ['10.0.0.2', '10.0.0.4', '10.0.1.3', '10.0.1.5'];
const destinations = ['8.0.0.1', '8.0.0.2', '8.0.0.4', '8.0.0.9'];

/** Ports are never used twice: a known connection is no new one any more. */
function probesOf(round: number): Probe[] {
  let port = 20_000 + round * 1500;
  return sources.flatMap((source) =>
    destinations.flatMap((destination) =>
      servedPorts.flatMap((destinationPort) =>
        (['udp', 'udp', 'tcp'] as const).map((protocol): Probe => {
          port += 1;
          return { id: `${round}.${port}`, protocol, source, sourcePort: port, destination, destinationPort };
        }),
      ),
    ),
  );
}

function laneOf(source: string): string {
  return source.startsWith('10.0.0.') ? 'lan0' : 'lan1';
}

interface Expectation {
  /** The first packet gets through. */
  readonly arrives: boolean;
  /** The answer gets back, and for TCP the conversation goes on. */
  readonly isAnswered: boolean;
}

function expected(compiled: CompiledPolicy, probe: Probe): Expectation {
  const there = { ...probe, in: laneOf(probe.source), out: 'wan0' };
  const back = {
    protocol: probe.protocol,
    source: probe.destination,
    destination: probe.source,
    sourcePort: probe.destinationPort,
    destinationPort: probe.sourcePort,
    in: 'wan0',
    out: laneOf(probe.source),
  };
  const arrives = decidePacket(compiled, there).action;
  const untrackedAnswer = decidePacket(compiled, { ...back, state: 'established' }).action;
  const later = decidePacket(compiled, { ...there, state: 'established' }).action;
  const goesOn = untrackedAnswer === 'allow' && (probe.protocol === 'udp' || later === 'allow');
  return { arrives: arrives === 'allow', isAnswered: arrives === 'allow' && goesOn };
}

/** With NOTRACK a conversation has no state to compare; only its first packet is. */
function comparable(text: string, probe: Probe): 'arrival' | 'both' | 'none' {
  if (!text.includes('--notrack')) return 'both';
  return probe.protocol === 'udp' ? 'arrival' : 'none';
}

describe('decisions against the kernel', () => {
  const missing = obstacle('iptables-restore');
  const topology = new Topology(`rc${process.pid}`);

  beforeAll(async () => {
    if (missing === undefined) await topology.start(destinations, servedPorts);
  }, 60_000);
  afterAll(() => {
    if (missing === undefined) topology.stop();
  });

  it('are the same for every packet through random iptables policies', async () => {
    if (missing !== undefined) {
      console.log(`not compared with the kernel: ${missing}`);
      return;
    }
    const dice = new Dice(20_261_121);
    const differences: string[] = [];
    let compared = 0;
    for (let round = 0; round < policies; round += 1) {
      const text = randomIptables(dice);
      topology.load('iptables-restore', text);
      const { policy } = parseFirewall(text);
      if (policy === undefined) throw new Error(`no policy from:\n${text}`);
      expect(policy.unparsed).toEqual([]);
      const compiled = compilePolicy(policy);
      const probes = probesOf(round);
      const { arrived, answered } = await topology.send(probes);
      for (const probe of probes) {
        const kind = comparable(text, probe);
        const want = expected(compiled, probe);
        const isWrong =
          (kind !== 'none' && probe.protocol === 'udp' && arrived.has(probe.id) !== want.arrives) ||
          (kind === 'both' && answered.has(probe.id) !== want.isAnswered);
        if (kind !== 'none') compared += 1;
        if (isWrong)
          differences.push(`${JSON.stringify(probe)} wanted ${JSON.stringify(want)} under\n${text}`);
      }
    }
    expect(differences.slice(0, 2)).toEqual([]);
    expect(compared).toBeGreaterThan(4000);
  }, 180_000);
});
