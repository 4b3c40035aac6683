import { type CompiledBox, type CompiledPolicy, type CompiledRule, matchesInterface } from './compile.js';
import { EndingBoxes } from './ending-boxes.js';
import { allStates, type InterfaceMatch, type Rule } from './policy.js';
import { pairsOf, type Ranges, rangesOf } from './ranges.js';

/** A line that no packet reaches. */
export interface ShadowedLine {
  readonly rule: string;
  readonly line: number;
  readonly text: string;
  /** Other lines take all its packets; its own conditions exclude each other; or nothing calls its chain. */
  readonly kind: 'shadowed' | 'never-matches' | 'chain-unused';
  /** The lines that take its packets, in order; empty for the other kinds. */
  readonly by: readonly { readonly rule: string; readonly line: number; readonly text: string }[];
  /** They do what the line would do: it is superfluous, not overridden. */
  readonly isRedundant: boolean;
}

/**
 * Every line of a policy that no packet reaches, whatever its protocol, state and interfaces. Exact within a chain:
 * a line counts as reached when some packet that enters the chain gets to it; conditions that cannot be decided
 * never hide a line. Lines of one document line are reported once, and only when all of them are dead.
 */
export function shadowedLines(compiled: CompiledPolicy): readonly ShadowedLine[] {
  const called = calledChains(compiled);
  const names = interfaceNames(compiled);
  const groups = new Map<string, (ShadowedLine | undefined)[]>();
  compiled.chains.forEach((rules, index) => {
    const isCalled = called.has(index);
    const finder = new Finder(compiled, rules, names);
    rules.forEach((rule, at) => {
      const key = `${rule.rule.line}\n${rule.rule.text}`;
      const dead = isCalled ? finder.dead(at) : lineOf(rule.rule, 'chain-unused', [], false);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [dead]);
      else group.push(dead);
    });
  });
  return [...groups.values()]
    .flatMap((group) => (group.some((dead) => dead === undefined) ? [] : united(group)))
    .sort((a, b) => a.line - b.line);
}

function united(group: readonly (ShadowedLine | undefined)[]): ShadowedLine[] {
  const all = group.filter((dead) => dead !== undefined);
  const [first] = all;
  if (first === undefined) return [];
  const by = new Map(all.flatMap((dead) => dead.by).map((one) => [`${one.line}\n${one.rule}`, one]));
  const kind = all.find((dead) => dead.kind === 'shadowed')?.kind ?? first.kind;
  return [{ ...first, kind, by: [...by.values()], isRedundant: all.every((dead) => dead.isRedundant) }];
}

function lineOf(
  { id, line, text }: Rule,
  kind: ShadowedLine['kind'],
  by: readonly Rule[],
  isRedundant: boolean,
): ShadowedLine {
  const others = by.map((rule) => ({ rule: rule.id, line: rule.line, text: rule.text }));
  return { rule: id, line, text, kind, by: others, isRedundant };
}

/** Chains some path enters, directly or by jumps. */
function calledChains({ policy, chains, chainIndex }: CompiledPolicy): Set<number> {
  const called = new Set<number>();
  const waiting = policy.paths.flatMap(({ stages }) =>
    stages.flatMap(({ chain }) => chainIndex.get(chain) ?? []),
  );
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (called.has(next)) continue;
    called.add(next);
    for (const { target } of chains[next] ?? []) if (target >= 0) waiting.push(target);
  }
  return called;
}

/** Interfaces as numbers: those some rule names, and for each pattern one that only the pattern knows. */
function interfaceNames({ policy }: CompiledPolicy): readonly string[] {
  const names = new Set<string>([' unnamed']);
  for (const { rules } of policy.chains) {
    for (const match of rules.flatMap((rule) => rule.matches)) {
      for (const condition of [...(match.in ?? []), ...(match.out ?? [])]) {
        for (const name of condition.names) names.add(name.replace(/[+*]$/, ' other'));
      }
    }
  }
  return [...names];
}

/** Dimensions: destination, source, their ports, protocol, state, interfaces in and out. */
type Sides = readonly (Ranges | undefined)[];

