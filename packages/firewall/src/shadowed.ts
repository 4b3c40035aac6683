import { type CompiledPolicy, type CompiledRule, outcome } from './compile.js';
import { Endings } from './reach/endings.js';
import { Graph } from './reach/graph.js';
import { RuleNumbers } from './reach/numbers.js';
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
  const note = ({ line, text }: Rule, verdict: Verdict): void => {
    const key = `${line}\n${text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [verdict]);
    else group.push(verdict);
  };
  // A packet that gets into a called chain meets what calls it as well: those chains are asked first.
  for (const calls of [false, true]) {
    compiled.chains.forEach((rules, chain) => {
      if (compiled.jumps[chain] !== calls) return;
      rules.forEach((rule, at) => {
        // Lines that only a dialect's own order of things makes stand nowhere.
        if (rule.rule.line > 0) note(rule.rule, finder.verdict(rule, chain, at));
      });
    });
  }
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
  const all = new Map(lines.map((one) => [`${one.line}\n${one.rule}`, one]));
  return [...all.values()].sort((a, b) => a.line - b.line);
}

function named({ id, line, text }: Rule): NamedLine {
  return { rule: id, line, text };
}

/** Box comparisons for all lines together; those left over then cannot be told. */
const mostWork = 12_000_000;

class Finder {
  private readonly reaches: readonly Reach[];
  private readonly numbers: RuleNumbers;
  /** The rules that call each chain. */
  private readonly calls = new Map<number, Rule[]>();

  constructor(compiled: CompiledPolicy) {
    this.numbers = new RuleNumbers(compiled);
    for (const { rule, target } of compiled.chains.flat()) {
      const callers = this.calls.get(target);
      if (callers === undefined) this.calls.set(target, [rule]);
      else callers.push(rule);
    }
    const names = interfaceNames(compiled);
    const tracer = new Tracer(compiled);
    const work = { left: mostWork };
    const loose = looseChains(compiled);
    this.reaches = compiled.policy.families.map((family) => {
      const space = new Space(compiled, family, names);
      const endings = new Endings(compiled, space, this.numbers, loose);
      return new Reach(compiled, space, endings, new Graph(compiled, space, endings), tracer, work);
    });
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
    const open = fates.filter((fate) => fate.kind === 'undecided');
    if (open.length > 0) {
      return this.undecided(
        rule,
        ownersOf(open),
        open.some((fate) => fate.isGivenUp),
      );
    }
    const by = ownersOf(fates);
    if (by.length > 0) return this.shadowed(rule, chain, by);
    return this.dead(rule, 'never-sent', this.calls.get(chain) ?? []);
  }

  private dead(
    rule: CompiledRule,
    kind: ShadowedLine['kind'],
    by: readonly Rule[],
    isRedundant = false,
  ): Verdict {
    return { kind: 'dead', line: { ...named(rule.rule), kind, by: distinct(by.map(named)), isRedundant } };
  }

  private shadowed(rule: CompiledRule, chain: number, owners: readonly number[]): Verdict {
    const deciding = owners.flatMap((owner) => this.numbers.rule(owner) ?? []);
    const isRedundant =
      !rule.opaque &&
      deciding.every(
        (other) => doesSame(other.rule, rule) && (rule.action === 'decide' || other.chain === chain),
      );
    const by = owners.flatMap((owner) => this.rulesOf(owner));
    return this.dead(
      rule,
      'shadowed',
      by.map((other) => other.rule),
      isRedundant,
    );
  }

  private undecided(rule: CompiledRule, owners: readonly number[], isGivenUp: boolean): Verdict {
    const rules = owners.flatMap((owner) => this.rulesOf(owner));
    const doubtful = rules.filter(isDoubtful);
    const by = (doubtful.length > 0 ? doubtful : rules).map((other) => ({
      ...named(other.rule),
      reason: reasonOf(other.rule),
    }));
    return { kind: 'undecided', line: { ...named(rule.rule), by: distinct(by), isGivenUp } };
  }

  /** The rule that takes packets, after the one that calls its chain. */
  private rulesOf(owner: number): readonly CompiledRule[] {
    const rules = [this.numbers.caller(owner), this.numbers.rule(owner)].flatMap((one) => one?.rule ?? []);
    const standing = rules.filter(({ rule }) => rule.line > 0);
    return standing.length > 0 ? standing : rules.slice(-1);
  }
}

function ownersOf(fates: readonly Fate[]): readonly number[] {
  const all = new Set(fates.flatMap((fate) => (fate.kind === 'reached' ? [] : [...fate.by])));
  return [...all].sort((a, b) => a - b);
}

/** Whether it cannot be told what a rule does with the packets it is for. */
function isDoubtful({ opaque, mask, boxes }: CompiledRule): boolean {
  return opaque || mask === (outcome.allow | outcome.deny) || boxes.some((box) => box.uncertainStates !== 0);
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
