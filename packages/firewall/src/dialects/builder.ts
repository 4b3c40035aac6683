import type { Family } from '../address.js';
import type { Draft } from '../draft.js';
import type { Dialect, FirewallPolicy, Path, PolicyNote, Rule, RuleAction, UnparsedLine } from '../policy.js';
import { excerpt } from '../text.js';

/** A rule as a dialect hands it over. */
export interface NewRule {
  readonly line: number;
  readonly text: string;
  readonly draft: Draft;
  readonly action: RuleAction;
  /** The dialect's own name or number of the rule; counted when absent. */
  readonly id?: string;
  /** False for the second and later rules made of one line. */
  readonly counts?: boolean;
}

/** Collects the chains of a policy and keeps count of what was understood. */
export class PolicyBuilder {
  private readonly chains = new Map<string, Rule[]>();
  private readonly called = new Set<string>();
  private readonly unparsed: UnparsedLine[] = [];
  private readonly notes: PolicyNote[] = [];
  private rules = 0;
  private understood = 0;

  constructor(private readonly dialect: Dialect) {}

  chain(name: string): Rule[] {
    const known = this.chains.get(name);
    if (known !== undefined) return known;
    const made: Rule[] = [];
    this.chains.set(name, made);
    return made;
  }

  /** Packets come to this chain only through rules that call it. */
  isCalled(name: string): void {
    this.called.add(name);
  }

  hasChain(name: string): boolean {
    return this.chains.has(name);
  }

  add(chain: string, rule: NewRule): void {
    const rules = this.chain(chain);
    const { draft } = rule;
    if (rule.counts !== false) this.count(rule.line, rule.text, draft.problems);
    rules.push({
      id: rule.id ?? `${chain} ${rules.length + 1}`,
      line: rule.line,
      text: excerpt(rule.text),
      matches: draft.matches,
      opaque: draft.opaque,
      action: rule.action,
      ...(draft.objects.length === 0 ? {} : { objects: draft.objects }),
    });
  }

  /** Counts a rule line that makes no rule: switched off, or of a part that decides nothing here. */
  count(line: number, text: string, problems: readonly string[] = []): void {
    this.rules += 1;
    if (problems.length === 0) this.understood += 1;
    else this.unparsed.push({ line, text: excerpt(text), reason: problems.join('; ') });
  }

  note(id: Exclude<PolicyNote['id'], 'sip-helper'>, line: number, detail: string): void {
    this.notes.push({ id, line, detail: excerpt(detail) });
  }

  /** A helper that rewrites SIP (and now and then what only looks like it), switched on or off by this line. */
  sipHelper(isOn: boolean, line: number, detail: string): void {
    this.notes.push({ id: 'sip-helper', line, detail: excerpt(detail), isOn });
  }

  build(rest: {
    readonly families: readonly Family[];
    readonly paths: readonly Path[];
    readonly outside?: readonly string[];
  }): FirewallPolicy {
    return {
      dialect: this.dialect,
      rules: this.rules,
      understood: this.understood,
      unparsed: this.unparsed.sort((a, b) => a.line - b.line),
      families: rest.families,
      chains: [...this.chains].map(([name, rules]) => ({
        name,
        rules,
        ...(this.called.has(name) ? { isCalled: true } : {}),
      })),
      paths: rest.paths,
      outside: rest.outside ?? [],
      notes: this.notes,
    };
  }
}
