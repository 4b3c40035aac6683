import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Why processes cannot be told apart here. */
export const noProcesses = process.platform === 'linux' ? undefined : 'it reads /proc, which only Linux has';

/** Processes of the product, by what they do. */
export type Part = 'api' | 'worker';

export interface Running {
  readonly pid: number;
  readonly part: Part;
}

const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** API and workers that a `serve` has started and that live. */
export async function partsOf(serve: number): Promise<readonly Running[]> {
  const children = (await read(`/proc/${serve}/task/${serve}/children`)).trim().split(' ');
  const found: Running[] = [];
  for (const pid of children.map(Number).filter((one) => one > 0)) {
    const command = await read(`/proc/${pid}/cmdline`);
    const part = /apps\/(api|worker)\/dist\/main\.js/.exec(command)?.[1];
    if (part === 'api' || part === 'worker') found.push({ pid, part });
  }
  return found;
}

/** Which of some processes holds the TCP connection that starts at a port of this machine. */
export async function ownerOf(port: number, candidates: readonly Running[]): Promise<Running | undefined> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = (await read('/proc/net/tcp')).split('\n').map((line) => line.trim().split(/\s+/));
  const inode = lines.find(([, local]) => local?.endsWith(`:${hex}`) === true)?.[9];
  if (inode === undefined) return undefined;
  for (const candidate of candidates) {
    const folder = `/proc/${candidate.pid}/fd`;
    for (const name of await readdir(folder).catch(() => [])) {
      const target = await readlink(path.join(folder, name)).catch(() => '');
      if (target === `socket:[${inode}]`) return candidate;
    }
  }
  return undefined;
}
