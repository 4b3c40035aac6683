import type { Diagnostic, Position } from '@ringcheck/model';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { formatPath, type KeyPath } from './key-path.js';
import { placesIn, type Place } from './positions.js';

/** What one policy file may cost; beyond it the file is refused. */
export interface YamlLimits {
  /** UTF-16 units of text. */
  readonly maxLength: number;
  /** Values of all kinds, after aliases are followed. */
  readonly maxValues: number;
  readonly maxDepth: number;
  readonly maxDiagnostics: number;
}

export const defaultYamlLimits: YamlLimits = {
  maxLength: 1024 * 1024,
  maxValues: 100_000,
  maxDepth: 40,
  maxDiagnostics: 200,
};

/** Plain data read from YAML, and where each part of it stands. */
export interface YamlTree {
  /** Dictionaries have no prototype, so a hostile key is only a key. Undefined when nothing could be read. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  has(path: KeyPath): boolean;
  /** Of the value at the path, else of the nearest part that holds it. */
  at(path: KeyPath): Position;
  /** Of the key itself. */
  keyAt(path: KeyPath): Position;
}

/**
 * Read one YAML 1.2 document. Text wanted under a key of `textKeys` keeps its spelling even where YAML sees
 * a number (`1E5`, `007`). Never throws: what cannot be read is a diagnostic.
 */
export function readYaml(text: string, textKeys: ReadonlySet<string>, limits = defaultYamlLimits): YamlTree {
  if (text.length > limits.maxLength) {
    return unread('policy-too-large', `The file is longer than ${limits.maxLength} characters.`);
  }
  const place = placesIn(text);
  const parsed = parse(text);
  if (parsed === undefined) return unread('policy-too-large', 'The file is nested too deeply to be read.');
  const reader = new TreeReader(place, textKeys, limits);
  const errors = [...parsed.errors, ...parsed.warnings]
    .slice(0, limits.maxDiagnostics)
    .map((error): Diagnostic => ({
      code: `yaml-${error.code.toLowerCase().replaceAll('_', '-')}`,
      severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
      message: error.code === 'MULTIPLE_DOCS' ? severalDocuments : `Not valid YAML: ${error.message}`,
      at: place(Math.max(0, error.pos[0])),
    }));
  const value = parsed.errors.length === 0 ? reader.read(parsed.contents, [], 0) : undefined;
  return {
    value: reader.exhausted ? undefined : value,
    diagnostics: [...errors, ...reader.diagnostics].slice(0, limits.maxDiagnostics),
    has: (path) => reader.values.has(JSON.stringify(path)),
    at: (path) => nearestKnown(reader.values, path),
    keyAt: (path) => reader.keys.get(JSON.stringify(path)) ?? nearestKnown(reader.values, path),
  };
}

const severalDocuments = 'The file holds several YAML documents. Keep one policy and remove the --- lines.';

/** Undefined when the nesting exhausts the stack: where exactly differs from machine to machine. */
function parse(text: string): Document.Parsed | undefined {
  try {
    // Repeated keys are looked for here, not by the library, whose search takes quadratic time.
    const options = { uniqueKeys: false, prettyErrors: false, stringKeys: true, logLevel: 'error' } as const;
    const parsed = parseDocument(text, options);
    return parsed.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION') ? undefined : parsed;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function unread(code: string, message: string): YamlTree {
  const start: Position = { offset: 0, line: 1, column: 1 };
  return {
    value: undefined,
    diagnostics: [{ code, severity: 'error', message, at: start }],
    has: () => false,
    at: () => start,
    keyAt: () => start,
  };
}

function nearestKnown(known: ReadonlyMap<string, Position>, path: KeyPath): Position {
  for (let length = path.length; length >= 0; length--) {
    const found = known.get(JSON.stringify(path.slice(0, length)));
    if (found !== undefined) return found;
  }
  return { offset: 0, line: 1, column: 1 };
}

class TreeReader {
  readonly values = new Map<string, Position>();
  readonly keys = new Map<string, Position>();
  readonly diagnostics: Diagnostic[] = [];
  /** Nodes with an anchor met so far: an alias may only look back. */
  private readonly anchors = new Map<string, unknown>();
  private count = 0;
  exhausted = false;

  constructor(
    private readonly place: Place,
    private readonly textKeys: ReadonlySet<string>,
    private readonly limits: YamlLimits,
  ) {}

  read(node: unknown, path: KeyPath, depth: number): unknown {
    if (this.exhausted) return undefined;
    if (++this.count > this.limits.maxValues || depth > this.limits.maxDepth) {
      this.exhausted = true;
      this.report('policy-too-large', 'The file holds too many values or is nested too deeply.', path);
      return undefined;
    }
    this.remember(node, path);
    if (isAlias(node)) return this.readAlias(node.source, path, depth);
    if (isScalar(node)) return this.readScalar(node, path);
    if (isMap(node)) return this.readMap(node, path, depth);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index], depth + 1));
    return null;
  }

  private readAlias(source: string, path: KeyPath, depth: number): unknown {
    if (this.anchors.has(source)) return this.read(this.anchors.get(source), path, depth + 1);
    this.report('yaml-bad-alias', `No anchor &${source} stands before this alias.`, path);
    return null;
  }

  private remember(node: unknown, path: KeyPath): void {
    const { range, anchor } = (node ?? {}) as { range?: readonly number[] | null; anchor?: string };
    if (range) this.values.set(JSON.stringify(path), this.place(range[0] ?? 0, range[1]));
    if (anchor !== undefined) this.anchors.set(anchor, node);
  }

  private readScalar(node: Scalar, path: KeyPath): unknown {
    const { value, source } = node;
    if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') return value;
    const key = path.findLast((part) => typeof part === 'string');
    return source !== undefined && key !== undefined && this.textKeys.has(key) ? source : value;
  }

  private readMap(node: YAMLMap, path: KeyPath, depth: number): unknown {
    const result = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const here = [...path, key];
      const keyAt = this.place((pair.key as Scalar | null)?.range?.[0] ?? node.range?.[0] ?? 0);
      if (key === '__proto__') this.report('policy-bad-key', '__proto__ cannot be a key.', path, keyAt);
      else if (Object.hasOwn(result, key)) this.reportTwice(here, keyAt);
      else {
        this.keys.set(JSON.stringify(here), keyAt);
        result[key] = this.readMember(pair.value, here, depth + 1);
      }
    }
    return result;
  }

  /** A key without a value (`networks:`) states nothing. */
  private readMember(node: unknown, path: KeyPath, depth: number): unknown {
    const value = this.read(node, path, depth);
    if (value !== null) return value;
    this.values.delete(JSON.stringify(path));
    return undefined;
  }

  private reportTwice(path: KeyPath, at: Position): void {
    const first = this.keys.get(JSON.stringify(path));
    this.report(
      'policy-duplicate-key',
      `The key stands twice, first on line ${first?.line ?? '?'}.`,
      path,
      at,
    );
  }

  private report(code: string, message: string, path: KeyPath, at?: Position): void {
    const where = formatPath(path);
    this.diagnostics.push({
      code,
      severity: 'error',
      message: where === '' ? message : `${where}: ${message}`,
      at: at ?? nearestKnown(this.values, path),
      path: where,
    });
  }
}
