import {
  bases,
  evidenceOf,
  type DeviceRecord,
  type DocumentKind,
  type DocumentRef,
  type Fact,
  type FactName,
  type Facts,
  type FactValues,
  type Instant,
} from '@ringcheck/model';
import { compareText } from './identity.js';
import type { Note } from './picture.js';

/** One device record with the document it stands in. */
export interface SourcedRecord {
  readonly key: string;
  readonly document: DocumentRef;
  /** Of the document; records of one kind replace each other as time goes on. */
  readonly kind?: DocumentKind;
  readonly receivedAt: Instant;
  readonly record: DeviceRecord;
}

/** Facts that do not change in a device's life: a second value is a contradiction whenever it was seen. */
const lasting: ReadonlySet<FactName> = new Set<FactName>([
  'platform',
  'partNumber',
  'productName',
  'isAppleSilicon',
  'hasCellular',
]);

/** Facts that change by themselves all the time: an older value is no contradiction. */
const passing: ReadonlySet<FactName> = new Set<FactName>([
  'storageFreeGB',
  'networkQuality',
  'ssid',
  'ipAddress',
  'doNotDisturb',
  'lostMode',
  'awaitingConfiguration',
  'apps',
  'subscriptions',
  'timeZone',
]);

/** Observations further apart than this show a change over time, not two sources that disagree. */
const sameTimeMs = 7 * 24 * 60 * 60 * 1000;

/** Strongest observation first: newest, then basis, then a fixed order of records. */
export function byStrength(a: SourcedRecord, b: SourcedRecord): number {
  return (
    compareText(observedAt(b), observedAt(a)) ||
    bases.indexOf(a.record.basis) - bases.indexOf(b.record.basis) ||
    compareText(a.key, b.key)
  );
}

/** The records, strongest first; they mostly are. */
export function strongestFirst(records: readonly SourcedRecord[]): readonly SourcedRecord[] {
  const isSorted = records.every((record, index) => {
    const before = records[index - 1];
    return before === undefined || byStrength(before, record) <= 0;
  });
  return isSorted ? records : [...records].sort(byStrength);
}

export function observedAt(source: SourcedRecord): Instant {
  return source.record.observedAt ?? source.receivedAt;
}

type MutableFacts = { [K in FactName]?: Fact<FactValues[K]> };

/**
 * Merge the claims of several records: the newest observation of each fact wins, tags add up,
 * and a contradiction is kept as a note naming both sides.
 */
export function mergeFacts(records: readonly SourcedRecord[]): { facts: Facts; notes: readonly Note[] } {
  const facts: MutableFacts = {};
  const notes: Note[] = [];
  for (const source of strongestFirst(records)) {
    for (const name of Object.keys(source.record.claims) as FactName[])
      mergeClaim(facts, notes, name, source);
  }
  return { facts, notes };
}

function mergeClaim<K extends FactName>(
  facts: MutableFacts,
  notes: Note[],
  name: K,
  source: SourcedRecord,
): void {
  const claim = source.record.claims[name] as
    { value: FactValues[K]; at: Fact<FactValues[K]>['source']['at']; path?: string } | undefined;
  if (claim === undefined) return;
  const { value, at, path } = claim;
  const { document } = source;
  const fact: Fact<FactValues[K]> = {
    value,
    basis: source.record.basis,
    observedAt: observedAt(source),
    source: path === undefined ? { document, at } : { document, at, path },
  };
  const held = facts[name] as Fact<FactValues[K]> | undefined;
  if (held === undefined) {
    (facts as Record<FactName, unknown>)[name] = fact;
    return;
  }
  if (name === 'tags') {
    const tags = facts.tags as Fact<readonly string[]>;
    const more = fact.value as readonly string[];
    facts.tags = { ...tags, value: [...new Set([...tags.value, ...more])].sort(compareText) };
    return;
  }
  if (isSame(held.value, fact.value)) return;
  if (disagree(name, held, fact)) notes.push(contradiction(name, held, fact));
}

function disagree(name: FactName, held: Fact<unknown>, other: Fact<unknown>): boolean {
  if (lasting.has(name) || held.observedAt === other.observedAt) return true;
  return !passing.has(name) && Date.parse(held.observedAt) - Date.parse(other.observedAt) <= sameTimeMs;
}

function contradiction<T>(name: FactName, kept: Fact<T>, other: Fact<T>): Note {
  return {
    ruleId: 'facts',
    message: 'contradiction',
    data: { fact: name, kept: show(kept.value), other: show(other.value) },
    evidence: [kept, other].map((fact) =>
      evidenceOf(fact.source.document, fact.source.at, {
        ...(fact.source.path === undefined ? {} : { path: fact.source.path }),
        value: show(fact.value),
      }),
    ),
  };
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
