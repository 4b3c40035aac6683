import { complementAddresses, noAddress, uniteAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { JunosObjects } from './objects.js';
import { has, named, type Node, readTree, valuesOf } from './tree.js';

export function recognisesSrx({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /\bfrom-zone\s+\S+\s+to-zone\s+\S+\s*\{/.test(text) ||
    /^\s*set (groups \S+ )?security policies /m.test(text) ||
    /^\s*set (groups \S+ )?firewall (family \S+ )?filter /m.test(text) ||
    (/^\s*firewall\s*\{/m.test(text) && /^\s*(replace:\s*)?filter\s+\S+\s*\{/m.test(text)) ||
    /^\s*policies\s*\{\s*(from-zone|global)\b/m.test(text)
  );
}

/** Reads the security policies of an SRX, in curly or `set` form. */
export function parseSrx(text: string): ParsedPolicy {
  return { policy: new SrxReader(readTree(text)).read(), diagnostics: [] };
}

class SrxReader {
  private readonly builder = new PolicyBuilder('juniper-srx');
  private readonly objects: JunosObjects;
  private readonly zones = new Set<string>();

  constructor(private readonly root: Node) {
    this.objects = new JunosObjects(root);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    this.builder.chain('policies');
    for (const [from, rest] of named(this.root, ['security', 'policies', 'from-zone'])) {
      for (const [to, pair] of named(rest, ['to-zone'])) this.pair(from, to, pair);
    }
    for (const [name, policy] of named(this.root, ['security', 'policies', 'global', 'policy'])) {
      this.policy(name, policy, undefined, undefined);
    }
    if (
      has(this.root, ['security', 'alg', 'sip']) &&
      !has(this.root, ['security', 'alg', 'sip', 'disable'])
    ) {
      this.builder.sipHelper(true, 1, 'security alg sip');
    }
    const opens = has(this.root, ['security', 'policies', 'default-policy', 'permit-all']);
    const stage = {
      chain: 'policies',
      fallback: opens ? 'allow' : 'deny',
      fallbackId: 'default-policy',
      fallbackText: opens ? 'permit-all' : 'deny-all',
      isMain: true,
    } as const;
    return this.builder.build({
      families: [4, 6],
      paths: [{ name: 'policies', tracksSessions: true, stages: [stage] }],
      outside: [...this.zones].filter((zone) => /^(untrust|outside|internet|external|wan)/i.test(zone)),
    });
  }

  private pair(from: string, to: string, pair: Node): void {
    this.zones.add(from).add(to);
    for (const [name, policy] of named(pair, ['policy'])) this.policy(name, policy, from, to);
  }

  private policy(name: string, policy: Node, from: string | undefined, to: string | undefined): void {
    const draft = new Draft();
    this.zone(draft, 'in', from === undefined ? valuesOf(policy, ['match', 'from-zone']) : [from]);
    this.zone(draft, 'out', to === undefined ? valuesOf(policy, ['match', 'to-zone']) : [to]);
    this.addresses(draft, 'source', policy);
    this.addresses(draft, 'destination', policy);
    this.applications(draft, policy);
    for (const [key, reason] of [
      ['source-identity', 'user'],
      ['dynamic-application', 'application'],
      ['url-category', 'URL category'],
    ] as const) {
      if (valuesOf(policy, ['match', key]).some((value) => value !== 'any')) draft.undecidable(reason);
    }
    if (valuesOf(policy, ['scheduler-name']).length > 0) draft.undecidable('time of day');
    const permits = has(policy, ['then', 'permit']);
    const denies = has(policy, ['then', 'deny']) || has(policy, ['then', 'reject']);
    if (!permits && !denies) draft.problem('a policy without permit or deny');
    if (has(policy, ['then', 'permit', 'tunnel'])) draft.undecidable('sent into a tunnel');
    const words = (key: string): string => valuesOf(policy, ['match', key]).join(' ');
    const zones = from === undefined ? 'global' : `${from} to ${to ?? ''}`;
    this.builder.add('policies', {
      line: policy.line,
      text: `policy ${name} (${zones}): ${words('source-address')} -> ${words('destination-address')} ${words('application')} ${permits ? 'permit' : 'deny'}`,
      id: name,
      draft,
      action: { type: permits ? 'allow' : denies ? 'deny' : 'unknown' },
    });
  }

  private zone(draft: Draft, side: 'in' | 'out', names: readonly string[]): void {
    if (names.length > 0 && !names.includes('any')) draft.interface(side, { names, negated: false });
  }

  private addresses(draft: Draft, side: 'source' | 'destination', policy: Node): void {
    let set = noAddress;
    let isOpen = false;
    for (const name of valuesOf(policy, ['match', `${side}-address`])) {
      const one = this.objects.address(name);
      if (!name.startsWith('any')) draft.objects.push(name);
      if (typeof one === 'string') {
        draft.undecidable(one);
        isOpen = true;
      } else set = uniteAddresses(set, one);
    }
    if (isOpen) return;
    if (valuesOf(policy, ['match', `${side}-address`]).length === 0) return;
    draft[side](has(policy, ['match', `${side}-address-excluded`]) ? complementAddresses(set) : set);
  }

  private applications(draft: Draft, policy: Node): void {
    const names = valuesOf(policy, ['match', 'application']);
    const all = names.map((name) => this.objects.application(name));
    for (const one of all) if (typeof one === 'string') draft.undecidable(one);
    draft.objects.push(...names.filter((name) => name !== 'any'));
    const items = all.flatMap((one) => (typeof one === 'string' ? [] : one));
    if (items.length === 0 || all.some((one) => typeof one === 'string')) return;
    draft.either(
      items.map((item) => (copy: Draft) => {
        copy.protocols(item.protocols);
        if (item.source !== undefined) copy.sourcePorts(item.source);
        if (item.destination !== undefined) copy.destinationPorts(item.destination);
      }),
    );
  }
}
