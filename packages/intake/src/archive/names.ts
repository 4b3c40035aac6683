import type { ArchiveProblem } from './problems.js';

/** Code page 437 from 0x80 on: what zip names are written in unless they are marked as UTF-8. */
const upper437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const longestName = 1024;

/** UTF-8 when it is marked so or reads as such (many tools forget the mark), else code page 437. */
export function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    let name = '';
    for (const octet of bytes)
      name += octet < 0x80 ? String.fromCharCode(octet) : upper437.charAt(octet - 0x80);
    return name;
  }
}

export type CheckedName =
  | { readonly name: string }
  | { readonly problem: Extract<ArchiveProblem, 'archive-path-escapes' | 'archive-path-unusable'> };

/** The name with forward slashes and without `./`, or why no file may be called so. */
export function checkName(raw: string): CheckedName {
  if (raw.length > longestName || hasControls(raw)) return { problem: 'archive-path-unusable' };
  const slashed = raw.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed)) return { problem: 'archive-path-escapes' };
  const parts = slashed.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { problem: 'archive-path-escapes' };
  return parts.length === 0 ? { problem: 'archive-path-unusable' } : { name: parts.join('/') };
}

/** A name that can be shown whatever it holds. */
export function showName(raw: string): string {
  let shown = '';
  for (const character of raw.slice(0, 200)) shown += hasControls(character) ? '\ufffd' : character;
  return shown === '' ? '(no name)' : shown;
}

/** What the Finder adds to archives. */
export function isFinderLitter(name: string): boolean {
  const parts = name.split('/');
  return parts.includes('__MACOSX') || parts.at(-1) === '.DS_Store';
}

/** `._name` companions of the Finder, told from real files of such a name by their magic number. */
export function isAppleDouble(name: string, bytes: Uint8Array): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const magic = [0x00, 0x05, 0x16, 0x07];
  return last.startsWith('._') && magic.every((octet, i) => bytes[i] === octet);
}

function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Directional overrides make a name read as another one.
    if (
      code < 0x20 ||
      code === 0x7f ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069)
    )
      return true;
  }
  return false;
}
