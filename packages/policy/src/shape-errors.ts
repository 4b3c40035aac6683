import type { Diagnostic } from '@ringcheck/model';
import type { z } from 'zod';
import { formatPath, type KeyPath } from './key-path.js';
import { nearest, suggestion } from './nearest.js';
import { isRecord } from './record.js';
import type { YamlTree } from './yaml-tree.js';

/** Unknown keys told of one dictionary: more are noise. */
const mostKeys = 50;

type Issue = z.core.$ZodIssue;
type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What is wrong with the shape of a policy, in the words and at the places of the file. A dictionary with a
 * misspelt key is not blamed for lacking one besides.
 */
export function shapeErrors(
  issues: readonly Issue[],
  tree: YamlTree,
  schema: JsonSchema,
  most: number,
): Diagnostic[] {
  const misspelt = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => JSON.stringify(path)),
  );
  return issues
    .filter(({ code, path }) => code !== 'custom' || !misspelt.has(JSON.stringify(path)))
    .slice(0, most)
    .flatMap((issue) => explain(issue, [], tree, schema));
}

function explain(issue: Issue, prefix: KeyPath, tree: YamlTree, schema: JsonSchema): Diagnostic[] {
  const path: KeyPath = [
    ...prefix,
    ...issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
  ];
  if (issue.code === 'unrecognized_keys') {
    const valid = keysAt(schema, path);
    return issue.keys.slice(0, mostKeys).map((key) => unknownKey([...path, key], key, valid, tree));
  }
  if (!tree.has(path)) return [missing(path, tree)];
  if (issue.code === 'invalid_union') {
    const nested = bestBranch(issue);
    if (nested.length > 0) return nested.flatMap((each) => explain(each, path, tree, schema));
  }
  if (issue.code === 'invalid_key') {
    return [diagnostic('policy-bad-key', path, `${formatPath(path)}: is no key here.`, tree)];
  }
  return [diagnostic('policy-bad-value', path, `${formatPath(path) || 'the file'}: ${wanted(issue)}`, tree)];
}

function unknownKey(path: KeyPath, key: string, valid: readonly string[], tree: YamlTree): Diagnostic {
  const at = path.slice(0, -1);
  const where = at.length === 0 ? 'the file' : formatPath(at);
  return {
    code: 'policy-unknown-key',
    severity: 'error',
    message: `${formatPath(path)}: ${where} has no key ${key}.${suggestion(key, valid)}`,
    at: tree.keyAt(path),
    path: formatPath(path),
  };
}

function missing(path: KeyPath, tree: YamlTree): Diagnostic {
  const key = String(path.at(-1) ?? '');
  const parent = formatPath(path.slice(0, -1)) || 'the file';
  return diagnostic('policy-missing-key', path, `${formatPath(path)}: ${parent} needs ${key}.`, tree);
}

function diagnostic(code: string, path: KeyPath, message: string, tree: YamlTree): Diagnostic {
  return { code, severity: 'error', message, at: tree.at(path), path: formatPath(path) };
}

function wanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return `wants ${nameOf(issue.expected)}.`;
  if (issue.code !== 'invalid_value') return `${issue.message}.`;
  const values = issue.values.map(String);
  const near =
    typeof issue.input === 'string' && values.length > 1 ? nearest(issue.input, values) : undefined;
  return `wants ${values.join(' or ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}

function nameOf(expected: string): string {
  switch (expected) {
    case 'boolean':
      return 'true or false';
    case 'object':
    case 'record':
      return 'keys and values';
    case 'array':
      return 'a list';
    case 'number':
      return 'a number';
    case 'string':
      return 'a text';
    default:
      return expected;
  }
}

/** Of a choice, the branch that was meant: the one whose fault lies inside the value, not in its kind. */
function bestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const inside = issue.errors.find((branch) => branch.every(isInside));
  return inside ?? [];
}

function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code !== 'invalid_type';
}

/** The keys valid at a path, read from the JSON Schema. */
export function keysAt(schema: JsonSchema, path: KeyPath): string[] {
  let here: unknown = schema;
  for (const part of path) here = step(here, part);
  const dictionary = dictionaryOf(here);
  const properties = isRecord(dictionary) ? dictionary['properties'] : undefined;
  return isRecord(properties) ? Object.keys(properties) : [];
}

/** Of a choice, the branch with keys. */
function dictionaryOf(schema: unknown): unknown {
  const branches = isRecord(schema) ? schema['anyOf'] : undefined;
  if (!Array.isArray(branches)) return schema;
  return branches.find((branch) => isRecord(branch) && isRecord(branch['properties'])) ?? schema;
}

function step(outer: unknown, part: string | number): unknown {
  const schema = dictionaryOf(outer);
  if (!isRecord(schema)) return undefined;
  if (typeof part === 'number') return schema['items'];
  const properties = schema['properties'];
  if (isRecord(properties) && Object.hasOwn(properties, part)) return properties[part];
  return schema['additionalProperties'];
}
