import type { Diagnostic } from '@ringcheck/model';
import type { ArchiveLimits, Excess } from './limits.js';

/**
 * One thing that came out of an archive: a file with its bytes, or what was refused and why.
 * `path` joins archive and entry with `!/`, `export.zip!/profiles/a.mobileconfig`.
 */
export interface ArchiveEntry {
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** Why an entry, or the rest of an archive, was not read. Code to sentence; the place is added by the caller. */
const sentences = {
  'archive-unrecognised': 'This is no archive that can be opened (zip, tar, gzip).',
  'archive-empty': 'The archive holds no files.',
  'archive-truncated': 'The archive ends too early; the files before the cut were read. Export it again.',
  'archive-damaged': 'The archive is damaged from here on; the files before were read. Export it again.',
  'archive-too-deep': 'This archive lies inside too many others and was not opened. Upload it by itself.',
  'archive-path-escapes':
    'The name of this entry points outside the archive (absolute, or with ".."); it was refused.',
  'archive-path-unusable':
    'The name of this entry is empty, too long or holds control characters; it was refused.',
  'archive-entry-link': 'This entry is a link to another file; links are not followed.',
  'archive-entry-special': 'This entry is no regular file; it was refused.',
  'archive-entry-encrypted': 'This entry is encrypted with a password. Make the archive without one.',
  'archive-entry-method':
    'This entry is compressed by a method that is not supported. Make the archive as a plain zip.',
  'archive-entry-damaged': 'This entry is damaged (its checksum or length does not fit); it was not read.',
  'archive-entry-truncated': 'The archive ends inside this entry; it was not read.',
  'archive-entries-overlap':
    'This entry shares its bytes with another one, as only made-up archives do; it was refused.',
  'archive-duplicate-name': 'Another entry of this name came before; both are read, this one with a number.',
  'spreadsheet-not-read': 'This is a spreadsheet workbook. Save the sheet as CSV and upload that.',
} as const;

export type ArchiveProblem = keyof typeof sentences;

export function problem(
  code: ArchiveProblem,
  path: string,
  severity: Diagnostic['severity'] = 'error',
): Diagnostic {
  return { code, severity, message: sentences[code], path };
}

export function refused(code: ArchiveProblem, path: string): ArchiveEntry {
  return { path, diagnostics: [problem(code, path)] };
}

export function tooManyEntries(path: string, limits: ArchiveLimits): ArchiveEntry {
  const message = `More than ${limits.entries} files; the rest was not read. Split the archive.`;
  return { path, diagnostics: [{ code: 'archive-too-many-entries', severity: 'error', message, path }] };
}

export function exceeded(excess: Excess, path: string, limits: ArchiveLimits): ArchiveEntry {
  return { path, diagnostics: [{ ...excessOf(excess, limits), severity: 'error', path }] };
}

/** What to do about a file that is too large. */
export const howToSplit = 'Export fewer devices or profiles at a time, as several files.';

function excessOf(excess: Excess, limits: ArchiveLimits): { code: string; message: string } {
  switch (excess) {
    case 'total':
      return {
        code: 'archive-too-large',
        message: `The archive expands to more than ${limits.totalBytes} bytes; the rest was not read. Split it.`,
      };
    case 'entry':
      return {
        code: 'archive-entry-too-large',
        message: `This entry expands to more than ${limits.entryBytes} bytes, more than is decoded at a time; it was not read. ${howToSplit}`,
      };
    case 'ratio':
      return {
        code: 'archive-ratio',
        message: `This entry expands more than ${limits.ratio} times, as archives made to exhaust memory do; it was refused.`,
      };
  }
}
