import { scanSchema, uploadSchema, type Scan, type Upload } from '@ringcheck/contracts';
import { Readable } from 'node:stream';
import type { Arguments } from '../arguments.js';
import type { ApiClient } from '../client/api-client.js';
import { multipartOf, type OutgoingFile } from '../client/multipart.js';
import { scanText, uploadText } from '../client/outcome-text.js';
import { clientOf, serverOptions } from '../client/server.js';
import { outgoingFiles } from '../client/upload-names.js';
import { readTimeout, untilDecoded, untilScanned } from '../client/wait.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError, type ExitCode } from '../failure.js';
import type { Output } from '../output.js';

/** `ringcheck upload`: send files to a server, say what became of each, and scan if asked. */
export const upload: Command = {
  name: 'upload',
  usage: 'upload PATH… [options]',
  summary: 'Send files and folders to a server and say what became of each. PATH may be -.',
  options: {
    ...serverOptions,
    scan: { type: 'boolean', help: 'start a scan once the files are decoded' },
    wait: { type: 'boolean', help: 'with --scan: wait for the end of the scan' },
    'no-wait': { type: 'boolean', help: 'return once the server has the files, before they are decoded' },
    timeout: { type: 'string', value: 'SECONDS', help: 'give up waiting after this time (default: 1800)' },
    format: { type: 'string', choices: ['text', 'json'], help: 'how to print (default: text)' },
    strict: { type: 'boolean', help: 'exit 3 when some file could not be read, or only in part' },
  },
  run: async (args, output) => {
    if (args.positionals.length === 0)
      throw new UsageError('upload needs a file or folder', 'ringcheck help upload');
    if (args.flag('no-wait') && (args.flag('scan') || args.flag('wait') || args.flag('strict')))
      throw new UsageError('--no-wait leaves nothing to scan or judge; drop it or the other flags');
    const files = await outgoingFiles(args.positionals);
    if (files.length === 0) throw new UsageError(`${args.positionals.join(', ')}: no files there`);
    return run(clientOf(args), files, args, output);
  },
};

async function run(
  client: ApiClient,
  files: readonly OutgoingFile[],
  args: Arguments,
  output: Output,
): Promise<ExitCode> {
  const patience = { seconds: readTimeout(args.text('timeout')), output };
  const received = await send(client, files, output);
  const sent = args.flag('no-wait') ? received : await untilDecoded(client, received, patience);
  const isText = args.text('format') !== 'json';
  if (isText) output.out(uploadText(sent));
  let scan: Scan | undefined;
  if (args.flag('scan')) {
    scan = await client.post('scans', {}, scanSchema);
    if (args.flag('wait')) scan = await untilScanned(client, scan, patience);
    if (isText) output.out(scanText(scan));
  }
  if (!isText)
    output.out(`${JSON.stringify({ upload: sent, ...(scan === undefined ? {} : { scan }) }, null, 2)}\n`);
  return exitCodeOf(sent, scan, args.flag('strict'));
}

async function send(client: ApiClient, files: readonly OutgoingFile[], output: Output): Promise<Upload> {
  const { contentType, chunks } = multipartOf(files, (count) =>
    output.progress(`sending: ${count} of ${files.length} files`),
  );
  const body = Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>;
  const received = await client.stream('uploads', contentType, body, uploadSchema);
  output.progress('');
  return received;
}

function exitCodeOf(sent: Upload, scan: Scan | undefined, isStrict: boolean): ExitCode {
  if (sent.status === 'failed' || scan?.status === 'failed') return exitCodes.internal;
  const isWhole = sent.files.every(({ status }) => status !== 'rejected' && status !== 'partial');
  return isStrict && !isWhole ? exitCodes.strict : exitCodes.ok;
}
