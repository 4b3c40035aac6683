import fc from 'fast-check';
import { compilePolicy } from '../compile.js';
import {
  type Chain,
  type FirewallPolicy,
  type Match,
  type Path,
  type Rule,
  type RuleAction,
  stateBits,
} from '../policy.js';
import { contains } from '../ranges.js';
import { shadowedLines } from '../shadowed.js';

/**
 * The oracle: every packet of a small world goes through every way the undecidable conditions may turn out. A line
 * that no way of any packet meets is dead; one that all ways of some packet meet is reached; of the rest it cannot be
 * told.
 */
interface Tiny {
  readonly source: number;
  readonly port: number;
  readonly protocol: number;
  readonly state: number;
  readonly in: string;
  readonly out: string;
}

const all = {
  source: [0, 1, 2, 3],
  port: [99, 100, 101, 102],
  protocol: [1, 6, 17, 50],
  state: Object.values(stateBits),
  in: ['a1', 'b', 'c'],
};

const world: readonly Tiny[] = all.source.flatMap((source) =>
  all.port.flatMap((port) =>
    all.protocol.flatMap((protocol) =>
      all.state.flatMap((state) =>
        all.in.map((name) => ({ source, port, protocol, state, in: name, out: 'c' })),
      ),
    ),
  ),
);

function boxHolds(match: Match, packet: Tiny): boolean {
  const { in: conditions = [] } = match;
  return (
    (match.protocols === undefined || contains(match.protocols, packet.protocol)) &&
    (match.source === undefined || contains(match.source.v4, packet.source)) &&
    (match.destinationPorts === undefined || contains(match.destinationPorts, packet.port)) &&
    (match.states === undefined || (match.states & packet.state) !== 0) &&
    conditions.every(
      ({ names, negated }) =>
        names.some((name) => (name === 'a+' ? packet.in.startsWith('a') : name === packet.in)) !== negated,
    )
  );
}

type End = 'allow' | 'deny' | 'return' | 'unknown';
interface Way {
  readonly end: End;
  readonly packet: Tiny;
  readonly met: ReadonlySet<Rule>;
}

class Interpreter {
  constructor(private readonly policy: FirewallPolicy) {}

  /** What may happen from a rule of a chain on. */
  *from(name: string, index: number, packet: Tiny, met: ReadonlySet<Rule>): Generator<Way> {
    const rule = this.policy.chains.find((chain) => chain.name === name)?.rules[index];
    if (rule === undefined) {
      yield { end: 'return', packet, met };
      return;
    }
    const holds = rule.matches.some((match) => boxHolds(match, packet));
    if (!holds) {
      yield* this.from(name, index + 1, packet, met);
      return;
    }
    const now = new Set([...met, rule]);
    yield* this.take(rule, name, index, packet, now);
    if (rule.opaque.length > 0) yield* this.from(name, index + 1, packet, now);
  }

  private *take(
    { action }: Rule,
    name: string,
    index: number,
    packet: Tiny,
    met: ReadonlySet<Rule>,
  ): Generator<Way> {
    switch (action.type) {
      case 'allow':
      case 'deny':
      case 'return':
      case 'unknown':
        yield { end: action.type, packet, met };
        return;
      case 'continue':
        yield* this.from(name, index + 1, packet, met);
        return;
      case 'untrack':
        yield* this.from(name, index + 1, { ...packet, state: stateBits.untracked }, met);
        return;
      case 'goto':
        yield* this.from(action.chain, 0, packet, met);
        return;
      case 'jump':
        for (const way of this.from(action.chain, 0, packet, met)) {
          if (way.end === 'return') yield* this.from(name, index + 1, way.packet, way.met);
          else yield way;
        }
    }
  }

