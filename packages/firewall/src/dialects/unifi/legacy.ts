import { complementAddresses } from '../../address.js';
import { complementProtocols, Draft } from '../../draft.js';
import { type Json, member, textOf, texts } from '../../json.js';
import { protocolNumber } from '../../names/protocols.js';
import { type FirewallPolicy, type Stage, stateBits } from '../../policy.js';
import { addressesIn, portsIn } from '../../values.js';
import { PolicyBuilder } from '../builder.js';
import { noteHelper, scopeOf, type UnifiScope } from './scope.js';

/** Rules of the older firewall, one chain per ruleset, by index. */
export function legacyPolicy(
  rules: readonly Json[],
  all: readonly Json[],
  lines: readonly number[],
): FirewallPolicy {
  const builder = new PolicyBuilder('unifi');
  const scope = scopeOf(all);
  noteHelper(builder, all);
  const ordered = rules
    .map((rule, index) => ({ rule, line: lines[index] ?? 1, index: indexOf(rule) }))
    .sort((a, b) => a.index - b.index);
  const hasV6 = rules.some((rule) => textOf(member(rule, 'ruleset')).includes('v6'));
  for (const { rule, line } of ordered) addRule(builder, rule, line, scope);
  const stages = (hasV6 ? ['', 'v6'] : ['']).flatMap((mark) => [
    stage(builder, `LAN${mark}_IN`, mark),
    stage(builder, `WAN${mark}_OUT`, mark),
  ]);
  const guest = (hasV6 ? ['', 'v6'] : ['']).flatMap((mark) => [
    stage(builder, `GUEST${mark}_IN`, mark),
    stage(builder, `WAN${mark}_OUT`, mark),
  ]);
  return builder.build({
    families: hasV6 ? [4, 6] : [4],
    paths: [
      { name: 'LAN', tracksSessions: true, stages },
      { name: 'GUEST', tracksSessions: true, stages: guest },
    ],
  });
}

/** Rules numbered 2… stand before the predefined ones, 4… after them; both as four or five digits. */
function indexOf(rule: Json): number {
  const text = textOf(member(rule, 'rule_index'));
  return Number(text.padEnd(5, '0')) || 0;
}

/** What no rule says is allowed: predefined rules let the inside out. */
function stage(builder: PolicyBuilder, ruleset: string, mark: string): Stage {
  builder.chain(ruleset);
  return {
    chain: ruleset,
    fallback: 'allow',
    fallbackId: `${ruleset} predefined`,
    fallbackText: 'predefined: allow',
    family: mark === '' ? 4 : 6,
    isMain: !ruleset.startsWith('WAN'),
  };
}

function addRule(builder: PolicyBuilder, rule: Json, line: number, scope: UnifiScope): void {
  const ruleset = textOf(member(rule, 'ruleset'));
  const name = textOf(member(rule, 'name'));
  const text = JSON.stringify(rule);
  const draft = new Draft();
  protocol(draft, rule);
  for (const side of ['source', 'destination'] as const) endpoint(draft, side, rule, scope);
  states(draft, rule);
  for (const [key, reason] of [
    ['ipsec', 'IPsec'],
    ['icmp_typename', 'ICMP type'],
    ['src_mac_address', 'hardware address'],
  ] as const) {
    if (textOf(member(rule, key)) !== '') draft.undecidable(reason);
  }
  if (member(rule, 'enabled') === false) {
    builder.count(line, text, draft.problems);
    builder.note('disabled-rule', line, name);
    return;
  }
  const action = textOf(member(rule, 'action'));
  if (!['accept', 'drop', 'reject'].includes(action)) draft.problem(`action ${action}`);
  builder.add(ruleset, {
    line,
    text,
    id: name || `${ruleset} ${textOf(member(rule, 'rule_index'))}`,
    draft,
    action: { type: action === 'accept' ? 'allow' : 'deny' },
  });
}

function protocol(draft: Draft, rule: Json): void {
  const name = textOf(member(rule, 'protocol')) || textOf(member(rule, 'protocol_v6'));
  if (name === '' || name === 'all') return;
  const number = protocolNumber(name);
  if (name !== 'tcp_udp' && number === undefined) {
    draft.problem(`protocol ${name}`);
    return;
  }
  const set = name === 'tcp_udp' ? [6, 7, 17, 18] : [number ?? 0, (number ?? 0) + 1];
  draft.protocols(member(rule, 'protocol_match_excepted') === true ? complementProtocols(set) : set);
}

function endpoint(
  draft: Draft,
  side: 'source' | 'destination',
  rule: Json,
  { groups, networks }: UnifiScope,
): void {
  const key = side === 'source' ? 'src' : 'dst';
  const addresses = [
    textOf(member(rule, `${key}_address`)),
    textOf(member(rule, `${key}_address_ipv6`)),
  ].filter((text) => text !== '');
  if (addresses.length > 0) restrict(draft, side, addresses);
  const network = textOf(member(rule, `${key}_networkconf_id`));
  if (network !== '') {
    const subnet = networks.get(network);
    const isHost = textOf(member(rule, `${key}_networkconf_type`)).startsWith('ADDR');
    if (subnet === undefined) draft.undecidable(`network ${network} is not in the document`);
    else {
      draft.objects.push(subnet.name);
      restrict(draft, side, [isHost ? subnet.gateway : subnet.prefix]);
    }
  }
  for (const id of texts(member(rule, `${key}_firewallgroup_ids`))) group(draft, side, id, groups);
  const port = textOf(member(rule, `${key}_port`));
  if (port !== '') ports(draft, side, [port]);
}

function group(
  draft: Draft,
  side: 'source' | 'destination',
  id: string,
  groups: ReadonlyMap<string, Json>,
): void {
  const found = groups.get(id);
  draft.objects.push(textOf(member(found, 'name')) || id);
  if (found === undefined) {
    draft.undecidable(`group ${id} is not in the document`);
    return;
  }
  const members = texts(member(found, 'group_members'));
  if (textOf(member(found, 'group_type')) === 'port-group') ports(draft, side, members);
  else restrict(draft, side, members);
}

function restrict(draft: Draft, side: 'source' | 'destination', list: readonly string[]): void {
  const isNegated = list.every((text) => text.startsWith('!'));
  const { set, rest } = addressesIn(list.map((text) => text.replace(/^!/, '')));
  if (rest.length > 0) draft.problem(`address ${rest.join(', ')}`);
  else draft[side](isNegated ? complementAddresses(set) : set);
}

function ports(draft: Draft, side: 'source' | 'destination', list: readonly string[]): void {
  const set = portsIn(list);
  if (set === undefined) draft.problem(`ports ${list.join(', ')}`);
  else draft[side === 'source' ? 'sourcePorts' : 'destinationPorts'](set);
}

function states(draft: Draft, rule: Json): void {
  const bits = (['new', 'established', 'related', 'invalid'] as const)
    .filter((state) => member(rule, `state_${state}`) === true)
    .reduce((all, state) => all | stateBits[state], 0);
  if (bits !== 0) draft.states(bits);
}
