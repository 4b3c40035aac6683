import { complementAddresses, noAddress, uniteAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { type Entry, readBlocks } from './blocks.js';
import { FortiObjects, type FortiService, setting, values } from './objects.js';

export function recognisesFortios({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^#config-version=/m.test(text) ||
    /^[ \t]*config firewall (policy6?|address6?|service custom)\s*$/m.test(text)
  );
}

/** Reads a FortiOS text backup or `show firewall policy`. */
export function parseFortios(text: string): ParsedPolicy {
  return { policy: new FortiReader(readBlocks(text)).read(), diagnostics: [] };
}

class FortiReader {
  private readonly builder = new PolicyBuilder('fortios');
  private readonly objects: FortiObjects;
  private readonly outside = new Set<string>();
  private hasV6 = false;

  constructor(private readonly tables: ReadonlyMap<string, readonly Entry[]>) {
    this.objects = new FortiObjects(tables);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    this.builder.chain('policy');
    for (const entry of this.tables.get('firewall policy') ?? []) this.policy(entry, [4, 6]);
    for (const entry of this.tables.get('firewall policy6') ?? []) this.policy(entry, [6]);
    for (const entry of this.tables.get('system session-helper') ?? []) {
      if (setting(entry, 'name') === 'sip') this.builder.sipHelper(true, entry.line, 'session-helper sip');
    }
    for (const entry of this.tables.get('firewall vip') ?? [])
      this.builder.note('nat', entry.line, `vip ${entry.name}`);
    const stage = {
      chain: 'policy',
      fallback: 'deny',
      fallbackId: 'implicit deny',
      fallbackText: 'no policy matched: deny',
      isMain: true,
    } as const;
    return this.builder.build({
      families: this.hasV6 ? [4, 6] : [4],
      paths: [{ name: 'policy', tracksSessions: true, stages: [stage] }],
      outside: [...this.outside],
    });
  }

  private policy(entry: Entry, families: readonly (4 | 6)[]): void {
    const draft = new Draft();
    for (const [side, key] of [
      ['in', 'srcintf'],
      ['out', 'dstintf'],
    ] as const) {
      const names = values(entry, key);
      if (names.length > 0 && !names.includes('any')) draft.interface(side, { names, negated: false });
    }
    if (setting(entry, 'nat') === 'enable')
      for (const name of values(entry, 'dstintf')) if (name !== 'any') this.outside.add(name);
    this.addresses(draft, entry, families);
    this.conditions(draft, entry);
    this.services(draft, entry);
    const action = setting(entry, 'action') || 'deny';
    if (!['accept', 'deny', 'ipsec', 'ssl-vpn'].includes(action)) draft.problem(`action ${action}`);
    if (action === 'ipsec' || action === 'ssl-vpn') draft.undecidable('sent into a tunnel');
    const text = [
      `edit ${entry.name}`,
      ...[...entry.settings]
        .filter(([key]) => shown.has(key))
        .map(([key, { values: list }]) => `set ${key} ${list.join(' ')}`),
    ].join('; ');
    if (setting(entry, 'status') === 'disable') {
      this.builder.count(entry.line, text, draft.problems);
      this.builder.note('disabled-rule', entry.line, entry.name);
      return;
    }
    const name = setting(entry, 'name');
    this.builder.add('policy', {
      line: entry.line,
      text,
      id: name === '' ? `policy ${entry.name}` : `policy ${entry.name} (${name})`,
      draft,
      action: { type: action === 'accept' ? 'allow' : action === 'deny' ? 'deny' : 'unknown' },
    });
  }

  private addresses(draft: Draft, entry: Entry, families: readonly (4 | 6)[]): void {
    const suffixOf = (family: 4 | 6): string => (family === 6 && families.includes(4) ? '6' : '');
    const spoken = families.filter(
      (family) =>
        values(entry, `srcaddr${suffixOf(family)}`).length > 0 ||
        values(entry, `dstaddr${suffixOf(family)}`).length > 0,
    );
    if (spoken.includes(6)) this.hasV6 = true;
    if (spoken.length === 0) {
      if (values(entry, 'srcaddr').length === 0 && setting(entry, 'internet-service') !== 'enable')
        draft.undecidable('a policy without addresses');
      return;
    }
    draft.either(
      spoken.map((family) => (copy: Draft) => {
        for (const [side, key] of [
          ['source', 'srcaddr'],
          ['destination', 'dstaddr'],
        ] as const) {
          this.endpoint(copy, side, entry, `${key}${suffixOf(family)}`, family);
        }
      }),
    );
  }

  private endpoint(
    draft: Draft,
    side: 'source' | 'destination',
    entry: Entry,
    key: string,
    family: 4 | 6,
  ): void {
    let set = noAddress;
    const reasons: string[] = [];
    const service = side === 'source' ? 'internet-service-src' : 'internet-service';
    if (setting(entry, service) === 'enable') reasons.push('internet service');
    const names = reasons.length > 0 ? ['all'] : values(entry, key);
    for (const name of names) {
      const one = this.objects.address(name, family);
      if (name !== 'all') draft.objects.push(name);
      if (typeof one === 'string') reasons.push(one);
      else set = uniteAddresses(set, one);
    }
    for (const reason of reasons) draft.undecidable(reason);
    if (reasons.length > 0) set = this.all(family);
    const isNegated = setting(entry, `${key}-negate`) === 'enable';
    draft[side](isNegated && reasons.length === 0 ? complementAddresses(set) : set);
    if (isNegated) draft[side](this.all(family));
  }

  private all(family: 4 | 6): ReturnType<typeof complementAddresses> {
    const all = this.objects.address('all', family);
    return typeof all === 'string' ? noAddress : all;
  }

  private conditions(draft: Draft, entry: Entry): void {
    for (const [key, reason] of [
      ['users', 'user'],
      ['groups', 'user'],
      ['fsso-groups', 'user'],
      ['application', 'application'],
      ['app-category', 'application'],
      ['url-category', 'URL category'],
    ] as const) {
      if (values(entry, key).length > 0) draft.undecidable(reason);
    }
    const schedule = setting(entry, 'schedule');
    if (schedule !== '' && schedule !== 'always') draft.undecidable(`schedule ${schedule}`);
    if (setting(entry, 'action') === 'accept' && setting(entry, 'application-list') !== '') {
      draft.undecidable(`application control ${setting(entry, 'application-list')}`);
    }
  }

  private services(draft: Draft, entry: Entry): void {
    if (setting(entry, 'internet-service') === 'enable') return;
    const items: FortiService[] = [];
    const reasons: string[] = [];
    for (const name of values(entry, 'service')) {
      const one = this.objects.service(name);
      if (name !== 'ALL') draft.objects.push(name);
      if (typeof one === 'string') reasons.push(one);
      else items.push(...one);
    }
    if (setting(entry, 'service-negate') === 'enable') reasons.push('everything but some services');
    for (const reason of reasons) draft.undecidable(reason);
    if (reasons.length > 0 || items.length === 0) return;
    draft.either(
      items.map((item) => (copy: Draft) => {
        copy.protocols(item.protocols);
        if (item.source !== undefined) copy.sourcePorts(item.source);
        if (item.destination !== undefined) copy.destinationPorts(item.destination);
      }),
    );
  }
}

const shown = new Set([
  'name',
  'action',
  'srcintf',
  'dstintf',
  'srcaddr',
  'dstaddr',
  'srcaddr6',
  'dstaddr6',
  'service',
  'status',
]);
