import { matchesInterface } from './compile.js';
import type { FirewallPolicy, InterfaceMatch } from './policy.js';

/** Interfaces of one try; undefined leaves them open, which makes every rule on an interface undecidable. */
export interface InterfacePair {
  readonly in: string | undefined;
  readonly out: string | undefined;
}

/** Stands for an interface that no rule names. No dialect allows a blank in a name. */
const unnamed = ' unnamed';
const loopback = /^(lo\d*|loopback.*)$/i;
const outsideName =
  /^(e?wan[-_]?\d*|ppp\w*|untrust\w*|outside\w*|internet\w*|external\w*|inet|public|isp\w*|uplink\w*)$/i;
/** More ways through than this are not tried one by one. */
const mostPairs = 64;
const mostTried = 2048;

/**
 * The ways a client's traffic can take through the firewall, as far as the rules tell them apart.
 * Interfaces known (or named) to face the internet are ways out, the others ways in.
 */
export function interfacePairs(
  policy: FirewallPolicy,
  given: { readonly in?: string; readonly out?: string },
): readonly InterfacePair[] {
  const named = namedInterfaces(policy);
  if (named.in.size === 0 && named.out.size === 0) return [{ in: given.in, out: given.out }];
  const pool = [...new Set([...named.in, ...named.out])].filter((name) => !loopback.test(name));
  const outside = outsideAmong(policy, pool);
  const insiders = pool.filter((name) => !outside.includes(name));
  const waysIn = insiders.length > 0 ? insiders : [unnamed];
  const allIn = outside.length === 0 && insiders.length === 1 ? [...waysIn, unnamed] : waysIn;
  const allOut = outside.length > 0 ? outside : allIn;
  const ins = given.in === undefined ? (named.in.size === 0 ? [undefined] : allIn) : [given.in];
  const outs = given.out === undefined ? (named.out.size === 0 ? [undefined] : allOut) : [given.out];
  if (ins.length * outs.length > mostTried) return [{ in: given.in, out: given.out }];
  const pairs = ins.flatMap((from) =>
    outs.filter((to) => to !== from || to === undefined).map((to) => ({ in: from, out: to })),
  );
  const distinct = distinctPairs(policy, pairs);
  return distinct.length === 0 || distinct.length > mostPairs ? [{ in: given.in, out: given.out }] : distinct;
}

/** Interfaces and zones that face the internet, as far as the document or their names tell. */
export function outsideOf(policy: FirewallPolicy): readonly string[] {
  const named = namedInterfaces(policy);
  return outsideAmong(policy, [...new Set([...named.in, ...named.out])]);
}

function outsideAmong({ outside }: FirewallPolicy, pool: readonly string[]): readonly string[] {
  return outside.length > 0 ? outside : pool.filter((name) => outsideName.test(name));
}

function namedInterfaces(policy: FirewallPolicy): { in: Set<string>; out: Set<string> } {
  const named = { in: new Set<string>(), out: new Set<string>() };
  for (const condition of conditions(policy)) {
    for (const name of condition.match.names) named[condition.side].add(name);
  }
  return named;
}

function* conditions(policy: FirewallPolicy): Generator<{ side: 'in' | 'out'; match: InterfaceMatch }> {
  for (const chain of policy.chains) {
    for (const rule of chain.rules) {
      for (const box of rule.matches) {
        for (const match of box.in ?? []) yield { side: 'in', match };
        for (const match of box.out ?? []) yield { side: 'out', match };
      }
    }
  }
}

/** Two interfaces that no rule tells apart need one try only. */
function distinctPairs(policy: FirewallPolicy, pairs: readonly InterfacePair[]): InterfacePair[] {
  if (pairs.length < 8) return [...pairs];
  const kinds = new Map<string, { side: 'in' | 'out'; match: InterfaceMatch }>();
  for (const condition of conditions(policy)) {
    kinds.set(`${condition.side} ${condition.match.negated} ${condition.match.names.join(' ')}`, condition);
  }
  const seen = new Map<string, InterfacePair>();
  for (const pair of pairs) {
    const key = [...kinds.values()]
      .map(({ side, match }) => (matchesInterface([match], pair[side]) === true ? '1' : '0'))
      .join('');
    if (!seen.has(key)) seen.set(key, pair);
  }
  return [...seen.values()];
}

/** How an unnamed interface is called in an explanation. */
export function interfaceLabel(name: string | undefined): string {
  if (name === undefined) return 'any';
  return name === unnamed ? 'one that no rule names' : name;
}
