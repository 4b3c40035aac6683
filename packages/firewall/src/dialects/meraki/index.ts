import { Draft } from '../../draft.js';
import { items, type Json, linesOfKey, member, parseJson, textOf } from '../../json.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Path } from '../../policy.js';
import { addressesIn, portsIn } from '../../values.js';
import { PolicyBuilder } from '../builder.js';
import type { Shape } from '../shape.js';
import type { ParsedPolicy } from '../dialect.js';

export function recognisesMeraki({ form, text, json }: Shape): boolean {
  if (form !== 'json' || !/"policy"\s*:\s*"(allow|deny)"/i.test(text)) return false;
  if (json === undefined) {
    return /^[\s\ufeff]*(\{\s*"rules"\s*:\s*)?\[\s*\{/.test(text) && /"destCidr"\s*:/.test(text);
  }
  return rulesIn(json).some(({ rule }) => isRule(rule));
}

function isRule(rule: Json): boolean {
  return (
    /^(allow|deny)$/i.test(textOf(member(rule, 'policy'))) &&
    (member(rule, 'destCidr') !== undefined ||
      (member(rule, 'type') !== undefined && member(rule, 'value') !== undefined))
  );
}

type Way = 'outbound' | 'inbound' | 'layer 7';

interface Found {
  readonly rule: Json;
  readonly way: Way;
}

/**
 * Rules of one answer (`{"rules":[…]}` or the bare list), or of several answers kept in one file under their names
 * (`l3FirewallRules`, `inboundFirewallRules`, `l7FirewallRules`).
 */
function rulesIn(value: Json): readonly Found[] {
  const own = Array.isArray(value) ? items(value) : items(member(value, 'rules'));
  if (own.length > 0) return own.map((rule) => ({ rule, way: wayOf(rule, '') }));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, answer]) => {
    const list = Array.isArray(answer) ? items(answer) : items(member(answer, 'rules'));
    return list.map((rule) => ({ rule, way: wayOf(rule, name) }));
  });
}

function wayOf(rule: Json, name: string): Way {
  const isLayer7 = member(rule, 'destCidr') === undefined && member(rule, 'type') !== undefined;
  if (isLayer7) return 'layer 7';
  return /inbound/i.test(name) ? 'inbound' : 'outbound';
}

/**
 * Reads the answers of the dashboard API on layer-3 (and layer-7) firewall rules of an MX or an SSID.
 * The default rule at the end is there or implied: allow on the way out, deny on the way in.
 */
export function parseMeraki(text: string): ParsedPolicy {
  const parsed = parseJson(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  const builder = new PolicyBuilder('meraki');
  const lines = linesOfKey(text, 'policy');
  const found = rulesIn(parsed.value);
  const hasInbound = found.some(({ way }) => way === 'inbound');
  for (const way of ['outbound', 'layer 7'] as const) builder.chain(way);
  let index = 0;
  for (const { rule, way } of found) {
    const hasPolicy = member(rule, 'policy') !== undefined;
    addRule(builder, rule, way, { line: (hasPolicy ? lines[index] : undefined) ?? 1, number: index + 1 });
    if (hasPolicy) index += 1;
  }
  const stage = { fallback: 'allow', fallbackText: 'Default rule: allow' } as const;
  const outbound: Path = {
    name: 'outbound',
    tracksSessions: true,
    isOnlyInOrder: true,
    stages: [
      { ...stage, chain: 'outbound', fallbackId: 'Default rule', isMain: true },
      { ...stage, chain: 'layer 7', fallbackId: 'layer 7' },
    ],
  };
  const inbound: Path = {
    name: 'inbound',
    tracksSessions: true,
    stages: [
      {
        chain: 'inbound',
        fallback: 'deny',
        fallbackId: 'Default rule',
        fallbackText: 'Default rule: deny',
        isMain: true,
      },
    ],
  };
  const policy = builder.build({ families: [4], paths: hasInbound ? [outbound, inbound] : [outbound] });
  return { policy, diagnostics: [] };
}

function addRule(
  builder: PolicyBuilder,
  rule: Json,
  way: Way,
  { line, number }: { readonly line: number; readonly number: number },
): void {
  const draft = new Draft();
  if (way === 'layer 7') layer7(draft, rule);
  else layer3(draft, rule);
  const verb = textOf(member(rule, 'policy')).toLowerCase();
  if (verb !== 'allow' && verb !== 'deny') draft.problem(`policy ${verb}`);
  builder.add(way, {
    line,
    text: JSON.stringify(rule),
    id: textOf(member(rule, 'comment')) || `${way === 'layer 7' ? 'layer 7 ' : ''}rule ${number}`,
    draft,
    action: { type: verb === 'allow' ? 'allow' : 'deny' },
  });
}

const isAny = (text: string): boolean => text === '' || text.toLowerCase() === 'any';

function layer3(draft: Draft, rule: Json): void {
  const protocol = textOf(member(rule, 'protocol')).toLowerCase();
  const number = protocolNumber(protocol);
  if (number !== undefined) draft.protocols([number, number + 1]);
  else if (!isAny(protocol)) draft.problem(`protocol ${protocol}`);
  cidrs(draft, 'source', textOf(member(rule, 'srcCidr')));
  cidrs(draft, 'destination', textOf(member(rule, 'destCidr')));
  ports(draft, 'sourcePorts', textOf(member(rule, 'srcPort')));
  ports(draft, 'destinationPorts', textOf(member(rule, 'destPort')));
}

function cidrs(draft: Draft, side: 'source' | 'destination', text: string): void {
  if (isAny(text)) return;
  const { set, rest } = addressesIn(text.split(','));
  if (rest.length === 0) draft[side](set);
  else draft.undecidable(`not in the document: ${rest.map(describeName).join(', ')}`);
}

/** `VLAN(10).*`, `OBJ[…]` and `GRP[…]` point to what other answers of the API hold. */
function describeName(text: string): string {
  const name = text.trim();
  if (/^VLAN\(/i.test(name)) return `addresses of ${name}`;
  if (/^(OBJ|GRP)[[(]/i.test(name)) return `policy object ${name}`;
  return `name ${name}`;
}

function ports(draft: Draft, side: 'sourcePorts' | 'destinationPorts', text: string): void {
  if (isAny(text)) return;
  const set = portsIn([text]);
  if (set === undefined) draft.problem(`ports ${text}`);
  else draft[side](set);
}

function layer7(draft: Draft, rule: Json): void {
  const type = textOf(member(rule, 'type'));
  const value = member(rule, 'value');
  if (type === 'port') ports(draft, 'destinationPorts', textOf(value));
  else if (type === 'ipRange') {
    const [cidr = '', port = ''] = textOf(value).split(':');
    cidrs(draft, 'destination', cidr);
    ports(draft, 'destinationPorts', port);
  } else draft.undecidable(`${type} ${textOf(member(value, 'name')) || textOf(value)}`.trim());
}
