import { optional, type Evidence, type Json } from '@ringcheck/model';
import { traitsOf } from '@ringcheck/assemble';
import { causeKey, type JudgedDevice } from '@ringcheck/plan';
import { oldestStale, stageStates } from '@ringcheck/report';
import type { Finding } from '@ringcheck/rules';
import type { DeviceResult, FindingInput } from '@ringcheck/store';

/** What results of one scan have in common, so that equal things are one object and are written down once. */
export class ResultPool {
  private readonly findings = new WeakMap<Finding, FindingInput>();
  private results = new Map<string, Json>();
  private notes = new Map<string, Json>();

  finding(finding: Finding, make: () => FindingInput): FindingInput {
    let known = this.findings.get(finding);
    if (known === undefined) this.findings.set(finding, (known = make()));
    return known;
  }

  result(key: string, make: () => Json): Json {
    return keep(this.results, key, make);
  }

  note(key: string, make: () => Json): Json {
    return keep(this.notes, key, make);
  }
}

const mostKept = 20_000;

function keep(pool: Map<string, Json>, key: string, make: () => Json): Json {
  let known = pool.get(key);
  if (known !== undefined) return known;
  if (pool.size >= mostKept) pool.clear();
  pool.set(key, (known = make()));
  return known;
}

/**
 * What a scan stores of a judged device: data only, sentences are made when a report is read. `own` are the digests
 * of the documents that speak of this device: what stands there is kept with it and not shared.
 */
export function deviceResult(device: JudgedDevice, pool: ResultPool, own: ReadonlySet<string>): DeviceResult {
  const { picture, evaluation } = device;
  const { facts, identity, group, network } = picture;
  const isOwn = ({ evidence }: { readonly evidence: readonly Evidence[] }): boolean =>
    evidence.some(({ sha256 }) => sha256 !== undefined && own.has(sha256));
  const hasOwnNotes = evaluation.notes.some(isOwn);
  return {
    publicId: picture.id,
    aliases: picture.aliases,
    ...optional('name', facts.name?.value),
    ...optional('platform', facts.platform?.value),
    ...optional('osVersion', facts.osVersion?.value),
    ...optional('serial', identity.serial),
    ...optional('udid', identity.udid),
    ...optional('group', group?.name),
    ...optional('intent', group?.intent),
    ...optional('network', network?.definition.name),
    verdict: evaluation.verdict,
    ...optional('expected', evaluation.expected),
    ...optional('compliance', device.compliance),
    coverage: evaluation.coverage,
    findings: evaluation.findings.map((finding) =>
      pool.finding(finding, () => findingInput(finding, isOwn(finding))),
    ),
    ...notesOf(evaluation.notes, pool, hasOwnNotes),
    results: resultsOf(evaluation.results, pool),
    own: {
      traits: { ...traitsOf(identity, facts, group?.name) },
      asOf: oldestStale(picture) ?? null,
      stale: evaluation.stale,
    },
    ...optional('reviewAt', device.reviewAt),
  };
}

function findingInput(finding: Finding, isOwn: boolean): FindingInput {
  return {
    ruleId: finding.ruleId,
    scope: finding.scope ?? '',
    cause: causeKey(finding),
    outcome: finding.outcome,
    severity: finding.severity,
    stage: finding.stage,
    message: finding.message,
    data: dataOf(finding.data),
    evidence: finding.evidence,
    ...optional('control', finding.control),
    ...optional('undecided', finding.undecided),
    ...optional('gap', finding.gap),
    ...(isOwn ? { isOwn } : {}),
  };
}

const datas = new WeakMap<object, Json>();

/** Findings that differ in their places only share what they say. */
function dataOf(data: Finding['data']): Json {
  let known = datas.get(data);
  if (known === undefined) datas.set(data, (known = plain(data)));
  return known;
}

const noNotes: Json = [];

function notesOf(
  notes: JudgedDevice['evaluation']['notes'],
  pool: ResultPool,
  hasOwnNotes: boolean,
): Pick<DeviceResult, 'notes' | 'hasOwnNotes'> {
  if (notes.length === 0) return { notes: noNotes };
  const text = JSON.stringify(notes);
  const make = (): Json => JSON.parse(text) as Json;
  return hasOwnNotes ? { notes: make(), hasOwnNotes } : { notes: pool.note(text, make) };
}

/** Every rule's outcome; few combinations are met in a fleet. */
function resultsOf(results: readonly Finding[], pool: ResultPool): Json {
  let key = '';
  for (const { ruleId, outcome, scope } of results) {
    key += letterOf(ruleId) + letterOf(outcome);
    if (scope !== undefined) key += `${scope}\n`;
  }
  return pool.result(key, () =>
    plain({
      stages: stageStates(results),
      outcomes: results.map(({ ruleId, outcome, scope }) => [ruleId, outcome, scope ?? null]),
    }),
  );
}

const letters = new Map<string, string>();
/** Private use, so that no letter is taken for a part of a scope. */
const firstLetter = 0xe000;

/** A letter for each of the words there are, rules and outcomes: a key of them is short. */
function letterOf(word: string): string {
  let letter = letters.get(word);
  if (letter === undefined) letters.set(word, (letter = String.fromCharCode(firstLetter + letters.size)));
  return letter;
}

/** Plain JSON of plain data: drops what is undefined. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
