import { compilePolicy, parseFirewall } from '@ringcheck/firewall';
import fc from 'fast-check';
import { asaText, merakiText, pfText, zonesText } from './lists.js';
import { iptablesText } from './chains.js';
import { actionsIn } from './sets.js';
import { anyRule, everyPacket, large, type SimpleRule, small } from './world.js';

/** A policy as text, with what is not the matter here left the same. */
const dialects: Readonly<Record<string, (rules: readonly SimpleRule[]) => string>> = {
  iptables: (rules) =>
    iptablesText({
      main: rules.map((rule) => ({ ...rule, target: rule.allows ? 'allow' : 'deny', onlyLater: false })),
      side: [],
      deep: [],
      allowsOtherwise: false,
    }),
  pf: (rules) => pfText(rules.map((rule) => ({ ...rule, isQuick: true }))),
  asa: asaText,
  meraki: (rules) => merakiText(rules, true),
  srx: (rules) => zonesText([['trust', rules]]),
};

const ways = { asa: { in: 'inside', out: 'outside' }, srx: { in: 'trust', out: 'untrust' } } as const;

function actions(name: string, rules: readonly SimpleRule[]): readonly string[] {
  const { policy } = parseFirewall(dialects[name]?.(rules) ?? '');
  if (policy === undefined) throw new Error('not read');
  const found = actionsIn(compilePolicy(policy), name === 'asa' || name === 'srx' ? ways[name] : {});
  return [...everyPacket(false)].map((tried) => found(tried).join());
}

type Cut = (rule: SimpleRule) => readonly SimpleRule[];

/** The same packets by several rules that lie beside each other. */
const cuts: Readonly<Record<string, Cut>> = {
  ports: (rule) => {
    if (rule.ports === null) return [rule];
    const [from, last] = rule.ports;
    return Array.from({ length: last - from + 1 }, (_, at) => ({ ...rule, ports: [from + at, from + at] }));
  },
  clients: (rule) => halves(rule.source).map((source) => ({ ...rule, source })),
  servers: (rule) => halves(rule.destination).map((destination) => ({ ...rule, destination })),
  protocols: (rule) =>
    rule.protocol === null ? (['udp', 'tcp'] as const).map((protocol) => ({ ...rule, protocol })) : [rule],
};

function halves(side: SimpleRule['source']): readonly SimpleRule['source'][] {
  if (side === null || side[1] === 32) return [side];
  const [from, bits] = side;
  return [
    [from, bits + 1],
    [from + 2 ** (31 - bits), bits + 1],
  ];
}

describe.each(Object.keys(dialects))('a policy of %s', (name) => {
  it.each(Object.keys(cuts))('means the same when rules are written in pieces: %s', (kind) => {
    const cut = cuts[kind] ?? ((rule) => [rule]);
    const same = (rules: readonly SimpleRule[]): void => {
      expect(actions(name, rules.flatMap(cut))).toEqual(actions(name, rules));
    };
    fc.assert(fc.property(fc.array(anyRule(small), { maxLength: 8 }), same), { numRuns: 25 });
    fc.assert(fc.property(fc.array(anyRule(large), { ...large, size: 'max' }), same), { numRuns: 1 });
  });
});
