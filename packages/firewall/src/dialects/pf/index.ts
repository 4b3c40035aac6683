import { Draft } from '../../draft.js';
import type { RuleAction } from '../../policy.js';
import { type NewRule, PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import { mostLinesAre, type Shape } from '../shape.js';
import { type PfRule, readPfRule } from './rule.js';
import { type PfFile, type PfStatement, type PfToken, readStatements } from './statements.js';

const marks =
  /^[ \t]*((pass|block)\s+(in|out|quick|log|all|on|inet6?|proto|from|to|drop|return\S*)\b|set (skip on|block-policy)|table <[\w.-]+>|scrub in|match (in|out)|rdr(-anchor| on| pass)|nat(-anchor| on))/m;
const statement =
  /^\s*((pass|block|match|set|table|scrub|no|nat|rdr|binat|anchor|load|antispoof|altq|queue|include)\b|(nat|rdr|binat)-anchor\b|[A-Za-z_]\w*\s*=|["{}(<!\d\\,])/;

export function recognisesPf({ form, text }: Shape): boolean {
  return (
    form === 'text' && !/^#!.*\bsh\b/.test(text) && marks.test(text) && mostLinesAre(text, /^\s*#/, statement)
  );
}

/** Reads `pf.conf`: last match wins unless a rule is `quick`, and a forwarded packet is asked in and out. */
export function parsePf(text: string): ParsedPolicy {
  return { policy: new PfReader(readStatements(text)).read(), diagnostics: [] };
}

type Way = 'in' | 'out';
type Placed = { readonly isQuick: boolean; readonly rule: NewRule };
type Frame = Record<Way, Placed[]>;

/** An anchor whose rules stand in braces: its conditions hold for all of them. */
interface OpenAnchor {
  readonly conditions: readonly PfToken[];
  readonly isQuick: boolean;
  readonly frame: Frame;
}

/** Statements that decide nothing about the way out. */
const silent = new Set([
  'set',
  'scrub',
  'altq',
  'queue',
  'load',
  'no',
  'binat',
  'nat-anchor',
  'rdr-anchor',
  'binat-anchor',
]);
const deepest = 40;

class PfReader {
  private readonly builder = new PolicyBuilder('pf');
  private readonly rules: Frame = { in: [], out: [] };
  private readonly anchors: OpenAnchor[] = [];
  private readonly outside = new Set<string>();
  private readonly skipped: { readonly names: readonly string[]; readonly statement: PfStatement }[] = [];
  private number = 0;

  constructor(private readonly file: PfFile) {}

  read(): ReturnType<PolicyBuilder['build']> {
    for (const statement of this.file.statements) this.statement(statement);
    while (this.anchors.length > 0) this.close();
    const stages = (['in', 'out'] as const).map((way) => {
      this.builder.chain(way);
      this.skip(way);
      for (const { rule } of byPreference(this.rules[way])) this.builder.add(way, rule);
      return {
        chain: way,
        fallback: 'allow',
        fallbackId: `no rule (${way})`,
        fallbackText: 'no rule matched: pass',
        isMain: way === 'in',
      } as const;
    });
    const path = { name: 'forward', tracksSessions: true, stages };
    return this.builder.build({ families: [4, 6], paths: [path], outside: this.outsideInterfaces() });
  }

  private skip(way: Way): void {
    for (const { names, statement } of this.skipped) {
      const draft = new Draft();
      draft.interface(way, { names, negated: false });
      const { line, text } = statement;
      this.builder.add(way, { line, text, id: 'set skip', draft, action: { type: 'allow' }, counts: false });
    }
  }

  private statement(statement: PfStatement): void {
    const words = statement.tokens.map((token) => token.text);
    const [first = '', second = ''] = words;
    if (first === '}') this.close();
    else if (first === 'pass' || first === 'block') this.filter(statement);
    else if (first === 'anchor') this.anchor(statement);
    else if (first === 'antispoof') {
      this.builder.count(statement.line, statement.text);
      this.builder.note('assumed', statement.line, `forged addresses are left out: ${statement.text}`);
    } else if (first === 'match') this.match(statement);
    else if (first === 'nat') this.nat(words);
    else if (first === 'rdr') this.redirect(statement);
    else if (first === 'set' && second === 'skip')
      this.skipped.push({ names: words.slice(3).filter((word) => !/^[{},]$/.test(word)), statement });
    else if (!silent.has(first)) this.stranger(statement);
  }

  /** The rule with the conditions of the anchors it stands in. */
  private ruleOf(tokens: readonly PfToken[]): PfRule {
    const [verb, ...rest] = tokens;
    const around = this.anchors.flatMap(({ conditions }) => conditions);
    const own = readPfRule(tokens, this.file);
    if (verb === undefined || around.length === 0) return own;
    const outer = readPfRule([verb, ...around], this.file);
    const both = readPfRule([verb, ...around, ...rest], this.file);
    const isElsewhere =
      (outer.direction !== undefined && own.direction !== undefined && outer.direction !== own.direction) ||
      !canMeet(outer, own);
    if (isElsewhere) both.draft.states(0);
    const interfaces = own.interfaces.length > 0 ? own.interfaces : outer.interfaces;
    return { ...both, interfaces, direction: own.direction ?? outer.direction };
  }

  private filter(statement: PfStatement): void {
    const rule = this.ruleOf(statement.tokens);
    if (rule.redirects) this.builder.note('nat', statement.line, statement.text);
    this.place(statement, rule, { type: rule.allows ? 'allow' : 'deny' }, true);
  }

  private place(statement: PfStatement, rule: PfRule, action: RuleAction, counts: boolean): void {
    this.number += 1;
    const ways: readonly Way[] = rule.direction === undefined ? ['in', 'out'] : [rule.direction];
    this.noteOutside(rule);
    ways.forEach((way, index) => {
      const draft = new Draft();
      rule.draft.copyInto(draft);
      const plain = rule.interfaces.filter((one) => !one.negated).map((one) => one.name);
      // What leaves for the internet leaves by the default route, and `egress` is the group of its interfaces.
      const isEgress = way === 'out' && plain.includes('egress');
      if (plain.length > 0 && !isEgress) draft.interface(way, { names: plain, negated: false });
      for (const { name, negated } of rule.interfaces)
        if (negated && name === 'egress' && way === 'out') draft.states(0);
        else if (negated) draft.interface(way, { names: [name], negated: true });
      const { line, text } = statement;
      const id = `rule ${this.number}`;
      const frame = this.anchors[this.anchors.length - 1]?.frame ?? this.rules;
      frame[way].push({
        isQuick: rule.isQuick,
        rule: { line, text, id, draft, action, counts: counts && index === 0 },
      });
    });
  }

  /** Addresses are translated where the internet is. */
  private noteOutside(rule: PfRule): void {
    if (!rule.translates) return;
    for (const { name, negated } of rule.interfaces) if (!negated) this.outside.add(name);
  }

  /** Where translation names only the group, the macro people give the external interface does. */
  private outsideInterfaces(): string[] {
    const named = [...this.outside].filter((name) => name !== 'egress');
    if (named.length > 0) return named;
    const external = [...this.file.macros]
      .filter(([name, value]) => /^(ext|wan|outside|inet|internet)/i.test(name) && value.length === 1)
      .flatMap(([, value]) => value.map(({ text }) => text));
    return external.length > 0 ? external : [...this.outside];
  }

  /** Rules of an anchor in braces are read in place; those loaded at run time are not in the document. */
  private anchor(statement: PfStatement): void {
    const { tokens, line, text } = statement;
    const conditions = tokens.slice(1).filter((token) => !token.isString && token.text !== '{');
    const named =
      conditions[0] !== undefined && !conditionWords.has(conditions[0].text)
        ? conditions.slice(1)
        : conditions;
    if (tokens[tokens.length - 1]?.text === '{' && this.anchors.length < deepest) {
      const isQuick = named.some((token) => token.text === 'quick');
      const frame: Frame = isQuick ? { in: [], out: [] } : (this.anchors.at(-1)?.frame ?? this.rules);
      this.builder.count(line, text);
      this.anchors.push({ conditions: named.filter((token) => token.text !== 'quick'), isQuick, frame });
      return;
    }
    const rule = this.ruleOf([{ text: 'pass', isString: false }, ...named]);
    rule.draft.undecidable('anchor whose rules are loaded at run time');
    this.place(statement, { ...rule, isQuick: true }, { type: 'unknown' }, true);
  }

  /** What a quick anchor decides, even by its last match, is final. */
  private close(): void {
    const anchor = this.anchors.pop();
    if (anchor?.isQuick !== true) return;
    const parent = this.anchors.at(-1)?.frame ?? this.rules;
    for (const way of ['in', 'out'] as const) {
      for (const { rule } of byPreference(anchor.frame[way])) parent[way].push({ isQuick: true, rule });
    }
  }

  private match(statement: PfStatement): void {
    const rule = this.ruleOf(statement.tokens);
    if (rule.redirects) {
      this.builder.note('nat', statement.line, statement.text);
      this.place(statement, { ...rule, isQuick: true }, { type: 'unknown' }, true);
      return;
    }
    this.builder.count(statement.line, statement.text, rule.draft.problems);
    this.noteOutside(rule);
  }

  private nat(words: readonly string[]): void {
    const name = words[words.indexOf('on') + 1];
    if (words.includes('on') && name !== undefined && name !== '{' && name !== '!') this.outside.add(name);
  }

  private redirect(statement: PfStatement): void {
    this.builder.note('nat', statement.line, statement.text);
    const arrow = statement.tokens.findIndex(
      (token, index) => token.text === '-' || (token.text === '>' && index > 0) || token.text === '->',
    );
    const words = statement.tokens
      .slice(0, arrow < 0 ? undefined : arrow)
      .filter((token) => !['pass', 'log', '-'].includes(token.text));
    const rule = readPfRule(
      [{ text: 'pass', isString: false }, { text: 'in', isString: false }, ...words.slice(1)],
      this.file,
    );
    rule.draft.undecidable('sent to another address');
    this.place(statement, { ...rule, isQuick: true }, { type: 'unknown' }, false);
  }

  private stranger(statement: PfStatement): void {
    const draft = new Draft();
    const word = statement.tokens[0]?.text ?? '';
    draft.problem(word === 'include' ? 'rules of another file' : `statement ${word}`);
    const rule: PfRule = {
      draft,
      allows: true,
      isQuick: true,
      direction: undefined,
      interfaces: [],
      translates: false,
      redirects: false,
    };
    this.place(statement, rule, { type: 'unknown' }, true);
  }
}

const conditionWords = new Set([
  'in',
  'out',
  'quick',
  'on',
  'inet',
  'inet6',
  'proto',
  'from',
  'to',
  'all',
  'label',
  'user',
  'group',
]);

/** The last match wins among rules that are not quick, and any quick match beats them. */
function byPreference(placed: readonly Placed[]): Placed[] {
  return [...placed.filter((one) => one.isQuick), ...placed.filter((one) => !one.isQuick).reverse()];
}

/** Interfaces of an anchor and of a rule inside it, as far as both name plain ones. */
function canMeet(outer: PfRule, own: PfRule): boolean {
  const names = (rule: PfRule): string[] =>
    rule.interfaces.filter(({ negated }) => !negated).map(({ name }) => name);
  const [around, inside] = [names(outer), names(own)];
  return around.length === 0 || inside.length === 0 || inside.some((name) => around.includes(name));
}
