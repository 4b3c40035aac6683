import type { CompiledPolicy, CompiledRule } from './compile.js';
import { Endings } from './reach/endings.js';
import { Graph } from './reach/graph.js';
import { type Fate, Reach, Tracer } from './reach/reach.js';
import { interfaceNames, Space } from './reach/space.js';
import { reasonOf } from './parts.js';
import type { Rule } from './policy.js';

/** Another line, as answers name it. */
export interface NamedLine {
  readonly rule: string;
  readonly line: number;
  readonly text: string;
}

/** A line that no packet reaches. */
export interface ShadowedLine extends NamedLine {
  /**
   * Other lines take all its packets; its own conditions exclude each other; nothing calls its chain; or the lines
   * that do send it no such packet.
   */
  readonly kind: 'shadowed' | 'never-matches' | 'chain-unused' | 'never-sent';
  /** The lines that take its packets, in order; of `never-sent` those that call its chain; else empty. */
  readonly by: readonly NamedLine[];
  /** They do what the line would do: it is superfluous, not overridden. */
  readonly isRedundant: boolean;
}

/** A line of which it cannot be told whether a packet reaches it. */
export interface UndecidedLine extends NamedLine {
  /** What it depends on: lines with conditions that no policy decides, or that send packets to other addresses. */
  readonly by: readonly (NamedLine & { readonly reason: string })[];
  /** It was too much to work out. */
  readonly isGivenUp: boolean;
}

export interface LineReach {
  readonly shadowed: readonly ShadowedLine[];
  readonly undecided: readonly UndecidedLine[];
}

/**
 * Every line of a policy that no packet reaches, whatever its protocol, state and interfaces, along all calls of
 * chains and all paths; and every line of which that cannot be told. All others are reached: by a packet that fits what
 * is known of the line. Lines of one document line are reported once, and only when all of them are dead.
 */
