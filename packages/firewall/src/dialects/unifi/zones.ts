import { allV4, allV6, complementAddresses } from '../../address.js';
import { complementPorts, complementProtocols, Draft } from '../../draft.js';
import { type Json, member, textOf, texts } from '../../json.js';
import { protocolNumber } from '../../names/protocols.js';
import { type FirewallPolicy, stateBits } from '../../policy.js';
import { addressesIn, portsIn } from '../../values.js';
import { PolicyBuilder } from '../builder.js';
import { noteHelper, scopeOf, type UnifiScope } from './scope.js';

interface Scope extends UnifiScope {
  readonly zones: ReadonlyMap<string, string>;
}

/** Policies between zones; zones are treated as the interfaces of the firewall. */
export function zonePolicy(
  policies: readonly Json[],
  all: readonly Json[],
  lines: readonly number[],
): FirewallPolicy {
  const builder = new PolicyBuilder('unifi');
  builder.chain('zones');
  const scope: Scope = {
    zones: new Map(
      all
        .filter((item) => member(item, 'network_ids') !== undefined && member(item, 'action') === undefined)
        .map((item) => [textOf(member(item, '_id')), textOf(member(item, 'name'))]),
    ),
    ...scopeOf(all),
  };
  noteHelper(builder, all);
  const ordered = policies
    .map((policy, index) => ({ policy, line: lines[index] ?? 1 }))
    .sort((a, b) => orderOf(a.policy) - orderOf(b.policy));
  for (const { policy, line } of ordered) addPolicy(builder, policy, line, scope);
  const external = [...scope.zones]
    .filter(([, name]) => /^external$/i.test(name))
    .map(([id]) => labelOf(id, scope));
  return builder.build({
    families: [4, 6],
    paths: [
      {
        name: 'zones',
        tracksSessions: true,
        stages: [
          { chain: 'zones', fallback: 'deny', fallbackId: 'no policy between the zones', isMain: true },
        ],
      },
    ],
    outside: external,
  });
}

function orderOf(policy: Json): number {
  const index = Number(textOf(member(policy, 'index'))) || 0;
  return member(policy, 'predefined') === true ? index + 1e9 : index;
}

function labelOf(id: string, scope: Scope): string {
  return scope.zones.get(id) ?? id;
}

function addPolicy(builder: PolicyBuilder, policy: Json, line: number, scope: Scope): void {
  const draft = new Draft();
  const name = textOf(member(policy, 'name'));
  const text = JSON.stringify(policy);
  protocol(draft, policy);
  endpoint(draft, 'source', member(policy, 'source'), scope);
  endpoint(draft, 'destination', member(policy, 'destination'), scope);
  family(draft, textOf(member(policy, 'ip_version')));
  connection(draft, policy);
  const mode = textOf(member(member(policy, 'schedule'), 'mode'));
  if (mode !== '' && mode !== 'ALWAYS') draft.undecidable('time of day');
  if (member(policy, 'match_ip_sec') === true) draft.undecidable('IPsec');
  if (member(policy, 'enabled') === false) {
    builder.count(line, text, draft.problems);
    builder.note('disabled-rule', line, name);
    return;
  }
  const allows = textOf(member(policy, 'action')) === 'ALLOW';
  builder.add('zones', {
    line,
    text,
    id: name || `policy ${orderOf(policy)}`,
    draft,
    action: { type: allows ? 'allow' : 'deny' },
  });
}

function protocol(draft: Draft, policy: Json): void {
  const name = textOf(member(policy, 'protocol'));
  if (name === '' || name === 'all') return;
  const number = protocolNumber(name);
  const set = name === 'tcp_udp' ? [6, 7, 17, 18] : [number ?? 0, (number ?? 0) + 1];
  if (name !== 'tcp_udp' && number === undefined) draft.problem(`protocol ${name}`);
  else draft.protocols(member(policy, 'match_opposite_protocol') === true ? complementProtocols(set) : set);
}

function family(draft: Draft, version: string): void {
  if (version === 'IPV4') draft.source({ v4: allV4, v6: [] });
  if (version === 'IPV6') draft.source({ v4: [], v6: allV6 });
}

function connection(draft: Draft, policy: Json): void {
  const type = textOf(member(policy, 'connection_state_type'));
  if (type === 'RESPOND_ONLY') draft.states(stateBits.established | stateBits.related);
  if (type !== 'CUSTOM') return;
  const wanted = texts(member(policy, 'connection_states')).map((text) => text.toLowerCase());
  const bits = (['new', 'established', 'related', 'invalid'] as const)
    .filter((state) => wanted.includes(state))
    .reduce((all, state) => all | stateBits[state], 0);
  draft.states(bits);
}

function endpoint(draft: Draft, side: 'source' | 'destination', end: Json | undefined, scope: Scope): void {
  const zone = textOf(member(end, 'zone_id'));
  if (zone !== '')
    draft.interface(side === 'source' ? 'in' : 'out', { names: [labelOf(zone, scope)], negated: false });
  const target = textOf(member(end, 'matching_target')) || 'ANY';
  if (target === 'IP') addresses(draft, side, end, scope);
  else if (target === 'NETWORK') networks(draft, side, end, scope);
  else if (target !== 'ANY') draft.undecidable(`${target.toLowerCase()} of the ${side}`);
  const matching = textOf(member(end, 'port_matching_type'));
  if (matching === 'SPECIFIC') ports(draft, side, end, [textOf(member(end, 'port'))]);
  if (matching === 'OBJECT') {
    const id = textOf(member(end, 'port_group_id'));
    const group = scope.groups.get(id);
    if (group === undefined) draft.undecidable(`group ${id} is not in the document`);
    else ports(draft, side, end, texts(member(group, 'group_members')));
  }
}

function addresses(draft: Draft, side: 'source' | 'destination', end: Json | undefined, scope: Scope): void {
  const id = textOf(member(end, 'ip_group_id'));
  const group = scope.groups.get(id);
  const list = id === '' ? texts(member(end, 'ips')) : texts(member(group, 'group_members'));
  const { set, rest } = addressesIn(list);
  if (id !== '' && group === undefined) draft.undecidable(`group ${id} is not in the document`);
  else if (rest.length > 0) draft.problem(`address ${rest.join(', ')}`);
  else draft[side](member(end, 'match_opposite_ips') === true ? complementAddresses(set) : set);
}

function networks(draft: Draft, side: 'source' | 'destination', end: Json | undefined, scope: Scope): void {
  const found = texts(member(end, 'network_ids')).map((id) => scope.networks.get(id) ?? id);
  const missing = found.filter((one) => typeof one === 'string');
  if (missing.length > 0) draft.undecidable(`network ${missing.join(', ')} is not in the document`);
  const known = found.flatMap((one) => (typeof one === 'string' ? [] : [one]));
  draft.objects.push(...known.map(({ name }) => name));
  const { set } = addressesIn(known.map(({ prefix }) => prefix));
  if (missing.length === 0)
    draft[side](member(end, 'match_opposite_networks') === true ? complementAddresses(set) : set);
}

function ports(
  draft: Draft,
  side: 'source' | 'destination',
  end: Json | undefined,
  list: readonly string[],
): void {
  const set = portsIn(list);
  if (set === undefined) draft.problem(`ports ${list.join(', ')}`);
  else
    draft[side === 'source' ? 'sourcePorts' : 'destinationPorts'](
      member(end, 'match_opposite_ports') === true ? complementPorts(set) : set,
    );
}
