import type { ByteReader } from '@ringcheck/intake';
import { createHash } from 'node:crypto';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './failure.js';

/** One file as the admin named it, with its bytes: they can be read until the next file is asked for. */
export interface InputFile {
  readonly path: string;
  readonly bytes: ByteReader;
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
      yield { path: '-', bytes: inMemory(plainBytes(await readStandardInput())) };
      continue;
    }
    const opened = await openFile(file).catch((error: unknown) => reasonOf(error));
    const shown = shownPath(file);
    if (typeof opened !== 'string') {
      try {
        yield { path: shown, bytes: opened.bytes };
      } finally {
        await opened.handle?.close();
      }
    } else if (given === file) throw new UsageError(`${shown}: cannot be read (${opened})`);
    else yield { path: shown, bytes: inMemory(new Uint8Array()), unreadable: opened };
  }
}

/** Files up to this size are read at once; of larger ones an archive needs only parts at a time. */
const smallFileBytes = 16 * 1024 * 1024;

interface OpenedFile {
  readonly bytes: ByteReader;
  /** Open as long as the bytes are read from it. */
  readonly handle?: FileHandle;
}

async function openFile(file: string): Promise<OpenedFile> {
  const handle = await open(file);
  let isKept = false;
  try {
    const { size } = await handle.stat();
    isKept = size > smallFileBytes;
    return isKept
      ? { bytes: onDisk(handle, size), handle }
      : { bytes: inMemory(plainBytes(await handle.readFile())) };
  } finally {
    if (!isKept) await handle.close();
  }
}

export function inMemory(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    sha256: () => sha256(bytes),
  };
}

function onDisk(handle: FileHandle, size: number): ByteReader {
  return {
    size,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
        // Somebody made the file shorter meanwhile.
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    async sha256() {
      const hash = createHash('sha256');
      for await (const chunk of handle.createReadStream({ start: 0, autoClose: false }))
        hash.update(chunk as Uint8Array);
      return hash.digest('hex');
    },
  };
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
