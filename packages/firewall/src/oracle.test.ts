import fc from 'fast-check';
import { answerFlow } from './answer.js';
import type { FlowPart } from './flow-answer.js';
import { compilePolicy } from './compile.js';
import type { Flow } from './flows.js';
import { decidePacket, type Packet } from './packet.js';
import {
  type Chain,
  type FirewallPolicy,
  type Match,
  type Rule,
  type RuleAction,
  stateBits,
} from './policy.js';
import { contains } from './ranges.js';
import { parseAddressList, parseV4 } from './address.js';

/**
 * The oracle: an interpreter that knows packets only. It follows both branches at every condition that cannot be
 * decided and collects what can happen; no sets, no shared code with the engine but the types.
 */
const clients = ['10.0.0.0', '10.0.0.1', '10.0.0.3'];
const servers = ['8.0.0.0', '8.0.0.1', '8.0.0.3'];
const serverPorts = [100, 101, 102];
const clientPorts = [49152, 65535];

const numbers = new Map([...clients, ...servers].map((text) => [text, parseV4(text) ?? 0]));
const numberOf = (address: string): number => numbers.get(address) ?? 0;

function boxHolds(match: Match, packet: Packet, state: number): boolean {
  const source = numberOf(packet.source);
  const destination = numberOf(packet.destination);
  return (
    (match.protocols === undefined || contains(match.protocols, packet.protocol === 'udp' ? 17 : 6)) &&
    (match.source === undefined || contains(match.source.v4, source)) &&
    (match.destination === undefined || contains(match.destination.v4, destination)) &&
    (match.sourcePorts === undefined || contains(match.sourcePorts, packet.sourcePort)) &&
    (match.destinationPorts === undefined || contains(match.destinationPorts, packet.destinationPort)) &&
    (match.states === undefined || (match.states & state) !== 0)
  );
}

type Fate = 'allow' | 'deny' | 'return';

function fates(
  chains: readonly Chain[],
  name: string,
  index: number,
  packet: Packet,
  state: number,
): Set<Fate> {
  const rule = chains.find((chain) => chain.name === name)?.rules[index];
  if (rule === undefined) return new Set(['return']);
  const skip = (): Set<Fate> => fates(chains, name, index + 1, packet, state);
  if (!rule.matches.some((match) => boxHolds(match, packet, state))) return skip();
  const taken = take(chains, rule, name, index, packet, state);
  return rule.opaque.length === 0 ? taken : new Set([...taken, ...skip()]);
}

function take(
  chains: readonly Chain[],
  rule: Rule,
  name: string,
  index: number,
  packet: Packet,
  state: number,
): Set<Fate> {
  const { action } = rule;
  switch (action.type) {
    case 'allow':
    case 'deny':
    case 'return':
      return new Set([action.type]);
    case 'unknown':
      return new Set(['allow', 'deny']);
    case 'continue':
      return fates(chains, name, index + 1, packet, state);
    case 'untrack':
      return fates(chains, name, index + 1, packet, stateBits.untracked);
    case 'goto':
      return fates(chains, action.chain, 0, packet, state);
    case 'jump': {
      const inner = fates(chains, action.chain, 0, packet, state);
      if (!inner.delete('return')) return inner;
      return new Set([...inner, ...fates(chains, name, index + 1, packet, state)]);
    }
  }
}

function expected(policy: FirewallPolicy, packet: Packet): 'allow' | 'deny' | 'unknown' {
  let mayDeny = false;
  for (const stage of policy.paths[0]?.stages ?? []) {
    const result = fates(policy.chains, stage.chain, 0, packet, stateBits[packet.state ?? 'new']);
    if (result.delete('return')) result.add(stage.fallback);
    if (!result.has('allow')) return 'deny';
    mayDeny ||= result.has('deny');
  }
  return mayDeny ? 'unknown' : 'allow';
}

const addressRange = (pool: readonly string[]): fc.Arbitrary<Match['source']> =>
  fc
    .tuple(fc.nat(3), fc.nat(3))
    .map(([a, b]) => parseAddressList([`${pool[Math.min(a, b)]}-${pool[Math.max(a, b)]}`]));
const range = (from: number, end: number): fc.Arbitrary<readonly number[]> =>
  fc
    .tuple(fc.integer({ min: from, max: end }), fc.integer({ min: 1, max: 3 }))
    .map(([low, size]) => [low, low + size]);

const anyMatch: fc.Arbitrary<Match> = fc
  .record(
    {
      protocols: fc.constantFrom([6, 7], [17, 18]),
      source: addressRange(clients),
      destination: addressRange(servers),
      sourcePorts: fc.constantFrom([49152, 49153], [1024, 60000], [60000, 65536]),
      destinationPorts: range(99, 102),
      states: fc.constantFrom(1, 2, 3, 4),
    },
    { requiredKeys: [] },
  )
  .map((match) => match as Match);

/** Chains call only later ones, so that none calls itself. */
function anyAction(chain: number, chainCount: number): fc.Arbitrary<RuleAction> {
  const simple = fc.constantFrom<RuleAction>(
    { type: 'allow' },
    { type: 'deny' },
    { type: 'return' },
    { type: 'continue' },
    { type: 'unknown' },
  );
  if (chain + 1 >= chainCount) return simple;
  const called = fc.integer({ min: chain + 1, max: chainCount - 1 }).map((index) => `c${index}`);
  return fc.oneof(
    simple,
    called.map((name): RuleAction => ({ type: 'jump', chain: name })),
    called.map((name): RuleAction => ({ type: 'goto', chain: name })),
  );
}

