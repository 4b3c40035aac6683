import type { z } from 'zod';
import type { Arguments, OptionTable } from '../arguments.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import type { ApiClient } from './api-client.js';
import { clientOf, serverOptions } from './server.js';

/** What an action tells: as data and in words. */
export interface Answer {
  readonly data: unknown;
  readonly text: string;
}

export interface Call {
  readonly client: ApiClient;
  readonly args: Arguments;
  /** Words after the name of the action. */
  readonly rest: readonly string[];
}

export type Action = (call: Call) => Promise<Answer>;

export interface ActionsCommand extends Omit<Command, 'run'> {
  /** By the word that chooses them. */
  readonly actions: ReadonlyMap<string, Action>;
}

/** A command of several actions on a server; how it is printed and which server it is are common to all. */
export function actionsCommand({ actions, ...about }: ActionsCommand): Command {
  const options: OptionTable = {
    ...serverOptions,
    ...about.options,
    format: { type: 'string', choices: ['text', 'json'], help: 'how to print (default: text)' },
  };
  return {
    ...about,
    options,
    run: async (args, output) => {
      const [given, ...rest] = args.positionals;
      const act = given === undefined ? undefined : actions.get(given);
      if (act === undefined)
        throw new UsageError(
          `${about.name} needs one of ${[...actions.keys()].join(', ')}`,
          `ringcheck help ${about.name}`,
        );
      const { data, text } = await act({ client: clientOf(args), args, rest });
      output.out(args.text('format') === 'json' ? `${JSON.stringify(data, null, 2)}\n` : text);
      return exitCodes.ok;
    },
  };
}

/** The id that an action is about; `wanted` words in all, named for whoever forgot one. */
export function idOf(
  { rest }: Pick<Call, 'rest'>,
  action: string,
  wanted: { readonly words: number; readonly named: string } = { words: 1, named: 'one id' },
): string {
  const [id] = rest;
  if (id === undefined || rest.length !== wanted.words) {
    const command = action.slice(0, action.indexOf(' '));
    throw new UsageError(`${action} needs ${wanted.named}`, `ringcheck ${command} list`);
  }
  return id;
}

/** What is to be sent, checked before it is; throws UsageError naming the field. */
export function validRequest<T extends z.ZodType>(schema: T, value: unknown, what: string): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.');
  throw new UsageError(`${field || what}: ${issue?.message ?? 'not valid'}`);
}
