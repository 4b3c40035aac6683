import type { FirewallPolicy, Packet } from '@ringcheck/firewall';
import fc from 'fast-check';
import {
  anyChains,
  chainNames,
  type ChainRule,
  type Chains,
  followed,
  iptablesText,
  nftablesText,
} from './chains.js';
import {
  asaText,
  type IosRule,
  iosText,
  merakiText,
  networkAclText,
  pfText,
  securityGroupText,
  zonesText,
} from './lists.js';
import { anyRule, holds, type SimpleRule, small, type Tried } from './world.js';

/** A random policy as text, the lines its rules stand on, and which rules a packet meets by the words. */
export interface LineSample {
  readonly text: string;
  /** Of each rule, in the order of `met`. */
  readonly lines: (policy: FirewallPolicy) => readonly number[];
  /** Numbers of the rules that the packet meets, or that decide it where only one can. */
  readonly met: (tried: Tried) => readonly number[];
  /** Interfaces or zones that packets come from and go to; none where rules name none. */
  readonly ways?: readonly Pick<Packet, 'in' | 'out'>[];
  /** Some conditions on states cannot be decided for packets that are neither new nor established. */
  readonly hasDoubts?: boolean;
}

const numbered = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** What a list says: the number of the first rule that holds. */
function firstOf(rules: readonly SimpleRule[]): LineSample['met'] {
  return (tried) => {
    const index = rules.findIndex((rule) => holds(rule, tried));
    return index < 0 ? [] : [index];
  };
}

function metIn(all: readonly ChainRule[], chains: Chains): (tried: Tried) => readonly number[] {
  return (tried) => followed(chains, tried).met.map((rule) => all.indexOf(rule));
}

const rulesOf = (chains: Chains): readonly ChainRule[] => chainNames.flatMap((name) => chains[name]);

/** Meraki and AWS write JSON, whose lines are told by whoever reads it; the matter here is which of them are dead. */
const ofChain =
  (name: string): LineSample['lines'] =>
  ({ chains }) =>
    chains.find((chain) => chain.name === name)?.rules.map(({ line }) => line) ?? [];

const pretty = (json: string): string => JSON.stringify(JSON.parse(json), null, 1);

const anyRules = fc.array(anyRule(small), { ...small, size: 'max' });
const someRules = fc.array(anyRule(small), { ...small, minLength: 1, size: 'max' });
const destinationOnly = anyRules.map((rules) => rules.map((one) => ({ ...one, source: null })));
const ofEverything: SimpleRule = {
  source: null,
  destination: null,
  protocol: null,
  ports: null,
  allows: false,
};

/** Rules stand on a line of their own each, and can be taken out by it. */
export const textModels: Readonly<Record<string, fc.Arbitrary<LineSample>>> = {
  'iptables: chains with jump, goto and return, state': anyChains(small).map((chains) => ({
    text: iptablesText(chains),
    lines: () => numbered(5, rulesOf(chains).length),
    met: metIn(rulesOf(chains), chains),
  })),
  'nftables: two base chains that call the same ones': fc
    .tuple(anyChains(small), anyChains(small))
    .map(([first, second]) => {
      const shared = { ...second, side: first.side, deep: first.deep };
      const all = [...first.side, ...first.deep, ...first.main, ...second.main];
      // Before the rules of a chain stand the end of the one before (of the table, its head), and its own head.
      const counts = [first.side, first.deep, first.main, second.main].map((rules) => rules.length);
      const heads = [2, 2, 3, 3];
      const before = (at: number): number =>
        heads.slice(0, at + 1).reduce((sum, head) => sum + head, 1) +
        counts.slice(0, at).reduce((sum, count) => sum + count, 0);
      const lines = counts.flatMap((count, at) => numbered(before(at), count));
      return {
        text: nftablesText(first, shared),
        lines: () => lines,
        met: (tried: Tried) => {
          const one = followed(first, tried);
          const two = one.allows ? followed(shared, tried).met : [];
          return [...one.met, ...two].map((rule) => all.indexOf(rule));
        },
      };
    }),
  'pf: last match, or the first quick one': fc
    .array(
      fc.tuple(anyRule(small), fc.nat(3)).map(([one, dice]) => ({ ...one, isQuick: dice === 0 })),
      { ...small, size: 'max' },
    )
    .map((rules) => ({
      text: pfText(rules),
      lines: () => numbered(2, rules.length),
      met: (tried: Tried) => {
        if (tried.isLater) return [];
        const holding = rules.filter((rule) => holds(rule, tried));
        const decides = holding.find((rule) => rule.isQuick) ?? holding.at(-1);
        return decides === undefined ? [] : [rules.indexOf(decides)];
      },
    })),
  'IOS: access list without state, established': fc
    .array(
      fc.tuple(anyRule(small), fc.nat(3)).map(([one, dice]): IosRule => ({ ...one, onlyLater: dice === 0 })),
      { ...small, minLength: 1, size: 'max' },
    )
    .map((rules) => ({
      text: iosText(rules),
      lines: () => numbered(3, rules.length),
      met: (tried: Tried) => {
        const index = rules.findIndex(
          (rule) => holds(rule, tried) && (!rule.onlyLater || rule.protocol !== 'tcp' || tried.isLater),
        );
        return index < 0 ? [] : [index];
      },
      ways: [{ in: 'Vlan10', out: 'wan' }],
      hasDoubts: true,
    })),
  'ASA: first match': anyRules.map((rules) => ({
    text: asaText(rules),
    lines: () => numbered(8, rules.length + 1),
    met: firstOf([...rules, ofEverything]),
    ways: [{ in: 'inside', out: 'outside' }],
  })),
  'SRX: policies between zones': fc.tuple(someRules, someRules).map(([trust, dmz]) => ({
    text: zonesText([
      ['trust', trust],
      ['dmz', dmz],
    ]),
    lines: () => [...numbered(5, trust.length), ...numbered(7 + trust.length, dmz.length)],
    met: (tried: Tried) => [
      ...firstOf(trust)(tried),
      ...firstOf(dmz)(tried).map((index) => trust.length + index),
    ],
    ways: [
      { in: 'trust', out: 'untrust' },
      { in: 'dmz', out: 'untrust' },
    ],
  })),
};

/** Several lines are a rule. */
export const jsonModels: Readonly<Record<string, fc.Arbitrary<LineSample>>> = {
  'Meraki: first match': fc.tuple(anyRules, fc.boolean()).map(([rules, otherwise]) => ({
    text: pretty(merakiText(rules, otherwise)),
    lines: ofChain('outbound'),
    met: firstOf([...rules, ofEverything]),
  })),
  'AWS security group: what any rule allows': destinationOnly.map((rules) => ({
    text: pretty(securityGroupText(rules)),
    lines: ofChain('sg-1 egress'),
    met: firstOf(rules),
  })),
  'AWS network ACL: numbered entries': fc.tuple(destinationOnly, fc.nat(9)).map(([rules, turn]) => ({
    text: pretty(networkAclText(rules, turn)),
    lines: ofChain('acl-1 egress'),
    met: firstOf([...rules, ofEverything]),
  })),
};