function anyChain(index: number, chainCount: number): fc.Arbitrary<Chain> {
  const rule = fc.record({
    matches: fc.array(anyMatch, { minLength: 1, maxLength: 2 }),
    opaque: fc.constantFrom<readonly string[]>([], [], [], ['cannot be decided']),
    action: anyAction(index, chainCount),
  });
  return fc.array(rule, { maxLength: 5 }).map((rules) => ({
    name: `c${index}`,
    rules: rules.map((one, at) => ({
      ...one,
      id: `c${index} ${at}`,
      line: index * 100 + at,
      text: `rule ${at}`,
    })),
  }));
}

const anyPolicy: fc.Arbitrary<FirewallPolicy> = fc
  .tuple(
    fc.tuple(anyChain(0, 3), anyChain(1, 3), anyChain(2, 3)),
    fc.array(fc.constantFrom<'allow' | 'deny'>('allow', 'deny'), { minLength: 1, maxLength: 2 }),
  )
  .map(([chains, fallbacks]) => ({
    dialect: 'iptables',
    rules: 0,
    understood: 0,
    unparsed: [],
    families: [4],
    chains,
    paths: [
      {
        name: 'way',
        tracksSessions: false,
        stages: fallbacks.map((fallback, index) => ({
          chain: `c${index}`,
          fallback,
          fallbackId: `default ${index}`,
          isMain: index === 0,
        })),
      },
    ],
    outside: [],
    notes: [],
  }));

const flow: Flow = {
  id: 'tiny',
  title: 'a flow of a tiny world',
  protocol: 'udp',
  ports: [[100, 102]],
  destinations: ['8.0.0.0-8.0.0.3'],
  direction: 'outbound',
  loses: 'media',
  required: true,
  source: 'invented',
  confidence: 'high',
};

function* packets(): Generator<Packet> {
  for (const source of clients)
    for (const destination of servers)
      for (const destinationPort of serverPorts)
        for (const sourcePort of clientPorts)
          yield { protocol: 'udp', source, destination, sourcePort, destinationPort };
}

const universe = [...packets()];

interface Box {
  readonly part: FlowPart;
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

function holds({ part, sources, destinations }: Box, packet: Packet): boolean {
  return (
    contains(sources, numberOf(packet.source)) &&
    contains(destinations, numberOf(packet.destination)) &&
    isIn(packet.destinationPort, part.ports) &&
    isIn(packet.sourcePort, part.sourcePorts)
  );
}

const isIn = (value: number, ports: readonly (readonly [number, number])[]): boolean =>
  ports.some(([from, last]) => from <= value && value <= last);

describe('the interval answer and the packet decision', () => {
  it('agree with an interpreter of single packets on random policies', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const compiled = compilePolicy(policy);
        const answer = answerFlow(compiled, flow, { from: '10.0.0.0/30' });
        const boxes = answer.parts.map((part) => ({
          part,
          sources: parseAddressList(part.sources)?.v4 ?? [],
          destinations: parseAddressList(part.destinations)?.v4 ?? [],
        }));
        const wrong = universe.filter((packet) => {
          const wanted = expected(policy, packet);
          const holding = boxes.filter((box) => holds(box, packet));
          return (
            decidePacket(compiled, packet).action !== wanted ||
            holding.length !== 1 ||
            holding[0]?.part.action !== wanted
          );
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  }, 120_000);

  it('name the same rule', () => {
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom(...packets()), (policy, packet) => {
        const compiled = compilePolicy(policy);
        const decided = decidePacket(compiled, packet);
        const tiny = {
          ...flow,
          ports: [[packet.destinationPort, packet.destinationPort]] as const,
          destinations: [packet.destination],
        };
        const [part] = answerFlow(compiled, tiny, { from: packet.source }).parts.filter((one) =>
          isIn(packet.sourcePort, one.sourcePorts),
        );
        if (decided.action === 'unknown') return;
        expect(part?.decidedBy).toEqual([decided.rule]);
      }),
      { numRuns: 1000 },
    );
  });

  it('do not change when a rule that is shadowed is added', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyMatch,
        fc.constantFrom<RuleAction['type']>('allow', 'deny'),
        (policy, match, type) => {
          const [first, ...others] = policy.chains;
          const wide: Rule = {
            id: 'wide',
            line: 1,
            text: 'wide',
            matches: [{}],
            opaque: [],
            action: { type: 'deny' },
          };
          const shadowed: Rule = {
            ...wide,
            id: 'shadowed',
            matches: [match],
            action: { type: type === 'allow' ? 'allow' : 'deny' },
          };
          const before = {
            ...policy,
            chains: [{ name: 'c0', rules: [...(first?.rules ?? []), wide] }, ...others],
          };
          const after = {
            ...policy,
            chains: [{ name: 'c0', rules: [...(first?.rules ?? []), wide, shadowed] }, ...others],
          };
          expect(answerFlow(compilePolicy(after), flow)).toEqual(answerFlow(compilePolicy(before), flow));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('do not change when rules with disjoint matches swap places', () => {
    const match = (port: number): Match => ({ destinationPorts: [port, port + 1] });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<'allow' | 'deny'>('allow', 'deny'), { minLength: 3, maxLength: 3 }),
        anyPolicy,
        (types, policy) => {
          const rules = types.map((type, index): Rule => ({
            id: `r${index}`,
            line: index,
            text: '',
            matches: [match(100 + index)],
            opaque: [],
            action: { type },
          }));
          const verdicts = [rules, [...rules].reverse()].map((order) => {
            const chains = [{ name: 'c0', rules: order }, ...policy.chains.slice(1)];
            const answer = answerFlow(compilePolicy({ ...policy, chains }), flow);
            return [answer.verdict, answer.families];
          });
          expect(verdicts[0]).toEqual(verdicts[1]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
