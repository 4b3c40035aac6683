import { type CompiledPolicy, decidePacket, type Packet, type PacketDecision } from '@ringcheck/firewall';
import { servedPorts } from './dice.js';
import type { Probe, Topology } from './topology.js';

export const sources = {
  4: ['10.0.0.2', '10.0.0.4', '10.0.1.3', '10.0.1.5'],
  6: ['fd00:a::2', 'fd00:a::4', 'fd00:b::3', 'fd00:b::5'],
} as const;
export const destinations = {
  4: ['8.0.0.1', '8.0.0.2', '8.0.0.4', '8.0.0.9'],
  6: ['2a00:8::1', '2a00:8::2', '2a00:8::4', '2a00:8::9'],
} as const;

/** Ports come round only after many policies: a known connection is no new one any more. */
export function probesOf(round: number, families: readonly (4 | 6)[]): Probe[] {
  return families.flatMap((family) => {
    let port = 20_000 + (round % 30) * 1500;
    return sources[family].flatMap((source) =>
      destinations[family].flatMap((destination) =>
        servedPorts.flatMap((destinationPort) =>
          (['udp', 'udp', 'tcp'] as const).map((protocol): Probe => {
            port += 1;
            const id = `${round}.${family}.${port}`;
            return { id, protocol, source, sourcePort: port, destination, destinationPort };
          }),
        ),
      ),
    );
  });
}

function laneOf(source: string): string {
  return /^(10\.0\.0\.|fd00:a:)/.test(source) ? 'lan0' : 'lan1';
}

type Action = PacketDecision['action'];

interface Expectation {
  /** The first packet gets through. */
  readonly arrives: Action;
  /** The answer gets back, and for TCP the conversation goes on. */
  readonly isAnswered: Action;
}

function expected(compiled: CompiledPolicy, probe: Probe): Expectation {
  const there: Packet = { ...probe, in: laneOf(probe.source), out: 'wan0' };
  const back: Packet = {
    protocol: probe.protocol,
    source: probe.destination,
    destination: probe.source,
    sourcePort: probe.destinationPort,
    destinationPort: probe.sourcePort,
    in: 'wan0',
    out: laneOf(probe.source),
    state: 'established',
  };
  const arrives = decidePacket(compiled, there).action;
  const needed = [arrives, decidePacket(compiled, back).action];
  if (probe.protocol === 'tcp')
    needed.push(decidePacket(compiled, { ...there, state: 'established' }).action);
  const isAnswered = needed.includes('deny') ? 'deny' : needed.includes('unknown') ? 'unknown' : 'allow';
  return { arrives, isAnswered };
}

export interface Tally {
  /** Packets whose fate was told for certain and looked at. */
  compared: number;
  /** Packets we said `unknown` of. */
  undecided: number;
  readonly differences: string[];
}

export interface Reading {
  /** Which text of the policy it was read from. */
  readonly form: string;
  readonly compiled: CompiledPolicy;
}

/** Packets of one policy, and every reading of it; the first reading is the one that is counted. */
export interface Round {
  readonly text: string;
  readonly probes: readonly Probe[];
  readonly readings: readonly Reading[];
  readonly tally: Tally;
}

interface Fates {
  readonly arrived: ReadonlySet<string>;
  readonly answered: ReadonlySet<string>;
}

/**
 * Sends the packets of all rounds at once and compares their fate with every reading of their policies. A packet that
 * should have come through and did not is sent once more: a busy machine may be late, a policy stays the same.
 */
export async function compareRounds(topology: Topology, rounds: readonly Round[]): Promise<void> {
  const first = await topology.send(rounds.flatMap(({ probes }) => probes));
  const missed = rounds.flatMap(({ probes, readings, text }) =>
    probes.filter((probe) => readings.some(({ compiled }) => isMissed(compiled, probe, first, text))),
  );
  const again = missed.length === 0 ? first : await topology.send(missed);
  const fates = {
    arrived: new Set([...first.arrived, ...again.arrived]),
    answered: new Set([...first.answered, ...again.answered]),
  };
  for (const round of rounds) {
    for (const probe of round.probes) compareProbe(round, probe, fates);
  }
}

function isMissed(
  compiled: CompiledPolicy,
  probe: Probe,
  { arrived, answered }: Fates,
  text: string,
): boolean {
  const want = expected(compiled, probe);
  if (probe.protocol === 'udp' && want.arrives === 'allow' && !arrived.has(probe.id)) return true;
  return want.isAnswered === 'allow' && !answered.has(probe.id) && !/notrack/.test(text);
}

/**
 * A policy that turns connection tracking off is compared by first datagrams only: its conversations have no state.
 */
function compareProbe({ text, readings, tally }: Round, probe: Probe, { arrived, answered }: Fates): void {
  const hasUntracked = /notrack/.test(text);
  const isUdp = probe.protocol === 'udp';
  if (hasUntracked && !isUdp) return;
  readings.forEach(({ form, compiled }, index) => {
    const want = expected(compiled, probe);
    const isWrong =
      (isUdp && isOtherThan(want.arrives, arrived.has(probe.id))) ||
      (!hasUntracked && isOtherThan(want.isAnswered, answered.has(probe.id)));
    if (isWrong) tally.differences.push(`${form} ${JSON.stringify({ probe, want })} under\n${text}`);
    if (index > 0) return;
    if ((isUdp ? want.arrives : want.isAnswered) === 'unknown') tally.undecided += 1;
    else tally.compared += 1;
  });
}

function isOtherThan(action: Action, happened: boolean): boolean {
  return action !== 'unknown' && (action === 'allow') !== happened;
}

export function emptyTally(): Tally {
  return { compared: 0, undecided: 0, differences: [] };
}

/** Policies per test; a longer run sets the number. */
export function roundsOf(usual: number): number {
  const given = Number(process.env['RINGCHECK_KERNEL_ROUNDS'] ?? Number.NaN);
  return Number.isInteger(given) && given > 0 ? given : usual;
}
