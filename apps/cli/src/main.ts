import { optionHelp, readArguments } from './arguments.js';
import { ServerError } from './client/server-error.js';
import type { Command } from './command.js';
import { commands } from './commands/index.js';
import { exitCodes, UsageError, type ExitCode } from './failure.js';
import { processOutput, type Output } from './output.js';

/** Run the command line `argv` (without node and script) and return the exit code. */
export async function main(argv: readonly string[], output: Output = processOutput): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const about = commands.find((command) => command.name === rest[0]);
    output.out(about === undefined ? overview() : help(about));
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    output.err(`ringcheck: no command ${JSON.stringify(name)}; see ringcheck help`);
    return exitCodes.usage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.out(help(command));
    return exitCodes.ok;
  }
  try {
    return await command.run(readArguments(command.name, command.options, rest), output);
  } catch (error) {
    return report(error, output);
  }
}

function report(error: unknown, output: Output): ExitCode {
  if (error instanceof UsageError) {
    output.err(`ringcheck: ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}`);
    return exitCodes.usage;
  }
  if (error instanceof ServerError) {
    output.progress('');
    output.err(`ringcheck: ${error.message}`);
    return codeOfServer(error);
  }
  output.err(
    `ringcheck: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return exitCodes.internal;
}

/** A server that is not there or says no is a matter of the call; one that fails is not. */
function codeOfServer(error: ServerError): ExitCode {
  switch (error.code) {
    case 'unreachable':
    case 'refused':
      return exitCodes.usage;
    case 'broken':
    case 'late':
      return exitCodes.internal;
  }
}

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `ringcheck: will FaceTime ring on this fleet, and what stops it?\n\n${lines.join('\n')}\n\nringcheck help COMMAND tells more. Exit codes: 0 nothing found, 1 something at or above --fail-on, 2 usage or configuration, 3 with --strict some input could not be evaluated, 4 internal.\n`;
}

function help(command: Command): string {
  const options = optionHelp(command.options);
  return `ringcheck ${command.usage}\n\n${command.summary}\n${options === '' ? '' : `\n${options}\n`}`;
}
