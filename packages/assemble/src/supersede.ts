import { keepParts, recordParts, recordSource, snapshotText, type DeviceRecord } from '@ringcheck/model';
import { compareText } from './identity.js';
import { millisecondsOf } from './instants.js';
import { observedAt, type SourcedRecord } from './merge-facts.js';

/** One thing a source said, wherever and however often: the first place is the evidence, the last time its age. */
interface Statement {
  readonly record: SourcedRecord;
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
  if (records.length < 2 || isSaidOnce(records)) return records;
  return grouped(records, sourceOf).flatMap((said) =>
    said.length === 1 ? said : stillSaid(statementsOf(said)),
  );
}

/** More of them are looked at source by source, not each beside each. */
const mostCompared = 8;

/** The ordinary device: whoever speaks of it spoke at one time only, and of something else in each record. */
function isSaidOnce(records: readonly SourcedRecord[]): boolean {
  if (records.length > mostCompared) return false;
  for (const [index, record] of records.entries())
    for (let other = 0; other < index; other++) {
      const before = records[other];
      if (before !== undefined && isSameSource(record, before) && canMeet(record, before)) return false;
    }
  return true;
}

function isSameSource(a: SourcedRecord, b: SourcedRecord): boolean {
  if ((a.kind ?? 'unknown') !== (b.kind ?? 'unknown') || a.record.basis !== b.record.basis) return false;
  const { vendorId } = a.record.identity;
  const { vendorId: other } = b.record.identity;
  return (vendorId === undefined && other === undefined) || sourceOf(a) === sourceOf(b);
}

/** Whether one of two records of a source may take the place of the other, or a part of it. */
function canMeet(a: SourcedRecord, b: SourcedRecord): boolean {
  return timeOf(a) !== timeOf(b) || outlineOf(a.record) === outlineOf(b.record);
}

function stillSaid(statements: readonly Statement[]): readonly SourcedRecord[] {
  const [first] = statements;
  if (statements.every(({ at }) => at === first?.at)) return statements.map(({ record }) => record);
  const all = statements.map((each) => ({ ...each, parts: recordParts(each.record.record) }));
  const newest = new Map<string, number>();
  for (const { parts, at } of all)
    for (const part of parts) newest.set(part, Math.max(at, newest.get(part) ?? -Infinity));
  return all.flatMap(({ record, parts, at }) => {
    const isKept = (part: string): boolean => newest.get(part) === at;
    const kept = parts.filter(isKept);
    if (kept.length === parts.length) return [record];
    return kept.length === 0 ? [] : [{ ...record, record: keepParts(record.record, isKept) }];
  });
}

const sourceOf = ({ kind, record }: SourcedRecord): string => recordSource(kind ?? 'unknown', record);

function grouped(
  records: readonly SourcedRecord[],
  keyOf: (record: SourcedRecord, index: number) => string,
): readonly (readonly SourcedRecord[])[] {
  const groups = new Map<string, SourcedRecord[]>();
  for (const [index, record] of records.entries()) {
    const key = keyOf(record, index);
    const held = groups.get(key);
    if (held) held.push(record);
    else groups.set(key, [record]);
  }
  return [...groups.values()];
}

function statementsOf(records: readonly SourcedRecord[]): Statement[] {
  const outlines = records.map(({ record }) => outlineOf(record));
  const equal = grouped(records, ({ record }, index) => {
    const outline = outlines[index] ?? 0;
    const isAlone = outlines.indexOf(outline) === outlines.lastIndexOf(outline);
    return isAlone ? `${outline}` : snapshotText(record);
  });
  return equal.map((same) => {
    const record = joinEqual(same);
    return { record, at: timeOf(record) };
  });
}

/** Differs only between records that say different things, and takes less than their whole text. */
function outlineOf({ claims, profiles, restrictions, declarations, placement }: DeviceRecord): number {
  let outline = 0;
  for (const claim of Object.values(claims)) if (claim !== undefined) outline++;
  for (const part of [profiles, restrictions, declarations, placement])
    outline = outline * 2 + (part === undefined ? 0 : 1);
  return outline;
}

/** The place of the earliest with the age of the newest. */
function joinEqual(same: readonly SourcedRecord[]): SourcedRecord {
  return saidAgain(
    earliestOf(same),
    same.reduce((a, b) => (isLater(b, a) ? b : a)),
  );
}

/** Records of one device, each with the place of the earliest that says the same: that is the evidence. */
export function withFirstPlaces(records: readonly SourcedRecord[]): readonly SourcedRecord[] {
  const equal = grouped(records, (one) => `${sourceOf(one)}\n${snapshotText(one.record)}`);
  return equal.flatMap((same) => {
    const first = earliestOf(same);
    return same.map((each) => saidAgain(first, each));
  });
}

const earliestOf = (same: readonly SourcedRecord[]): SourcedRecord =>
  same.reduce((a, b) => (isEarlier(b, a) ? b : a));

/** The place of one with the age of another that says the same. */
function saidAgain(first: SourcedRecord, again: SourcedRecord): SourcedRecord {
  if (first === again) return first;
  const { observedAt: _observedAt, ...said } = first.record;
  const { observedAt: seen } = again.record;
  return {
    ...first,
    receivedAt: again.receivedAt,
    record: seen === undefined ? said : { ...said, observedAt: seen },
  };
}

function isEarlier(a: SourcedRecord, b: SourcedRecord): boolean {
  return timeOf(a) < timeOf(b) || (timeOf(a) === timeOf(b) && compareText(a.key, b.key) < 0);
}

/** At one time the document's own word on it counts, not that of the receipt. */
function isLater(a: SourcedRecord, b: SourcedRecord): boolean {
  return timeOf(a) > timeOf(b) || (timeOf(a) === timeOf(b) && b.record.observedAt === undefined);
}

/** What is no instant is older than everything. */
function timeOf(record: SourcedRecord): number {
  const time = millisecondsOf(observedAt(record));
  return Number.isNaN(time) ? -Infinity : time;
}
