import { CR, LESS, LF, SPACE, startsWithAt, TAB } from '../bytes.js';
import type { TextSource } from '../text-source.js';

const LETTER = 1;
const BLANK = 2;
const PAD = 3;
const END = 4;

const classes = new Uint8Array(256);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  classes[c.charCodeAt(0)] = LETTER;
for (const c of [TAB, LF, CR, SPACE]) classes[c] = BLANK;
classes['='.charCodeAt(0)] = PAD;
classes[LESS] = END;

const ascii = new TextDecoder();

/** Packs well-formed base64 in one pass: certificates are most of the bytes of many profiles. */
export class Base64Scan {
  /** What was packed by the last `read`, without blanks. */
  text = '';
  /** The `<` behind it. */
  end = 0;

  private packed = new Uint8Array(0);

  /** False when the text is not plain, padded base64 up to the closing tag: nothing has moved, and it is to be read the long way. */
  read(source: TextSource, from: number, close: Uint8Array): boolean {
    const { bytes } = source;
    let letters = 0;
    let pads = 0;
    let lines = 0;
    let lineStart = 0;
    for (let i = from; i < bytes.length; i++) {
      const c = bytes[i] as number;
      const kind = classes[c];
      if (kind === LETTER || kind === PAD) {
        if (kind === PAD) pads++;
        else if (pads > 0) return false;
        if (letters === this.packed.length) this.grow();
        this.packed[letters++] = c;
      } else if (kind === BLANK) {
        if (c === LF) {
          lines++;
          lineStart = i + 1;
        } else if (c === CR && bytes[i + 1] !== LF) return false;
      } else if (kind === END) {
        if (pads > 2 || letters % 4 !== 0 || !startsWithAt(bytes, i, close)) return false;
        this.text = ascii.decode(this.packed.subarray(0, letters));
        this.end = i;
        if (lines > 0) source.newLines(lines, lineStart);
        return true;
      } else return false;
    }
    return false;
  }

  private grow(): void {
    const larger = new Uint8Array(Math.max(1024, this.packed.length * 2));
    larger.set(this.packed);
    this.packed = larger;
  }
}
