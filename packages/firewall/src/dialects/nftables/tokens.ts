/** A word or sign of nft's language. */
export interface Token {
  readonly text: string;
  readonly line: number;
  readonly isString: boolean;
  /** Ends a statement: a semicolon or a line end outside of braces of a set. */
  readonly isEnd: boolean;
}

const pattern =
  /"((?:[^"\\\n]|\\[^\n]?)*)(?:"|(?=\n)|$)|#[^\n]*|\\\r?\n|\r?\n|[{};,]|!=|==|<=|>=|[=<>]|[^\s{};,"=<>!#]+|!/g;

// A string that is not closed ends with its line: looking for its end again from every quote would be quadratic.

/** Tokens of a ruleset; comments and line continuations vanish, `$name` is replaced by its definition. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const match of text.matchAll(pattern)) {
    const [sign, string] = match;
    if (string !== undefined) tokens.push({ text: string, line, isString: true, isEnd: false });
    else if (sign === '\n' || sign === '\r\n')
      tokens.push({ text: '\n', line, isString: false, isEnd: true });
    else if (!sign.startsWith('#') && !sign.startsWith('\\')) {
      for (const part of splitPair(sign)) {
        tokens.push({ text: part, line, isString: false, isEnd: part === ';' });
      }
    }
    line += sign.split('\n').length - 1;
  }
  return substitute(tokens);
}

/** `22:accept` in a map is three tokens; IPv6 addresses are full of colons and stay whole. */
function splitPair(sign: string): string[] {
  const pair = /^([\w.*/-]+):(accept|drop|reject|jump|goto|return|continue)?$/.exec(sign);
  if (pair === null || (pair[2] === undefined && /^[0-9a-f]{1,4}:$/i.test(sign) && !/^\d+:$/.test(sign))) {
    return [sign];
  }
  return [pair[1] ?? '', ':', ...(pair[2] === undefined ? [] : [pair[2]])];
}

/** Definitions may use earlier ones; a text that doubles with each is cut off. */
const mostTokens = 2_000_000;

function substitute(tokens: readonly Token[]): Token[] {
  const definitions = new Map<string, readonly Token[]>();
  const out: Token[] = [];
  for (let index = 0; index < tokens.length && out.length < mostTokens; index += 1) {
    const token = tokens[index] as Token;
    const name = tokens[index + 1];
    if (
      (token.text === 'define' || token.text === 'redefine') &&
      tokens[index + 2]?.text === '=' &&
      name !== undefined
    ) {
      const end = valueEnd(tokens, index + 3);
      definitions.set(name.text, expand(tokens.slice(index + 3, end), definitions));
      index = end - 1;
    } else out.push(...expand([token], definitions));
  }
  return out;
}

function expand(tokens: readonly Token[], definitions: ReadonlyMap<string, readonly Token[]>): Token[] {
  return tokens.flatMap((token) => {
    if (token.isString || !token.text.startsWith('$')) return [token];
    const value = definitions.get(token.text.slice(1));
    return value === undefined || value.length > mostTokens / 100
      ? [token]
      : value.map((part) => ({ ...part, line: token.line }));
  });
}

function valueEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const { text, isEnd } = tokens[index] as Token;
    if (text === '{') depth += 1;
    if (text === '}') depth -= 1;
    if (isEnd && depth <= 0) return index;
  }
  return tokens.length;
}