  *through(stages: Path['stages'], packet: Tiny, met: ReadonlySet<Rule>, isRest = false): Generator<Way> {
    const [stage, ...others] = stages;
    if (stage === undefined) {
      yield { end: 'allow', packet, met };
      return;
    }
    if (stage.states !== undefined && (stage.states & packet.state) === 0) {
      yield* this.through(others, packet, met, isRest);
      return;
    }
    for (const way of this.from(stage.chain, 0, packet, met)) {
      const end = way.end === 'return' ? stage.fallback : way.end;
      if (end === 'allow') yield* this.through(others, way.packet, way.met, isRest);
      else {
        yield { ...way, end };
        if (end === 'unknown' && others.length > 0)
          this.translated.set(packetKey(way.packet), [others, way.packet]);
      }
    }
  }

  /** What was sent to other addresses comes to the stages that follow as whatever packet. */
  readonly translated = new Map<string, readonly [Path['stages'], Tiny]>();
}

function packetKey({ protocol, in: from }: Tiny): string {
  return `${protocol} ${from}`;
}

function expected(policy: FirewallPolicy): Map<string, 'reached' | 'undecided' | 'dead'> {
  const sure = new Set<Rule>();
  const possible = new Set<Rule>();
  for (const path of policy.paths) {
    const interpreter = new Interpreter(policy);
    for (const packet of world) {
      const ways = [...interpreter.through(path.stages, packet, new Set())];
      const [first, ...others] = ways.map(({ met }) => met);
      for (const rule of first ?? []) if (others.every((met) => met.has(rule))) sure.add(rule);
      for (const { met } of ways) for (const rule of met) possible.add(rule);
    }
    for (const [stages, sent] of interpreter.translated.values()) {
      for (const packet of world) {
        if (packetKey(packet) !== packetKey(sent)) continue;
        for (const { met } of interpreter.through(stages, packet, new Set()))
          for (const rule of met) possible.add(rule);
      }
    }
  }
  return new Map(
    policy.chains.flatMap(({ rules }) =>
      rules.map((rule) => [rule.id, sure.has(rule) ? 'reached' : possible.has(rule) ? 'undecided' : 'dead']),
    ),
  );
}

function found(policy: FirewallPolicy): Map<string, string> {
  const { shadowed, undecided } = shadowedLines(compilePolicy(policy));
  const fates = new Map<string, string>();
  for (const { rules } of policy.chains) for (const { id } of rules) fates.set(id, 'reached');
  for (const { rule } of shadowed) fates.set(rule, 'dead');
  for (const { rule } of undecided) fates.set(rule, 'undecided');
  return fates;
}

const range = (from: number, end: number): fc.Arbitrary<readonly number[]> =>
  fc
    .tuple(fc.integer({ min: from, max: end }), fc.integer({ min: 1, max: 2 }))
    .map(([low, size]) => [low, low + size]);

const anyMatch: fc.Arbitrary<Match> = fc
  .record(
    {
      protocols: fc.constantFrom([6, 7], [17, 18], [0, 17]),
      source: range(0, 2).map((v4) => ({ v4, v6: [] })),
      destinationPorts: range(100, 101),
      states: fc.constantFrom(1, 2, 3, 30),
      in: fc.constantFrom(
        [{ names: ['a+'], negated: false }],
        [{ names: ['b'], negated: false }],
        [{ names: ['b'], negated: true }],
      ),
    },
    { requiredKeys: [] },
  )
  .map((match) => match as Match);

interface Kinds {
  readonly opaque: boolean;
  readonly untracks: boolean;
}

/** Chains call only later ones, so that none calls itself. */
function anyAction(chain: number, chains: number, { opaque, untracks }: Kinds): fc.Arbitrary<RuleAction> {
  const simple = fc.constantFrom<RuleAction>(
    { type: 'allow' },
    { type: 'deny' },
    { type: 'return' },
    { type: 'continue' },
    ...(opaque ? ([{ type: 'unknown' }] as const) : []),
    ...(untracks ? ([{ type: 'untrack' }] as const) : []),
  );
  if (chain + 1 >= chains) return simple;
  const called = fc.integer({ min: chain + 1, max: chains - 1 }).map((index) => `c${index}`);
  return fc.oneof(
    simple,
    called.map((name): RuleAction => ({ type: 'jump', chain: name })),
    called.map((name): RuleAction => ({ type: 'jump', chain: name })),
    called.map((name): RuleAction => ({ type: 'goto', chain: name })),
  );
}

