import type { FlowOptions } from '@ringcheck/firewall';
import fc from 'fast-check';
import { anyChains, chainsAllow, iptablesText, nftablesText } from './chains.js';
import {
  asaText,
  iosText,
  merakiText,
  networkAclText,
  pfText,
  securityGroupText,
  zonesText,
} from './lists.js';
import { anyRule, firstMatch, holds, type Size, type Tried } from './world.js';

/** A random policy as text, and what its words mean, packet by packet. */
export interface Sample {
  readonly text: string;
  readonly allows: (tried: Tried) => boolean;
  readonly options?: FlowOptions;
  /** Later packets are asked about too. */
  readonly withLater?: boolean;
}

/** One model per way in which firewalls match. */
export function modelsOf(size: Size): Readonly<Record<string, fc.Arbitrary<Sample>>> {
  const rule = anyRule(size);
  const list = { ...size, size: 'max' } as const;
  const anyRules = fc.array(rule, list);
  const destinationOnly = anyRules.map((rules) => rules.map((one) => ({ ...one, source: null })));
  return {
    'iptables: chains with jump and return, state': anyChains(size).map((chains) => ({
      text: iptablesText(chains),
      allows: (tried) => chainsAllow(chains, tried),
      withLater: true,
    })),
    'nftables: two base chains one after the other': fc
      .tuple(anyChains(size), anyChains(size))
      .map(([first, second]) => {
        const shared = { ...second, side: first.side, deep: first.deep };
        return {
          text: nftablesText(first, shared),
          allows: (tried: Tried) => chainsAllow(first, tried) && chainsAllow(shared, tried),
          withLater: true,
        };
      }),
    'pf: last match, or the first quick one': fc
      .array(
        fc.tuple(rule, fc.nat(3)).map(([one, dice]) => ({ ...one, isQuick: dice === 0 })),
        list,
      )
      .map((rules) => ({
        text: pfText(rules),
        allows: (tried) => {
          const holding = rules.filter((rule) => holds(rule, tried));
          return (holding.find((rule) => rule.isQuick) ?? holding.at(-1))?.allows ?? true;
        },
      })),
    'IOS: access list without state, established': fc
      .array(
        fc.tuple(rule, fc.nat(3)).map(([one, dice]) => ({ ...one, onlyLater: dice === 0 })),
        { ...list, minLength: Math.max(1, size.minLength) },
      )
      .map((rules) => ({
        text: iosText(rules),
        allows: (tried) =>
          rules.find(
            (rule) => holds(rule, tried) && (!rule.onlyLater || rule.protocol !== 'tcp' || tried.isLater),
          )?.allows ?? false,
        options: { in: 'Vlan10' },
        withLater: true,
      })),
    'ASA: first match': anyRules.map((rules) => ({
      text: asaText(rules),
      allows: (tried) => firstMatch(rules, tried, false),
      options: { in: 'inside', out: 'outside' },
    })),
    'AWS security group: what any rule allows': destinationOnly.map((rules) => ({
      text: securityGroupText(rules),
      allows: (tried) => rules.some((rule) => holds(rule, tried)),
    })),
    'AWS network ACL: numbered entries': fc.tuple(destinationOnly, fc.nat(9)).map(([rules, turn]) => ({
      text: networkAclText(rules, turn),
      allows: (tried) => firstMatch(rules, tried, false),
    })),
    'Meraki: first match': fc.tuple(anyRules, fc.boolean()).map(([rules, otherwise]) => ({
      text: merakiText(rules, otherwise),
      allows: (tried) => firstMatch(rules, tried, otherwise),
    })),
    'SRX: policies between zones': fc
      .tuple(anyRules, anyRules, fc.constantFrom('trust', 'dmz'))
      .map(([trust, dmz, zone]) => ({
        text: zonesText([
          ['trust', trust],
          ['dmz', dmz],
        ]),
        allows: (tried) => firstMatch(zone === 'trust' ? trust : dmz, tried, false),
        options: { in: zone, out: 'untrust' },
      })),
  };
}
