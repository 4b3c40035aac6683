import { writePlist } from '@ringcheck/plist';
import { valueOf, type Plain } from '../values.js';

const before = '{fragment ';
const after = '}';

/** Values that stand in thousands of replies: each is written as XML once, and put where its mark stands. */
export class Fragments {
  private readonly texts = new Map<string, string>();

  /** A text that stands for the value of this name, which is made at the first call. */
  mark(name: string, make: () => Plain): string {
    if (!this.texts.has(name)) this.texts.set(name, elementOf(make()));
    return before + name + after;
  }

  /** A property list with the values in place of their marks. */
  write(plain: Plain): Uint8Array {
    const marked = new RegExp(`<string>${before}(.*?)${after}</string>`, 'g');
    const text = xmlOf(plain).replace(marked, (whole, name: string) => this.texts.get(name) ?? whole);
    return new TextEncoder().encode(text);
  }
}

const xmlOf = (plain: Plain): string => new TextDecoder().decode(writePlist(valueOf(plain), 'xml'));

/** The element alone, without what makes a document of it. */
function elementOf(plain: Plain): string {
  const text = xmlOf(plain);
  return text.slice(text.indexOf('>', text.indexOf('<plist')) + 1, text.lastIndexOf('</plist>')).trim();
}
