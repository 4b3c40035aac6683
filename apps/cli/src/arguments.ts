import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './failure.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** Placeholder of the value in the help text. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** May be given more than once; read with `list`. */
  readonly multiple?: boolean;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | undefined;
  /** Every value of an option that may be given more than once, in order. */
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/** Parse a command's arguments against its table; anything unknown is a usage error that names the nearest option. */
export function readArguments(command: string, table: OptionTable, argv: readonly string[]): Arguments {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      { type: spec.type, multiple: spec.multiple === true },
    ]),
  );
  const parsed = parse(command, options, argv);
  const values = new Map(Object.entries(parsed.values));
  for (const [name, spec] of Object.entries(table)) {
    const given = values.get(name);
    if (spec.choices !== undefined && typeof given === 'string' && !spec.choices.includes(given)) {
      throw new UsageError(
        `--${name} ${given}: expected one of ${spec.choices.join(', ')}`,
        `ringcheck help ${command}`,
      );
    }
  }
  return {
    positionals: parsed.positionals,
    text: (name) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => {
      const value = values.get(name);
      return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    },
    flag: (name) => values.get(name) === true,
  };
}

function parse(command: string, options: NonNullable<ParseArgsConfig['options']>, argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(message ?? 'unknown option', `ringcheck help ${command}`);
  }
}

/** The options of a command as aligned help lines. */
export function optionHelp(table: OptionTable): string {
  const left = Object.entries(table).map(([name, spec]) => {
    const value = spec.choices?.join('|') ?? spec.value;
    return [`  --${name}${spec.type === 'string' ? ` ${value ?? 'TEXT'}` : ''}`, spec.help] as const;
  });
  const width = Math.min(44, Math.max(0, ...left.map(([head]) => head.length)));
  return left
    .map(([head, help]) =>
      head.length > width ? `${head}\n${' '.repeat(width)}  ${help}` : `${head.padEnd(width)}  ${help}`,
    )
    .join('\n');
}
