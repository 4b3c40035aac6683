import { type AddressSet, allV4, allV6, complementAddresses, parseAddressList } from '../../address.js';
import { complementPorts, complementProtocols, type Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { portNumber } from '../../names/services.js';
import { allStates, stateBits } from '../../policy.js';
import { type Ranges, rangesOf } from '../../ranges.js';
import { statesOfFlags, tcpFlags } from '../../tcp-flags.js';

/** What stands left of a comparison, and how a list of values restricts the rule. */
export interface Key {
  /** Holds as soon as the field is named, whatever its value: `tcp dport` speaks of TCP only. */
  readonly implies: (draft: Draft) => void;
  readonly apply: (draft: Draft, values: readonly string[], negated: boolean) => void;
}

const none = (): void => undefined;
const onlyV4: AddressSet = { v4: allV4, v6: [] };
const onlyV6: AddressSet = { v4: [], v6: allV6 };

function addressKey(side: 'source' | 'destination', family: 4 | 6): Key {
  return {
    implies: (draft) => draft.source(family === 4 ? onlyV4 : onlyV6),
    apply: (draft, values, negated) => {
      const set = parseAddressList(values);
      if (set === undefined) draft.problem(`address ${values.join(', ')}`);
      else draft[side](negated ? complementAddresses(set) : set);
    },
  };
}

function protocolKey(implies: (draft: Draft) => void = none): Key {
  return {
    implies,
    apply: (draft, values, negated) => {
      const numbers = values.map(protocolNumber);
      if (numbers.includes(undefined)) draft.problem(`protocol ${values.join(', ')}`);
      const set = rangesOf(numbers.flatMap((one) => (one === undefined ? [] : [[one, one + 1] as const])));
      draft.protocols(negated ? complementProtocols(set) : set);
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
    apply: (draft, values, negated) => {
      const set = portRanges(values);
      if (set === undefined) draft.problem(`ports ${values.join(', ')}`);
      else draft[side](negated ? complementPorts(set) : set);
    },
  };
}

function interfaceKey(side: 'in' | 'out'): Key {
  return {
    implies: none,
    apply: (draft, values, negated) => draft.interface(side, { names: values, negated }),
  };
}

const stateByName = new Map<string, number>(Object.entries(stateBits));

const stateKey: Key = {
  implies: none,
  apply: (draft, values, negated) => {
    let bits = 0;
    for (const value of values) {
      const bit = stateByName.get(value.toLowerCase());
      if (bit === undefined) draft.problem(`state ${value}`);
      bits |= bit ?? 0;
    }
    draft.states(negated ? allStates & ~bits : bits);
  },
};

const flagsKey: Key = {
  implies: (draft) => draft.protocols([6, 7]),
  apply: (draft, values, negated) => {
    // `flags syn` asks for any of the flags, `flags & (mask) == value` for exactly the value.
    const words = values.join(' ').replace(/[()]/g, ' ');
    const masked = /^&?\s*([\w|, ]+?)\s*(?:==|!=)\s*([\w|, ]+)$/.exec(words);
    const mask = tcpFlags((masked?.[1] ?? words).replace(/[|\s]+/g, ','));
    const value = masked === null ? undefined : tcpFlags((masked[2] ?? '').replace(/[|\s]+/g, ','));
    if (mask === undefined || (masked !== null && value === undefined)) {
      draft.problem(`TCP flags ${words}`);
      return;
    }
    const { certain, uncertain } =
      value === undefined
        ? statesOfFlags(mask, 0, !negated)
        : statesOfFlags(mask, value, negated || words.includes('!='));
    draft.states(certain, uncertain);
  },
};

function icmpKey(family: 4 | 6): Key {
  const number = family === 4 ? 1 : 58;
  return {
    implies: (draft) => draft.protocols([number, number + 1]),
    apply: (draft, values, negated) => {
      const ranges = values.map((value) => icmpTypes(value, family));
      if (ranges.includes(undefined)) draft.problem(`ICMP type ${values.join(', ')}`);
      const set = rangesOf(
        ranges.flatMap((one) => (one === undefined ? [] : [[one[0] ?? 0, one[1] ?? 0] as const])),
      );
      draft.destinationPorts(negated ? complementPorts(set) : set);
    },
  };
}

const familyKey: Key = {
  implies: none,
  apply: (draft, values, negated) => {
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
