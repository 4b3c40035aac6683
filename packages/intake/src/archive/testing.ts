import type { ByteReader } from './byte-reader.js';
import type { ArchiveLimits } from './limits.js';
import { openArchive } from './open-archive.js';
import type { ArchiveEntry } from './problems.js';

export async function entriesOf(
  path: string,
  file: Uint8Array | ByteReader,
  limits?: Partial<ArchiveLimits>,
): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of openArchive(path, file, limits)) entries.push(entry);
  return entries;
}

/** The same bytes as a file that gives a range at a time, each in memory of its own. */
export function inPieces(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => {
      const isInside = offset >= 0 && length > 0 && offset + length <= bytes.length;
      if (!isInside) throw new RangeError(`${offset} + ${length} lies outside ${bytes.length} bytes`);
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
    sha256: () => 'f'.repeat(64),
  };
}
