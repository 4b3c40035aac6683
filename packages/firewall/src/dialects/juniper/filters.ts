import {
  type AddressSet,
  allV4,
  allV6,
  type Family,
  noAddress,
  parseAddresses,
  subtractAddresses,
  uniteAllAddresses,
} from '../../address.js';
import { complementPorts, complementProtocols, Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { type RuleAction, stateBits } from '../../policy.js';
import { rangesOf } from '../../ranges.js';
import { portsIn } from '../../values.js';
import { below, has, named, type Node, valuesOf } from './tree.js';

export interface Filter {
  readonly name: string;
  readonly family: Family;
  readonly terms: readonly Term[];
}

export interface Term {
  readonly name: string;
  readonly line: number;
  readonly text: string;
  readonly draft: Draft;
  readonly action: RuleAction;
}

/** Chain of a filter: names may be the same in both families. */
export function filterChain(family: Family, name: string): string {
  return `${family === 4 ? 'inet' : 'inet6'} filter ${name}`;
}

/** The packet filters of `firewall family inet` and `inet6`, in document order. */
export function filtersOf(root: Node): Filter[] {
  const lists = new PrefixLists(root);
  const places = [
    [4, ['firewall', 'family', 'inet', 'filter']],
    [4, ['firewall', 'filter']],
    [6, ['firewall', 'family', 'inet6', 'filter']],
  ] as const;
  return places.flatMap(([family, path]) =>
    [...named(root, path)].map(([name, filter]) => ({
      name,
      family,
      terms: [...named(filter, ['term'])].map(([term, node]) => readTerm(term, node, family, lists)),
    })),
  );
}

class PrefixLists {
  private readonly lists: ReadonlyMap<string, Node>;

  constructor(root: Node) {
    this.lists = named(root, ['policy-options', 'prefix-list']);
  }

  /** Prefixes of a list, or why they cannot be told. */
  prefixes(name: string): readonly string[] | string {
    const list = this.lists.get(name);
    if (list === undefined) return `prefix list ${name} is not in the document`;
    if (has(list, ['apply-path']))
      return `prefix list ${name} is taken from other parts of the configuration`;
    return valuesOf(list, []);
  }
}

const ending = ['accept', 'discard', 'reject'] as const;

function readTerm(name: string, node: Node, family: Family, lists: PrefixLists): Term {
  const reader = new TermReader(family, lists);
  // A condition may be given in several statements, one value each: any of them may hold.
  for (const condition of named(node, ['from']).values()) reader.condition(condition);
  const verdicts = below(node, ['then']).flatMap((part) => part.children.map(({ words }) => words));
  const nested = valuesOf(node, ['filter'])[0];
  return {
    name,
    line: node.line,
    text: `term ${name} ${flat(node)}`,
    draft: reader.draft,
    action:
      nested === undefined
        ? actionOf(verdicts, reader.draft)
        : { type: 'jump', chain: filterChain(family, nested) },
  };
}

/** A term that only counts or marks accepts: of its actions none is needed to end the filter. */
function actionOf(verdicts: readonly (readonly string[])[], draft: Draft): RuleAction {
  for (const [verb = '', object] of verdicts) {
    if (verb === 'next' && object === 'term') return { type: 'continue' };
    if (verb === 'accept') return { type: 'allow' };
    if (verb === 'discard' || verb === 'reject') return { type: 'deny' };
    if (
      ['routing-instance', 'logical-system', 'next-interface', 'next-ip', 'ipsec-sa', 'decapsulate'].includes(
        verb,
      )
    ) {
      if (verdicts.some(([other]) => ending.some((end) => end === other))) continue;
      draft.undecidable('sent another way');
      return { type: 'unknown' };
    }
  }
  return { type: 'allow' };
}

function flat(node: Node): string {
  return node.children
    .map((child) => `${child.words.join(' ')}${child.children.length > 0 ? ` { ${flat(child)} }` : ';'}`)
    .join(' ');
}

/** Conditions a policy does not decide, by their names. */
const undecidable = new Map<string, string>([
  ['dscp', 'DSCP'],
  ['traffic-class', 'DSCP'],
  ['precedence', 'precedence'],
  ['ttl', 'time to live'],
  ['hop-limit', 'time to live'],
  ['packet-length', 'packet length'],
  ['packet-length-except', 'packet length'],
  ['forwarding-class', 'forwarding class'],
  ['loss-priority', 'loss priority'],
  ['interface', 'interface'],
  ['interface-set', 'interface'],
  ['interface-group', 'interface'],
  ['ip-options', 'IP options'],
  ['is-fragment', 'fragments'],
  ['first-fragment', 'fragments'],
  ['fragment-flags', 'fragments'],
  ['fragment-offset', 'fragments'],
  ['last-fragment', 'fragments'],
  ['extension-header', 'extension header'],
  ['flexible-match-mask', 'payload bytes'],
  ['flexible-match-range', 'payload bytes'],
  ['source-class', 'routing class'],
  ['destination-class', 'routing class'],
  ['service-filter-hit', 'service filter'],
  ['ah-spi', 'IPsec header'],
  ['esp-spi', 'IPsec header'],
  ['icmp-code', 'ICMP code'],
  ['ether-type', 'ether type'],
  ['user-vlan-id', 'VLAN'],
]);

class TermReader {
  readonly draft = new Draft();

  constructor(
    private readonly family: Family,
    private readonly lists: PrefixLists,
  ) {
    this.draft.source(family === 4 ? { v4: allV4, v6: [] } : { v4: [], v6: allV6 });
  }

  condition(node: Node): void {
    const [key = '', ...first] = node.words;
    const entries = [...(first.length > 0 ? [first] : []), ...node.children.map(({ words }) => words)];
    const values = entries.flat();
    const reason = undecidable.get(key);
    if (reason !== undefined) this.draft.undecidable(reason);
    else if (/-?address$|prefix-list$/.test(key)) this.addresses(key, entries);
    else if (/-?port(-except)?$/.test(key)) this.ports(key, values);
    else this.plain(key, values);
  }

  private plain(key: string, values: readonly string[]): void {
    switch (key) {
      case 'protocol':
      case 'next-header':
      case 'payload-protocol':
        this.protocol(values, false);
        return;
      case 'protocol-except':
      case 'next-header-except':
        this.protocol(values, true);
        return;
      case 'tcp-established':
        this.draft.protocols([6, 7]);
        this.draft.states(stateBits.established, stateBits.related | stateBits.invalid | stateBits.untracked);
        return;
      case 'tcp-initial':
        this.draft.protocols([6, 7]);
        this.draft.states(stateBits.new, stateBits.related | stateBits.invalid | stateBits.untracked);
        return;
      case 'tcp-flags':
        this.draft.undecidable('TCP flags');
        return;
      case 'icmp-type':
        this.icmp(values);
        return;
      default:
        this.draft.problem(`condition ${key}`);
    }
  }

  private protocol(values: readonly string[], negated: boolean): void {
    const pairs = values.map((value) => {
      const [from, last] = value.includes('-') && /^\d/.test(value) ? value.split('-') : [value, value];
      return [protocolNumber(from ?? ''), protocolNumber(last ?? '')] as const;
    });
    if (pairs.some((pair) => pair.includes(undefined))) {
      this.draft.problem(`protocol ${values.join(' ')}`);
      return;
    }
    const set = rangesOf(pairs.map(([from = 0, last = 0]) => [from, last + 1] as const));
    this.draft.protocols(negated ? complementProtocols(set) : set);
  }

  /** `address` and `port` without a side hold for either. */
  private addresses(key: string, entries: readonly (readonly string[])[]): void {
    const set = key.endsWith('prefix-list') ? this.listed(entries) : longestMatch(entries);
    if (typeof set === 'string') {
      this.draft.undecidable(set);
      return;
    }
    if (set === undefined) this.draft.problem(`${key} ${entries.flat().join(' ')}`);
    else if (key.startsWith('source-')) this.draft.source(set);
    else if (key.startsWith('destination-')) this.draft.destination(set);
    else this.draft.either([(copy) => copy.source(set), (copy) => copy.destination(set)]);
  }

  private listed(entries: readonly (readonly string[])[]): AddressSet | string | undefined {
    const all: (readonly string[])[] = [];
    for (const [name = '', except] of entries) {
      const prefixes = this.lists.prefixes(name);
      this.draft.objects.push(name);
      if (typeof prefixes === 'string') return prefixes;
      for (const prefix of prefixes) all.push(except === 'except' ? [prefix, 'except'] : [prefix]);
    }
    return longestMatch(all);
  }

  private ports(key: string, values: readonly string[]): void {
    const set = portsIn(values);
    if (set === undefined) {
      this.draft.problem(`${key} ${values.join(' ')}`);
      return;
    }
    const isExcept = key.endsWith('-except');
    const ports = isExcept ? complementPorts(set) : set;
    if (key.startsWith('source-')) this.draft.sourcePorts(ports);
    else if (key.startsWith('destination-')) this.draft.destinationPorts(ports);
    else if (isExcept) {
      this.draft.sourcePorts(ports);
      this.draft.destinationPorts(ports);
    } else {
      this.draft.either([(copy) => copy.sourcePorts(ports), (copy) => copy.destinationPorts(ports)]);
    }
  }

  private icmp(values: readonly string[]): void {
    const ranges = values.map((value) => icmpTypes(value, this.family));
    if (ranges.includes(undefined)) this.draft.undecidable('ICMP type');
    else {
      this.draft.destinationPorts(
        rangesOf(ranges.flatMap((one) => (one === undefined ? [] : [[one[0] ?? 0, one[1] ?? 0] as const]))),
      );
    }
  }
}

/** The most particular prefix of a list decides; one marked `except` takes its addresses out again. */
function longestMatch(entries: readonly (readonly string[])[]): AddressSet | undefined {
  const byLength = new Map<number, Map<string, { readonly set: AddressSet; readonly isOut: boolean }>>();
  for (const [prefix = '', except] of entries) {
    const set = parseAddresses(prefix);
    if (set === undefined) return undefined;
    const bits = Number(prefix.split('/')[1] ?? 128);
    const alike = byLength.get(bits) ?? new Map();
    // Of one prefix named twice the later mention counts; others of its length have nothing in common with it.
    alike.set(`${set.v4[0] ?? ''} ${set.v6[0] ?? ''}`, { set, isOut: except === 'except' });
    byLength.set(bits, alike);
  }
  let set = noAddress;
  for (const [, alike] of [...byLength].sort(([a], [b]) => a - b)) {
    const all = [...alike.values()];
    const inside = all.filter(({ isOut }) => !isOut).map((one) => one.set);
    const outside = all.filter(({ isOut }) => isOut).map((one) => one.set);
    set = subtractAddresses(uniteAllAddresses([set, ...inside]), uniteAllAddresses(outside));
  }
  return set;
}
