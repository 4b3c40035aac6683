import type { Diagnostic, DocumentRef } from '@ringcheck/model';
import { policyFrom } from './build.js';
import { isCatchAll } from './groups.js';
import { formatPath } from './key-path.js';
import { referenceErrors } from './references.js';
import { policyJsonSchema, policySchema, textKeys } from './schema.js';
import { shapeErrors } from './shape-errors.js';
import type { Policy } from './types.js';
import { defaultYamlLimits, readYaml, type YamlTree } from './yaml-tree.js';

export interface ParsedPolicy {
  /** Absent when anything is wrong: a policy is valid as a whole or not used at all. */
  readonly policy?: Policy;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PolicyOptions {
  /** Ids of the rule pack; without them rule ids are taken as they stand. */
  readonly ruleIds?: readonly string[];
  /** Ids of the built-in flows; without them a stated flow may lack what it would change. */
  readonly flowIds?: readonly string[];
  /** Questions that may be answered, each with its answers; without them answers are taken as they stand. */
  readonly questions?: readonly { readonly id: string; readonly answers: readonly string[] }[];
}

/**
 * Read `ringcheck.yaml`. Every fault is named at once, with line, column, key path and the nearest valid
 * name. Never throws.
 */
export function parsePolicy(text: string, ref: DocumentRef, options: PolicyOptions = {}): ParsedPolicy {
  const tree = readYaml(text, textKeys);
  const most = defaultYamlLimits.maxDiagnostics;
  if (tree.diagnostics.some(isError)) return { diagnostics: tree.diagnostics };
  if (tree.value === null || tree.value === undefined) return { diagnostics: [emptyFile(tree)] };
  const result = policySchema.safeParse(tree.value, { reportInput: true });
  const errors = [
    ...(result.success ? [] : shapeErrors(result.error.issues, tree, policyJsonSchema, most)),
    ...referenceErrors(tree, options),
  ];
  if (errors.length > 0 || !result.success) {
    return { diagnostics: [...tree.diagnostics, ...inFileOrder(errors)].slice(0, most) };
  }
  const policy = policyFrom(result.data, tree, ref);
  return { policy, diagnostics: [...tree.diagnostics, ...unreachableGroups(policy)] };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

function emptyFile(tree: YamlTree): Diagnostic {
  return {
    code: 'policy-empty',
    severity: 'error',
    message: 'The policy file is empty. Write at least version: 1.',
    at: tree.at([]),
  };
}

function inFileOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => (a.at?.offset ?? 0) - (b.at?.offset ?? 0));
}

/** Groups after one that takes every device never get any. */
function unreachableGroups(policy: Policy): Diagnostic[] {
  const last = policy.groups.findIndex(isCatchAll);
  if (last < 0) return [];
  return policy.groups.slice(last + 1).map((group, index) => ({
    code: 'policy-unreachable-group',
    severity: 'warning',
    message: `The group ${group.name} never gets a device: ${policy.groups[last]?.name} before it takes all.`,
    at: group.at,
    path: formatPath(['groups', last + 1 + index]),
  }));
}