interface FamilyBoxes {
  readonly whole: readonly Ranges[];
  readonly boxes: readonly (readonly Sides[])[];
  /** Of earlier rules, those that end the walk of a packet for certain. */
  readonly ends: EndingBoxes;
}

class Finder {
  private readonly families: readonly FamilyBoxes[];
  private added = 0;

  constructor(
    compiled: CompiledPolicy,
    private readonly rules: readonly CompiledRule[],
    names: readonly string[],
  ) {
    const interfaces = new Map<readonly InterfaceMatch[], Ranges>();
    this.families = compiled.policy.families.map((family) => {
      const key = family === 4 ? 'v4' : 'v6';
      const atoms = [0, (family === 4 ? compiled.atoms4 : compiled.atoms6).count];
      const sidesOf = (box: CompiledBox): Sides => [
        box.destination[key],
        box.source[key],
        box.destinationPorts,
        box.sourcePorts,
        box.protocols && flagged(box.protocols),
        box.states === allStates ? undefined : statesOf(box.states),
        box.in && namesOf(box.in, names, interfaces),
        box.out && namesOf(box.out, names, interfaces),
      ];
      const ports = [0, 65536];
      const all = [0, names.length];
      return {
        whole: [atoms, atoms, ports, ports, [0, 256], [0, 5], all, all],
        boxes: rules.map((rule) => rule.boxes.map(sidesOf)),
        ends: new EndingBoxes(),
      };
    });
  }

  /** What makes the rule dead, or undefined when a packet gets to it. Asked in the order of the rules. */
  dead(at: number): ShadowedLine | undefined {
    const rule = this.rules[at];
    if (rule === undefined) return undefined;
    for (; this.added < at; this.added += 1) this.remember(this.added);
    const by = new Set<number>();
    let isEmpty = true;
    for (const { whole, boxes, ends } of this.families) {
      for (const sides of boxes[at] ?? []) {
        const region = whole.map((all, side) => sides[side] ?? all);
        if (region.some((side) => side.length === 0)) continue;
        isEmpty = false;
        const covering = ends.cover(region);
        if (covering === undefined) return undefined;
        covering.forEach((owner) => by.add(owner));
      }
    }
    if (isEmpty) return lineOf(rule.rule, 'never-matches', [], false);
    const others = [...by].sort((a, b) => a - b).flatMap((owner) => this.rules[owner] ?? []);
    const isRedundant = !rule.opaque && others.every((other) => doesSame(other, rule));
    return lineOf(
      rule.rule,
      'shadowed',
      others.map((other) => other.rule),
      isRedundant,
    );
  }

  private remember(at: number): void {
    const rule = this.rules[at];
    if (rule === undefined || rule.opaque) return;
    if (rule.action !== 'decide' && rule.action !== 'goto' && rule.action !== 'return') return;
    for (const { boxes, ends } of this.families) {
      boxes[at]?.forEach((sides, index) => {
        if (rule.boxes[index]?.uncertainStates === 0) ends.push({ sides, owner: at });
      });
    }
  }
}

function doesSame(a: CompiledRule, b: CompiledRule): boolean {
  return a.action === b.action && a.mask === b.mask && a.target === b.target;
}

function flagged(flags: Uint8Array): Ranges {
  const pairs: [number, number][] = [];
  flags.forEach((flag, number) => {
    if (flag === 1) pairs.push([number, number + 1]);
  });
  return rangesOf(pairs);
}

function statesOf(states: number): Ranges {
  const bits = [0, 1, 2, 3, 4].filter((bit) => (states & (1 << bit)) !== 0);
  return rangesOf(bits.map((bit) => [bit, bit + 1] as const));
}

function namesOf(
  conditions: readonly InterfaceMatch[],
  names: readonly string[],
  known: Map<readonly InterfaceMatch[], Ranges>,
): Ranges {
  const held = known.get(conditions);
  if (held !== undefined) return held;
  const pairs = names.flatMap((name, index): [number, number][] =>
    matchesInterface(conditions, name) === true ? [[index, index + 1]] : [],
  );
  const made = pairsOf(rangesOf(pairs)).flat();
  known.set(conditions, made);
  return made;
}
