import { type Token, tokensOf } from './tokens.js';

export type NftFamily = 'ip' | 'ip6' | 'inet' | 'other';

export interface NftChain {
  readonly family: NftFamily;
  readonly table: string;
  readonly name: string;
  readonly rules: (readonly Token[])[];
  type: string | undefined;
  hook: string | undefined;
  priority: number;
  policy: { readonly accepts: boolean; readonly line: number } | undefined;
}

/** Elements of a named set or map; each is the tokens of one element. */
export interface NftSet {
  readonly elements: (readonly Token[])[];
}

export interface NftRuleset {
  readonly chains: Map<string, NftChain>;
  readonly sets: Map<string, NftSet>;
  readonly strangers: (readonly Token[])[];
  /** Names of `ct helper` objects for SIP. */
  readonly sipHelpers: Set<string>;
}

export function chainKey(family: NftFamily, table: string, name: string): string {
  return `${family} ${table} ${name}`;
}

const families: ReadonlyMap<string, NftFamily> = new Map([
  ['ip', 'ip'],
  ['ip6', 'ip6'],
  ['inet', 'inet'],
  ['arp', 'other'],
  ['bridge', 'other'],
  ['netdev', 'other'],
]);

const priorities = new Map([
  ['raw', -300],
  ['mangle', -150],
  ['dstnat', -100],
  ['filter', 0],
  ['security', 50],
  ['srcnat', 100],
]);

/** Sorts a ruleset (blocks, `add …` commands, or both) into chains, sets and lines nobody knows. */
export function readStructure(text: string): NftRuleset {
  return new StructureReader(tokensOf(text)).read();
}

class StructureReader {
  private index = 0;
  private readonly ruleset: NftRuleset = {
    chains: new Map(),
    sets: new Map(),
    strangers: [],
    sipHelpers: new Set(),
  };

  constructor(private readonly tokens: readonly Token[]) {}

  read(): NftRuleset {
    while (this.index < this.tokens.length) {
      if (this.peek()?.isEnd === true) this.index += 1;
      else this.topLevel();
    }
    return this.ruleset;
  }

