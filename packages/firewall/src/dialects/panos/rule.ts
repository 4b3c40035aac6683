import { complementAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import type { Ranges } from '../../ranges.js';
import { child, childrenNamed, childText, type Element } from '../../xml.js';
import type { PanosObjects } from './objects.js';

type Standard = readonly [protocols: Ranges, ports: Ranges];

const icmp: Standard = [
  [1, 2],
  [0, 65536],
];
const icmp6: Standard = [
  [58, 59],
  [0, 65536],
];
const on = (protocols: Ranges, port: number): Standard => [protocols, [port, port + 1]];
const tcp: Ranges = [6, 7];
const udp: Ranges = [17, 18];

/** Standard ports of common applications; outside of them `application-default` never matches. */
const standardPorts = new Map<string, Standard>([
  ['icmp', icmp],
  ['ping', icmp],
  ['ipv6-icmp', icmp6],
  ['ping6', icmp6],
  ['dns', on([6, 7, 17, 18], 53)],
  ['dns-base', on([6, 7, 17, 18], 53)],
  ['ssl', on(tcp, 443)],
  ['web-browsing', on(tcp, 80)],
  ['ssh', on(tcp, 22)],
  ['ntp', on(udp, 123)],
  ['ntp-base', on(udp, 123)],
  ['smtp', on(tcp, 25)],
]);

const actions = ['allow', 'deny', 'drop', 'reset-client', 'reset-server', 'reset-both'];

export interface PanosRule {
  readonly name: string;
  readonly text: string;
  readonly draft: Draft;
  readonly allows: boolean;
  readonly isDisabled: boolean;
}

/** Reads one security rule; names are looked up where the rule stands. */
export function readPanosRule(rule: Element, objects: PanosObjects): PanosRule {
  const name = rule.attributes.get('name') ?? '';
  const draft = new Draft();
  zones(draft, rule);
  addresses(draft, 'source', rule, objects);
  addresses(draft, 'destination', rule, objects);
  conditions(draft, rule);
  services(draft, rule, objects);
  const action = childText(rule, 'action');
  if (!actions.includes(action)) draft.problem(`action ${action}`);
  const list = (key: string): string => members(rule, key).join(',');
  return {
    name,
    text: `${name}: ${action} ${list('source')} -> ${list('destination')} ${list('service')} ${list('application')}`,
    draft,
    allows: action === 'allow',
    isDisabled: childText(rule, 'disabled') === 'yes',
  };
}

/** An intrazone rule speaks of traffic that stays in one of its zones, an interzone rule of all other. */
function zones(draft: Draft, rule: Element): void {
  const named = (key: string): string[] => {
    const all = members(rule, key);
    return all.includes('any') ? [] : all;
  };
  const [from, to] = [named('from'), named('to')];
  const type = childText(rule, 'rule-type');
  if (type === 'intrazone' && from.length > 0) {
    draft.either(
      from.map((zone) => (copy: Draft) => {
        copy.interface('in', { names: [zone], negated: false });
        copy.interface('out', { names: [zone], negated: false });
      }),
    );
    return;
  }
  if (type === 'interzone' && from.length > 0) {
    draft.either(
      from.map((zone) => (copy: Draft) => {
        copy.interface('in', { names: [zone], negated: false });
        copy.interface('out', { names: [zone], negated: true });
        if (to.length > 0) copy.interface('out', { names: to, negated: false });
      }),
    );
    return;
  }
  if (type === 'intrazone' || type === 'interzone') draft.undecidable(`${type} traffic`);
  if (from.length > 0) draft.interface('in', { names: from, negated: false });
  if (to.length > 0) draft.interface('out', { names: to, negated: false });
}

function addresses(draft: Draft, side: 'source' | 'destination', rule: Element, objects: PanosObjects): void {
  const names = members(rule, side);
  if (names.length === 0 || names.includes('any')) return;
  const resolved = objects.addresses(names);
  for (const name of names) if (objects.isNamed(name)) draft.objects.push(name);
  for (const reason of resolved.opaque) draft.undecidable(reason);
  const isNegated = childText(rule, `negate-${side}`) === 'yes';
  if (resolved.opaque.length === 0)
    draft[side](isNegated ? complementAddresses(resolved.addresses) : resolved.addresses);
}

function conditions(draft: Draft, rule: Element): void {
  const applications = members(rule, 'application').filter((name) => name !== 'any');
  if (applications.length > 0) draft.undecidable(`application ${applications.slice(0, 5).join(', ')}`);
  const usual = applications.map((name) => standardPorts.get(name));
  if (
    members(rule, 'service').includes('application-default') &&
    usual.length > 0 &&
    !usual.includes(undefined)
  ) {
    draft.either(
      usual.flatMap((one) =>
        one === undefined
          ? []
          : [
              (copy: Draft) => {
                copy.protocols(one[0]);
                copy.destinationPorts(one[1]);
              },
            ],
      ),
    );
  }
  for (const [key, reason] of [
    ['source-user', 'user'],
    ['category', 'URL category'],
    ['hip-profiles', 'host profile'],
    ['source-hip', 'host profile'],
    ['destination-hip', 'host profile'],
  ] as const) {
    if (members(rule, key).some((name) => name !== 'any')) draft.undecidable(reason);
  }
  if (childText(rule, 'schedule') !== '') draft.undecidable('time of day');
  const targets = child(rule, 'target', 'devices')?.children ?? [];
  if (targets.length > 0) draft.undecidable('pushed to some firewalls only');
}

function services(draft: Draft, rule: Element, objects: PanosObjects): void {
  const names = members(rule, 'service');
  if (names.length === 0 || names.includes('any')) return;
  if (names.includes('application-default')) {
    const isAnyApplication = members(rule, 'application').every((name) => name === 'any');
    if (isAnyApplication) draft.undecidable('the standard ports of whatever application it is');
    return;
  }
  const { items, opaque } = objects.services(names);
  for (const name of names) draft.objects.push(name);
  for (const reason of opaque) draft.undecidable(reason);
  if (opaque.length > 0) return;
  draft.either(
    items.map((item) => (copy: Draft) => {
      copy.protocols(item.protocols);
      if (item.source !== undefined) copy.sourcePorts(item.source);
      if (item.destination !== undefined) copy.destinationPorts(item.destination);
    }),
  );
}

function members(rule: Element, key: string): string[] {
  return childrenNamed(child(rule, key), 'member').map((one) => one.text.trim());
}
