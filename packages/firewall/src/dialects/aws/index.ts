import { anyAddress, type AddressSet } from '../../address.js';
import { Draft } from '../../draft.js';
import { items, type Json, linesOfKey, member, parseJson, textOf } from '../../json.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Path, RuleAction } from '../../policy.js';
import { addressesIn } from '../../values.js';
import { PolicyBuilder } from '../builder.js';
import type { Shape } from '../shape.js';
import type { ParsedPolicy } from '../dialect.js';

const lists = ['SecurityGroups', 'SecurityGroupRules', 'NetworkAcls'] as const;

export function recognisesAws({ form, text, json }: Shape): boolean {
  if (form !== 'json' || !/"(SecurityGroups|SecurityGroupRules|NetworkAcls)"\s*:/.test(text)) return false;
  if (json === undefined)
    return /^[\s\ufeff]*\{\s*"(SecurityGroups|SecurityGroupRules|NetworkAcls)"\s*:\s*\[/.test(text);
  return lists.some((key) => Array.isArray(member(json, key)));
}

/** Reads `describe-security-groups`, `describe-security-group-rules` and `describe-network-acls`. */
export function parseAws(text: string): ParsedPolicy {
  const parsed = parseJson(text);
  if ('diagnostic' in parsed) return { diagnostics: [parsed.diagnostic] };
  return { policy: new AwsReader(text).read(parsed.value), diagnostics: [] };
}

class AwsReader {
  private readonly builder = new PolicyBuilder('aws');
  private readonly paths: Path[] = [];
  private readonly groups = new Set<string>();
  private readonly permissionLines: number[];
  private readonly entryLines: number[];
  private permission = 0;
  private entry = 0;

  private readonly speaksOfV6: boolean;

  constructor(text: string) {
    this.speaksOfV6 = /"(CidrIpv6|Ipv6CidrBlock)"/.test(text);
    this.permissionLines = linesOfKey(text, 'IpProtocol');
    this.entryLines = linesOfKey(text, 'RuleNumber');
  }

  read(root: Json): ReturnType<PolicyBuilder['build']> {
    for (const group of items(member(root, 'SecurityGroups'))) this.group(group);
    for (const rule of items(member(root, 'SecurityGroupRules'))) this.flatRule(rule);
    for (const list of items(member(root, 'NetworkAcls'))) this.networkAcl(list);
    this.unions(root);
    return this.builder.build({ families: this.speaksOfV6 ? [4, 6] : [4], paths: this.paths });
  }

  private group(group: Json): void {
    const id = textOf(member(group, 'GroupId'));
    // Key order of the document: ingress and egress are met in the order in which they stand in it.
    const keys = Object.keys(group ?? {}).filter((key) => key.startsWith('IpPermissions'));
    for (const key of keys) {
      for (const permission of items(member(group, key)))
        this.permit(id, permission, key === 'IpPermissionsEgress');
    }
    this.groupPath(id);
  }

  /** The groups on one interface allow together; which those are only a list of interfaces tells. */
  private unions(root: Json): void {
    const instances = items(member(root, 'Reservations')).flatMap((one) => items(member(one, 'Instances')));
    const interfaces = [root, ...instances].flatMap((one) => items(member(one, 'NetworkInterfaces')));
    const named = interfaces.flatMap((one): Path[] => {
      const groups = items(member(one, 'Groups')).map((group) => textOf(member(group, 'GroupId')));
      const id = textOf(member(one, 'NetworkInterfaceId'));
      return id === '' || groups.length === 0 ? [] : [this.unionPath(id, groups)];
    });
    this.paths.unshift(...named);
    const all = this.paths.filter(({ name }) => this.groups.has(name)).map(({ name }) => name);
    if (all.length > 1) this.paths.push(this.unionPath('all groups', all));
  }

  private unionPath(name: string, groups: readonly string[]): Path {
    const chain = `${name} egress`;
    this.builder.chain(chain);
    for (const group of groups) {
      const draft = new Draft();
      const isKnown = this.groups.has(group);
      if (!isKnown) draft.undecidable(`group ${group} is not in the document`);
      const action: RuleAction = isKnown ? { type: 'jump', chain: `${group} egress` } : { type: 'unknown' };
      this.builder.add(chain, { line: 0, text: `group ${group}`, id: group, draft, action, counts: false });
    }
    return {
      name,
      tracksSessions: true,
      stages: [{ chain, fallback: 'deny', fallbackId: `${name}: in no group`, isMain: true }],
    };
  }

  private groupPath(id: string): void {
    this.groups.add(id);
    if (this.paths.some((path) => path.name === id)) return;
    this.builder.chain(`${id} egress`);
    this.paths.push({
      name: id,
      tracksSessions: true,
      stages: [{ chain: `${id} egress`, fallback: 'deny', fallbackId: `${id} default`, isMain: true }],
    });
  }

  private permit(id: string, permission: Json, isEgress: boolean): void {
    const line = this.permissionLines[this.permission] ?? 1;
    this.permission += 1;
    const draft = new Draft();
    protocolAndPorts(draft, permission);
    const ranges = [
      ...items(member(permission, 'IpRanges')).map((range) => textOf(member(range, 'CidrIp'))),
      ...items(member(permission, 'Ipv6Ranges')).map((range) => textOf(member(range, 'CidrIpv6'))),
    ];
    const references = [
      ...items(member(permission, 'PrefixListIds')).map((one) => textOf(member(one, 'PrefixListId'))),
      ...items(member(permission, 'UserIdGroupPairs')).map((one) => textOf(member(one, 'GroupId'))),
    ];
    this.allow(`${id} ${isEgress ? 'egress' : 'ingress'}`, line, permission, draft, ranges, references);
  }

  /** Addresses allow for certain; what a referenced list or group holds is not in the document. */
  private allow(
    chain: string,
    line: number,
    source: Json,
    draft: Draft,
    ranges: readonly string[],
    references: readonly string[],
  ): void {
    const side = chain.endsWith('egress') ? 'destination' : 'source';
    const text = JSON.stringify(source);
    const { set, rest } = addressesIn(ranges);
    for (const bad of rest) draft.problem(`range ${bad}`);
    const open = new Draft();
    draft.copyInto(open);
    draft[side](rest.length > 0 ? anyAddress : set);
    this.builder.add(chain, { line, text, draft, action: { type: 'allow' } });
    if (references.length === 0) return;
    open.undecidable(`members of ${references.join(', ')}`);
    this.builder.add(chain, { line, text, draft: open, action: { type: 'allow' }, counts: false });
  }

  private flatRule(rule: Json): void {
    const id = textOf(member(rule, 'GroupId'));
    const line = this.permissionLines[this.permission] ?? 1;
    this.permission += 1;
    const draft = new Draft();
    protocolAndPorts(draft, rule);
    const ranges = [textOf(member(rule, 'CidrIpv4')), textOf(member(rule, 'CidrIpv6'))].filter(
      (text) => text !== '',
    );
    const referenced =
      textOf(member(rule, 'PrefixListId')) || textOf(member(member(rule, 'ReferencedGroupInfo'), 'GroupId'));
    const way = member(rule, 'IsEgress') === true ? 'egress' : 'ingress';
    this.allow(`${id} ${way}`, line, rule, draft, ranges, referenced === '' ? [] : [referenced]);
    this.groupPath(id);
  }

  private networkAcl(list: Json): void {
    const id = textOf(member(list, 'NetworkAclId'));
    const entries = items(member(list, 'Entries')).map((entry) => {
      const line = this.entryLines[this.entry] ?? 1;
      this.entry += 1;
      return { entry, line, number: Number(textOf(member(entry, 'RuleNumber'))) };
    });
    for (const way of ['egress', 'ingress']) this.builder.chain(`${id} ${way}`);
    for (const { entry, line, number } of entries.sort((a, b) => a.number - b.number)) {
      const isEgress = member(entry, 'Egress') === true;
      const draft = new Draft();
      aclEntry(draft, entry, isEgress ? 'destination' : 'source');
      this.builder.add(`${id} ${isEgress ? 'egress' : 'ingress'}`, {
        line,
        text: JSON.stringify(entry),
        id: `${id} ${isEgress ? 'egress' : 'ingress'} ${number}`,
        draft,
        action: { type: textOf(member(entry, 'RuleAction')) === 'allow' ? 'allow' : 'deny' },
      });
    }
    const stage = (way: string): Path['stages'] => [
      { chain: `${id} ${way}`, fallback: 'deny', fallbackId: `${id} ${way} default`, isMain: true },
    ];
    // Clients sit in the subnet: their way out is egress, the answers come in through ingress.
    this.paths.push(
      { name: id, reply: `${id} ingress`, tracksSessions: false, stages: stage('egress') },
      { name: `${id} ingress`, reply: id, tracksSessions: false, stages: stage('ingress') },
    );
  }
}

function protocolAndPorts(draft: Draft, permission: Json): void {
  const text = textOf(member(permission, 'IpProtocol'));
  if (text === '-1') return;
  const number = protocolNumber(text);
  if (number === undefined) {
    draft.problem(`protocol ${text}`);
    return;
  }
  draft.protocols([number, number + 1]);
  const from = member(permission, 'FromPort');
  const last = member(permission, 'ToPort');
  if (number === 1 || number === 58) icmp(draft, from, last);
  else if (typeof from === 'number' && typeof last === 'number' && from >= 0)
    draft.destinationPorts([from, last + 1]);
}

function icmp(draft: Draft, type: Json | undefined, code: Json | undefined): void {
  if (typeof type !== 'number' || type < 0) return;
  const start = type * 256;
  draft.destinationPorts(
    typeof code === 'number' && code >= 0 ? [start + code, start + code + 1] : [start, start + 256],
  );
}

function aclEntry(draft: Draft, entry: Json, side: 'source' | 'destination'): void {
  const protocol = textOf(member(entry, 'Protocol'));
  const number = protocolNumber(protocol);
  if (number !== undefined) draft.protocols([number, number + 1]);
  else if (protocol !== '-1') draft.problem(`protocol ${protocol}`);
  const range = member(entry, 'PortRange');
  const [from, last] = [member(range, 'From'), member(range, 'To')];
  if (typeof from === 'number' && typeof last === 'number') draft.destinationPorts([from, last + 1]);
  const typeAndCode = member(entry, 'IcmpTypeCode');
  if (number === 1 || number === 58) icmp(draft, member(typeAndCode, 'Type'), member(typeAndCode, 'Code'));
  const text = textOf(member(entry, 'CidrBlock')) || textOf(member(entry, 'Ipv6CidrBlock'));
  const { set, rest } = addressesIn([text]);
  if (rest.length === 0) draft[side](set satisfies AddressSet);
  else draft.problem(`range ${text}`);
}
