import {
  type AddressSet,
  allV4,
  allV6,
  complementAddresses,
  parseAddresses,
  uniteAddresses,
  uniteAllAddresses,
} from '../../address.js';
import { complementPorts, Draft } from '../../draft.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Path } from '../../policy.js';
import { child, childrenNamed, childText, type Element } from '../../xml.js';
import { PolicyBuilder } from '../builder.js';
import { Aliases } from './aliases.js';

/** Rules in the order the filter asks them; a rule without `quick` only counts when nothing after it matched. */
interface Ordered {
  readonly rank: number;
  readonly isQuick: boolean;
  readonly add: (way: Way) => void;
}

/** Rules act where traffic enters; those for the way out are asked again when it leaves. */
const ways = ['in', 'out'] as const;
type Way = (typeof ways)[number];

export class SenseReader {
  private readonly builder: PolicyBuilder;
  private readonly aliases: Aliases;
  private readonly rules: Ordered[] = [];
  private readonly interfaces = new Map<string, Element>();
  private hasV6 = false;

  constructor(
    private readonly root: Element,
    dialect: 'pfsense' | 'opnsense',
  ) {
    this.builder = new PolicyBuilder(dialect);
    this.aliases = new Aliases(root);
    for (const element of child(root, 'interfaces')?.children ?? [])
      this.interfaces.set(element.name, element);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    for (const rule of childrenNamed(child(this.root, 'filter'), 'rule')) this.rule(rule, legacyFields(rule));
    const models = childrenNamed(child(this.root, 'OPNsense', 'Firewall', 'Filter', 'rules'), 'rule');
    const sorted = [...models].sort(
      (a, b) => Number(childText(a, 'sequence')) - Number(childText(b, 'sequence')),
    );
    for (const rule of sorted) this.rule(rule, modelFields(rule));
    const ordered = [...this.rules].sort((a, b) => a.rank - b.rank);
    // The last match wins among rules that are not quick, and any quick match beats them.
    const preferred = [
      ...ordered.filter((one) => one.isQuick),
      ...ordered.filter((one) => !one.isQuick).reverse(),
    ];
    for (const way of ways) {
      this.builder.chain(way);
      for (const rule of preferred) rule.add(way);
    }
    const path: Path = {
      name: 'forward',
      tracksSessions: true,
      stages: [
        {
          chain: 'in',
          fallback: 'deny',
          fallbackId: 'default deny',
          fallbackText: 'no rule matched: block',
          isMain: true,
        },
        {
          chain: 'out',
          fallback: 'allow',
          fallbackId: 'let out',
          fallbackText: 'no rule on the way out: pass',
        },
      ],
    };
    const outside = [...this.interfaces.keys()].filter(
      (name) => name === 'wan' || childText(this.interfaces.get(name), 'gateway') !== '',
    );
    return this.builder.build({
      families: this.hasV6 ? [4, 6] : [4],
      paths: [path],
      outside: outside.length > 0 ? outside : ['wan'],
    });
  }

