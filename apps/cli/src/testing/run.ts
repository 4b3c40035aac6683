import { main } from '../main.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Run a command line in this process, with what it printed. */
export async function run(...argv: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, {
    out: (text) => void out.push(text),
    err: (line) => void err.push(`${line}\n`),
    progress: () => undefined,
  });
  return { code, out: out.join(''), err: err.join('') };
}
