import { allV4, allV6 } from '../../address.js';
import { Draft } from '../../draft.js';
import type { RuleAction } from '../../policy.js';
import { type Comparison, type Key, keyOf, type KeyPlace } from './keys.js';
import { elementsOf, type NftSet } from './structure.js';
import type { Token } from './tokens.js';
import { isStar, joined, joinedAll, valuesOf } from './values.js';

export interface ReadNftRule {
  /** More than one for a verdict map: one per element, in order. */
  readonly parts: readonly { readonly draft: Draft; readonly action: RuleAction }[];
  readonly translates: boolean;
  readonly outInterface: string | undefined;
  readonly helper: boolean;
}

export interface NftScope extends KeyPlace {
  readonly set: (name: string) => NftSet | undefined;
  readonly chain: (name: string) => string;
  /** True when a named helper object is one for SIP. */
  readonly isSipHelper: (name: string) => boolean;
}

export function readNftRule(tokens: readonly Token[], scope: NftScope): ReadNftRule {
  return new RuleReader(tokens, scope).read();
}

const verdicts = new Set(['accept', 'drop', 'reject', 'return', 'continue', 'jump', 'goto', 'queue']);
/** Statements after which the next rule is read. */
const passing = new Set([
  'counter',
  'log',
  'comment',
  'set',
  'dup',
  'flow',
  'audit',
  'trace',
  'add',
  'update',
  'delete',
]);
const translating = new Set(['masquerade', 'snat']);
const diverting = new Map([
  ['dnat', 'sent to another address'],
  ['redirect', 'sent to the firewall itself'],
  ['tproxy', 'sent to a proxy on the firewall'],
  ['fwd', 'sent to another interface'],
  ['synproxy', 'answered by the firewall first'],
]);
const comparisons: readonly string[] = ['==', '!=', '<', '>', '<=', '>=', '!'];
/** More combinations than this are not written out as boxes. */
const mostBoxes = 512;