  private peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead];
  }

  private take(): string {
    const token = this.tokens[this.index];
    this.index += 1;
    return token?.text ?? '';
  }

  /** Tokens up to the end of the statement; braces keep line ends inside. */
  private statement(): Token[] {
    const out: Token[] = [];
    let depth = 0;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (depth === 0 && (token.isEnd || token.text === '}') && !token.isString) break;
      if (!token.isString && token.text === '{') depth += 1;
      if (!token.isString && token.text === '}') depth -= 1;
      if (token.text !== '\n' || token.isString) out.push(token);
      this.index += 1;
    }
    return out;
  }

  private topLevel(): void {
    const start = this.index;
    let word = this.take();
    if (['add', 'create', 'insert'].includes(word)) word = this.take();
    if (word === 'table') this.table();
    else if (word === 'chain' || word === 'set' || word === 'map' || word === 'rule' || word === 'element') {
      this.command(word, this.tokens[start]?.text === 'insert');
    } else {
      this.index = start;
      const statement = this.statement();
      const verb = statement[0]?.text ?? '';
      if (['flush', 'delete', 'destroy', 'reset'].includes(verb))
        this.remove(statement.map(({ text }) => text));
      else if (verb !== 'list' && statement.length > 0) this.ruleset.strangers.push(statement);
      if (this.index === start) this.index += 1;
    }
  }

  /** `flush ruleset`, `delete table inet fw`, `flush chain inet fw forward`: scripts clear before they fill. */
  private remove(words: readonly string[]): void {
    const [verb, kind = '', ...rest] = words;
    if (verb === 'reset') return;
    const family = families.get(rest[0] ?? '');
    const [table = '', name = ''] = family === undefined ? rest : rest.slice(1);
    const { chains, sets } = this.ruleset;
    const place = `${family ?? 'ip'} ${table} `;
    if (kind === 'ruleset') {
      chains.clear();
      sets.clear();
    } else if (kind === 'table') {
      for (const [key, chain] of chains) {
        if (!key.startsWith(place)) continue;
        if (verb === 'flush') chain.rules.length = 0;
        else chains.delete(key);
      }
      if (verb !== 'flush') for (const key of sets.keys()) if (key.startsWith(place)) sets.delete(key);
    } else if (kind === 'chain' && verb === 'flush') {
      const chain = chains.get(place + name);
      if (chain !== undefined) chain.rules.length = 0;
    } else if (kind === 'chain') chains.delete(place + name);
    else if (kind === 'set' || kind === 'map') sets.delete(place + name);
  }

  private family(): NftFamily {
    const family = families.get(this.peek()?.text ?? '');
    if (family === undefined) return 'ip';
    this.index += 1;
    return family;
  }

  private chain(family: NftFamily, table: string, name: string): NftChain {
    const key = chainKey(family, table, name);
    const known = this.ruleset.chains.get(key);
    if (known !== undefined) return known;
    const made: NftChain = {
      family,
      table,
      name,
      rules: [],
      type: undefined,
      hook: undefined,
      priority: 0,
      policy: undefined,
    };
    this.ruleset.chains.set(key, made);
    return made;
  }

  private set(family: NftFamily, table: string, name: string): NftSet {
    const key = chainKey(family, table, name);
    const known = this.ruleset.sets.get(key);
    if (known !== undefined) return known;
    const made: NftSet = { elements: [] };
    this.ruleset.sets.set(key, made);
    return made;
  }

  private table(): void {
    const family = this.family();
    const table = this.take();
    this.block(() => this.tableItem(family, table));
  }

  /** Runs `item` on each statement of a braced block; nothing when there is no block. */
  private block(item: () => void): void {
    if (this.peek()?.text !== '{') return;
    this.index += 1;
    while (this.index < this.tokens.length) {
      const token = this.peek();
      if (token?.text === '}' && !token.isString) {
        this.index += 1;
        return;
      }
      const before = this.index;
      if (token?.isEnd === true) this.index += 1;
      else item();
      if (this.index === before) this.index += 1;
    }
  }

  private tableItem(family: NftFamily, table: string): void {
    const word = this.peek()?.text;
    if (word === 'chain') {
      this.index += 1;
      const chain = this.chain(family, table, this.take());
      this.block(() => this.chainItem(chain));
    } else if (word === 'set' || word === 'map') {
      this.index += 1;
      const set = this.set(family, table, this.take());
      this.block(() => this.setItem(set));
    } else {
      const words = this.statement().map((token) => token.text);
      if (words[0] === 'ct' && words[1] === 'helper' && words[words.indexOf('type') + 1] === 'sip')
        this.ruleset.sipHelpers.add(words[2] ?? '');
    }
  }

  private chainItem(chain: NftChain): void {
    const statement = this.statement();
    const [first, second] = statement;
    if (first?.text === 'type' && statement.some((token) => token.text === 'hook')) hookOf(chain, statement);
    else if (first?.text === 'policy') chain.policy = { accepts: second?.text !== 'drop', line: first.line };
    else if (first?.text !== 'comment' && first?.text !== 'flags' && statement.length > 0)
      chain.rules.push(statement);
  }

  private setItem(set: NftSet): void {
    const statement = this.statement();
    if (statement[0]?.text === 'elements') {
      for (const element of elementsOf(statement.slice(1))) set.elements.push(element);
    }
  }

  private command(word: string, isInsert: boolean): void {
    const family = this.family();
    const table = this.take();
    const name = this.take();
    if (word === 'chain') {
      const chain = this.chain(family, table, name);
      this.block(() => this.chainItem(chain));
    } else if (word === 'set' || word === 'map') {
      const set = this.set(family, table, name);
      this.block(() => this.setItem(set));
    } else if (word === 'element') {
      const set = this.set(family, table, name);
      for (const element of elementsOf(this.statement())) set.elements.push(element);
    } else {
      const rules = this.chain(family, table, name).rules;
      const rule = this.statement();
      if (isInsert) rules.unshift(rule);
      else rules.push(rule);
    }
  }
}

function hookOf(chain: NftChain, statement: readonly Token[]): void {
  const words = statement.map((token) => token.text);
  const after = (word: string): number => words.indexOf(word) + 1;
  chain.type = words[after('type')];
  chain.hook = words[after('hook')];
  if (!words.includes('priority')) return;
  const [base = '0', sign, offset] = words.slice(after('priority'));
  const start = priorities.get(base) ?? Number(base);
  const shift = sign === '+' ? Number(offset) : sign === '-' ? -Number(offset) : 0;
  chain.priority = Number.isFinite(start + shift) ? start + shift : 0;
}

/** `{ a, b-c, d : accept }` cut at its commas. */
export function elementsOf(tokens: readonly Token[]): Token[][] {
  const elements: Token[][] = [];
  let current: Token[] = [];
  for (const token of tokens) {
    if (!token.isString && ['{', '}', '=', ','].includes(token.text)) {
      if (current.length > 0) elements.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) elements.push(current);
  return elements;
}
