import { type Json, parseJson } from '../json.js';

/**
 * A document as recognition sees it: its form first, so that no dialect looks for its words inside another kind of
 * file (a report in JSON that quotes a rule, a profile with a script inside).
 */
export class Shape {
  readonly form: 'json' | 'xml' | 'text';
  /** Name of the root element of XML; empty else. */
  readonly root: string;
  private parsed: { readonly value: Json | undefined } | undefined;

  constructor(readonly text: string) {
    const start = /^[\ufeff\s]*/.exec(text)?.[0].length ?? 0;
    const head = text.slice(start, start + 200);
    this.form = /^[{[]\s*["{[\]}]/.test(head) ? 'json' : /^<[?!A-Za-z]/.test(head) ? 'xml' : 'text';
    this.root = this.form === 'xml' ? rootName(text, start) : '';
  }

  /** The parsed JSON; undefined when the document is none, or is cut off or damaged. */
  get json(): Json | undefined {
    if (this.form !== 'json') return undefined;
    if (this.parsed === undefined) {
      const read = parseJson(this.text);
      this.parsed = { value: 'value' in read ? read.value : undefined };
    }
    return this.parsed.value;
  }
}

/** Prologue and comments before the root of real exports are far shorter than this. */
const longestProlog = 20_000;

function rootName(text: string, start: number): string {
  const head = text
    .slice(start, start + longestProlog)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\?[\s\S]*?\?>/g, '');
  return /<([A-Za-z][\w.:-]*)/.exec(head)?.[1] ?? '';
}

const mostLines = 2_000;

/**
 * True when at least two thirds of the first statements begin as the dialect's do: one such line in prose or in a
 * program makes no policy.
 */
export function mostLinesAre(text: string, comment: RegExp, statement: RegExp): boolean {
  let seen = 0;
  let fitting = 0;
  for (const match of text.slice(0, 400_000).matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    if (line.trim() === '' || comment.test(line)) continue;
    seen += 1;
    if (statement.test(line)) fitting += 1;
    if (seen >= mostLines) break;
  }
  return fitting * 3 >= seen * 2 && fitting > 0;
}