class RuleReader {
  private index = 0;
  private readonly draft = new Draft();
  private action: RuleAction = { type: 'continue' };
  private map:
    { readonly keys: readonly Key[]; readonly elements: readonly (readonly Token[])[] } | undefined;
  private translates = false;
  private helper = false;
  private outInterface: string | undefined;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly scope: NftScope,
  ) {}

  read(): ReadNftRule {
    while (this.index < this.tokens.length) this.statement();
    return {
      parts: this.map === undefined ? [{ draft: this.draft, action: this.action }] : this.mapParts(this.map),
      translates: this.translates,
      outInterface: this.outInterface,
      helper: this.helper,
    };
  }

  private peek(ahead = 0): string {
    return this.tokens[this.index + ahead]?.text ?? '';
  }

  private statement(): void {
    const word = this.peek();
    const found = keyOf(word, this.peek(1));
    if (this.isSetting()) this.skipStatement();
    else if (verdicts.has(word)) this.verdict(this.tokens.slice(this.index));
    else if (word === 'fib') this.routeLookup();
    else if (word === 'tcp' && ['option', 'reset'].includes(this.peek(1))) this.option();
    else if (/^@(th|nh|ll|ih)$/.test(word)) this.payload();
    else if (word === 'limit' || word === 'quota' || word === 'meter') this.rate(word);
    else if (word === 'ct' && this.peek(1) === 'count') this.rate('number of connections');
    else if (word === 'notrack') {
      this.index += 1;
      this.action = { type: 'untrack' };
    } else if (translating.has(word)) this.translate();
    else if (diverting.has(word)) this.divert(word);
    else if (passing.has(word) || word === 'handle') this.skipStatement();
    else if (found !== undefined) this.match();
    else {
      this.draft.problem(`statement ${word}`);
      this.action = { type: 'unknown' };
      this.index = this.tokens.length;
    }
  }

  /** `meta mark set 1`, `ct helper set "sip"`: changes the packet, asks nothing. */
  private isSetting(): boolean {
    const isSet = this.peek(2) === 'set' && keyOf(this.peek(), this.peek(1)) !== undefined;
    if (isSet && this.peek(1) === 'helper' && this.isSip(this.peek(3))) this.helper = true;
    return isSet || (this.peek(1) === 'set' && keyOf(this.peek(), '') !== undefined);
  }

  private isSip(name: string): boolean {
    return name.includes('sip') || this.scope.isSipHelper(name);
  }

  /** `fib saddr . iif oif missing`: clients answer from where their routes point, so reverse paths are in order. */
  private routeLookup(): void {
    const words = this.tokens.slice(this.index).map((token) => token.text);
    const at = words.findIndex(
      (word, index) => index > 0 && ['oif', 'oifname', 'type', 'check'].includes(word),
    );
    const isPath = words[1] === 'saddr' && words.slice(0, at).includes('iif') && words[at] === 'oif';
    const [sign = '', second = ''] = words.slice(at + 1);
    const isSigned = comparisons.includes(sign) || sign === 'eq';
    const value = isSigned ? second : sign;
    if (at < 0) this.draft.problem('statement fib');
    else if (isPath && ['missing', '0', 'false'].includes(value)) {
      if (sign !== '!=') this.draft.states(0);
    } else if (!isPath || value !== 'exists') this.draft.undecidable('routing lookup');
    this.index += at < 0 ? words.length : at + 1 + (isSigned ? 1 : 0);
    if (at >= 0) this.elements();
  }

  /** `tcp option maxseg size set rt mtu` changes the packet; anything else asks for what no policy tells. */
  private option(): void {
    const words = this.tokens.slice(this.index).map((token) => token.text);
    if (words[0] === 'tcp' && words[1] === 'option' && words[4] === 'set') {
      this.index += words[5] === 'rt' ? 7 : 6;
      return;
    }
    this.draft.undecidable('TCP option');
    this.index += words[3] === 'exists' || words[3] === 'missing' ? 4 : 3;
    if (!['exists', 'missing'].includes(words[3] ?? '')) {
      this.index += 1;
      if (comparisons.includes(this.peek())) this.index += 1;
      this.elements();
    }
  }

  private payload(): void {
    this.draft.undecidable('payload bytes');
    this.index += 5;
    if (comparisons.includes(this.peek())) this.index += 1;
    this.elements();
  }

  private skipStatement(): void {
    let depth = 0;
    this.index += 1;
    while (this.index < this.tokens.length) {
      const token = this.tokens[this.index];
      const word = token?.text ?? '';
      const isPlain = token?.isString !== true;
      if (isPlain && depth === 0 && this.startsStatement(word)) return;
      if (isPlain && word === '{') depth += 1;
      if (isPlain && word === '}') depth -= 1;
      this.index += 1;
    }
  }

  private startsStatement(word: string): boolean {
    return (
      verdicts.has(word) ||
      translating.has(word) ||
      diverting.has(word) ||
      ['counter', 'log', 'comment', 'limit', 'quota', 'notrack', 'meter'].includes(word) ||
      (keyOf(word, this.peek(1)) !== undefined && this.tokens[this.index - 1]?.text !== 'with')
    );
  }

  private rate(word: string): void {
    this.draft.undecidable(word === 'limit' ? 'rate limit' : word);
    this.skipStatement();
  }

  private translate(): void {
    this.translates = true;
    this.action = { type: 'allow' };
    this.index = this.tokens.length;
  }

  private divert(word: string): void {
    this.draft.undecidable(diverting.get(word) ?? word);
    this.action = { type: 'unknown' };
    this.index = this.tokens.length;
  }

  private verdict(tokens: readonly Token[]): void {
    const [first, second] = tokens.map((token) => token.text);
    this.action = this.actionOf(first ?? '', second ?? '');
    const rest = tokens.findIndex((token) => token.text === 'comment' && !token.isString);
    this.index = rest < 0 ? this.tokens.length : this.index + rest;
  }

  private actionOf(verdict: string, target: string): RuleAction {
    switch (verdict) {
      case 'accept':
        return { type: 'allow' };
      case 'reject':
        this.rejects();
        return { type: 'deny' };
      case 'drop':
        return { type: 'deny' };
      case 'return':
        return { type: 'return' };
      case 'continue':
        return { type: 'continue' };
      case 'jump':
      case 'goto':
        return { type: verdict, chain: this.scope.chain(target) };
      default:
        this.draft.undecidable('handed to a program');
        return { type: 'unknown' };
    }
  }

  /** How a packet is refused can only be said of its own kind: a reset of TCP, an ICMP message of its family. */
  private rejects(): void {
    const [, , kind = '', second] = this.tokens.slice(this.index).map((token) => token.text);
    if (kind === 'tcp' && second === 'reset') this.draft.protocols([6, 7]);
    if (kind === 'icmp') this.draft.source({ v4: allV4, v6: [] });
    if (kind === 'icmpv6') this.draft.source({ v4: [], v6: allV6 });
  }

  private match(): void {
    const keys: Key[] = [];
    do {
      if (this.peek() === '.') this.index += 1;
      const found = keyOf(this.peek(), this.peek(1));
      if (found === undefined) break;
      if (this.peek(found.takes - 1).startsWith('oif')) this.noteOut(found.takes);
      this.index += found.takes;
      keys.push(found.key);
    } while (this.peek() === '.');
    for (const key of keys) key.implies(this.draft);
    if (this.peek() === 'vmap') {
      this.index += 1;
      this.map = { keys, elements: this.elements() };
      return;
    }
    const sign = this.peek();
    const isComparison = comparisons.includes(sign);
    if (isComparison) this.index += 1;
    this.compare(keys, isComparison ? (sign === '!' ? '!=' : (sign as Comparison)) : '');
  }

  private noteOut(takes: number): void {
    const value = this.peek(takes);
    if (value !== '!=') this.outInterface = value === '==' ? this.peek(takes + 1) : value;
  }

  private compare(keys: readonly Key[], comparison: Comparison): void {
    const elements = this.elements();
    const [only, ...others] = keys;
    // A set that is not in the document stays an open condition; it is not the empty set.
    if (only === undefined || elements.length === 0) return;
    if (others.length === 0) only.apply(this.draft, joinedAll(elements), comparison, this.scope);
    else if (comparison === '!=') this.noneOf(this.draft, keys, elements);
    else {
      this.draft.either(elements.map((element) => (copy: Draft) => this.applyAll(keys, copy, element)));
    }
  }

  /** Outside of every combination: of each, one of the fields has another value. */
  private noneOf(draft: Draft, keys: readonly Key[], elements: readonly (readonly Token[])[]): void {
    if (keys.length ** elements.length > mostBoxes) {
      draft.undecidable('none of many combinations');
      return;
    }
    for (const element of elements) {
      const values = valuesOf(element);
      draft.either(
        keys.map(
          (key, index) => (copy: Draft) => key.apply(copy, [joined(values[index] ?? [])], '!=', this.scope),
        ),
      );
    }
  }

  private applyAll(keys: readonly Key[], draft: Draft, element: readonly Token[]): void {
    const values = valuesOf(element);
    keys.forEach((key, index) => key.apply(draft, [joined(values[index] ?? [])], '', this.scope));
  }

  /** The values of a comparison: a set in braces, a named set, a list, or a single value. */
  private elements(): readonly (readonly Token[])[] {
    const word = this.peek();
    if (word.startsWith('@')) {
      this.index += 1;
      this.draft.objects.push(word.slice(1));
      const set = this.scope.set(word.slice(1));
      if (set === undefined) this.draft.undecidable(`set ${word.slice(1)} is not in the document`);
      else if (set.elements.length === 0)
        this.draft.undecidable(`set ${word.slice(1)} is filled at run time`);
      return set?.elements ?? [];
    }
    if (word === '{') return elementsOf(this.braced());
    return this.plainValues();
  }

  private braced(): Token[] {
    const out: Token[] = [];
    let depth = 0;
    do {
      const token = this.tokens[this.index];
      if (token === undefined) break;
      if (token.text === '{' && !token.isString) depth += 1;
      if (token.text === '}' && !token.isString) depth -= 1;
      out.push(token);
      this.index += 1;
    } while (depth > 0);
    return out;
  }

  private plainValues(): Token[][] {
    const values: Token[][] = [];
    let current: Token[] = [];
    let depth = 0;
    while (this.index < this.tokens.length) {
      const token = this.tokens[this.index] as Token;
      const previous = this.tokens[this.index - 1]?.text ?? '';
      const isGlued =
        ['.', '&', '|', '==', '!=', '(', '-', '/'].includes(token.text) ||
        /^(.*[.&|(]|\/)$/.test(previous) ||
        previous === '==' ||
        previous === '!=' ||
        /^[&|(]/.test(token.text);
      if (token.text === ',') {
        values.push(current);
        current = [];
      } else if (current.length > 0 && depth === 0 && !isGlued) break;
      else current.push(token);
      depth += token.text.split('(').length - token.text.split(')').length;
      this.index += 1;
    }
    return current.length > 0 ? [...values, current] : values;
  }

  private mapParts(map: {
    readonly keys: readonly Key[];
    readonly elements: readonly (readonly Token[])[];
  }): ReadNftRule['parts'] {
    if (map.elements.length === 0) return [{ draft: this.draft, action: { type: 'unknown' } }];
    const lefts = map.elements.map((element) => {
      const colon = element.findIndex((token) => token.text === ':' && !token.isString);
      return element.slice(0, Math.max(colon, 0));
    });
    return map.elements.map((element, index) => {
      const left = lefts[index] ?? [];
      const draft = new Draft();
      this.draft.copyInto(draft);
      const [verdict, target] = element.slice(left.length + 1).map((token) => token.text);
      if (left.length === 0) draft.problem('element of a verdict map');
      // The star stands for what no other element names.
      else if (isStar(left))
        this.rest(
          draft,
          map.keys,
          lefts.filter((one) => !isStar(one)),
        );
      else this.applyAll(map.keys, draft, left);
      return { draft, action: this.actionOf(verdict ?? '', target ?? '') };
    });
  }

  private rest(draft: Draft, keys: readonly Key[], elements: readonly (readonly Token[])[]): void {
    const [only, ...others] = keys;
    if (elements.length === 0 || only === undefined) return;
    if (others.length === 0) only.apply(draft, elements.map(joined), '!=', this.scope);
    else this.noneOf(draft, keys, elements);
  }
}
