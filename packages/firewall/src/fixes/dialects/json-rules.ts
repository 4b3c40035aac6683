import {
  itemsAtEnd,
  itemsBefore,
  jsonAt,
  jsonPlaces,
  fieldText,
  objectsIn,
  type JsonNode,
} from '../json-places.js';
import type { Opening } from '../opening.js';
import { type Place, refuse, type WriteRequest, type Writing } from '../types.js';
import { freshName, nameFor, portList } from '../words.js';

/** A layer-3 rule before the one that denies. */
export function writeMeraki({ text, place, openings }: WriteRequest): Writing {
  // A layer-7 rule can only deny: no rule can be put before it.
  if (place.chain !== 'outbound') return refuse('cannot-express');
  const root = jsonPlaces(text);
  const wanted = place.rule?.text ?? '';
  const target =
    root === undefined ? undefined : objectsIn(root).find((node) => isRule(text, node, 'policy', wanted));
  if (target === undefined) return refuse('place-not-found');
  const items = openings.map((opening) => ({
    comment: freshName(text, nameFor(opening)),
    policy: 'allow',
    protocol: opening.protocol,
    srcPort: 'Any',
    srcCidr: opening.sources.join(','),
    destPort: portList(opening.ports, '-'),
    destCidr: opening.destinations.length === 0 ? 'Any' : opening.destinations.join(','),
    syslogEnabled: false,
  }));
  return {
    lines: items.map((item) => JSON.stringify(item)),
    commands: [],
    edits: [{ at: target.start, insert: itemsBefore(text, target, items) }],
  };
}

/** A rule of the older firewall with a lower index, or a policy between zones before the one that blocks. */
export function writeUnifi({ text, place, openings }: WriteRequest): Writing {
  const root = jsonPlaces(text);
  if (root === undefined || place.rule === undefined) return refuse('place-not-found');
  const target = objectsIn(root).find((node) => isRule(text, node, 'action', place.rule?.text ?? ''));
  if (target === undefined) return refuse('place-not-found');
  const rule = jsonAt(text, target);
  const isZone = target.members.has('source');
  const items = isZone
    ? openings.flatMap((opening) => zonePolicies(text, target, rule, opening))
    : legacyRules(text, root, rule, openings);
  if (items.length === 0) return refuse('no-free-number');
  return {
    lines: items.map((item) => JSON.stringify(item)),
    commands: [],
    edits: [{ at: target.start, insert: itemsBefore(text, target, items) }],
  };
}

/** The rule as it stands in the document; of two that are the same the first decides. */
function isRule(text: string, node: JsonNode, mark: string, wanted: string): boolean {
  if (!node.members.has(mark)) return false;
  const written = JSON.stringify(jsonAt(text, node));
  return written === wanted || (wanted.endsWith('…') && written.startsWith(wanted.slice(0, -1)));
}

/** One address on each side of a rule: more would need groups of their own. */
function legacyRules(
  text: string,
  root: JsonNode,
  rule: unknown,
  openings: readonly Opening[],
): readonly unknown[] {
  const ruleset = fieldText(rule, 'ruleset');
  const wanted = openings.flatMap((opening) =>
    opening.sources.flatMap((source) =>
      (opening.destinations.length === 0 ? [''] : opening.destinations).map((target) => ({
        opening,
        source,
        target,
      })),
    ),
  );
  const high = indexOf(fieldText(rule, 'rule_index'));
  const used = objectsIn(root)
    .filter((node) => node.members.has('ruleset'))
    .map((node) => jsonAt(text, node))
    .filter((other) => fieldText(other, 'ruleset') === ruleset)
    .map((other) => indexOf(fieldText(other, 'rule_index')))
    .filter((index) => index < high);
  const low = Math.max(Math.floor(high / 10_000) * 10_000 - 1, ...used);
  if (high - low - 1 < wanted.length) return [];
  const step = Math.floor((high - low) / (wanted.length + 1));
  return wanted.map(({ opening, source, target }, index) => {
    const suffix = opening.family === 4 ? '' : '_ipv6';
    return {
      ruleset,
      rule_index: low + step * (index + 1),
      name: freshName(text, `${nameFor(opening)}-${index + 1}`),
      enabled: true,
      action: 'accept',
      [opening.family === 4 ? 'protocol' : 'protocol_v6']: opening.protocol,
      [`src_address${suffix}`]: source,
      ...(target === '' ? {} : { [`dst_address${suffix}`]: target }),
      dst_port: portList(opening.ports, '-'),
    };
  });
}

/** Four and five digits are one scale. */
function indexOf(text: string): number {
  return Number(text.padEnd(5, '0')) || 0;
}

function zonePolicies(text: string, target: JsonNode, rule: unknown, opening: Opening): unknown[] {
  const end = (side: 'source' | 'destination') => {
    const node = target.members.get(side);
    return node === undefined ? '' : fieldText(jsonAt(text, node), 'zone_id');
  };
  const index = Number(fieldText(rule, 'index')) || 0;
  const { destinations, ports } = opening;
  return [
    {
      name: freshName(text, nameFor(opening)),
      enabled: true,
      action: 'ALLOW',
      index,
      ...(target.members.has('predefined')
        ? { predefined: jsonAt(text, target.members.get('predefined') ?? target) }
        : {}),
      ip_version: opening.family === 4 ? 'IPV4' : 'IPV6',
      protocol: opening.protocol,
      source: { zone_id: end('source'), matching_target: 'IP', ips: opening.sources },
      destination: {
        zone_id: end('destination'),
        ...(destinations.length === 0
          ? { matching_target: 'ANY' }
          : { matching_target: 'IP', ips: destinations }),
        port_matching_type: 'SPECIFIC',
        port: portList(ports, '-'),
      },
    },
  ];
}

