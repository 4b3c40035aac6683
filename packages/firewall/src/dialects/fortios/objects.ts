import {
  type AddressSet,
  allV4,
  allV6,
  noAddress,
  parseAddresses,
  subtractAddresses,
  uniteAllAddresses,
} from '../../address.js';
import { Lookup } from '../../lookup.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Ranges } from '../../ranges.js';
import { portsIn } from '../../values.js';
import type { Entry } from './blocks.js';

export interface FortiService {
  readonly protocols: Ranges;
  readonly source?: Ranges;
  readonly destination?: Ranges;
}

type Resolved = AddressSet | string;
const deepest = 40;

/** Services every device has, for configurations that leave them out. */
const predefined: ReadonlyMap<string, readonly FortiService[]> = new Map([
  ['ALL', [{ protocols: [0, 256] }]],
  ['ALL_TCP', [{ protocols: [6, 7] }]],
  ['ALL_UDP', [{ protocols: [17, 18] }]],
  ['ALL_ICMP', [{ protocols: [1, 2] }]],
  ['ALL_ICMP6', [{ protocols: [58, 59] }]],
  ['PING', [{ protocols: [1, 2], destination: [2048, 2304] }]],
  ['HTTP', [{ protocols: [6, 7], destination: [80, 81] }]],
  ['HTTPS', [{ protocols: [6, 7], destination: [443, 444] }]],
  ['DNS', [{ protocols: [6, 7, 17, 18], destination: [53, 54] }]],
  ['NTP', [{ protocols: [6, 7, 17, 18], destination: [123, 124] }]],
  ['SSH', [{ protocols: [6, 7], destination: [22, 23] }]],
  ['SMTP', [{ protocols: [6, 7], destination: [25, 26] }]],
]);

/** Address and service objects of a configuration, resolved on demand. */
export class FortiObjects {
  private readonly found = new Map<string, ReadonlyMap<string, Entry>>();
  private readonly addresses = { 4: new Lookup<Resolved>(), 6: new Lookup<Resolved>() };
  private readonly known = new Lookup<readonly FortiService[] | string>();

  /** Tables of the VDOM first, then those of the whole device. */
  constructor(private readonly places: readonly ReadonlyMap<string, readonly Entry[]>[]) {}

  private find(table: string, name: string): Entry | undefined {
    const known = this.found.get(table);
    if (known !== undefined) return known.get(name);
    const entries = [...this.places].reverse().flatMap((tables) => tables.get(table) ?? []);
    const made = new Map(entries.map((entry) => [entry.name, entry]));
    this.found.set(table, made);
    return made.get(name);
  }

  /** Why an application list may stop a call; undefined when everything in it passes. */
  applicationControl(name: string): string | undefined {
    const list = this.find('application list', name);
    const reason = `application control ${name}`;
    if (list === undefined) return reason;
    const stops = ['other-application-action', 'unknown-application-action'].some(
      (key) => setting(list, key) === 'block',
    );
    const entries = list.tables.get('entries') ?? [];
    // An entry without an action blocks.
    const blocks = entries.filter((entry) => !['pass', 'reset-never'].includes(setting(entry, 'action')));
    return stops || blocks.length > 0 ? reason : undefined;
  }

  /** Addresses of a name in a family, or the reason why they cannot be told. */
  address(name: string, family: 4 | 6, depth = 0): Resolved {
    return this.addresses[family].of(name, () => this.resolved(name, family, depth));
  }

  private resolved(name: string, family: 4 | 6, depth: number): Resolved {
    if (name === 'all') return family === 4 ? { v4: allV4, v6: [] } : { v4: [], v6: allV6 };
    if (name === 'none') return noAddress;
    const suffix = family === 4 ? '' : '6';
    const group = this.find(`firewall addrgrp${suffix}`, name);
    if (group !== undefined)
      return depth > deepest ? `group ${name} is nested too deep` : this.group(group, family, depth);
    const entry = this.find(`firewall address${suffix}`, name);
    if (entry === undefined) return this.virtual(name, family) ?? `object ${name} is not in the document`;
    return single(entry) ?? `object ${name} (${setting(entry, 'type') || 'address'})`;
  }

