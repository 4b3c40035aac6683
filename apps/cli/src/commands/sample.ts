import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dayText, fleetOf, type Fleet } from '@ringcheck/testkit';
import type { Arguments } from '../arguments.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

const mostDevices = 2_000_000;
const mostDays = 365;

/** `ringcheck sample`: a made-up fleet as files, to try things out and to measure. */
export const sample: Command = {
  name: 'sample',
  usage: 'sample --devices N --output FOLDER [--seed S] [--day D] [--changes]',
  summary: 'Write a made-up fleet: MDM answers, inventory, profiles, firewalls and a policy.',
  options: {
    devices: { type: 'string', value: 'N', help: 'how many devices (default: 1000)' },
    seed: { type: 'string', value: 'S', help: 'another number, another fleet (default: 1)' },
    day: { type: 'string', value: 'D', help: 'the export of a later day; 1 in 100 devices changes a day' },
    drift: { type: 'string', value: 'PERCENT', help: 'part of the devices that changes a day (default: 1)' },
    changes: { type: 'boolean', help: 'with --day: only the devices that changed on that day' },
    output: { type: 'string', value: 'FOLDER', help: 'where the files go; made if it is not there' },
  },
  run: async (args, output) => {
    const folder = args.text('output');
    if (folder === undefined) throw new UsageError('sample needs --output FOLDER', 'ringcheck help sample');
    if (args.positionals.length > 0) throw new UsageError('sample takes no paths', 'ringcheck help sample');
    const devices = numberOf(args, 'devices', 1_000, mostDevices);
    const day = numberOf(args, 'day', 0, mostDays);
    if (args.flag('changes') && day === 0)
      throw new UsageError('--changes needs --day: nothing changes on the first day');
    const fleet = fleetOf({
      devices,
      seed: numberOf(args, 'seed', 1, 2 ** 31),
      drift: numberOf(args, 'drift', 1, 100) / 100,
    });
    await refuseFull(folder);
    const written = await write(
      folder,
      args.flag('changes') ? fleet.changes(day) : fleet.files(day),
      (count) => output.progress(`${count} files`),
    );
    output.progress('');
    const what = args.flag('changes') ? 'changes' : 'export';
    output.out(`${written} files in ${folder}: ${what} of ${devices} devices at ${dayText(day)}\n`);
    return exitCodes.ok;
  },
};

/** Files of an earlier run would be uploaded along with these. */
async function refuseFull(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new UsageError(`--output ${folder}: there are files already; name a new folder`);
}

async function write(
  folder: string,
  files: ReturnType<Fleet['files']>,
  told: (count: number) => void,
): Promise<number> {
  let count = 0;
  for (const file of files) {
    const target = path.join(folder, file.path);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.bytes());
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`--output ${folder}: cannot be written (${why})`);
    }
    told(++count);
  }
  return count;
}

function numberOf(args: Arguments, name: string, fallback: number, most: number): number {
  const text = args.text(name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    throw new UsageError(`--${name} ${text}: expected a whole number from 0 to ${most}`);
  return value;
}
