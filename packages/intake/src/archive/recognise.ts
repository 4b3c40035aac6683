import { tarHeaderFits } from './tar-header.js';

export type ArchiveKind = 'zip' | 'gzip' | 'tar';

/** The kind of archive, by its first octets. */
export function recogniseArchive(bytes: Uint8Array): ArchiveKind | undefined {
  if (isZip(bytes)) return 'zip';
  // Method deflate and no reserved flag.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 && ((bytes[3] ?? 0xff) & 0xe0) === 0)
    return 'gzip';
  return bytes.length >= 512 && tarHeaderFits(bytes) ? 'tar' : undefined;
}

/** A first entry, an empty archive, or the mark of a split one. */
function isZip(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  const mark = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  return mark === 0x0304 || mark === 0x0506 || mark === 0x0708;
}
