import { type AddressSet, complementAddresses, type Family, uniteAllAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import type { Path, Stage } from '../../policy.js';
import { addBindings, type Binding, listStages } from '../bindings.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { type Filter, filterChain, filtersOf } from './filters.js';
import { JunosObjects } from './objects.js';
import { below, has, named, type Node, readTree, type Tree, valuesOf } from './tree.js';

export function recognisesSrx({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /\bfrom-zone\s+\S+\s+to-zone\s+\S+\s*\{/.test(text) ||
    /^[ \t]*set (groups \S+ )?security policies /m.test(text) ||
    /^[ \t]*set (groups \S+ )?firewall (family \S+ )?filter /m.test(text) ||
    (/^[ \t]*firewall\s*\{/m.test(text) && /^[ \t]*(replace:\s*)?filter\s+\S+\s*\{/m.test(text)) ||
    /^[ \t]*policies\s*\{\s*(from-zone|global)\b/m.test(text)
  );
}

/** Reads the security policies of an SRX and the packet filters of any Junos, in curly or `set` form. */
export function parseSrx(text: string): ParsedPolicy {
  return { policy: new JunosReader(readTree(text)).read(), diagnostics: [] };
}

class JunosReader {
  private readonly builder = new PolicyBuilder('juniper-srx');
  private readonly root: Node;
  private readonly objects: JunosObjects;
  private readonly zones = new Set<string>();
  private readonly filters: readonly Filter[];

  constructor(private readonly tree: Tree) {
    this.root = tree.root;
    this.objects = new JunosObjects(this.root);
    this.filters = filtersOf(this.root);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    for (const [from, rest] of named(this.root, ['security', 'policies', 'from-zone'])) {
      for (const [to, pair] of named(rest, ['to-zone'])) this.pair(from, to, pair);
    }
    for (const [name, policy] of named(this.root, ['security', 'policies', 'global', 'policy'])) {
      this.policy(name, policy, undefined, undefined);
    }
    for (const filter of this.filters) this.filter(filter);
    for (const { line, text } of this.tree.inactive) {
      this.builder.count(line, text);
      this.builder.note('disabled-rule', line, text);
    }
    this.helper();
    const security =
      this.builder.hasChain('policies') || this.filters.length === 0 ? [this.securityPath()] : [];
    return this.builder.build({
      families: security.length > 0 ? [4, 6] : this.families(),
      paths: [...security, ...this.filterPaths(security.length === 0)],
      outside: [...this.zones].filter((zone) => /^(untrust|outside|internet|external|wan)/i.test(zone)),
    });
  }

  private families(): Family[] {
    return ([4, 6] as const).filter((family) => this.filters.some((filter) => filter.family === family));
  }

  private helper(): void {
    const [sip] = below(this.root, ['security', 'alg', 'sip']);
    if (sip === undefined) return;
    const isOff = has(this.root, ['security', 'alg', 'sip', 'disable']);
    this.builder.sipHelper(!isOff, sip.line, `security alg sip${isOff ? ' disable' : ''}`);
  }

  private securityPath(): Path {
    this.builder.chain('policies');
    const opens = has(this.root, ['security', 'policies', 'default-policy', 'permit-all']);
    const [written] = below(this.root, ['security', 'policies', 'default-policy']);
    const stage: Stage = {
      chain: 'policies',
      fallback: opens ? 'allow' : 'deny',
      fallbackId: 'default-policy',
      fallbackText: opens ? 'permit-all' : 'deny-all',
      ...(written === undefined ? {} : { fallbackLine: written.line }),
      isMain: true,
    };
    return { name: 'policies', tracksSessions: true, stages: [stage] };
  }

  private filter({ name, family, terms }: Filter): void {
    const chain = filterChain(family, name);
    this.builder.chain(chain);
    for (const term of terms) {
      const { line, text, draft, action } = term;
      this.builder.add(chain, { line, text, id: `${name} ${term.name}`, draft, action });
    }
  }

  /** Filters at interfaces make the way through a router; each can be asked by its own name as well. */
  private filterPaths(isMain: boolean): Path[] {
    const bound = this.bindings();
    const paths: Path[] = [];
    if (isMain && bound.length > 0) {
      const stages = (['in', 'out'] as const).map((way): Stage => {
        const chain = `${way}bound interfaces`;
        addBindings(
          this.builder,
          chain,
          bound.filter((binding) => binding.way === way),
        );
        return {
          chain,
          fallback: 'allow',
          fallbackId: `no filter on the interface (${way})`,
          isMain: way === 'in',
        };
      });
      paths.push({ name: 'forward', tracksSessions: false, stages });
    }
    const first = new Map(
      this.filters.map(({ family, name }) => [family, name]).reverse() as [Family, string][],
    );
    this.filters.forEach(({ name, family }, index) => {
      const rest: Family = family === 4 ? 6 : 4;
      const twin = this.filters.find((other) => other.family === rest && other.name === name)?.name;
      const other = twin ?? (index === 0 ? first.get(rest) : undefined);
      const stages = listStages(
        this.builder,
        filterStage(family, name),
        this.families().length > 1 ? family : undefined,
        other === undefined ? undefined : filterStage(rest, other),
      );
      const isTaken = paths.some((path) => path.name === name);
      const path = { tracksSessions: false, isByName: true, stages } as const;
      paths.push({ name: isTaken ? filterChain(family, name) : name, ...path });
    });
    return paths;
  }

  private bindings(): Binding[] {
    const found: Binding[] = [];
    for (const [port, settings] of named(this.root, ['interfaces'])) {
      for (const [unit, inner] of named(settings, ['unit'])) {
        for (const [family, word] of [
          [4, 'inet'],
          [6, 'inet6'],
        ] as const) {
          for (const way of ['in', 'out'] as const) {
            for (const name of valuesOf(inner, ['family', word, 'filter', `${way}put`])) {
              const chain = filterChain(family, name);
              // Filters of the loopback guard the router itself.
              if (!this.builder.hasChain(chain) || port.startsWith('lo')) continue;
              found.push({
                chain,
                way,
                interface: `${port}.${unit}`,
                endId: `${name} implicit discard`,
                family,
              });
            }
          }
        }
      }
    }
    return found;
  }

  private pair(from: string, to: string, pair: Node): void {
    this.zones.add(from).add(to);
    for (const [name, policy] of named(pair, ['policy'])) this.policy(name, policy, from, to);
  }

  private policy(name: string, policy: Node, from: string | undefined, to: string | undefined): void {
    const draft = new Draft();
    this.zone(draft, 'in', from === undefined ? valuesOf(policy, ['match', 'from-zone']) : [from]);
    this.zone(draft, 'out', to === undefined ? valuesOf(policy, ['match', 'to-zone']) : [to]);
    this.addresses(draft, 'source', policy, from);
    this.addresses(draft, 'destination', policy, to);
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

  private addresses(
    draft: Draft,
    side: 'source' | 'destination',
    policy: Node,
    zone: string | undefined,
  ): void {
    const sets: AddressSet[] = [];
    let isOpen = false;
    for (const name of valuesOf(policy, ['match', `${side}-address`])) {
      const one = this.objects.address(name, zone);
      if (!name.startsWith('any')) draft.objects.push(name);
      if (typeof one === 'string') {
        draft.undecidable(one);
        isOpen = true;
      } else sets.push(one);
    }
    if (isOpen) return;
    if (valuesOf(policy, ['match', `${side}-address`]).length === 0) return;
    const set = uniteAllAddresses(sets);
    draft[side](has(policy, ['match', `${side}-address-excluded`]) ? complementAddresses(set) : set);
  }

  private applications(draft: Draft, policy: Node): void {
    const names = valuesOf(policy, ['match', 'application']);
    const all = names.map((name) => this.objects.application(name));
    for (const one of all) if (typeof one === 'string') draft.undecidable(one);
    for (const name of names) if (name !== 'any') draft.objects.push(name);
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

function filterStage(family: Family, name: string): Stage {
  return {
    chain: filterChain(family, name),
    fallback: 'deny',
    fallbackId: `${name} implicit discard`,
    fallbackText: 'end of the filter: discard',
    isMain: true,
  };
}
