import { Draft } from '../../draft.js';
import type { RuleAction } from '../../policy.js';
import { type NewRule, PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import { mostLinesAre, type Shape } from '../shape.js';
import { type PfRule, readPfRule } from './rule.js';
import { type PfFile, type PfStatement, readStatements } from './statements.js';

const marks =
  /^\s*((pass|block)\s+(in|out|quick|log|all|on|inet6?|proto|from|to|drop|return\S*)\b|set (skip on|block-policy)|table <[\w.-]+>|scrub in|match (in|out)|rdr(-anchor| on| pass)|nat(-anchor| on))/m;
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
/** Statements that decide nothing about the way out. */
const silent = new Set([
  'set',
  'scrub',
  'altq',
  'queue',
  'load',
  'include',
  'no',
  'binat',
  'nat-anchor',
  'rdr-anchor',
  'binat-anchor',
  '}',
]);

class PfReader {
  private readonly builder = new PolicyBuilder('pf');
  private readonly rules: Record<Way, Placed[]> = { in: [], out: [] };
  private readonly outside = new Set<string>();
  private readonly skipped: string[] = [];
  private number = 0;

  constructor(private readonly file: PfFile) {}

  read(): ReturnType<PolicyBuilder['build']> {
    for (const statement of this.file.statements) this.statement(statement);
    const stages = (['in', 'out'] as const).map((way) => {
      this.builder.chain(way);
      this.skip(way);
      // The last match wins among rules that are not quick, and any quick match beats them.
      const placed = this.rules[way];
      for (const { rule } of [
        ...placed.filter((one) => one.isQuick),
        ...placed.filter((one) => !one.isQuick).reverse(),
      ]) {
        this.builder.add(way, rule);
      }
      return {
        chain: way,
        fallback: 'allow',
        fallbackId: `no rule (${way})`,
        fallbackText: 'no rule matched: pass',
        isMain: way === 'in',
      } as const;
    });
    const path = { name: 'forward', tracksSessions: true, stages };
    return this.builder.build({ families: [4, 6], paths: [path], outside: [...this.outside] });
  }

  private skip(way: Way): void {
    for (const name of this.skipped) {
      const draft = new Draft();
      draft.interface(way, { names: [name], negated: false });
      this.builder.add(way, {
        line: 0,
        text: `set skip on ${name}`,
        id: 'set skip',
        draft,
        action: { type: 'allow' },
        counts: false,
      });
    }
  }

  private statement(statement: PfStatement): void {
    const words = statement.tokens.map((token) => token.text);
    const [first = '', second = ''] = words;
    if (first === 'pass' || first === 'block')
      this.filter(statement, readPfRule(statement.tokens, this.file));
    else if (first === 'anchor') this.anchor(statement);
    else if (first === 'antispoof') this.builder.count(statement.line, statement.text);
    else if (first === 'match') this.match(statement);
    else if (first === 'nat') this.nat(words);
    else if (first === 'rdr') this.redirect(statement);
    else if (first === 'set' && second === 'skip')
      this.skipped.push(...words.slice(3).filter((word) => !/^[{},]$/.test(word)));
    else if (!silent.has(first)) this.stranger(statement);
  }

  private filter(statement: PfStatement, rule: PfRule): void {
    const type = rule.allows ? 'allow' : 'deny';
    this.place(statement, rule, { type }, true);
  }

  private place(statement: PfStatement, rule: PfRule, action: RuleAction, counts: boolean): void {
    this.number += 1;
    const ways: readonly Way[] = rule.direction === undefined ? ['in', 'out'] : [rule.direction];
    if (rule.translates)
      for (const { name, negated } of rule.interfaces) if (!negated) this.outside.add(name);
    ways.forEach((way, index) => {
      const draft = new Draft();
      rule.draft.copyInto(draft);
      const plain = rule.interfaces.filter((one) => !one.negated).map((one) => one.name);
      if (plain.length > 0) draft.interface(way, { names: plain, negated: false });
      for (const { name, negated } of rule.interfaces)
        if (negated) draft.interface(way, { names: [name], negated: true });
      this.rules[way].push({
        isQuick: rule.isQuick,
        rule: {
          line: statement.line,
          text: statement.text,
          id: `rule ${this.number}`,
          draft,
          action,
          counts: counts && index === 0,
        },
      });
    });
  }

  /** Rules of an anchor in braces are read in place; those loaded at run time are not in the document. */
  private anchor(statement: PfStatement): void {
    const words = statement.tokens.map((token) => token.text);
    if (words[words.length - 1] === '{') {
      const conditions = statement.tokens.slice(1, -1).filter((token) => !token.isString);
      this.builder.count(statement.line, statement.text);
      if (conditions.length > 0) this.builder.note('ignored-part', statement.line, statement.text);
      return;
    }
    const rule = readPfRule(
      [{ text: 'pass', isString: false }, ...statement.tokens.slice(1).filter((token) => !token.isString)],
      this.file,
    );
    rule.draft.undecidable('anchor whose rules are loaded at run time');
    this.place(statement, { ...rule, isQuick: true }, { type: 'unknown' }, true);
  }

  private match(statement: PfStatement): void {
    const rule = readPfRule(statement.tokens, this.file);
    this.builder.count(statement.line, statement.text, rule.draft.problems);
    if (rule.translates)
      for (const { name, negated } of rule.interfaces) if (!negated) this.outside.add(name);
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
    draft.problem(`statement ${statement.tokens[0]?.text ?? ''}`);
    const rule: PfRule = {
      draft,
      allows: true,
      isQuick: true,
      direction: undefined,
      interfaces: [],
      translates: false,
    };
    this.place(statement, rule, { type: 'unknown' }, true);
  }
}