  private rule(rule: Element, fields: Fields): void {
    const draft = new Draft();
    const { interfaces, isFloating } = fields;
    this.family(draft, fields.family);
    this.protocol(draft, fields.protocol);
    this.endpoint(draft, 'source', fields.source);
    this.endpoint(draft, 'destination', fields.destination);
    for (const [key, reason] of [
      ['tagged', 'tag of another rule'],
      ['sched', 'time of day'],
      ['os', 'operating system'],
    ] as const) {
      if (childText(rule, key) !== '') draft.undecidable(reason);
    }
    if (fields.type === 'pass' && childText(rule, 'statetype') === 'none')
      draft.undecidable('no state: answers need a rule of their own');
    const text = describe(rule, fields);
    if (fields.isDisabled) {
      this.builder.count(rule.line, text, draft.problems);
      this.builder.note('disabled-rule', rule.line, text);
      return;
    }
    const known = fields.type === 'pass' || fields.type === 'block' || fields.type === 'reject';
    if (!known && fields.type !== 'match') draft.problem(`type ${fields.type}`);
    const action = fields.type === 'pass' ? 'allow' : known ? 'deny' : 'continue';
    this.rules.push({
      rank: isFloating ? 0 : this.isGroup(interfaces[0] ?? '') ? 1 : 2,
      isQuick: fields.isQuick,
      add: (way) => {
        if (fields.direction !== 'any' && (fields.direction === 'out' ? 'out' : 'in') !== way) return;
        const placed = new Draft();
        draft.copyInto(placed);
        if (interfaces.length > 0) this.place(placed, way, fields);
        const id = childText(rule, 'tracker') || `${interfaces.join(',') || 'any'}: ${text}`.slice(0, 80);
        const counts = fields.direction !== 'any' || way === 'in';
        this.builder.add(way, { line: rule.line, text, id, draft: placed, action: { type: action }, counts });
      },
    });
  }

  private place(draft: Draft, way: Way, fields: Fields): void {
    const names = fields.interfaces.flatMap((name) => this.membersOf(name));
    draft.interface(way, { names, negated: fields.isInterfaceNegated });
  }

  private groupElements(): Element[] {
    return childrenNamed(child(this.root, 'ifgroups'), 'ifgroupentry');
  }

  private isGroup(name: string): boolean {
    return this.groupElements().some((group) => childText(group, 'ifname') === name);
  }

  private membersOf(name: string): string[] {
    const group = this.groupElements().find((one) => childText(one, 'ifname') === name);
    return group === undefined
      ? [name]
      : childText(group, 'members')
          .split(/[\s,]+/)
          .filter((one) => one !== '');
  }

  private family(draft: Draft, family: string): void {
    if (family === 'inet6') draft.source({ v4: [], v6: allV6 });
    if (family === 'inet') draft.source({ v4: allV4, v6: [] });
    if (family !== 'inet') this.hasV6 = true;
  }

  private protocol(draft: Draft, text: string): void {
    const name = text.toLowerCase();
    if (name === '' || name === 'any') return;
    const number = protocolNumber(name);
    if (name === 'tcp/udp') draft.protocols([6, 7, 17, 18]);
    else if (name === 'icmp') draft.protocols([1, 2, 58, 59]);
    else if (number !== undefined) draft.protocols([number, number + 1]);
    else draft.problem(`protocol ${text}`);
  }

  private endpoint(draft: Draft, side: 'source' | 'destination', end: Endpoint): void {
    if (end.names.length > 0) {
      const sets: AddressSet[] = [];
      const opaque: string[] = [];
      for (const name of end.names) {
        const one = this.addressOf(name);
        if (typeof one === 'string') opaque.push(one);
        else sets.push(one);
        if (this.aliases.has(name)) draft.objects.push(name);
      }
      for (const reason of opaque) draft.undecidable(reason);
      const set = uniteAllAddresses(sets);
      if (opaque.length === 0) draft[side](end.isNegated ? complementAddresses(set) : set);
    }
    if (end.port !== '') this.ports(draft, side, end.port);
  }

  private ports(draft: Draft, side: 'source' | 'destination', text: string): void {
    const ports = this.aliases.ports(text);
    if (typeof ports === 'string') draft.undecidable(ports);
    else draft[side === 'source' ? 'sourcePorts' : 'destinationPorts'](ports ?? complementPorts([]));
    if (ports === undefined) draft.problem(`ports ${text}`);
  }

