import {
  pageOf,
  scheduleRequestSchema,
  scheduleRunSchema,
  scheduleSchema,
  type Schedule,
  type ScheduleRun,
} from '@ringcheck/contracts';
import type { Arguments } from '../arguments.js';
import type { ApiClient } from '../client/api-client.js';
import { clientOf, serverOptions } from '../client/server.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

const actions = ['list', 'add', 'delete', 'run', 'runs'] as const;
type Action = (typeof actions)[number];

/** `ringcheck schedule`: scans that start by themselves. */
export const schedule: Command = {
  name: 'schedule',
  usage: 'schedule list | add --name … --cron … --time-zone … | run ID | runs ID | delete ID [options]',
  summary: 'List, add, run or delete the schedules of a server.',
  options: {
    ...serverOptions,
    name: { type: 'string', value: 'TEXT', help: 'add: what to call it' },
    cron: {
      type: 'string',
      value: '"M H D M W"',
      help: 'add: minute, hour, day, month, weekday ("0 6 * * 1-5")',
    },
    'time-zone': { type: 'string', value: 'NAME', help: 'add: IANA name the hours are of, Europe/Berlin' },
    'missed-runs': {
      type: 'string',
      choices: ['run-once', 'skip'],
      help: 'add: after the server was down (default: run-once)',
    },
    overlap: {
      type: 'string',
      choices: ['skip', 'queue'],
      help: 'add: when the last scan still runs (default: skip)',
    },
    device: {
      type: 'string',
      value: 'ID',
      multiple: true,
      help: 'add: scan this device only; may be given more than once',
    },
    format: { type: 'string', choices: ['text', 'json'], help: 'how to print (default: text)' },
  },
  run: async (args, output) => {
    const [given, ...ids] = args.positionals;
    const action = actions.find((each) => each === given);
    if (action === undefined)
      throw new UsageError(`schedule needs one of ${actions.join(', ')}`, 'ringcheck help schedule');
    const { data, text } = await act(action, ids, clientOf(args), args);
    output.out(args.text('format') === 'json' ? `${JSON.stringify(data, null, 2)}\n` : text);
    return exitCodes.ok;
  },
};

interface Answer {
  readonly data: unknown;
  readonly text: string;
}

async function act(
  action: Action,
  ids: readonly string[],
  client: ApiClient,
  args: Arguments,
): Promise<Answer> {
  switch (action) {
    case 'list': {
      const { items } = await client.get('schedules', pageOf(scheduleSchema));
      return { data: items, text: items.length === 0 ? 'No schedules.\n' : items.map(lineOf).join('') };
    }
    case 'add': {
      const added = await client.post('schedules', requestOf(args), scheduleSchema);
      return { data: added, text: `Added ${lineOf(added)}` };
    }
    case 'delete': {
      const id = idOf(action, ids);
      await client.delete(`schedules/${encodeURIComponent(id)}`);
      return { data: { deleted: id }, text: `Deleted ${id}\n` };
    }
    case 'run': {
      const path = `schedules/${encodeURIComponent(idOf(action, ids))}/run`;
      const started = await client.post(path, {}, scheduleRunSchema);
      return { data: started, text: runLineOf(started) };
    }
    case 'runs': {
      const path = `schedules/${encodeURIComponent(idOf(action, ids))}/runs`;
      const { items } = await client.get(path, pageOf(scheduleRunSchema));
      return { data: items, text: items.length === 0 ? 'No runs yet.\n' : items.map(runLineOf).join('') };
    }
  }
}

function idOf(action: Action, ids: readonly string[]): string {
  const [id, ...more] = ids;
  if (id === undefined || more.length > 0)
    throw new UsageError(`schedule ${action} needs one id`, 'ringcheck schedule list');
  return id;
}

function requestOf(args: Arguments): unknown {
  const needed = { name: args.text('name'), cron: args.text('cron'), timeZone: args.text('time-zone') };
  const missing = ['name', 'cron', 'time-zone'].filter((option) => args.text(option) === undefined);
  if (missing.length > 0)
    throw new UsageError(
      `schedule add needs ${missing.map((option) => `--${option}`).join(', ')}`,
      'ringcheck help schedule',
    );
  const devices = args.list('device');
  const parsed = scheduleRequestSchema.safeParse({
    ...needed,
    missedRuns: args.text('missed-runs'),
    overlap: args.text('overlap'),
    ...(devices.length === 0 ? {} : { devices }),
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UsageError(`${issue?.path.join('.') ?? 'schedule'}: ${issue?.message ?? 'not valid'}`);
}

function lineOf({ id, name, cron, timeZone, nextRuns }: Schedule): string {
  const next = nextRuns[0] === undefined ? 'never again' : `next ${nextRuns[0]}`;
  return `${id}  ${name}  ${cron} (${timeZone})  ${next}\n`;
}

function runLineOf({ slot, status, reason, scanId }: ScheduleRun): string {
  return `${[slot, status, reason, scanId === undefined ? undefined : `scan ${scanId}`]
    .filter((part) => part !== undefined)
    .join('  ')}\n`;
}