function anyPolicy(kinds: Kinds): fc.Arbitrary<FirewallPolicy> {
  const chains = 5;
  const anyChain = (index: number): fc.Arbitrary<Chain> =>
    fc
      .array(
        fc.record({
          matches: fc.array(anyMatch, { minLength: 1, maxLength: 2 }),
          opaque: kinds.opaque ? fc.constantFrom([], [], [], ['cannot be decided']) : fc.constant([]),
          action: anyAction(index, chains, kinds),
        }),
        { maxLength: 4 },
      )
      .map((rules) => ({
        name: `c${index}`,
        isCalled: true,
        rules: rules.map((one, at) => {
          const id = `c${index} ${at}`;
          // Whether packets are taken out of tracking is not left open here: such a rule is like any other then.
          const opaque = one.action.type === 'untrack' ? [] : one.opaque;
          return { ...one, opaque, id, line: 1 + index * 100 + at, text: id };
        }),
      }));
  const stage = fc.record({
    chain: fc.constantFrom('c0', 'c1'),
    fallback: fc.constantFrom('allow', 'deny'),
    states: fc.constantFrom(undefined, undefined, 1),
  });
  return fc
    .tuple(
      fc.tuple(anyChain(0), anyChain(1), anyChain(2), anyChain(3), anyChain(4)),
      fc.array(fc.array(stage, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
    )
    .map(([made, paths]) => ({
      dialect: 'iptables',
      rules: 0,
      understood: 0,
      unparsed: [],
      families: [4],
      chains: made,
      paths: paths.map((stages, index) => ({
        name: `way ${index}`,
        tracksSessions: false,
        isOnlyInOrder: true,
        stages: stages.map(({ chain, fallback, states }) => ({
          chain,
          fallback,
          fallbackId: 'policy',
          ...(states === undefined ? {} : { states }),
        })),
      })),
      outside: [],
      notes: [],
    }));
}

const runs = Number(process.env['RINGCHECK_ORACLE_POLICIES'] ?? 150);

describe('which lines are reached along calls and stages', () => {
  it('is what every packet of a small world tells', () => {
    fc.assert(
      fc.property(anyPolicy({ opaque: false, untracks: false }), (policy) => {
        expect(found(policy)).toEqual(expected(policy));
      }),
      { numRuns: runs },
    );
  }, 3_600_000);

  it('is told apart from what cannot be decided', () => {
    const isCall = ({ opaque, action }: Rule): boolean => opaque.length > 0 && 'chain' in action;
    fc.assert(
      fc.property(anyPolicy({ opaque: true, untracks: false }), (policy) => {
        const wanted = expected(policy);
        // By one of two ways or by the other a packet may be sure to come; each is looked at by itself.
        const isOpen = policy.chains.some(({ rules }) => rules.some(isCall));
        for (const [rule, fate] of found(policy)) {
          const isLess = isOpen && fate === 'undecided' && wanted.get(rule) === 'reached';
          if (!isLess) expect([rule, fate]).toEqual([rule, wanted.get(rule)]);
        }
      }),
      { numRuns: runs },
    );
  }, 3_600_000);

  it('is never said wrongly where packets are taken out of connection tracking', () => {
    fc.assert(
      fc.property(anyPolicy({ opaque: true, untracks: true }), (policy) => {
        const wanted = expected(policy);
        for (const [rule, fate] of found(policy)) {
          if (fate !== 'undecided') expect([rule, fate]).toEqual([rule, wanted.get(rule)]);
        }
      }),
      { numRuns: runs },
    );
  }, 3_600_000);
});
