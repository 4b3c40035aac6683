import { linesAfter, linesBefore, placedLines, type PlacedLine } from '../edit.js';
import type { Opening } from '../opening.js';
import { refuse, type WriteRequest, type Writing } from '../types.js';
import { isV6, maskOf, singleLines } from '../words.js';

interface Where {
  readonly list: string;
  /** The line new entries go before, or after. */
  readonly line: PlacedLine;
  readonly isEnd: boolean;
  /** Entries of the list that stand before, remarks included where the device counts them. */
  readonly before: number;
  readonly all: readonly PlacedLine[];
}

/** `access-list NAME line N extended …` before the entry that denies. */
export function writeAsa(request: WriteRequest): Writing {
  const where = whereOf(request);
  if (where === undefined) return refuse('place-not-found');
  const { list, line, isEnd, before } = where;
  const isOld = !/\sextended\s/.test(line.text);
  const entries = request.openings.flatMap((opening) => entriesOf(opening, false));
  const kind = isOld ? '' : 'extended ';
  const lines = entries.map((entry) => `access-list ${list} ${kind}${entry}`);
  const commands = entries.map((entry, offset) =>
    isEnd
      ? `access-list ${list} ${kind}${entry}`
      : `access-list ${list} line ${before + 1 + offset} ${kind}${entry}`,
  );
  return { lines, commands, edits: [editOf(request.text, where, lines)] };
}

/** An entry of a named or numbered list, with a sequence number that lies before the entry that denies. */
export function writeIos(request: WriteRequest): Writing {
  const where = whereOf(request);
  if (where === undefined) return refuse('place-not-found');
  const { list, line, isEnd, before, all } = where;
  if (isStandard(request.text, list)) return refuse('cannot-express');
  const entries = request.openings.flatMap((opening) => entriesOf(opening, true));
  const own = sequenceOf(line);
  const isV6List = request.openings[0]?.family === 6;
  const head = isV6List ? `ipv6 access-list ${list}` : `ip access-list extended ${list}`;
  const numbers = isEnd
    ? entries.map((_entry, offset) => (own ?? all.length * 10) + 10 * (offset + 1))
    : freeNumbers(
        own === undefined ? before * 10 : previous(all, line),
        own ?? (before + 1) * 10,
        entries.length,
      );
  const isFlat = /^\s*access-list\s/.test(line.text);
  if (numbers === undefined && own !== undefined) return refuse('no-free-number');
  const lines = entries.map((entry, offset) => {
    if (isFlat) return `access-list ${list} ${entry}`;
    return own === undefined ? entry : numbered(entry, numbers?.[offset] ?? 0, isV6List);
  });
  const resequence =
    numbers === undefined && !isV6List ? [`ip access-list resequence ${list} 1000 1000`] : [];
  const used = numbers ?? freeNumbers(before * 1000, (before + 1) * 1000, entries.length) ?? [];
  const commands = [
    ...resequence,
    head,
    ...entries.map((entry, offset) => ` ${numbered(entry, used[offset] ?? 0, isV6List)}`),
  ];
  return { lines, commands, edits: [editOf(request.text, where, lines)] };
}

function numbered(entry: string, number: number, isV6List: boolean): string {
  return isV6List ? `sequence ${number} ${entry}` : `${number} ${entry}`;
}

function editOf(text: string, { line, isEnd }: Where, lines: readonly string[]) {
  return isEnd ? linesAfter(text, line, lines) : linesBefore(text, line, lines);
}

function whereOf({ text, policy, place }: WriteRequest): Where | undefined {
  const list = (place.ends?.[0] ?? place.chain).replace(/ implicit deny$/, '');
  const rules = policy.chains.find(({ name }) => name === list)?.rules;
  const anchor = place.rule?.line ?? rules?.[rules.length - 1]?.line;
  const all = placedLines(text);
  const line = all.find(({ number }) => number === anchor);
  if (line === undefined || line.text.trim() === '') return undefined;
  const isFlat = /^\s*access-list\s/.test(line.text);
  const members = isFlat ? flatEntries(all, list) : blockEntries(all, line);
  return { list, line, isEnd: place.rule === undefined, before: members.indexOf(line), all: members };
}

/** An ASA counts remarks as lines of the list. */
function flatEntries(lines: readonly PlacedLine[], list: string): readonly PlacedLine[] {
  return lines.filter(({ text }) => {
    const [verb, name] = text.trim().split(/\s+/);
    return verb === 'access-list' && name === list;
  });
}

const entry = /^\s*(\d+\s+|sequence \d+ )?(permit|deny|evaluate)\s/;

function blockEntries(lines: readonly PlacedLine[], line: PlacedLine): readonly PlacedLine[] {
  let start = lines.indexOf(line);
  while (start >= 0 && !/^\s*(ip|ipv6) access-list\s/.test(lines[start]?.text ?? '')) start -= 1;
  const members: PlacedLine[] = [];
  for (let index = start + 1; index < lines.length; index += 1) {
    const one = lines[index];
    if (one === undefined || /^\S/.test(one.text)) {
      if (one !== undefined && (entry.test(one.text) || one.text.startsWith('!'))) members.push(one);
      else if (one !== undefined && one.text !== '') break;
    } else if (entry.test(one.text)) members.push(one);
  }
  return members.filter(({ text }) => entry.test(text));
}

function sequenceOf(line: PlacedLine): number | undefined {
  const found = /^\s*(?:sequence )?(\d+)\s+(?:permit|deny|evaluate)\s/.exec(line.text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function previous(all: readonly PlacedLine[], line: PlacedLine): number {
  const before = all[all.indexOf(line) - 1];
  return before === undefined ? 0 : (sequenceOf(before) ?? 0);
}

/** Numbers between two entries; undefined when there is no room. */
function freeNumbers(low: number, high: number, count: number): readonly number[] | undefined {
  if (high - low - 1 < count) return undefined;
  const step = Math.max(1, Math.floor((high - low) / (count + 1)));
  return Array.from({ length: count }, (_item, index) => low + step * (index + 1));
}

function isStandard(text: string, list: string): boolean {
  const number = /^\d+$/.test(list) ? Number(list) : undefined;
  if (number !== undefined) return number < 100 || (number >= 1300 && number < 2000);
  return text.split(/\r\n|\n|\r/).some((line) => line.trim() === `ip access-list standard ${list}`);
}

function entriesOf(opening: Opening, isInverted: boolean): string[] {
  return singleLines(opening, (source, destination, range, from) => {
    const address = (prefix: string | undefined): string =>
      prefix === undefined ? 'any' : addressOf(prefix, isInverted);
    const ends = [address(source), ...(from === undefined ? [] : [portOf(from)]), address(destination)];
    const mark = opening.isReply && opening.protocol === 'tcp' ? ' established' : '';
    return `permit ${opening.protocol} ${ends.join(' ')} ${portOf(range)}${mark}`;
  });
}

function portOf([from, last]: Opening['ports'][number]): string {
  return from === last ? `eq ${from}` : `range ${from} ${last}`;
}

function addressOf(prefix: string, isInverted: boolean): string {
  const [address = '', bits] = prefix.split('/');
  if (isV6(prefix)) return bits === '128' ? `host ${address}` : prefix;
  if (bits === '32') return `host ${address}`;
  return maskOf(prefix, isInverted).join(' ');
}
