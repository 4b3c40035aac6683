import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './failure.js';

/** One file as the admin named it, with its bytes. */
export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Why the file could not be read; `bytes` is empty then. */
  readonly unreadable?: string;
}

/** Folders and files that operating systems and tools leave behind. */
const ignoredNames = new Set(['.DS_Store', '__MACOSX', '.git', 'node_modules', 'Thumbs.db', 'desktop.ini']);

/** A file found behind a path given. `-` stands for standard input. */
export interface FoundFile {
  /** What the admin gave: the file itself, or the folder it was found in. */
  readonly given: string;
  /** Where it is, in the form of this system. */
  readonly file: string;
}

/** Files behind the paths given, in the order given, folders walked in a fixed order. */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const given of paths) {
    if (given === '-') {
      yield { given, file: '-' };
      continue;
    }
    const info = await stat(given).catch(() => undefined);
    if (info === undefined) throw new UsageError(`${given}: no such file or folder`);
    if (!info.isDirectory()) yield { given, file: given };
    else for await (const file of walk(given)) yield { given, file };
  }
}

/**
 * The same files with their bytes. Paths are shown with forward slashes on every system.
 * A file that was named and cannot be read is a usage error; one found in a folder is told and the rest goes on.
 */
export async function* readInputs(paths: readonly string[]): AsyncGenerator<InputFile> {
  for await (const { given, file } of findFiles(paths)) {
    if (file === '-') {
      yield { path: '-', bytes: plainBytes(await readStandardInput()) };
      continue;
    }
    const read = await readFile(file).catch((error: unknown) => reasonOf(error));
    const shown = shownPath(file);
    if (typeof read !== 'string') yield { path: shown, bytes: plainBytes(read) };
    else if (given === file) throw new UsageError(`${shown}: cannot be read (${read})`);
    else yield { path: shown, bytes: new Uint8Array(), unreadable: read };
  }
}

/** A Buffer's `slice` shares memory where that of other byte arrays copies; the packages know byte arrays only. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return 'the system gave no reason';
}

/** Links to files are followed, links to folders are not: they may lead in a circle. */
async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (ignoredNames.has(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full);
    else if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(full)))) yield full;
  }
}

async function isFolder(link: string): Promise<boolean> {
  return (await stat(link).catch(() => undefined))?.isDirectory() === true;
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** A path as reports show it: with forward slashes, also where the system separates by backslashes. */
export function shownPath(file: string, separator: string = path.sep): string {
  return separator === '\\' ? file.replaceAll('\\', '/') : file;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
