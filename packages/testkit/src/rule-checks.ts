import {
  findMessage,
  placeholdersOf,
  readsProfiles,
  type DeviceEvaluation,
  type Finding,
  type MessageData,
  type Read,
  type Rule,
} from '@ringcheck/rules';

/** The value, with everything in it frozen: a rule that writes to its input throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

/** Some other orders of a list, always the same ones: reversed, turned by one, neighbours exchanged. */
export function permutationsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [];
  const exchanged = items.flatMap((item, index) => {
    const next = items[index + 1];
    return index % 2 === 1 ? [] : next === undefined ? [item] : [next, item];
  });
  return [items.toReversed(), [...items.slice(1), ...items.slice(0, 1)], exchanged];
}

/** What every answer owes: words that exist and can be filled, and evidence. */
export function checkAnswers(rule: Rule, evaluation: DeviceEvaluation): void {
  for (const finding of evaluation.results) {
    checkWords(rule, finding.message, finding.data);
    if (needsEvidence(finding) && finding.evidence.length === 0) {
      throw new Error(`${rule.id}: "${finding.message}" (${finding.outcome}) has no evidence`);
    }
    if (finding.outcome === 'unknown' && finding.gap === undefined) {
      throw new Error(`${rule.id}: "${finding.message}" does not say what would decide it (gap)`);
    }
    if (!['clear', 'not-applicable', 'unknown'].includes(finding.outcome) && finding.cause === undefined) {
      throw new Error(`${rule.id}: "${finding.message}" (${finding.outcome}) names no cause`);
    }
  }
  for (const note of evaluation.notes) {
    if (note.ruleId === rule.id) checkWords(rule, note.message, note.data);
  }
}

/** An unknown may rest on nothing at all: nobody uploaded anything. */
function needsEvidence(finding: Finding): boolean {
  return ['blocked', 'limited', 'at-risk'].includes(finding.outcome);
}

function checkWords(rule: Rule, id: string, data: MessageData): void {
  const message = findMessage(rule.messages, id);
  if (message === undefined) throw new Error(`${rule.id} does not declare the message "${id}"`);
  for (const name of placeholdersOf(message)) {
    if (!Object.hasOwn(data, name)) {
      throw new Error(`${rule.id}: "${id}" speaks of {${name}}, which its data do not have`);
    }
  }
}

export interface Observed {
  readonly used: ReadonlySet<Read>;
  readonly seen: readonly Finding[];
  readonly notes: readonly string[];
}

/** Over all cases of a rule: everything declared is used, everything used is declared. */
export function checkDeclarations(rule: Rule, { used, seen, notes }: Observed): void {
  const idle = rule.reads.filter((read) => !used.has(read));
  if (idle.length > 0)
    throw new Error(`${rule.id} declares reads no case makes it ask for: ${idle.join(', ')}`);
  const said = new Set([...seen.map((finding) => finding.message), ...notes]);
  const unsaid = Object.keys(rule.messages).filter((id) => !said.has(id));
  if (unsaid.length > 0) throw new Error(`${rule.id} has messages no case brings out: ${unsaid.join(', ')}`);
  checkOutcomes(rule, seen);
}

function checkOutcomes(rule: Rule, seen: readonly Finding[]): void {
  const declared = new Set<string>([...rule.outcomes, 'clear', 'not-applicable']);
  const shown = new Set<string>(seen.map((finding) => finding.outcome));
  const undeclared = [...shown].filter((outcome) => !declared.has(outcome));
  if (undeclared.length > 0)
    throw new Error(`${rule.id} does not declare the outcomes ${undeclared.join(', ')}`);
  const unshown = rule.outcomes.filter((outcome) => !shown.has(outcome));
  if (unshown.length > 0) throw new Error(`no case of ${rule.id} shows ${unshown.join(', ')}`);
  // A rule without outcomes only notes: what it cannot read it does not speak of.
  if (rule.outcomes.length > 0 && readsProfiles(rule) && !declared.has('unknown')) {
    throw new Error(`${rule.id} reads profiles, so it must declare the outcome unknown`);
  }
}