export function shadowedLines(compiled: CompiledPolicy): LineReach {
  const finder = new Finder(compiled);
  const groups = new Map<string, Verdict[]>();
  compiled.chains.forEach((rules, chain) =>
    rules.forEach((rule, at) => {
      const { line, text } = rule.rule;
      // Lines that only a dialect's own order of things makes stand nowhere.
      if (line === 0) return;
      const verdict = finder.verdict(rule, chain, at);
      const key = `${line}\n${text}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [verdict]);
      else group.push(verdict);
    }),
  );
  const all = [...groups.values()];
  return {
    shadowed: all.flatMap(shadowedOf).sort((a, b) => a.line - b.line),
    undecided: all.flatMap(undecidedOf).sort((a, b) => a.line - b.line),
  };
}

type Verdict =
  | { readonly kind: 'reached' }
  | { readonly kind: 'dead'; readonly line: ShadowedLine }
  | { readonly kind: 'undecided'; readonly line: UndecidedLine };

function shadowedOf(group: readonly Verdict[]): ShadowedLine[] {
  const dead = group.flatMap((one) => (one.kind === 'dead' ? [one.line] : []));
  const [first] = dead;
  if (first === undefined || dead.length < group.length) return [];
  const kind = dead.find((one) => one.kind === 'shadowed')?.kind ?? first.kind;
  const by = distinct(dead.filter((one) => one.kind === kind).flatMap((one) => one.by));
  return [{ ...first, kind, by, isRedundant: dead.every((one) => one.isRedundant) }];
}

function undecidedOf(group: readonly Verdict[]): UndecidedLine[] {
  const open = group.flatMap((one) => (one.kind === 'undecided' ? [one.line] : []));
  const [first] = open;
  if (first === undefined || group.some(({ kind }) => kind === 'reached')) return [];
  const isGivenUp = open.some((one) => one.isGivenUp);
  return [{ ...first, by: distinct(open.flatMap((one) => one.by)), isGivenUp }];
}

function distinct<T extends NamedLine>(lines: readonly T[]): T[] {
  return [...new Map(lines.map((one) => [`${one.line}\n${one.rule}`, one])).values()];
}

function named({ id, line, text }: Rule): NamedLine {
  return { rule: id, line, text };
}

class Finder {
  private readonly reaches: readonly Reach[];
  private readonly all: readonly { readonly rule: CompiledRule; readonly chain: number }[];
  private readonly isDoubtful: (owner: number) => boolean;
  /** The rules that call each chain. */
  private readonly calls = new Map<number, Rule[]>();

  constructor(compiled: CompiledPolicy) {
    this.all = compiled.chains.flatMap((rules, chain) => rules.map((rule) => ({ rule, chain })));
    for (const { rule } of this.all) {
      const callers = this.calls.get(rule.target);
      if (callers === undefined) this.calls.set(rule.target, [rule.rule]);
      else callers.push(rule.rule);
    }
    const names = interfaceNames(compiled);
    const tracer = new Tracer(compiled);
    const loose = looseChains(compiled);
    const families = compiled.policy.families.map((family) => {
      const space = new Space(compiled, family, names);
      const endings = new Endings(compiled, space, loose);
      return { space, endings, graph: new Graph(compiled, space, endings) };
    });
    this.isDoubtful = (owner) => families.some(({ endings }) => endings.isDoubtful(owner));
    this.reaches = families.map(
      ({ space, endings, graph }) => new Reach(compiled, space, endings, graph, tracer),
    );
  }

  verdict(rule: CompiledRule, chain: number, at: number): Verdict {
    const fates: Fate[] = [];
    for (const reach of this.reaches) {
      const fate = reach.fate(chain, at);
      if (fate?.kind === 'reached') return fate;
      if (fate !== undefined) fates.push(fate);
    }
    if (fates.length === 0) {
      const isEntered = this.reaches.some((reach) => reach.isEntered(chain));
      return this.dead(rule, isEntered ? 'never-matches' : 'chain-unused', []);
    }
    const owners = (kind: Fate['kind']): readonly number[] => {
      const found = fates.flatMap((fate) => (fate.kind === kind && 'by' in fate ? [...fate.by] : []));
      return [...new Set(found)].sort((a, b) => a - b);
    };
    const open = fates.filter((fate) => fate.kind === 'undecided');
    if (open.length > 0) {
      return this.undecided(
        rule,
        owners('undecided'),
        open.some((fate) => fate.isGivenUp),
      );
    }
    const by = owners('dead');
    if (by.length > 0) return this.shadowed(rule, chain, by);
    return this.dead(rule, 'never-sent', this.calls.get(chain) ?? []);
  }

  private dead(
    rule: CompiledRule,
    kind: ShadowedLine['kind'],
    by: readonly Rule[],
    isRedundant = false,
  ): Verdict {
    return { kind: 'dead', line: { ...named(rule.rule), kind, by: by.map(named), isRedundant } };
  }

  private shadowed(rule: CompiledRule, chain: number, by: readonly number[]): Verdict {
    const others = by.flatMap((owner) => this.all[owner] ?? []);
    const isRedundant =
      !rule.opaque &&
      others.every(
        (other) => doesSame(other.rule, rule) && (rule.action === 'decide' || other.chain === chain),
      );
    return this.dead(
      rule,
      'shadowed',
      others.map((other) => other.rule.rule),
      isRedundant,
    );
  }

  private undecided(rule: CompiledRule, owners: readonly number[], isGivenUp: boolean): Verdict {
    const doubtful = owners.filter((owner) => this.isDoubtful(owner));
    const by = (doubtful.length > 0 ? doubtful : owners).flatMap((owner) => this.all[owner] ?? []);
    const lines = by.map((other) => ({ ...named(other.rule.rule), reason: reasonOf(other.rule.rule) }));
    return { kind: 'undecided', line: { ...named(rule.rule), by: lines, isGivenUp } };
  }
}

function doesSame(a: CompiledRule, b: CompiledRule): boolean {
  return a.action === b.action && a.mask === b.mask && a.target === b.target;
}

/** Chains of stages up to the last one in which some rule takes packets out of connection tracking. */
function looseChains(compiled: CompiledPolicy): ReadonlySet<number> {
  const loose = new Set<number>();
  if (!compiled.untracks) return loose;
  const { policy, chains, chainIndex } = compiled;
  for (const { stages } of policy.paths) {
    const closures = stages.map(({ chain }) => closureOf(chains, chainIndex.get(chain)));
    const last = closures.findLastIndex((closure) =>
      [...closure].some((chain) => chains[chain]?.some(({ action }) => action === 'untrack') === true),
    );
    for (const closure of closures.slice(0, last + 1)) for (const chain of closure) loose.add(chain);
  }
  return loose;
}

function closureOf(chains: CompiledPolicy['chains'], start: number | undefined): ReadonlySet<number> {
  const closure = new Set<number>();
  const waiting = start === undefined ? [] : [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (closure.has(next)) continue;
    closure.add(next);
    for (const { target } of chains[next] ?? []) if (target >= 0) waiting.push(target);
  }
  return closure;
}
