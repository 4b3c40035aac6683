import { asciiBytes } from './bytes.js';

const alphabet = asciiBytes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const equals = 0x3d;

/** Base64 of a stretch, padded, without blanks. */
export function base64Of(bytes: Uint8Array, from: number, to: number): string {
  const out = new Uint8Array(Math.ceil((to - from) / 3) * 4);
  let next = 0;
  for (let i = from; i < to; i += 3) {
    const a = bytes[i] as number;
    const b = i + 1 < to ? (bytes[i + 1] as number) : 0;
    const c = i + 2 < to ? (bytes[i + 2] as number) : 0;
    out[next++] = alphabet[a >> 2] as number;
    out[next++] = alphabet[((a & 3) << 4) | (b >> 4)] as number;
    out[next++] = i + 1 < to ? (alphabet[((b & 15) << 2) | (c >> 6)] as number) : equals;
    out[next++] = i + 2 < to ? (alphabet[c & 63] as number) : equals;
  }
  return new TextDecoder().decode(out);
}

/** The bytes of padded base64 without blanks, as values of type `data` hold it. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
