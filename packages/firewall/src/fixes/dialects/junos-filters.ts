import { type Edit, lineEnd, linesBefore, placedLines } from '../edit.js';
import type { Opening } from '../opening.js';
import { type Place, refuse, type WriteRequest, type Writing } from '../types.js';
import { freshName, nameFor, portText } from '../words.js';

interface NewTerm {
  readonly name: string;
  readonly opening: Opening;
}

/** Terms of a packet filter before the one that closes, in curly or `set` form, as the document is. */
export function writeFilter({ text, place, openings }: WriteRequest): Writing {
  const [family = 'inet', , ...words] = place.chain.split(' ');
  const filter = words.join(' ');
  const old = place.rule?.id.slice(filter.length + 1) ?? '';
  const terms = openings.map((opening) => ({ name: freshName(text, nameFor(opening)), opening }));
  const head = `firewall family ${family} filter ${filter}`;
  const inserts =
    place.rule === undefined ? [] : terms.map(({ name }) => `insert ${head} term ${name} before term ${old}`);
  const commands = [...terms.flatMap((term) => setLines(head, term)), ...inserts];
  if (/^[ \t]*set\s+\S/m.test(text) && !/\{\s*$/m.test(text))
    return { commands, ...setForm(text, place, head, terms) };
  const blocks = terms.map(termBlock);
  if (place.rule === undefined) {
    const block = `firewall { family ${family} { filter ${filter} { ${blocks.join(' ')} } } }`;
    return { lines: [block], commands, edits: [atEnd(text, [block])] };
  }
  const edit = beforeTerm(text, place, old, blocks);
  return edit === undefined ? refuse('place-not-found') : { lines: blocks, commands, edits: [edit] };
}

/** Terms stand in the order in which the document first names them. */
function setForm(text: string, { rule }: Place, head: string, terms: readonly NewTerm[]) {
  const line = placedLines(text).find(({ number }) => number === rule?.line);
  const written = /^\s*set (firewall .*?filter \S+) term /.exec(line?.text ?? '')?.[1] ?? head;
  const lines = terms.flatMap((term) => setLines(written, term));
  return { lines, edits: [line === undefined ? atEnd(text, lines) : linesBefore(text, line, lines)] };
}

function atEnd(text: string, lines: readonly string[]): Edit {
  const end = lineEnd(text);
  const gap = text.endsWith('\n') ? '' : end;
  return { at: text.length, insert: gap + lines.map((line) => line + end).join('') };
}

function beforeTerm(
  text: string,
  { rule }: Place,
  name: string,
  blocks: readonly string[],
): Edit | undefined {
  const line = placedLines(text).find(({ number }) => number === rule?.line);
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const at = new RegExp(`(?:\\w+:\\s*)?term\\s+"?${quoted}"?[\\s{]`).exec(line?.text ?? '')?.index;
  if (line === undefined || at === undefined) return undefined;
  const before = line.text.slice(0, at);
  const gap = /^\s*$/.test(before) ? lineEnd(text) + before : ' ';
  return { at: line.start + at, insert: blocks.map((block) => block + gap).join('') };
}

/** Conditions of a term, each with its values. */
function conditionsOf(opening: Opening): readonly (readonly [string, readonly string[]])[] {
  const { family, sources, destinations, protocol, sourcePorts, ports } = opening;
  const texts = (ranges: Opening['ports']) => ranges.map((range) => portText(range, '-'));
  const all: readonly (readonly [string, readonly string[]])[] = [
    ['source-address', sources],
    ['destination-address', destinations],
    [family === 6 ? 'next-header' : 'protocol', [protocol]],
    ['source-port', texts(sourcePorts)],
    ['destination-port', texts(ports)],
  ];
  return all.filter(([, values]) => values.length > 0);
}

/** Without sessions only the flags of TCP tell an answer from a first packet. */
function flagsOf({ isReply, protocol }: Opening): readonly string[] {
  return isReply && protocol === 'tcp' ? ['tcp-established'] : [];
}

function setLines(head: string, { name, opening }: NewTerm): string[] {
  const term = `set ${head} term ${name}`;
  return [
    ...conditionsOf(opening).flatMap(([key, values]) =>
      values.map((value) => `${term} from ${key} ${value}`),
    ),
    ...flagsOf(opening).map((flag) => `${term} from ${flag}`),
    `${term} then accept`,
  ];
}

function termBlock({ name, opening }: NewTerm): string {
  const conditions = conditionsOf(opening).map(([key, values]) => {
    if (key.endsWith('-address')) return `${key} { ${values.map((value) => `${value};`).join(' ')} }`;
    return `${key} ${values.length === 1 ? (values[0] ?? '') : `[ ${values.join(' ')} ]`};`;
  });
  const from = [...conditions, ...flagsOf(opening).map((flag) => `${flag};`)].join(' ');
  return `term ${name} { from { ${from} } then { accept; } }`;
}