  /** A policy on a virtual address meets what was sent to it. */
  private virtual(name: string, family: 4 | 6): Resolved | undefined {
    const vip = this.find(family === 4 ? 'firewall vip' : 'firewall vip6', name);
    if (vip === undefined) return undefined;
    return parseAddresses(setting(vip, 'extip')) ?? `virtual address ${name}`;
  }

  private group(group: Entry, family: 4 | 6, depth: number): Resolved {
    const members = this.united(values(group, 'member'), family, depth);
    if (typeof members === 'string' || setting(group, 'exclude') !== 'enable') return members;
    const excluded = this.united(values(group, 'exclude-member'), family, depth);
    return typeof excluded === 'string' ? excluded : subtractAddresses(members, excluded);
  }

  private united(names: readonly string[], family: 4 | 6, depth: number): Resolved {
    const sets: AddressSet[] = [];
    for (const name of names) {
      const one = this.address(name, family, depth + 1);
      if (typeof one === 'string') return one;
      sets.push(one);
    }
    return uniteAllAddresses(sets);
  }

  /** Protocols and ports of a service, or the reason why they cannot be told. */
  service(name: string, depth = 0): readonly FortiService[] | string {
    return this.known.of(name, () => this.services(name, depth));
  }

  private services(name: string, depth: number): readonly FortiService[] | string {
    const group = this.find('firewall service group', name);
    if (group !== undefined && depth <= deepest) {
      const all = new Set<FortiService>();
      for (const member of values(group, 'member')) {
        const one = this.service(member, depth + 1);
        if (typeof one === 'string') return one;
        for (const item of one) all.add(item);
      }
      return [...all];
    }
    const entry = this.find('firewall service custom', name);
    if (entry === undefined) return predefined.get(name) ?? `service ${name} is not in the document`;
    return custom(entry) ?? `service ${name}`;
  }
}

export function setting(entry: Entry | undefined, key: string): string {
  return entry?.settings.get(key)?.values.join(' ') ?? '';
}

export function values(entry: Entry, key: string): readonly string[] {
  return entry.settings.get(key)?.values ?? [];
}

function single(entry: Entry): AddressSet | undefined {
  const type = setting(entry, 'type') || 'ipmask';
  if (type === 'iprange') return parseAddresses(`${setting(entry, 'start-ip')}-${setting(entry, 'end-ip')}`);
  if (type !== 'ipmask' && type !== 'ipprefix') return undefined;
  const v6 = setting(entry, 'ip6');
  if (v6 !== '') return parseAddresses(v6);
  const [address = '0.0.0.0', mask = '0.0.0.0'] = values(entry, 'subnet');
  return parseAddresses(address.includes('/') ? address : `${address}/${mask}`);
}

function custom(entry: Entry): FortiService[] | undefined {
  const kind = (setting(entry, 'protocol') || 'TCP/UDP/SCTP').toUpperCase();
  if (kind === 'ICMP' || kind === 'ICMP6') {
    const type = Number(setting(entry, 'icmptype') || Number.NaN);
    const protocols: Ranges = kind === 'ICMP' ? [1, 2] : [58, 59];
    return [Number.isNaN(type) ? { protocols } : { protocols, destination: [type * 256, type * 256 + 256] }];
  }
  if (kind === 'IP') {
    const number = protocolNumber(setting(entry, 'protocol-number') || '0');
    if (number === undefined) return undefined;
    return [{ protocols: number === 0 ? [0, 256] : [number, number + 1] }];
  }
  const items: FortiService[] = [];
  for (const [key, number] of [
    ['tcp-portrange', 6],
    ['udp-portrange', 17],
    ['sctp-portrange', 132],
  ] as const) {
    for (const item of values(entry, key)) {
      const [destination = '', source = ''] = item.split(':');
      const [to, from] = [portsIn([destination]), portsIn([source])];
      if (to === undefined || from === undefined) return undefined;
      items.push({
        protocols: [number, number + 1],
        destination: to,
        ...(from.length === 0 ? {} : { source: from }),
      });
    }
  }
  return items;
}
