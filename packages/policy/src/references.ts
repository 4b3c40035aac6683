import type { Diagnostic, Position } from '@ringcheck/model';
import { formatPath, type KeyPath } from './key-path.js';
import { nearest, suggestion } from './nearest.js';
import { isRecord } from './record.js';
import type { PolicyOptions } from './parse.js';
import type { YamlTree } from './yaml-tree.js';

/**
 * Faults between parts of a policy: names given twice, names nobody has. Reads the plain file, so that these
 * are told together with faults of shape.
 */
export function referenceErrors(
  tree: YamlTree,
  { ruleIds, questions, flowIds }: PolicyOptions,
): Diagnostic[] {
  const groups = namesIn(tree.value, 'groups');
  const networks = namesIn(tree.value, 'networks');
  const check = new References(tree);
  check.unique(groups, 'group');
  check.unique(networks, 'network');
  check.unique(namesIn(tree.value, 'flows', 'id'), 'flow');
  if (flowIds !== undefined) checkFlows(check, tree, flowIds);
  for (const [index, vpn] of listOf(tree.value, 'vpns').entries()) {
    check.known(member(vpn, 'egress'), ['vpns', index, 'egress'], textsOf(networks), 'network');
  }
  for (const [index, tunnel] of listOf(tree.value, 'tunnels').entries()) {
    check.known(member(tunnel, 'egress'), ['tunnels', index, 'egress'], textsOf(networks), 'network');
  }
  for (const list of ['waivers', 'externalControls', 'attestations', 'tunnels'] as const) {
    const key = list === 'externalControls' ? 'match' : 'select';
    for (const [index, entry] of listOf(tree.value, list).entries()) {
      check.groupsIn(member(entry, key), [list, index, key], textsOf(groups));
    }
  }
  if (ruleIds !== undefined) {
    checkRules(check, tree, [...ruleIds, ...(questions ?? []).map(({ id }) => id)]);
  }
  if (questions !== undefined) checkAnswers(check, tree, questions);
  checkStorage(check, tree);
  return check.diagnostics;
}

interface Named {
  readonly name: string;
  readonly path: KeyPath;
}

class References {
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly tree: YamlTree) {}

  unique(names: readonly Named[], kind: string): void {
    const seen = new Map<string, KeyPath>();
    for (const { name, path } of names) {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, path);
      else {
        const line = this.tree.at(first).line ?? '?';
        this.report('policy-duplicate-name', path, `a ${kind} named ${name} stands already on line ${line}.`);
      }
    }
  }

  known(name: unknown, path: KeyPath, valid: readonly string[], kind: string, at?: Position): void {
    if (typeof name !== 'string' || name === '' || valid.includes(name.trim())) return;
    this.report(
      `policy-unknown-${kind}`,
      path,
      `no ${kind} is named ${name}.${hintFor(name, valid, kind)}`,
      at,
    );
  }

  groupsIn(selector: unknown, path: KeyPath, groups: readonly string[]): void {
    const value = member(selector, 'group');
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const [index, name] of names.entries()) {
      // A pattern names whatever it fits.
      if (typeof name === 'string' && /[*?]/.test(name)) continue;
      this.known(name, [...path, 'group', ...(Array.isArray(value) ? [index] : [])], groups, 'group');
    }
  }

  report(code: string, path: KeyPath, message: string, at = this.tree.at(path)): void {
    const where = formatPath(path);
    this.diagnostics.push({ code, severity: 'error', message: `${where}: ${message}`, at, path: where });
  }
}

function checkRules(check: References, tree: YamlTree, ruleIds: readonly string[]): void {
  const overrides = member(tree.value, 'rules');
  for (const id of isRecord(overrides) ? Object.keys(overrides) : []) {
    check.known(id, ['rules', id], ruleIds, 'rule', tree.keyAt(['rules', id]));
  }
  for (const [index, waiver] of listOf(tree.value, 'waivers').entries()) {
    check.known(member(waiver, 'rule'), ['waivers', index, 'rule'], ['*', ...ruleIds], 'rule');
  }
}

function checkAnswers(
  check: References,
  tree: YamlTree,
  questions: NonNullable<PolicyOptions['questions']>,
): void {
  const ids = questions.map(({ id }) => id);
  for (const [index, stated] of listOf(tree.value, 'attestations').entries()) {
    const id = member(stated, 'question');
    check.known(id, ['attestations', index, 'question'], ids, 'question');
    const answers = questions.find(
      (question) => typeof id === 'string' && question.id === id.trim(),
    )?.answers;
    if (answers !== undefined)
      check.known(member(stated, 'answer'), ['attestations', index, 'answer'], answers, 'answer');
  }
}

/** Beside the built-in flows one of somebody's own stands by itself: it must say what it is. */
function checkFlows(check: References, tree: YamlTree, flowIds: readonly string[]): void {
  for (const [index, flow] of listOf(tree.value, 'flows').entries()) {
    const id = member(flow, 'id');
    if (typeof id !== 'string' || id.trim() === '' || flowIds.includes(id.trim())) continue;
    const lacking = ['protocol', 'ports'].filter((key) => member(flow, key) === undefined);
    if (lacking.length === 0) continue;
    const near = nearest(id.trim(), flowIds);
    const hint = near === undefined ? ` Built in: ${flowIds.join(', ')}.` : ` Did you mean ${near}?`;
    check.report(
      'policy-unknown-flow',
      ['flows', index, 'id'],
      `no built-in flow is named ${id.trim()}, and one of your own needs ${lacking.join(' and ')}.${hint}`,
    );
  }
}

/** Where to look for what is valid, when nothing near is. */
const listedBy: Readonly<Record<string, string>> = {
  rule: ' "ringcheck rules" lists the rules and questions.',
  question: ' "ringcheck rules" lists the questions.',
};

function hintFor(name: string, valid: readonly string[], kind: string): string {
  const near = suggestion(name, valid);
  if (near !== '') return near;
  return listedBy[kind] ?? (valid.length === 0 ? ` No ${kind} is described.` : '');
}

function checkStorage(check: References, tree: YamlTree): void {
  const thresholds = member(tree.value, 'thresholds');
  const least = member(thresholds, 'storageMinGB');
  const warn = member(thresholds, 'storageWarnGB');
  if (typeof least !== 'number' || typeof warn !== 'number' || least <= warn) return;
  check.report('policy-bad-value', ['thresholds', 'storageWarnGB'], 'lies below storageMinGB.');
}

function namesIn(value: unknown, list: string, key = 'name'): Named[] {
  return listOf(value, list).flatMap((entry, index) => {
    const name = member(entry, key);
    return typeof name === 'string' ? [{ name: name.trim(), path: [list, index, key] }] : [];
  });
}

function textsOf(names: readonly Named[]): string[] {
  return names.map(({ name }) => name);
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = member(value, key);
  return Array.isArray(list) ? list : [];
}

function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