/** A permission of a security group, or an entry of a network list with a free number before the one that denies. */
export function writeAws({ text, place, openings }: WriteRequest): Writing {
  const root = jsonPlaces(text);
  if (root === undefined) return refuse('place-not-found');
  const [id = '', way = ''] = place.chain.split(' ');
  const list = namedIn(text, root.members.get('NetworkAcls'), 'NetworkAclId', id);
  if (list === undefined && way !== 'egress') return refuse('cannot-express');
  if (list !== undefined) return aclEntries(text, list, place, openings);
  return groupPermissions(text, root, id, openings);
}

function namedIn(text: string, list: JsonNode | undefined, key: string, id: string): JsonNode | undefined {
  return list?.items.find((item) => fieldText(jsonAt(text, item), key) === id);
}

const protocolOf = (opening: Opening): number => (opening.protocol === 'tcp' ? 6 : 17);

/** The far side. */
function rangesOf(opening: Opening): readonly string[] {
  const far = opening.isReply ? opening.sources : opening.destinations;
  if (far.length > 0) return far;
  return [opening.family === 4 ? '0.0.0.0/0' : '::/0'];
}

function aclEntries(text: string, list: JsonNode, place: Place, openings: readonly Opening[]): Writing {
  const [id = '', way = ''] = place.chain.split(' ');
  const isOut = way === 'egress';
  const entries = list.members.get('Entries');
  if (entries === undefined) return refuse('place-not-found');
  const numbers = entries.items
    .map((item) => jsonAt(text, item))
    .filter((entry) => isEgress(entry) === isOut)
    .map((entry) => Number(fieldText(entry, 'RuleNumber')));
  const high = Number(/ (\d+)$/.exec(place.rule?.id ?? '')?.[1] ?? 32767);
  const low = Math.max(0, ...numbers.filter((number) => number < high));
  const wanted = openings.flatMap((opening) =>
    rangesOf(opening).flatMap((range) => opening.ports.map((ports) => ({ opening, range, ports }))),
  );
  const step = Math.floor((high - low) / (wanted.length + 1));
  if (step < 1 || high - low - 1 < wanted.length) return refuse('no-free-number');
  const items = wanted.map(({ opening, range, ports: [From, To] }, index) => ({
    RuleNumber: low + Math.min(step, 10) * (index + 1),
    Egress: isOut,
    RuleAction: 'allow',
    Protocol: String(protocolOf(opening)),
    [opening.family === 4 ? 'CidrBlock' : 'Ipv6CidrBlock']: range,
    PortRange: { From, To },
  }));
  const commands = items.map((item, index) => {
    const one = wanted[index];
    const flag = one?.opening.family === 6 ? '--ipv6-cidr-block' : '--cidr-block';
    return `aws ec2 create-network-acl-entry --network-acl-id ${id} --${way} --rule-number ${item.RuleNumber} --rule-action allow --protocol ${item.Protocol} --port-range From=${item.PortRange.From},To=${item.PortRange.To} ${flag} ${one?.range ?? ''}`;
  });
  const { at, insert } = itemsAtEnd(text, entries, items);
  return { lines: items.map((item) => JSON.stringify(item)), commands, edits: [{ at, insert }] };
}

function isEgress(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'Egress' in entry && entry.Egress === true;
}

function groupPermissions(text: string, root: JsonNode, id: string, openings: readonly Opening[]): Writing {
  const wanted = openings.flatMap((opening) => opening.ports.map((ports) => ({ opening, ports })));
  const commands = wanted.map(({ opening, ports: [from, last] }) => {
    const key = opening.family === 4 ? 'IpRanges=[{CidrIp=' : 'Ipv6Ranges=[{CidrIpv6=';
    const ranges = rangesOf(opening).join(`},{${opening.family === 4 ? 'CidrIp=' : 'CidrIpv6='}`);
    return `aws ec2 authorize-security-group-egress --group-id ${id} --ip-permissions 'IpProtocol=${opening.protocol},FromPort=${from},ToPort=${last},${key}${ranges}}]'`;
  });
  const group = namedIn(text, root.members.get('SecurityGroups'), 'GroupId', id);
  const egress = group?.members.get('IpPermissionsEgress');
  if (egress !== undefined) {
    const items = wanted.map(({ opening, ports: [FromPort, ToPort] }) => ({
      IpProtocol: opening.protocol,
      FromPort,
      ToPort,
      ...(opening.family === 4
        ? { IpRanges: rangesOf(opening).map((CidrIp) => ({ CidrIp })) }
        : { Ipv6Ranges: rangesOf(opening).map((CidrIpv6) => ({ CidrIpv6 })) }),
    }));
    const { at, insert } = itemsAtEnd(text, egress, items);
    return { lines: items.map((item) => JSON.stringify(item)), commands, edits: [{ at, insert }] };
  }
  const rules = root.members.get('SecurityGroupRules');
  if (rules === undefined) return refuse('place-not-found');
  const items = wanted.flatMap(({ opening, ports: [FromPort, ToPort] }) =>
    rangesOf(opening).map((range) => ({
      GroupId: id,
      IsEgress: true,
      IpProtocol: opening.protocol,
      FromPort,
      ToPort,
      [opening.family === 4 ? 'CidrIpv4' : 'CidrIpv6']: range,
    })),
  );
  const { at, insert } = itemsAtEnd(text, rules, items);
  return { lines: items.map((item) => JSON.stringify(item)), commands, edits: [{ at, insert }] };
}
