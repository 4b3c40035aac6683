import path from 'node:path';
import { findFiles, shownPath } from '../read-inputs.js';
import type { OutgoingFile } from './multipart.js';

/**
 * The files to send, called as they stand below the parent of the folder given: `sample-fleet/mdm/x.plist` for
 * `tests/fixtures/sample-fleet`. A policy then finds its firewall files beside it, as on the admin's machine.
 */
export async function outgoingFiles(paths: readonly string[]): Promise<OutgoingFile[]> {
  const files: OutgoingFile[] = [];
  for await (const { given, file } of findFiles(paths)) {
    if (file === '-') files.push({ name: 'stdin', file });
    else files.push({ name: nameOf(given, file), file });
  }
  return files;
}

function nameOf(given: string, file: string): string {
  const folder = path.resolve(given);
  return shownPath(path.relative(path.dirname(folder), path.resolve(file)));
}
