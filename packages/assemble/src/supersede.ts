import { keepParts, recordParts, recordSource, snapshotText } from '@ringcheck/model';
import { compareText } from './identity.js';
import { observedAt, type SourcedRecord } from './merge-facts.js';

/** One thing a source said, wherever and however often: the first place is the evidence, the last time its age. */
interface Statement {
  readonly record: SourcedRecord;
  readonly source: string;
  readonly parts: readonly string[];
  /** When it was last said. */
  readonly at: number;
}

/**
 * Of the records of one device those that still count. Of equal records of one source the earliest is kept as
 * evidence with the age of the newest. What a newer record of the same source speaks of, an older one no longer says;
 * records of one time stand side by side, as records of different sources do. Without this a device would gain a
 * record, and contradictions, every night.
 */
export function supersede(records: readonly SourcedRecord[]): readonly SourcedRecord[] {
  if (records.length < 2) return records;
  const statements = [...bySource(records)].flatMap(([source, said]) => statementsOf(source, said));
  const newest = new Map<string, number>();
  for (const { source, parts, at } of statements) {
    for (const part of parts) {
      const key = `${source}\n${part}`;
      newest.set(key, Math.max(at, newest.get(key) ?? -Infinity));
    }
  }
  return statements.flatMap(({ record, source, parts, at }) => {
    const isKept = (part: string): boolean => newest.get(`${source}\n${part}`) === at;
    const kept = parts.filter(isKept);
    if (kept.length === parts.length) return [record];
    return kept.length === 0 ? [] : [{ ...record, record: keepParts(record.record, isKept) }];
  });
}

function bySource(records: readonly SourcedRecord[]): ReadonlyMap<string, SourcedRecord[]> {
  const sources = new Map<string, SourcedRecord[]>();
  for (const record of records) {
    const source = recordSource(record.kind ?? 'unknown', record.record);
    const held = sources.get(source);
    if (held) held.push(record);
    else sources.set(source, [record]);
  }
  return sources;
}

function statementsOf(source: string, records: readonly SourcedRecord[]): Statement[] {
  const equal = new Map<string, SourcedRecord[]>();
  for (const record of records) {
    const text = records.length === 1 ? '' : snapshotText(record.record);
    const held = equal.get(text);
    if (held) held.push(record);
    else equal.set(text, [record]);
  }
  return [...equal.values()].map((same) => {
    const record = joinEqual(same);
    return { record, source, parts: recordParts(record.record), at: timeOf(record) };
  });
}

/** The place of the earliest with the age of the newest. */
function joinEqual(same: readonly SourcedRecord[]): SourcedRecord {
  const first = same.reduce((a, b) => (isEarlier(b, a) ? b : a));
  const last = same.reduce((a, b) => (timeOf(b) > timeOf(a) ? b : a));
  if (first === last) return first;
  const { observedAt: _observedAt, ...said } = first.record;
  const { observedAt: seen } = last.record;
  return {
    ...first,
    receivedAt: last.receivedAt,
    record: seen === undefined ? said : { ...said, observedAt: seen },
  };
}

function isEarlier(a: SourcedRecord, b: SourcedRecord): boolean {
  return timeOf(a) < timeOf(b) || (timeOf(a) === timeOf(b) && compareText(a.key, b.key) < 0);
}

/** What is no instant is older than everything. */
function timeOf(record: SourcedRecord): number {
  const time = Date.parse(observedAt(record));
  return Number.isNaN(time) ? -Infinity : time;
}
