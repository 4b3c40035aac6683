import {
  type AddressSet,
  allV4,
  allV6,
  complementAddresses,
  parseAddresses,
  parseAddressList,
  parseV4,
  v4Wildcard,
} from '../../address.js';
import { complementPorts, complementProtocols, type Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { portNumber } from '../../names/services.js';
import { allStates, stateBits } from '../../policy.js';
import { type Ranges, rangesOf } from '../../ranges.js';
import { statesOfFlags, tcpFlags } from '../../tcp-flags.js';
import { statesBeforeTracking } from '../tracking.js';

/** The sign between a field and its values; none asks for a member, or for any of several flags. */
export type Comparison = '' | '==' | '!=' | '<' | '>' | '<=' | '>=';

/** What stands left of a comparison, and how a list of values restricts the rule. */
export interface Key {
  /** Holds as soon as the field is named, whatever its value: `tcp dport` speaks of TCP only. */
  readonly implies: (draft: Draft) => void;
  readonly apply: (draft: Draft, values: readonly string[], comparison: Comparison, place: KeyPlace) => void;
}

/** Where the rule stands: a chain in front of connection tracking knows no states. */
export interface KeyPlace {
  readonly tracking: 'done' | 'ahead' | 'either';
}

const none = (): void => undefined;
const onlyV4: AddressSet = { v4: allV4, v6: [] };
const onlyV6: AddressSet = { v4: [], v6: allV6 };

function addressKey(side: 'source' | 'destination', family: 4 | 6): Key {
  return {
    implies: (draft) => draft.source(family === 4 ? onlyV4 : onlyV6),
    apply: (draft, values, comparison) => {
      if (isOrder(comparison)) {
        draft.undecidable('comparison of addresses');
        return;
      }
      const masked = maskedAddresses(values, family);
      const set = masked === undefined ? addressesOf(values) : masked.set;
      if (masked?.hasHoles === true) draft.undecidable('a mask with many holes');
      else if (set === undefined) draft.problem(`address ${values.join(', ')}`);
      else draft[side]((comparison === '!=') !== (masked?.negated ?? false) ? complementAddresses(set) : set);
    },
  };
}

const addressesOfList = new WeakMap<readonly string[], AddressSet>();

function addressesOf(values: readonly string[]): AddressSet | undefined {
  const set = addressesOfList.get(values) ?? parseAddressList(values);
  if (set !== undefined) addressesOfList.set(values, set);
  return set;
}

/** `& 255.255.255.0 == 10.0.0.0` */
function maskedAddresses(
  values: readonly string[],
  family: 4 | 6,
): { set: AddressSet | undefined; negated: boolean; hasHoles: boolean } | undefined {
  const match = /^& ?\(?([0-9a-f.:]+)\)? (==|!=) ([0-9a-f.:]+)$/i.exec(
    values.length === 1 ? (values[0] ?? '') : '',
  );
  if (match === null) return undefined;
  const [, mask = '', sign, address = ''] = match;
  const set = family === 4 ? maskedV4(address, mask) : parseAddresses(`${address}/${mask}`);
  const areAddresses = parseAddresses(address) !== undefined && parseAddresses(mask) !== undefined;
  return { set, negated: sign === '!=', hasHoles: set === undefined && areAddresses };
}

function maskedV4(address: string, mask: string): AddressSet | undefined {
  const [value, bits] = [parseV4(address), parseV4(mask)];
  return value === undefined || bits === undefined ? undefined : v4Wildcard(value, 2 ** 32 - 1 - bits);
}

function isOrder(comparison: Comparison): boolean {
  return ['<', '>', '<=', '>='].includes(comparison);
}

function protocolKey(implies: (draft: Draft) => void = none): Key {
  return {
    implies,
    apply: (draft, values, comparison) => {
      const numbers = values.map(protocolNumber);
      if (isOrder(comparison)) draft.undecidable('comparison of protocols');
      else if (numbers.includes(undefined)) draft.problem(`protocol ${values.join(', ')}`);
      const set = rangesOf(numbers.flatMap((one) => (one === undefined ? [] : [[one, one + 1] as const])));
      if (!isOrder(comparison)) draft.protocols(comparison === '!=' ? complementProtocols(set) : set);
    },
  };
}

/** Ports as numbers, names or `from-last`; undefined when one is none. */
export function portRanges(values: readonly string[]): Ranges | undefined {
  const pairs: [number, number][] = [];
  for (const value of values) {
    const whole = portNumber(value);
    const dash = value.lastIndexOf('-');
    const from = whole ?? portNumber(value.slice(0, Math.max(dash, 0)));
    const last = whole ?? portNumber(value.slice(dash + 1));
    if (from === undefined || last === undefined || from > last) return undefined;
    pairs.push([from, last + 1]);
  }
  return rangesOf(pairs);
}

function portKey(side: 'sourcePorts' | 'destinationPorts', protocols: Ranges): Key {
  return {
    implies: (draft) => draft.protocols(protocols),
    apply: (draft, values, comparison) => {
      const set = portRanges(values);
      if (set === undefined) draft.problem(`ports ${values.join(', ')}`);
      else draft[side](comparedPorts(set, comparison));
    },
  };
}

function comparedPorts(set: Ranges, comparison: Comparison): Ranges {
  const first = set[0] ?? 0;
  switch (comparison) {
    case '':
    case '==':
      return set;
    case '!=':
      return complementPorts(set);
    case '<':
      return [0, first];
    case '<=':
      return [0, first + 1];
    case '>':
      return rangesOf([[first + 1, 65536]]);
    case '>=':
      return [first, 65536];
  }
}

function interfaceKey(side: 'in' | 'out'): Key {
  return {
    implies: none,
    apply: (draft, values, comparison) =>
      draft.interface(side, { names: values, negated: comparison === '!=' }),
  };
}

const stateByName = new Map<string, number>(Object.entries(stateBits));

const stateKey: Key = {
  implies: none,
  apply: (draft, values, comparison, { tracking }) => {
    let bits = 0;
    for (const value of values.flatMap((one) => one.split('|'))) {
      const bit = stateByName.get(value.trim().toLowerCase());
      if (bit === undefined) draft.problem(`state ${value}`);
      bits |= bit ?? 0;
    }
    const wanted = comparison === '!=' ? allStates & ~bits : bits;
    if (tracking === 'either') draft.undecidable('connection state, before and after tracking');
    else draft.states(tracking === 'ahead' ? statesBeforeTracking(wanted) : wanted);
  },
};

/** Of the flags only ordinary packets are thought of; a bare name asks for any of the flags, a sign for the value. */
const flagsKey: Key = {
  implies: (draft) => draft.protocols([6, 7]),
  apply: (draft, values, comparison) => {
    const words = values.join(' ').replace(/[()]/g, ' ');
    const masked = /^&\s*([\w|, ]+?)\s*(==|!=)\s*([\w|, ]+)$/.exec(words);
    const divided = /^([\w|, ]+?)\s*\/\s*([\w|, ]+)$/.exec(words);
    const isBare = masked === null && divided === null;
    const mask = isBare && comparison !== '' ? allFlags : flagsOf(masked?.[1] ?? divided?.[2] ?? words);
    const value = isBare && comparison === '' ? 0 : flagsOf(masked?.[3] ?? divided?.[1] ?? words);
    if (mask === undefined || value === undefined) {
      draft.problem(`TCP flags ${words}`);
      return;
    }
    const isNegated = (comparison === '!=') !== (masked?.[2] === '!=') || (isBare && comparison === '');
    const { certain, uncertain } = statesOfFlags(mask, value, isNegated);
    draft.states(certain, uncertain);
  },
};

const allFlags = 255;

function flagsOf(words: string): number | undefined {
  return words.trim() === '0' || words.trim() === '0x0' ? 0 : tcpFlags(words.trim().replace(/[|,\s]+/g, ','));
}

function icmpKey(family: 4 | 6): Key {
  const number = family === 4 ? 1 : 58;
  return {
    implies: (draft) => draft.protocols([number, number + 1]),
    apply: (draft, values, comparison) => {
      const ranges = values.map((value) => icmpTypes(value, family));
      if (ranges.includes(undefined)) draft.problem(`ICMP type ${values.join(', ')}`);
      const set = rangesOf(
        ranges.flatMap((one) => (one === undefined ? [] : [[one[0] ?? 0, one[1] ?? 0] as const])),
      );
      if (isOrder(comparison)) draft.undecidable('comparison of ICMP types');
      else draft.destinationPorts(comparison === '!=' ? complementPorts(set) : set);
    },
  };
}

const familyKey: Key = {
  implies: none,
  apply: (draft, values, comparison) => {
    const negated = comparison === '!=';
    const isV4 = values.includes('ipv4') || values.includes('ip');
    const isV6 = values.includes('ipv6') || values.includes('ip6');
    if (isV4 !== isV6) draft.source(isV4 !== negated ? onlyV4 : onlyV6);
    else if (!isV4) draft.problem(`family ${values.join(', ')}`);
  },
};

function opaqueKey(reason: string): Key {
  return { implies: none, apply: (draft) => draft.undecidable(reason) };
}

const tcp: Ranges = [6, 7];
const udp: Ranges = [17, 18];
const keys: ReadonlyMap<string, Key> = new Map([
  ['ip saddr', addressKey('source', 4)],
  ['ip daddr', addressKey('destination', 4)],
  ['ip6 saddr', addressKey('source', 6)],
  ['ip6 daddr', addressKey('destination', 6)],
  ['ip protocol', protocolKey((draft) => draft.source(onlyV4))],
  ['ip6 nexthdr', protocolKey((draft) => draft.source(onlyV6))],
  ['meta l4proto', protocolKey()],
  ['meta nfproto', familyKey],
  ['meta protocol', familyKey],
  ['tcp sport', portKey('sourcePorts', tcp)],
  ['tcp dport', portKey('destinationPorts', tcp)],
  ['tcp flags', flagsKey],
  ['udp sport', portKey('sourcePorts', udp)],
  ['udp dport', portKey('destinationPorts', udp)],
  ['th sport', portKey('sourcePorts', [6, 7, 17, 18, 132, 133])],
  ['th dport', portKey('destinationPorts', [6, 7, 17, 18, 132, 133])],
  ['sctp sport', portKey('sourcePorts', [132, 133])],
  ['sctp dport', portKey('destinationPorts', [132, 133])],
  ['icmp type', icmpKey(4)],
  ['icmpv6 type', icmpKey(6)],
  ['meta iifname', interfaceKey('in')],
  ['meta iif', interfaceKey('in')],
  ['meta oifname', interfaceKey('out')],
  ['meta oif', interfaceKey('out')],
  ['ct state', stateKey],
]);

/** Fields whose value no policy can tell. */
const undecidable = new Map<string, string>([
  ['meta', 'packet metadata'],
  ['ct', 'connection tracking detail'],
  ['ip', 'IP header detail'],
  ['ip6', 'IPv6 header detail'],
  ['tcp', 'TCP header detail'],
  ['udp', 'UDP header detail'],
  ['icmp', 'ICMP code'],
  ['icmpv6', 'ICMPv6 code'],
  ['ether', 'hardware address'],
  ['vlan', 'VLAN tag'],
  ['fib', 'routing lookup'],
  ['rt', 'routing'],
  ['socket', 'local socket'],
  ['osf', 'operating system'],
  ['frag', 'fragments'],
  ['exthdr', 'extension header'],
  ['numgen', 'chance'],
  ['jhash', 'hash'],
  ['symhash', 'hash'],
  ['ah', 'IPsec header'],
  ['esp', 'IPsec header'],
  ['comp', 'IPsec header'],
  ['ipsec', 'IPsec policy'],
  ['dccp', 'DCCP'],
  ['udplite', 'UDP-Lite'],
]);

const shortMeta = new Set([
  'iifgroup',
  'oifgroup',
  'iiftype',
  'oiftype',
  'iifkind',
  'oifkind',
  'ibrname',
  'obrname',
  'rtclassid',
  'cpu',
  'nftrace',
  'iif',
  'iifname',
  'oif',
  'oifname',
  'l4proto',
  'nfproto',
  'mark',
  'skuid',
  'skgid',
  'pkttype',
  'cgroup',
  'day',
  'hour',
  'time',
]);

/** The key two words name, and how many of them it takes; undefined when it is none. */
export function keyOf(first: string, second: string): { key: Key; takes: 1 | 2 } | undefined {
  if (shortMeta.has(first)) {
    return { key: keys.get(`meta ${first}`) ?? opaqueKey(`packet ${first}`), takes: 1 };
  }
  const key = keys.get(`${first} ${second}`);
  if (key !== undefined) return { key, takes: 2 };
  const reason = undecidable.get(first);
  return reason === undefined ? undefined : { key: opaqueKey(reason), takes: 2 };
}
