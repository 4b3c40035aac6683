import { placedLines } from './edit.js';

const context = 2;
const longestLine = 200;
const longestAdded = 4000;
const mostAdded = 400;
const secretLine =
  /passw|secret|psk|pre-?shared|private-?key|community|token|encrypted|\bENC\b|hash|BEGIN [A-Z ]*KEY/i;

/**
 * What a change looks like, as `diff -u` writes it: two lines around each hunk, long lines cut, lines of the document
 * that may hold a secret left blank. Both texts differ by insertions only.
 */
export function diffExcerpt(before: string, after: string): string {
  const marked = markedLines(
    placedLines(before).map(({ text }) => text),
    placedLines(after).map(({ text }) => text),
  );
  const kept = marked.map((_line, index) =>
    marked.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' '),
  );
  const out: string[] = [];
  for (let index = 0; index < marked.length; index += 1) {
    if (!(kept[index] ?? false)) continue;
    if (!(kept[index - 1] ?? false)) out.push(hunkHead(marked, kept, index));
    const line = marked[index];
    if (line !== undefined) out.push(`${line.sign}${shown(line)}`);
  }
  return out.join('\n');
}

interface Marked {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  readonly old: number;
  readonly now: number;
}

function markedLines(before: readonly string[], after: readonly string[]): readonly Marked[] {
  const out: Marked[] = [];
  let old = 0;
  let now = 0;
  while (now < after.length) {
    const text = after[now] ?? '';
    const was = before[old];
    if (text === was) {
      out.push({ sign: ' ', text, old: (old += 1), now: (now += 1) });
      continue;
    }
    const skip = was === undefined ? after.length - now : distance(after, now, was);
    if (skip === undefined) {
      out.push({ sign: '-', text: was ?? '', old: (old += 1), now });
      out.push({ sign: '+', text, old, now: (now += 1) });
      continue;
    }
    for (let count = 0; count < skip; count += 1) {
      out.push({ sign: '+', text: after[now] ?? '', old, now: (now += 1) });
    }
  }
  return out;
}

/** How many lines were put in before the line that stood here; undefined when it was changed itself. */
function distance(after: readonly string[], from: number, wanted: string): number | undefined {
  const last = Math.min(after.length, from + mostAdded);
  for (let index = from + 1; index < last; index += 1) if (after[index] === wanted) return index - from;
  return undefined;
}

/** The line of the old text that stands on a line of the new one; undefined for an added line. */
export function oldLine(before: string, after: string, line: number): number | undefined {
  if (before === after) return line;
  const marked = markedLines(
    placedLines(before).map(({ text }) => text),
    placedLines(after).map(({ text }) => text),
  );
  const found = marked.findIndex(({ sign, now }) => sign !== '-' && now === line);
  const entry = marked[found];
  const isAdded = entry?.sign === '+' && marked[found - 1]?.sign !== '-';
  return entry === undefined || isAdded ? undefined : entry.old;
}

function hunkHead(marked: readonly Marked[], kept: readonly boolean[], from: number): string {
  let end = from;
  while (kept[end] ?? false) end += 1;
  const hunk = marked.slice(from, end);
  const olds = hunk.filter(({ sign }) => sign !== '+').length;
  const nows = hunk.filter(({ sign }) => sign !== '-').length;
  const first = hunk[0];
  const oldStart = first === undefined ? 0 : first.old + (first.sign === '+' ? 1 : 0);
  const nowStart = first === undefined ? 0 : first.now + (first.sign === '-' ? 1 : 0);
  return `@@ -${oldStart},${olds} +${nowStart},${nows} @@`;
}

function shown({ sign, text }: Marked): string {
  if (sign !== '+' && secretLine.test(text)) return '…';
  const longest = sign === '+' ? longestAdded : longestLine;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
