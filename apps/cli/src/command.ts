import type { Arguments, OptionTable } from './arguments.js';
import type { ExitCode } from './failure.js';
import type { Output } from './output.js';

/** One command: its help beside its option table, and a run that returns an exit code. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionTable;
  readonly run: (args: Arguments, output: Output) => Promise<ExitCode>;
}
