import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './failure.js';

/** One file as the admin named it, with its bytes. */
export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Folders and files that operating systems and tools leave behind. */
const ignoredNames = new Set(['.DS_Store', '__MACOSX', '.git', 'node_modules', 'Thumbs.db', 'desktop.ini']);

/**
 * Files behind the paths given, folders walked in a fixed order, `-` read from standard input.
 * Paths are shown with forward slashes on every system.
 */
export async function* readInputs(paths: readonly string[]): AsyncGenerator<InputFile> {
  for (const given of paths) {
    if (given === '-') {
      yield { path: '-', bytes: await readStandardInput() };
      continue;
    }
    const info = await stat(given).catch(() => undefined);
    if (info === undefined) throw new UsageError(`${given}: no such file or folder`);
    for await (const file of info.isDirectory() ? walk(given) : [given]) {
      yield { path: shownPath(file), bytes: await readFile(file) };
    }
  }
}

async function* walk(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (ignoredNames.has(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full);
    else if (entry.isFile()) yield full;
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks);
}

export function shownPath(file: string): string {
  return path.sep === '\\' ? file.replaceAll('\\', '/') : file;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
