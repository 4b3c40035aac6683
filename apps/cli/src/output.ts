import { writeFile } from 'node:fs/promises';
import { UsageError } from './failure.js';

/** Where a command writes: results to `out`, talk to `err`. Tests hand in their own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (line: string) => void;
  /** A line that is overwritten by the next; the empty text clears it. Goes nowhere unless a person is watching. */
  readonly progress: (line: string) => void;
}

export const processOutput: Output = {
  out: (text) => void process.stdout.write(text),
  err: (line) => void process.stderr.write(`${line}\n`),
  progress: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  },
};

/** Print a result, or write it to the file named by `--output`. */
export async function emit(text: string, file: string | undefined, output: Output): Promise<void> {
  if (file === undefined) output.out(text);
  else
    await writeFile(file, text).catch((error: unknown) => {
      throw new UsageError(
        `--output ${file}: cannot be written (${error instanceof Error ? error.message : 'no reason given'})`,
      );
    });
}
