import { complementAddresses, parseAddressList } from '../../address.js';
import { complementPorts, complementProtocols, type Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { portNumber } from '../../names/services.js';
import { allStates, stateBits } from '../../policy.js';
import { type Ranges, rangesOf } from '../../ranges.js';
import { statesOfFlags, tcpFlags } from '../../tcp-flags.js';
import { statesBeforeTracking } from '../tracking.js';
import type { IpSet } from './ipset.js';

/** What a match option needs to know beyond its own words. */
export interface MatchScope {
  readonly family: 4 | 6;
  readonly sets: ReadonlyMap<string, IpSet>;
  /** The raw table sees packets before connections are tracked. */
  readonly isBeforeTracking: boolean;
}

type Apply = (draft: Draft, values: readonly string[], negated: boolean, scope: MatchScope) => void;

interface Option {
  /** Number of words it takes. */
  readonly takes: number;
  readonly apply: Apply;
}

/** Options of rules by long and short name. */
export function matchOption(name: string): Option | undefined {
  return options.get(name);
}

function addresses(side: 'source' | 'destination'): Apply {
  return (draft, [value = ''], negated) => {
    const set = parseAddressList(value.split(','));
    if (set === undefined) {
      draft.problem(`address ${value}`);
      return;
    }
    draft[side](negated ? complementAddresses(set) : set);
  };
}

/** `80`, `http`, `1024:`, `:1023`, `80:90`, and lists of them; undefined when a part is none. */
export function portList(text: string): Ranges | undefined {
  const pairs: [number, number][] = [];
  for (const item of text.split(',')) {
    const colon = item.indexOf(':');
    const from = colon < 0 ? item : item.slice(0, colon) || '0';
    const last = colon < 0 ? item : item.slice(colon + 1) || '65535';
    const [low, high] = [portNumber(from), portNumber(last)];
    if (low === undefined || high === undefined || low > high) return undefined;
    pairs.push([low, high + 1]);
  }
  return rangesOf(pairs);
}

function ports(...sides: readonly ('sourcePorts' | 'destinationPorts')[]): Apply {
  return (draft, [value = ''], negated) => {
    const list = portList(value);
    if (list === undefined) {
      draft.problem(`ports ${value}`);
      return;
    }
    const set = negated ? complementPorts(list) : list;
    if (negated) for (const side of sides) draft[side](set);
    else draft.either(sides.map((side) => (copy: Draft) => copy[side](set)));
  };
}

const protocol: Apply = (draft, [value = ''], negated) => {
  const number = protocolNumber(value);
  const isAll = value.toLowerCase() === 'all' || number === 0;
  if (number === undefined && !isAll) {
    draft.problem(`protocol ${value}`);
    return;
  }
  const set: Ranges = isAll ? [0, 256] : [number ?? 0, (number ?? 0) + 1];
  draft.protocols(negated ? complementProtocols(set) : set);
};

function interfaceName(side: 'in' | 'out'): Apply {
  return (draft, [value = ''], negated) => {
    if (value !== '+' || negated) draft.interface(side, { names: [value], negated });
  };
}

const stateByName = new Map<string, number>(Object.entries(stateBits));

const states: Apply = (draft, [value = ''], negated, { isBeforeTracking }) => {
  let bits = 0;
  let translated = 0;
  for (const name of value.toLowerCase().split(',')) {
    // An address is only translated after these chains have seen a connection's first packet.
    if (name === 'snat' || name === 'dnat') translated = stateBits.established | stateBits.related;
    else if (stateByName.has(name)) bits |= stateByName.get(name) ?? 0;
    else draft.problem(`state ${name}`);
  }
  const uncertain = translated & ~bits;
  if (isBeforeTracking) draft.states(statesBeforeTracking(negated ? allStates & ~bits : bits));
  else if (negated) draft.states(allStates & ~bits & ~uncertain, uncertain);
  else draft.states(bits, uncertain);
};

const flags: Apply = (draft, [mask = '', value = ''], negated) => {
  const [maskBits, valueBits] = [tcpFlags(mask), tcpFlags(value)];
  if (maskBits === undefined || valueBits === undefined) draft.problem(`TCP flags ${mask} ${value}`);
  else applyFlags(draft, maskBits, valueBits, negated);
};

function applyFlags(draft: Draft, mask: number, value: number, negated: boolean): void {
  const { certain, uncertain } = statesOfFlags(mask, value, negated);
  draft.states(certain, uncertain);
}

const syn: Apply = (draft, _values, negated) => applyFlags(draft, 23, 2, negated);

function icmp(family: 4 | 6): Apply {
  return (draft, [value = ''], negated) => {
    const types = icmpTypes(value, family);
    if (types === undefined) draft.problem(`ICMP type ${value}`);
    else draft.destinationPorts(negated ? complementPorts(types) : types);
  };
}

const matchSet: Apply = (draft, [name = '', sides = ''], negated, scope) => {
  const set = scope.sets.get(name);
  draft.objects.push(name);
  if (set === undefined || set.kind === 'other') {
    draft.undecidable(`ipset ${name}`);
    return;
  }
  const isSource = sides.split(',')[0] === 'src';
  if (set.kind === 'ports') {
    const value = negated ? complementPorts(set.ports) : set.ports;
    draft[isSource ? 'sourcePorts' : 'destinationPorts'](value);
  } else {
    const value = negated ? complementAddresses(set.addresses) : set.addresses;
    draft[isSource ? 'source' : 'destination'](value);
  }
};

/** Conditions we know and that a policy alone cannot decide. */
function undecidable(reason: string): Apply {
  return (draft) => draft.undecidable(reason);
}

const nothing: Apply = () => undefined;

const options = new Map<string, Option>([
  ...named(['-p', '--protocol', '--proto'], 1, protocol),
  ...named(['-s', '--source', '--src'], 1, addresses('source')),
  ...named(['-d', '--destination', '--dst'], 1, addresses('destination')),
  ...named(['-i', '--in-interface'], 1, interfaceName('in')),
  ...named(['-o', '--out-interface'], 1, interfaceName('out')),
  ...named(['-f', '--fragment'], 0, (draft, _values, negated) =>
    negated ? undefined : draft.undecidable('fragments'),
  ),
  ...named(['--sport', '--source-port'], 1, ports('sourcePorts')),
  ...named(['--dport', '--destination-port'], 1, ports('destinationPorts')),
  ...named(['--sports', '--source-ports'], 1, ports('sourcePorts')),
  ...named(['--dports', '--destination-ports'], 1, ports('destinationPorts')),
  ...named(['--ports', '--port'], 1, ports('sourcePorts', 'destinationPorts')),
  ...named(['--state', '--ctstate'], 1, states),
  ...named(['--ctproto'], 1, protocol),
  ...named(['--tcp-flags'], 2, flags),
  ...named(['--syn'], 0, syn),
  ...named(['--icmp-type'], 1, icmp(4)),
  ...named(['--icmpv6-type'], 1, icmp(6)),
  ...named(['--src-range'], 1, addresses('source')),
  ...named(['--dst-range'], 1, addresses('destination')),
  ...named(['--match-set', '--set-name'], 2, matchSet),
  ...named(['--comment'], 1, nothing),
  ...named(['--tcp-option'], 1, undecidable('TCP option')),
]);

function named(names: readonly string[], takes: number, apply: Apply): [string, Option][] {
  return names.map((name) => [name, { takes, apply }]);
}

/** Match modules whose own options cannot be decided, and how their condition is called. */
const undecidableModules = new Map<string, string>([
  ['limit', 'rate limit'],
  ['hashlimit', 'rate limit'],
  ['dstlimit', 'rate limit'],
  ['connlimit', 'number of connections'],
  ['connbytes', 'amount transferred'],
  ['quota', 'quota'],
  ['recent', 'recently seen addresses'],
  ['mark', 'packet mark'],
  ['connmark', 'connection mark'],
  ['connlabel', 'connection label'],
  ['owner', 'process owner'],
  ['cgroup', 'control group'],
  ['mac', 'hardware address'],
  ['length', 'packet length'],
  ['ttl', 'time to live'],
  ['hl', 'hop limit'],
  ['tos', 'type of service'],
  ['dscp', 'DSCP'],
  ['ecn', 'ECN'],
  ['time', 'time of day'],
  ['string', 'payload string'],
  ['u32', 'payload bytes'],
  ['bpf', 'packet filter program'],
  ['pkttype', 'link-layer packet type'],
  ['addrtype', 'address type'],
  ['physdev', 'bridge port'],
  ['devgroup', 'device group'],
  ['statistic', 'chance'],
  ['random', 'chance'],
  ['nth', 'every nth packet'],
  ['policy', 'IPsec policy'],
  ['socket', 'local socket'],
  ['helper', 'connection helper'],
  ['realm', 'routing realm'],
  ['geoip', 'country'],
  ['asn', 'autonomous system'],
  ['account', 'accounting'],
  ['layer7', 'application'],
  ['ndpi', 'application'],
  ['ipp2p', 'application'],
  ['osf', 'operating system'],
  ['condition', 'switch at run time'],
  ['cpu', 'processor'],
  ['cluster', 'cluster node'],
  ['ipv4options', 'IP options'],
  ['ipv6header', 'IPv6 header'],
  ['rt', 'IPv6 routing header'],
  ['dst', 'IPv6 destination header'],
  ['hbh', 'IPv6 hop-by-hop header'],
  ['frag', 'fragments'],
  ['eui64', 'hardware address'],
  ['ah', 'IPsec header'],
  ['esp', 'IPsec header'],
  ['ipcomp', 'IPsec header'],
  ['tcpmss', 'TCP segment size'],
  ['dccp', 'DCCP type'],
  ['sctp', 'SCTP chunk'],
  ['rateest', 'rate estimate'],
  ['nfacct', 'accounting'],
  ['unclean', 'malformed packets'],
  ['psd', 'port scan'],
  ['fuzzy', 'rate limit'],
  ['conntrack', 'connection tracking detail'],
  ['set', 'ipset'],
  ['rpfilter', 'reverse path'],
  ['state', 'connection state'],
]);

/** Name of the condition an option of a module stands for; undefined for a module we do not know. */
export function moduleCondition(module: string): string | undefined {
  return undecidableModules.get(module);
}

const plainModules = new Set([
  'tcp',
  'udp',
  'icmp',
  'icmp6',
  'icmpv6',
  'multiport',
  'iprange',
  'comment',
  'standard',
  'udplite',
  'mh',
]);

export function isKnownModule(module: string): boolean {
  return plainModules.has(module) || undecidableModules.has(module);
}
