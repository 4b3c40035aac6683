import type { Command } from '../command.js';
import { decodeFile } from '../decode/decode-file.js';
import type { DecodeRecord } from '../decode/record.js';
import { exitCodes, UsageError } from '../failure.js';
import { readNow } from '../load.js';
import type { Output } from '../output.js';
import { readInputs } from '../read-inputs.js';
import { readAnchors } from '../decode/anchors.js';

/** `ringcheck decode`: what each file is and what stands in it, one record per file. */
export const decode: Command = {
  name: 'decode',
  usage: 'decode PATH… [options]',
  summary: 'Show what each file is and what stands in it. PATH may be - for standard input.',
  options: {
    format: {
      type: 'string',
      choices: ['json', 'ndjson'],
      help: 'a list, or one record per line (default: json)',
    },
    positions: {
      type: 'boolean',
      help: 'add "positions": the place of every value by its key path; fileOffset where a signature stands around it',
    },
    'trust-anchors': {
      type: 'string',
      value: 'FILE',
      help: 'certificates (PEM or DER) whose signatures count as known',
    },
    'show-secrets': { type: 'boolean', help: 'print passwords and keys instead of {"$secret":true}' },
    strict: { type: 'boolean', help: 'exit 3 when some file could not be read, or only in part' },
  },
  run: async (args, output) => {
    if (args.positionals.length === 0)
      throw new UsageError('decode needs a file or folder', 'ringcheck help decode');
    const anchors = args.text('trust-anchors');
    const options = {
      positions: args.flag('positions'),
      showSecrets: args.flag('show-secrets'),
      receivedAt: readNow(undefined),
      trustAnchors: anchors === undefined ? [] : await readAnchors(anchors),
    };
    const print = args.text('format') === 'ndjson' ? printLines(output) : printList(output);
    let isComplete = true;
    for await (const file of readInputs(args.positionals)) {
      for await (const record of decodeFile(file, options)) {
        if (record.status !== 'ok') isComplete = false;
        print.record(record);
      }
    }
    print.end();
    return args.flag('strict') && !isComplete ? exitCodes.strict : exitCodes.ok;
  },
};

/** Records are printed as they come: a folder of large exports is never in memory as a whole. */
interface Printer {
  readonly record: (record: DecodeRecord) => void;
  readonly end: () => void;
}

function printLines(output: Output): Printer {
  return { record: (record) => output.out(`${JSON.stringify(record)}\n`), end: () => undefined };
}

function printList(output: Output): Printer {
  let isFirst = true;
  return {
    record: (record) => {
      output.out(`${isFirst ? '[' : ','}\n${JSON.stringify(record, null, 2)}`);
      isFirst = false;
    },
    end: () => output.out(isFirst ? '[]\n' : '\n]\n'),
  };
}
