import { scanSchema } from '@ringcheck/contracts';
import { scanText } from '../client/outcome-text.js';
import { scopeOf, scopeOptions } from '../client/scope.js';
import { clientOf, serverOptions } from '../client/server.js';
import { readTimeout, untilScanned } from '../client/wait.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

/** `ringcheck scan`: start a scan on a server. */
export const scan: Command = {
  name: 'scan',
  usage: 'scan [options]',
  summary: 'Start a scan on a server: of the whole fleet, or of devices, groups or tags.',
  options: {
    ...serverOptions,
    ...scopeOptions('scan'),
    wait: { type: 'boolean', help: 'wait for the end of the scan and print what it found' },
    timeout: { type: 'string', value: 'SECONDS', help: 'give up waiting after this time (default: 1800)' },
    format: { type: 'string', choices: ['text', 'json'], help: 'how to print (default: text)' },
  },
  run: async (args, output) => {
    if (args.positionals.length > 0)
      throw new UsageError(
        `scan takes no paths; name what to scan with --device, --group or --tag (${args.positionals.join(' ')})`,
        'ringcheck help scan',
      );
    const client = clientOf(args);
    const started = await client.post('scans', scopeOf(args), scanSchema);
    const patience = { seconds: readTimeout(args.text('timeout')), output };
    const shown = args.flag('wait') ? await untilScanned(client, started, patience) : started;
    output.out(args.text('format') === 'json' ? `${JSON.stringify(shown, null, 2)}\n` : scanText(shown));
    return shown.status === 'failed' || shown.status === 'cancelled' ? exitCodes.internal : exitCodes.ok;
  },
};
