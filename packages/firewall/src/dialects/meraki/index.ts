import { Draft } from '../../draft.js';
import { items, type Json, linesOfKey, member, parseJson, textOf } from '../../json.js';
import { protocolNumber } from '../../names/protocols.js';
import { addressesIn, portsIn } from '../../values.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';

export function recognisesMeraki(text: string): boolean {
  return (
    /^\s*[[{]/.test(text) && /"policy"\s*:\s*"(allow|deny)"/i.test(text) && /"(destCidr|type)"\s*:/.test(text)
  );
}

/**
 * Reads the answers of the dashboard API on layer-3 (and layer-7) firewall rules of an MX or an SSID.
 * The default rule at the end is there or implied: allow.
 */
export function parseMeraki(text: string): ParsedPolicy {
  const parsed = parseJson(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  const rules = Array.isArray(parsed.value) ? items(parsed.value) : items(member(parsed.value, 'rules'));
  const builder = new PolicyBuilder('meraki');
  const lines = linesOfKey(text, 'policy');
  for (const chain of ['l3', 'l7']) builder.chain(chain);
  rules.forEach((rule, index) => {
    const isLayer7 = member(rule, 'destCidr') === undefined && member(rule, 'type') !== undefined;
    const draft = new Draft();
    if (isLayer7) layer7(draft, rule);
    else layer3(draft, rule);
    const allows = textOf(member(rule, 'policy')).toLowerCase() === 'allow';
    builder.add(isLayer7 ? 'l7' : 'l3', {
      line: lines[index] ?? 1,
      text: JSON.stringify(rule),
      id: textOf(member(rule, 'comment')) || `rule ${index + 1}`,
      draft,
      action: { type: allows ? 'allow' : 'deny' },
    });
  });
  const stage = { fallback: 'allow', fallbackText: 'Default rule: allow' } as const;
  const policy = builder.build({
    families: [4],
    paths: [
      {
        name: 'outbound',
        tracksSessions: true,
        stages: [
          { ...stage, chain: 'l3', fallbackId: 'Default rule', isMain: true },
          { ...stage, chain: 'l7', fallbackId: 'layer 7' },
        ],
      },
    ],
  });
  return { policy, diagnostics: [] };
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
  else draft.undecidable(`names only: ${rest.join(', ')}`);
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
