import { child, childrenNamed, childText, type Element, everywhere } from '../../xml.js';

/** A virtual system or device group: the rules a packet meets there, in order, and whose objects they name. */
export interface Scope {
  /** Empty when the document holds one rulebase only. */
  readonly name: string;
  readonly rules: readonly Element[];
  /** Where names are looked up, the weakest first. */
  readonly objects: readonly Element[];
  readonly defaults: readonly Element[];
}

const deepest = 10;
const kinds = ['pre-rulebase', 'rulebase', 'post-rulebase'] as const;

/**
 * Panorama puts its rules around the firewall's own: shared ones outermost, then those of device groups from the top
 * of the hierarchy down; after the firewall's own rules the same in reverse.
 */
export function scopesOf(root: Element): readonly Scope[] {
  const shared = childrenNamed(root, 'shared');
  const hasRules = (entry: Element): boolean =>
    kinds.some((kind) => childrenNamed(entry, kind).flatMap(rulesOf).length > 0);
  const groups = entriesOf(root, 'device-group');
  const systems = [...entriesOf(root, 'vsys')].filter(([, own]) => own.some(hasRules));
  const parents = new Map(
    everywhere(root, 'device-group')
      .flatMap((list) =>
        childrenNamed(list, 'entry').map((entry) => [nameOf(entry), childText(entry, 'parent-dg')] as const),
      )
      .filter(([, parent]) => parent !== ''),
  );
  const found = [
    ...systems.map(([name, own]) => scopeOf(name, shared, [own])),
    ...[...groups].map(([name]) => scopeOf(name, shared, ancestry(name, groups, parents))),
  ].filter((scope) => scope.rules.length > 0);
  if (found.length > 1) return found;
  const [only] = found;
  if (only !== undefined) return [{ ...only, name: '', objects: [root, ...only.objects] }];
  return [
    {
      name: '',
      rules: kinds.flatMap((name) => everywhere(root, name).flatMap(rulesOf)).concat(loose(root)),
      objects: [root],
      defaults: everywhere(root, 'default-security-rules'),
    },
  ];
}

/** An API answer may hold the rules without their rulebase. */
function loose(root: Element): Element[] {
  if (everywhere(root, 'rulebase').length > 0 || everywhere(root, 'pre-rulebase').length > 0) return [];
  return everywhere(root, 'security').flatMap((one) => childrenNamed(child(one, 'rules'), 'entry'));
}

function scopeOf(name: string, shared: readonly Element[], chain: readonly (readonly Element[])[]): Scope {
  const outer = [shared, ...chain];
  const inner = [...outer].reverse();
  const bases = (kind: string, order: readonly (readonly Element[])[]): Element[] =>
    order.flatMap((parts) => parts.flatMap((part) => childrenNamed(part, kind).flatMap(rulesOf)));
  return {
    name,
    rules: [...bases('pre-rulebase', outer), ...bases('rulebase', outer), ...bases('post-rulebase', inner)],
    objects: outer.flat(),
    defaults: outer.flat().flatMap((part) => everywhere(part, 'default-security-rules')),
  };
}

function rulesOf(base: Element): Element[] {
  return childrenNamed(child(base, 'security', 'rules'), 'entry');
}

/** Entries of every list of that name, by name: Panorama's part of a firewall's configuration stands apart. */
function entriesOf(root: Element, list: string): Map<string, Element[]> {
  const found = new Map<string, Element[]>();
  for (const element of everywhere(root, list)) {
    for (const entry of childrenNamed(element, 'entry')) {
      const known = found.get(nameOf(entry));
      if (known === undefined) found.set(nameOf(entry), [entry]);
      else known.push(entry);
    }
  }
  return found;
}

function ancestry(
  name: string,
  groups: ReadonlyMap<string, Element[]>,
  parents: ReadonlyMap<string, string>,
): (readonly Element[])[] {
  const chain: (readonly Element[])[] = [];
  let current: string | undefined = name;
  for (let depth = 0; current !== undefined && depth < deepest; depth += 1) {
    chain.unshift(groups.get(current) ?? []);
    current = parents.get(current);
  }
  return chain;
}

function nameOf(entry: Element): string {
  return entry.attributes.get('name') ?? '';
}
