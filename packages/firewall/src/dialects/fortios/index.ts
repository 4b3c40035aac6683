import { type AddressSet, complementAddresses, noAddress, uniteAllAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import type { Path, Stage } from '../../policy.js';
import { addOpenStage } from '../bindings.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { type Entry, readBlocks, type Tables } from './blocks.js';
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

interface Vdom {
  readonly name: string;
  readonly tables: Tables;
}

class FortiReader {
  private readonly builder = new PolicyBuilder('fortios');
  private objects: FortiObjects;
  private readonly outside = new Set<string>();
  private hasV6 = false;

  constructor(private readonly tables: Tables) {
    this.objects = new FortiObjects([tables]);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    const paths = this.vdoms().map((vdom, _index, all) => this.vdom(vdom, all.length > 1));
    for (const entry of this.tables.get('system session-helper') ?? []) {
      if (setting(entry, 'name') === 'sip') this.builder.sipHelper(true, entry.line, 'session-helper sip');
    }
    return this.builder.build({ families: this.hasV6 ? [4, 6] : [4], paths, outside: [...this.outside] });
  }

  /** VDOMs with policies; a device without VDOMs is one itself. */
  private vdoms(): Vdom[] {
    const found = (this.tables.get('vdom') ?? []).filter(({ tables }) =>
      policyTables.some((table) => tables.has(table)),
    );
    return found.length > 0 ? found : [{ name: '', tables: this.tables }];
  }

  private vdom({ name, tables }: Vdom, isOneOfMany: boolean): Path {
    const chain = isOneOfMany ? name : 'policy';
    this.objects = new FortiObjects(name === '' ? [tables] : [tables, this.tables]);
    this.builder.chain(chain);
    for (const [table, families] of policyFamilies) {
      for (const entry of tables.get(table) ?? []) this.policy(chain, entry, families);
    }
    this.translations(tables);
    this.helpers(tables);
    const stage: Stage = {
      chain,
      fallback: 'deny',
      fallbackId: 'implicit deny',
      fallbackText: 'no policy matched: deny',
      isMain: true,
    };
    const [inner] = tables.get('firewall security-policy') ?? [];
    const stages =
      inner === undefined
        ? [stage]
        : [
            stage,
            addOpenStage(
              this.builder,
              `${chain} applications`,
              'security policies by application decide as well',
              inner.line,
            ),
          ];
    return { name: chain, tracksSessions: true, stages };
  }

  /** With central translation the policies do not say where addresses are translated. */
  private translations(tables: Tables): void {
    for (const entry of [...(tables.get('firewall vip') ?? []), ...(tables.get('firewall vip6') ?? [])])
      this.builder.note('nat', entry.line, `vip ${entry.name}`);
    for (const entry of tables.get('firewall central-snat-map') ?? []) {
      this.builder.note('nat', entry.line, `central-snat-map ${entry.name}`);
      if (setting(entry, 'status') === 'disable' || setting(entry, 'nat') === 'disable') continue;
      for (const name of values(entry, 'dstintf')) if (name !== 'any') this.outside.add(name);
    }
  }

  private helpers(tables: Tables): void {
    for (const entry of tables.get('system settings') ?? []) {
      for (const key of ['sip-helper', 'sip-expectation', 'default-voip-alg-mode']) {
        const written = entry.settings.get(key);
        if (written === undefined || key === 'sip-expectation') continue;
        this.builder.sipHelper(
          written.values[0] !== 'disable',
          written.line,
          `${key} ${written.values.join(' ')}`,
        );
      }
    }
    for (const profile of tables.get('voip profile') ?? []) {
      for (const sip of profile.tables.get('sip') ?? []) {
        const status = sip.settings.get('status');
        const isOn = status?.values[0] !== 'disable';
        this.builder.sipHelper(
          isOn,
          status?.line ?? sip.line,
          `voip profile ${profile.name}: sip ${isOn ? 'enable' : 'disable'}`,
        );
      }
    }
  }

  private policy(chain: string, entry: Entry, families: readonly (4 | 6)[]): void {
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
    this.builder.add(chain, {
      line: entry.line,
      text,
      id: `${chain === 'policy' ? '' : `${chain} `}policy ${entry.name}${name === '' ? '' : ` (${name})`}`,
      draft,
      action: { type: action === 'accept' ? 'allow' : action === 'deny' ? 'deny' : 'unknown' },
    });
  }

  private addresses(draft: Draft, entry: Entry, families: readonly (4 | 6)[]): void {
    const is4Named = values(entry, 'srcaddr4').length > 0 || values(entry, 'dstaddr4').length > 0;
    const suffixOf = (family: 4 | 6): string =>
      family === 6 && families.includes(4) ? '6' : is4Named ? '4' : '';
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
    const sets: AddressSet[] = [];
    const reasons: string[] = [];
    const service = side === 'source' ? 'internet-service-src' : 'internet-service';
    if (setting(entry, service) === 'enable') reasons.push('internet service');
    const names = reasons.length > 0 ? ['all'] : values(entry, key);
    for (const name of names) {
      const one = this.objects.address(name, family);
      if (name !== 'all') draft.objects.push(name);
      if (typeof one === 'string') reasons.push(one);
      else sets.push(one);
    }
    for (const reason of reasons) draft.undecidable(reason);
    const set = reasons.length > 0 ? this.all(family) : uniteAllAddresses(sets);
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
    if (setting(entry, 'action') === 'accept' && setting(entry, 'utm-status') !== 'disable') {
      const list = setting(entry, 'application-list');
      const reason = list === '' ? undefined : this.objects.applicationControl(list);
      if (reason !== undefined) draft.undecidable(reason);
      if (list !== '') this.builder.note('ignored-part', entry.line, `application control ${list}`);
      if (setting(entry, 'profile-group') !== '')
        draft.undecidable(`profile group ${setting(entry, 'profile-group')}`);
      const voip = setting(entry, 'voip-profile');
      if (voip !== '') this.builder.sipHelper(true, entry.line, `voip-profile ${voip}`);
    }
    if (setting(entry, 'ztna-status') === 'enable') draft.undecidable('device posture');
  }

  private services(draft: Draft, entry: Entry): void {
    if (setting(entry, 'internet-service') === 'enable') return;
    const items: FortiService[] = [];
    const reasons: string[] = [];
    for (const name of values(entry, 'service')) {
      const one = this.objects.service(name);
      if (name !== 'ALL') draft.objects.push(name);
      if (typeof one === 'string') reasons.push(one);
      else for (const item of one) items.push(item);
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

const policyFamilies = [
  ['firewall policy', [4, 6]],
  ['firewall consolidated policy', [4, 6]],
  ['firewall policy6', [6]],
] as const;
const policyTables = policyFamilies.map(([table]) => table);

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
