/** A line with its number from 1; the line end is cut. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** Lines as editors count them, whatever the line ends. */
export function linesOf(text: string): SourceLine[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line }));
}

/** Longest piece of a line kept for display. */
const longestText = 500;

export function excerpt(line: string): string {
  const trimmed = line.trim();
  return trimmed.length > longestText ? `${trimmed.slice(0, longestText)}…` : trimmed;
}

export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Words of a line, shell style: blanks separate, quotes join, a backslash takes the next sign as it is. */
export function shellWords(line: string): Word[] {
  const words: Word[] = [];
  let current = '';
  let isOpen = false;
  let isQuoted = false;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const sign = line.charAt(index);
    if (quote !== '') {
      if (sign === quote) quote = '';
      else if (sign === '\\' && quote === '"') {
        index += 1;
        current += line.charAt(index);
      } else current += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      isOpen = true;
      isQuoted = true;
    } else if (sign === '\\') {
      index += 1;
      current += line.charAt(index);
      isOpen = true;
    } else if (sign === ' ' || sign === '\t') {
      if (isOpen) words.push({ text: current, isQuoted });
      current = '';
      isOpen = false;
      isQuoted = false;
    } else {
      current += sign;
      isOpen = true;
    }
  }
  if (isOpen) words.push({ text: current, isQuoted });
  return words;
}
