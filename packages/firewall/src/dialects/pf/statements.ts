import type { AddressSet } from '../../address.js';
import { Lookup } from '../../lookup.js';
import { linesOf } from '../../text.js';

export interface PfToken {
  readonly text: string;
  readonly isString: boolean;
}

export interface PfStatement {
  readonly line: number;
  readonly text: string;
  readonly tokens: readonly PfToken[];
}

export interface PfTable {
  readonly members: readonly string[];
  readonly isComplete: boolean;
}

export interface PfFile {
  readonly statements: readonly PfStatement[];
  readonly tables: ReadonlyMap<string, PfTable>;
  /** Addresses of the tables, or why they cannot be told. */
  readonly resolved: Lookup<AddressSet | string>;
  readonly macros: ReadonlyMap<string, readonly PfToken[]>;
}

const sign = /"([^"]*)"|<[\w.:-]+>|<>|><|!=|<=|>=|[{}(),!=<>]|[^\s{}(),!=<>"]+/g;
const mostTokens = 20_000;
/** A list that is left open ends here, and takes no more of the document with it; tables may be longer. */
const mostLength = 100_000;

/** Statements with macros replaced; continuation lines are joined and braces of anchors stand alone. */
export function readStatements(text: string): PfFile {
  const macros = new Map<string, readonly PfToken[]>();
  const tables = new Map<string, PfTable>();
  const statements: PfStatement[] = [];
  for (const { line, text: whole } of joined(text)) {
    const macro = /^\s*([A-Za-z]\w*)\s*=\s*(.+)$/.exec(whole);
    if (macro !== null) {
      macros.set(macro[1] as string, expand(tokensOf((macro[2] as string).replace(/"/g, ' ')), macros));
      continue;
    }
    const tokens = expand(tokensOf(whole), macros);
    if (tokens[0]?.text === 'table') addTable(tables, tokens);
    else if (tokens.length > 0) statements.push({ line, text: whole.trim(), tokens });
  }
  return { statements, tables, macros, resolved: new Lookup() };
}

function joined(text: string): { line: number; text: string }[] {
  const out: { line: number; text: string }[] = [];
  let open: { readonly line: number; readonly parts: string[] } | undefined;
  let depth = 0;
  let length = 0;
  const close = (): void => {
    const whole = open?.parts.join(' ') ?? '';
    if (open !== undefined && whole.trim() !== '') out.push({ line: open.line, text: whole });
    open = undefined;
    depth = 0;
    length = 0;
  };
  for (const { number, text: raw } of linesOf(text)) {
    const line = raw.replace(/("[^"]*")|#.*$/g, (_all, quoted: string | undefined) => quoted ?? '');
    const isContinued = /\\\s*$/.test(line);
    const part = line.replace(/\\\s*$/, ' ');
    open ??= { line: number, parts: [] };
    open.parts.push(part);
    length += part.length;
    depth += part.split('{').length - part.split('}').length;
    const [first = ''] = open.parts;
    // Lists may run over lines without a backslash; the brace of an anchor opens a block instead.
    const isList = depth > 0 && !/^\s*(anchor|load)\b/.test(first);
    if (isContinued || (isList && (length < mostLength || /^\s*table\b/.test(first)))) continue;
    close();
  }
  close();
  return out;
}

function tokensOf(text: string): PfToken[] {
  return [...text.matchAll(sign)].map((match) => ({
    text: match[1] ?? match[0],
    isString: match[1] !== undefined,
  }));
}

function expand(tokens: readonly PfToken[], macros: ReadonlyMap<string, readonly PfToken[]>): PfToken[] {
  const out: PfToken[] = [];
  for (const token of tokens) {
    const value = token.text.startsWith('$') && !token.isString ? macros.get(token.text.slice(1)) : undefined;
    if (value === undefined) out.push(token);
    // One by one: as arguments of a call so many would exhaust the stack.
    else if (out.length + value.length < mostTokens) for (const part of value) out.push(part);
  }
  return out;
}

function addTable(tables: Map<string, PfTable>, tokens: readonly PfToken[]): void {
  const words = tokens.map((token) => token.text);
  const name = (words[1] ?? '').replace(/[<>]/g, '');
  const from = words.indexOf('{');
  const members: string[] = [];
  for (let index = from + 1; from >= 0 && index < words.length; index += 1) {
    const word = words[index] as string;
    if (word === '!') {
      index += 1;
      members.push(`!${words[index] ?? ''}`);
    } else if (word !== ',' && word !== '{' && word !== '}') members.push(word);
  }
  // Members written down are there from the start; a table without any, or with a file, is filled at run time.
  tables.set(name, { members, isComplete: members.length > 0 && !words.includes('file') });
}
