import type { CompiledPolicy, CompiledRule } from '../compile.js';

export interface NumberedRule {
  readonly rule: CompiledRule;
  readonly chain: number;
  readonly at: number;
}

/** A number for each rule of a policy; and for each pair of a rule that calls a chain and one it leads to. */
export class RuleNumbers {
  private readonly rules: readonly NumberedRule[];
  private readonly offsets: readonly number[];

  constructor({ chains }: CompiledPolicy) {
    this.rules = chains.flatMap((rules, chain) => rules.map((rule, at) => ({ rule, chain, at })));
    let next = 0;
    this.offsets = chains.map((rules) => {
      const offset = next;
      next += rules.length;
      return offset;
    });
  }

  of(chain: number, at: number): number {
    return (this.offsets[chain] ?? 0) + at;
  }

  /** What makes the number of a rule that of the pair with the one that leads to it. */
  calledBy(number: number): number {
    return (number + 1) * this.rules.length;
  }

  /** The rule that decides. */
  rule(number: number): NumberedRule | undefined {
    return this.rules[number % this.rules.length];
  }

  /** The rule that leads to it, of a pair. */
  caller(number: number): NumberedRule | undefined {
    return this.rules[Math.floor(number / this.rules.length) - 1];
  }
}