  /** An address, alias or `lan`, `lanip`, `(self)`; the reason when the document cannot tell. */
  private addressOf(name: string): AddressSet | string {
    const direct = parseAddresses(name);
    if (direct !== undefined) return direct;
    const alias = this.aliases.addresses(name);
    if (alias !== undefined) return alias;
    const isAddress = /ip$/.test(name) && this.interfaces.has(name.slice(0, -2));
    const element = this.interfaces.get(isAddress ? name.slice(0, -2) : name);
    if (element === undefined) return `${name} is not in the document`;
    const address = parseAddresses(
      isAddress
        ? childText(element, 'ipaddr')
        : `${childText(element, 'ipaddr')}/${childText(element, 'subnet')}`,
    );
    const v6 = parseAddresses(
      isAddress
        ? childText(element, 'ipaddrv6')
        : `${childText(element, 'ipaddrv6')}/${childText(element, 'subnetv6')}`,
    );
    if (address === undefined) return `addresses of ${name} are given at run time`;
    return v6 === undefined ? address : uniteAddresses(address, v6);
  }
}

interface Endpoint {
  /** Empty for any. */
  readonly names: readonly string[];
  readonly isNegated: boolean;
  readonly port: string;
}

interface Fields {
  readonly type: string;
  readonly isDisabled: boolean;
  readonly isFloating: boolean;
  readonly isQuick: boolean;
  readonly interfaces: readonly string[];
  readonly isInterfaceNegated: boolean;
  readonly direction: string;
  readonly family: string;
  readonly protocol: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

const isSet = (element: Element | undefined): boolean =>
  element !== undefined && !['0', 'no', 'off'].includes(element.text.trim());
const list = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '' && one !== 'any');

function legacyFields(rule: Element): Fields {
  const isFloating = childText(rule, 'floating') === 'yes' || childText(rule, 'floating') === '1';
  const quick = child(rule, 'quick');
  return {
    type: childText(rule, 'type') || 'pass',
    isDisabled: isSet(child(rule, 'disabled')),
    isFloating,
    isQuick: quick === undefined ? !isFloating : isSet(quick),
    interfaces: list(childText(rule, 'interface')),
    isInterfaceNegated: false,
    direction: childText(rule, 'direction') || 'in',
    family: childText(rule, 'ipprotocol') || 'inet',
    protocol: childText(rule, 'protocol'),
    source: legacyEndpoint(child(rule, 'source')),
    destination: legacyEndpoint(child(rule, 'destination')),
  };
}

function legacyEndpoint(element: Element | undefined): Endpoint {
  const names =
    child(element, 'any') === undefined ? [childText(element, 'network'), childText(element, 'address')] : [];
  return {
    names: names.filter((name) => name !== '' && name !== 'any'),
    isNegated: isSet(child(element, 'not')),
    port: childText(element, 'port'),
  };
}

function modelFields(rule: Element): Fields {
  const end = (side: string): Endpoint => ({
    names: list(childText(rule, `${side}_net`)),
    isNegated: childText(rule, `${side}_not`) === '1',
    port: childText(rule, `${side}_port`),
  });
  const interfaces = list(childText(rule, 'interface'));
  return {
    type: childText(rule, 'action') || 'pass',
    isDisabled: childText(rule, 'enabled') === '0',
    isFloating: interfaces.length !== 1,
    isQuick: childText(rule, 'quick') !== '0',
    interfaces,
    isInterfaceNegated: childText(rule, 'interfacenot') === '1',
    direction: childText(rule, 'direction') || 'in',
    family: childText(rule, 'ipprotocol') || 'inet',
    protocol: childText(rule, 'protocol'),
    source: end('source'),
    destination: end('destination'),
  };
}

function describe(rule: Element, fields: Fields): string {
  const end = ({ names, isNegated, port }: Endpoint): string =>
    `${isNegated ? '!' : ''}${names.join(',') || 'any'}${port === '' ? '' : ` port ${port}`}`;
  const words = [
    fields.type,
    fields.direction,
    fields.interfaces.join(','),
    fields.protocol || 'any',
    'from',
    end(fields.source),
    'to',
    end(fields.destination),
  ];
  const note = childText(rule, 'descr') || childText(rule, 'description');
  return `${words.filter((word) => word !== '').join(' ')}${note === '' ? '' : ` "${note}"`}`;
}
