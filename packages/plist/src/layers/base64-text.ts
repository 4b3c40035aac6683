const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Value of each ASCII character in base64, -1 for the others. */
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

/** 0-63, or -1 when the character does not belong to base64. */
export function base64Value(charCode: number): number {
  return charCode < 128 ? (values[charCode] ?? -1) : -1;
}

export const isBlank = (charCode: number): boolean =>
  charCode === 0x20 || charCode === 0x0a || charCode === 0x0d || charCode === 0x09;

export interface Base64Text {
  readonly bytes: Uint8Array;
  /** Index in the text of the first character that cannot be base64; decoding stopped there. */
  readonly invalidAt?: number;
  /** Mail software had rewritten the text: `=3D` for `=`, or lines broken with `=`. */
  readonly quotedPrintable: boolean;
}

/**
 * Decodes base64 with blanks and line breaks anywhere and padding optional.
 * Undoes the two marks quoted-printable leaves in base64; stops at the first character that cannot be read.
 */
export function decodeBase64(text: string): Base64Text {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let held = 0;
  let bits = 0;
  let quotedPrintable = false;
  let invalidAt: number | undefined;
  let padded = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isBlank(code)) continue;
    const value = base64Value(code);
    if (value >= 0 && !padded) {
      held = ((held << 6) | value) & 0xffffff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      bytes[length++] = (held >> bits) & 0xff;
    } else if (code === 0x3d && isSoftBreak(text, i)) {
      quotedPrintable = true;
    } else if (code === 0x3d) {
      padded = true;
      if (!text.startsWith('3D', i + 1)) continue;
      quotedPrintable = true;
      i += 2;
    } else {
      invalidAt = i;
      break;
    }
  }
  const decoded = bytes.subarray(0, length);
  return { bytes: decoded, quotedPrintable, ...(invalidAt === undefined ? {} : { invalidAt }) };
}

/** `=` at the end of a line with more base64 in the next one. */
function isSoftBreak(text: string, at: number): boolean {
  const lineFeed = text.charCodeAt(at + 1) === 0x0d ? at + 2 : at + 1;
  if (text.charCodeAt(lineFeed) !== 0x0a) return false;
  return lineFeed + 1 < text.length && base64Value(text.charCodeAt(lineFeed + 1)) >= 0;
}
