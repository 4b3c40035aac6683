import type { Arguments, OptionTable } from '../arguments.js';
import { UsageError } from '../failure.js';
import { ApiClient } from './api-client.js';

/** Options of every command that talks to a server. */
export const serverOptions: OptionTable = {
  server: {
    type: 'string',
    value: 'URL',
    help: 'the server (default: RINGCHECK_SERVER or http://localhost:3000)',
  },
  token: { type: 'string', value: 'TOKEN', help: 'access token (default: RINGCHECK_TOKEN)' },
};

/** The client of the server that the arguments, else the environment, name. */
export function clientOf(
  args: Arguments,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ApiClient {
  const given = args.text('server') ?? (environment['RINGCHECK_SERVER'] || 'http://localhost:3000');
  const token = args.text('token') ?? (environment['RINGCHECK_TOKEN'] || undefined);
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new UsageError(`--server ${given}: expected an address like http://localhost:3000`);
  }
  return new ApiClient(new URL(given), token);
}
