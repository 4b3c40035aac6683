import type { Family } from '../../address.js';
import { Draft } from '../../draft.js';
import type { Path, Stage } from '../../policy.js';
import { addBindings, addOpenStage, type Binding, listStages } from '../bindings.js';
import type { PolicyBuilder } from '../builder.js';

/** Collects lists, interfaces and what binds one to the other, and makes the ways through the device of them. */
export class CiscoPaths {
  private readonly bindings: Binding[] = [];
  private readonly levels = new Map<string, number>();
  private readonly outside = new Set<string>();
  private readonly lists: { readonly name: string; readonly family: Family | undefined }[] = [];
  private isInspected = false;
  private zonesAt: number | undefined;

  constructor(
    private readonly builder: PolicyBuilder,
    private readonly isAsa: boolean,
  ) {}

  list(name: string, family: Family | undefined): void {
    if (this.builder.hasChain(name)) return;
    this.builder.chain(name);
    this.lists.push({ name, family });
  }

  bind(list: string, way: 'in' | 'out', name: string, family: Family | undefined): void {
    this.bindings.push({
      chain: list,
      way,
      interface: name,
      endId: `${list} implicit deny`,
      ...(family === undefined ? {} : { family }),
    });
  }

  level(name: string, level: number): void {
    this.levels.set(name, level);
  }

  isOutside(name: string): void {
    this.outside.add(name);
  }

  inspects(): void {
    this.isInspected = true;
  }

  hasZones(line: number): void {
    this.zonesAt ??= line;
  }

  build(): { paths: Path[]; outside: string[] } {
    const tracksSessions = this.isAsa || this.isInspected;
    const lists = this.lists.map(({ name, family }, index): Path => {
      const hasBoth = this.lists.some((other) => other.family !== family);
      const other = index === 0 ? this.lists.find((one) => one.family !== family)?.name : undefined;
      const stages = listStages(
        this.builder,
        listStage(name),
        hasBoth ? family : undefined,
        other === undefined ? undefined : listStage(other),
      );
      return { name, tracksSessions: this.isAsa, isByName: true, stages };
    });
    const bound = this.lastBindings().filter((binding) => this.builder.hasChain(binding.chain));
    const hasInterfaces = bound.length > 0 || (this.levels.size > 0 && lists.length === 0);
    if (!hasInterfaces) return { paths: lists, outside: this.outsideInterfaces() };
    const stages = (['in', 'out'] as const).map((way) => this.interfaceStage(way, bound));
    if (this.zonesAt !== undefined)
      stages.push(addOpenStage(this.builder, 'zones', 'a zone-based policy decides as well', this.zonesAt));
    return {
      paths: [{ name: 'forward', tracksSessions, stages }, ...lists],
      outside: this.outsideInterfaces(),
    };
  }

  /** An interface has one list per direction and family: the one it was given last. */
  private lastBindings(): readonly Binding[] {
    const families = new Map(this.lists.map(({ name, family }) => [name, family]));
    const last = new Map(
      this.bindings.map((binding) => {
        const family = binding.family ?? families.get(binding.chain) ?? 4;
        return [`${binding.interface}\n${binding.way}\n${family}`, binding];
      }),
    );
    return [...last.values()];
  }

  private outsideInterfaces(): string[] {
    if (!this.isAsa) return [...this.outside];
    const lowest = Math.min(...[...this.levels.values()].filter(Number.isFinite));
    return [...this.levels].filter(([, level]) => level === lowest && lowest < 100).map(([name]) => name);
  }

  private interfaceStage(way: 'in' | 'out', bound: readonly Binding[]): Stage {
    const chain = `${way}bound interfaces`;
    addBindings(
      this.builder,
      chain,
      bound.filter((binding) => binding.way === way),
    );
    if (way === 'in' && this.isAsa) this.bySecurityLevel(chain);
    const isOpen = way === 'out' || !this.isAsa;
    return {
      chain,
      fallback: isOpen ? 'allow' : 'deny',
      fallbackId: isOpen ? `no list on the interface (${way})` : 'security level',
      isMain: way === 'in',
    };
  }

  /** Without a list an ASA lets connections start towards interfaces of a lower security level. */
  private bySecurityLevel(chain: string): void {
    for (const [name, level] of this.levels) {
      const lower = [...this.levels].filter(([, other]) => other < level).map(([other]) => other);
      if (lower.length === 0) continue;
      const draft = new Draft();
      draft.interface('in', { names: [name], negated: false });
      draft.interface('out', { names: lower, negated: false });
      const id = `security level of ${name}`;
      this.builder.add(chain, { line: 0, text: id, id, draft, action: { type: 'allow' }, counts: false });
    }
  }
}

function listStage(name: string): Stage {
  return {
    chain: name,
    fallback: 'deny',
    fallbackId: `${name} implicit deny`,
    fallbackText: 'end of the list: deny',
    isMain: true,
  };
}
