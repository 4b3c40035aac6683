import type { Diagnostic, SourceDocument, Value } from '@ringcheck/model';

/** What every reader owes, whatever went in; broken ones throw. */
export class BrokenLaw extends Error {}

export function owe(holds: boolean, law: string, found: () => unknown): void {
  if (!holds) throw new BrokenLaw(`${law}: ${JSON.stringify(found())?.slice(0, 1000)}`);
}

interface Placed {
  readonly offset?: unknown;
  readonly end?: unknown;
  readonly line?: unknown;
  readonly column?: unknown;
}

/** Every position anywhere in plain data lies inside a file of `size` bytes. */
export function positionsInside(data: unknown, size: number): void {
  const open: unknown[] = [data];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item !== 'object' || item === null) continue;
    if ('offset' in item || 'line' in item) place(item, size);
    for (const inner of Object.values(item))
      if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}

function place(at: Placed, size: number): void {
  const { offset = 0, end = offset, line = 1, column = 1 } = at;
  // A file of n bytes has at most n line ends, and one more line than that.
  const isInside =
    isWhole(offset, 0, size) &&
    isWhole(end, Number(offset), size) &&
    isWhole(line, 1, size + 1) &&
    isWhole(column, 1, size + 1);
  owe(isInside, `a position lies outside the ${size} bytes`, () => at);
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** A result with a value or the reason why not. */
export function explained(value: unknown, diagnostics: readonly Diagnostic[]): void {
  owe(value !== undefined || diagnostics.length > 0, 'neither a value nor a reason', () => diagnostics);
  for (const found of diagnostics)
    owe(found.code !== '' && found.message !== '', 'a diagnostic says nothing', () => found);
}

export function documentKept(document: SourceDocument, size: number): void {
  const isExplained = document.status === 'ingested' || document.diagnostics.length > 0;
  owe(isExplained, `${document.status} without a reason`, () => document);
  positionsInside({ ...document, text: undefined }, size);
}

/** What is new about a result: inputs that bring a new one are kept and mutated further. */
export function featureOf(parts: readonly unknown[]): string {
  return parts.map(String).join(' ');
}

export function codesOf(diagnostics: readonly Diagnostic[]): string {
  return [...new Set(diagnostics.map(({ code }) => code))].sort().join(',');
}

/** The kinds of values of a tree, and about how deep it goes. */
export function shapeOf(value: Value | undefined): string {
  const types = new Set<string>();
  const visit = (item: Value, depth: number): number => {
    types.add(item.type);
    if (item.type === 'array')
      return Math.max(depth, ...item.items.slice(0, 20).map((it) => visit(it, depth + 1)));
    if (item.type !== 'dict') return depth;
    return Math.max(depth, ...item.entries.slice(0, 20).map((entry) => visit(entry.value, depth + 1)));
  };
  const depth = value === undefined ? 0 : visit(value, 1);
  return `${[...types].sort().join(',')}/${Math.ceil(Math.log2(depth + 1))}`;
}
