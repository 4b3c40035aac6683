import {
  missedRunRules,
  overlapRules,
  pageOf,
  scheduleRequestSchema,
  scheduleRunSchema,
  scheduleSchema,
  type Schedule,
  type ScheduleRun,
} from '@ringcheck/contracts';
import type { Arguments } from '../arguments.js';
import { actionsCommand, idOf, validRequest, type Action, type Call } from '../client/actions.js';
import { scopeOf, scopeOptions, scopeText } from '../client/scope.js';
import type { Command } from '../command.js';
import { UsageError } from '../failure.js';

/** `ringcheck schedule`: scans that start by themselves. */
export const schedule: Command = actionsCommand({
  name: 'schedule',
  usage: 'schedule list | add --name … --cron … --time-zone … | run ID | runs ID | delete ID [options]',
  summary: 'List, add, run or delete the schedules of a server.',
  options: {
    name: { type: 'string', value: 'TEXT', help: 'add: what to call it' },
    cron: {
      type: 'string',
      value: '"M H D M W"',
      help: 'add: minute, hour, day, month, weekday ("0 6 * * 1-5")',
    },
    'time-zone': { type: 'string', value: 'NAME', help: 'add: IANA name the hours are of, Europe/Berlin' },
    'missed-runs': {
      type: 'string',
      choices: missedRunRules,
      help: 'add: after the server was down (default: run-once)',
    },
    overlap: {
      type: 'string',
      choices: overlapRules,
      help: 'add: when the last scan still runs (default: skip)',
    },
    ...scopeOptions('add: scan'),
  },
  actions: new Map<string, Action>([
    [
      'list',
      async ({ client }) => {
        const { items } = await client.get('schedules', pageOf(scheduleSchema));
        return { data: items, text: items.map(lineOf).join('') || 'No schedules.\n' };
      },
    ],
    [
      'add',
      async ({ client, args }) => {
        const added = await client.post('schedules', requestOf(args), scheduleSchema);
        return { data: added, text: `Added ${lineOf(added)}` };
      },
    ],
    [
      'delete',
      async (call) => {
        await call.client.delete(pathOf(call, 'delete'));
        return { data: { deleted: call.rest[0] }, text: `Deleted ${call.rest[0]}\n` };
      },
    ],
    [
      'run',
      async (call) => {
        const started = await call.client.post(`${pathOf(call, 'run')}/run`, {}, scheduleRunSchema);
        return { data: started, text: runLineOf(started) };
      },
    ],
    [
      'runs',
      async (call) => {
        const { items } = await call.client.get(`${pathOf(call, 'runs')}/runs`, pageOf(scheduleRunSchema));
        return { data: items, text: items.map(runLineOf).join('') || 'No runs yet.\n' };
      },
    ],
  ]),
});

const pathOf = (call: Call, action: string): string =>
  `schedules/${encodeURIComponent(idOf(call, `schedule ${action}`))}`;

function requestOf(args: Arguments): unknown {
  const missing = ['name', 'cron', 'time-zone'].filter((option) => args.text(option) === undefined);
  if (missing.length > 0)
    throw new UsageError(
      `schedule add needs ${missing.map((option) => `--${option}`).join(', ')}`,
      'ringcheck help schedule',
    );
  const request = {
    name: args.text('name'),
    cron: args.text('cron'),
    timeZone: args.text('time-zone'),
    missedRuns: args.text('missed-runs'),
    overlap: args.text('overlap'),
    ...scopeOf(args),
  };
  return validRequest(scheduleRequestSchema, request, 'schedule');
}

function lineOf(schedule: Schedule): string {
  const { id, name, cron, timeZone, nextRuns } = schedule;
  const next = nextRuns[0] === undefined ? 'never again' : `next ${nextRuns[0]}`;
  return `${[id, name, `${cron} (${timeZone})`, next, scopeText(schedule)].filter(Boolean).join('  ')}\n`;
}

function runLineOf({ slot, status, reason, scanId }: ScheduleRun): string {
  return `${[slot, status, reason, scanId === undefined ? undefined : `scan ${scanId}`]
    .filter((part) => part !== undefined)
    .join('  ')}\n`;
}
