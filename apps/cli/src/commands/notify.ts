import {
  deliverySchema,
  emailRequestSchema,
  emailSchema,
  newWebhookSchema,
  pageOf,
  webhookRequestSchema,
  webhookSchema,
  type DeliveryItem,
  type Email,
  type Webhook,
} from '@ringcheck/contracts';
import type { z } from 'zod';
import type { Arguments } from '../arguments.js';
import type { ApiClient } from '../client/api-client.js';
import { clientOf, serverOptions } from '../client/server.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';

const actions = ['list', 'add', 'delete', 'log', 'replay'] as const;
type Action = (typeof actions)[number];

/** `ringcheck notify`: who is told when a scan has ended. */
export const notify: Command = {
  name: 'notify',
  usage:
    'notify list | add --webhook URL | add --email ADDRESS | log ID | replay ID NUMBER | delete ID [options]',
  summary: 'Say who is told when a scan has ended, and see what was sent.',
  options: {
    ...serverOptions,
    webhook: { type: 'string', value: 'URL', help: 'add: post signed JSON to this address' },
    email: {
      type: 'string',
      value: 'ADDRESS',
      multiple: true,
      help: 'add: mail this person; may be given more than once',
    },
    name: { type: 'string', value: 'TEXT', help: 'add: what to call it (default: the address)' },
    'only-on-change': { type: 'boolean', help: 'add: nothing for a scan that found no change' },
    format: { type: 'string', choices: ['text', 'json'], help: 'how to print (default: text)' },
  },
  run: async (args, output) => {
    const [given, ...rest] = args.positionals;
    const action = actions.find((each) => each === given);
    if (action === undefined)
      throw new UsageError(`notify needs one of ${actions.join(', ')}`, 'ringcheck help notify');
    const { data, text } = await act(action, rest, clientOf(args), args);
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
  rest: readonly string[],
  client: ApiClient,
  args: Arguments,
): Promise<Answer> {
  switch (action) {
    case 'list': {
      const { webhooks, emails } = await listed(client);
      const lines = [...webhooks.map(webhookLine), ...emails.map(emailLine)];
      return { data: { webhooks, emails }, text: lines.join('') || 'Nobody is told.\n' };
    }
    case 'add':
      return add(client, args);
    case 'delete': {
      const path = await pathOf(client, action, rest, 1);
      await client.delete(path);
      return { data: { deleted: rest[0] }, text: `Deleted ${rest[0]}\n` };
    }
    case 'log': {
      const path = `${await pathOf(client, action, rest, 1)}/deliveries`;
      const { items } = await client.get(path, pageOf(deliverySchema));
      return { data: items, text: items.map(deliveryLine).join('') || 'Nothing was sent yet.\n' };
    }
    case 'replay': {
      const number = encodeURIComponent(rest[1] ?? '');
      const path = `${await pathOf(client, action, rest, 2)}/deliveries/${number}/replay`;
      const made = await client.post(path, {}, deliverySchema);
      return { data: made, text: deliveryLine(made) };
    }
  }
}

async function listed(client: ApiClient): Promise<{ webhooks: Webhook[]; emails: Email[] }> {
  const [webhooks, emails] = await Promise.all([
    client.get('webhooks', pageOf(webhookSchema)),
    client.get('emails', pageOf(emailSchema)),
  ]);
  return { webhooks: webhooks.items, emails: emails.items };
}

async function add(client: ApiClient, args: Arguments): Promise<Answer> {
  const url = args.text('webhook');
  const to = args.list('email');
  if ((url === undefined) === (to.length === 0))
    throw new UsageError('notify add needs --webhook or --email, one of them', 'ringcheck help notify');
  const common = {
    name: args.text('name') ?? url ?? to.join(', '),
    onlyOnChange: args.flag('only-on-change'),
  };
  if (url !== undefined) {
    const made = await client.post(
      'webhooks',
      valid(webhookRequestSchema, { ...common, url }),
      newWebhookSchema,
    );
    const secret = `Secret, shown only now; the receiver checks signatures with it:\n${made.secret}\n`;
    return { data: made, text: `Added ${webhookLine(made)}${secret}` };
  }
  const made = await client.post('emails', valid(emailRequestSchema, { ...common, to }), emailSchema);
  return { data: made, text: `Added ${emailLine(made)}` };
}

function valid<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.');
  throw new UsageError(`${field || 'notify'}: ${issue?.message ?? 'not valid'}`);
}

/** Webhooks and e-mails live apart; an id says nothing of which it is. */
async function pathOf(
  client: ApiClient,
  action: Action,
  rest: readonly string[],
  wanted: number,
): Promise<string> {
  const [id] = rest;
  if (id === undefined || rest.length !== wanted)
    throw new UsageError(
      `notify ${action} needs ${wanted === 1 ? 'one id' : 'an id and the number of a delivery'}`,
      'ringcheck notify list',
    );
  const { emails } = await listed(client);
  const kind = emails.some((email) => email.id === id) ? 'emails' : 'webhooks';
  return `${kind}/${encodeURIComponent(id)}`;
}

const whenText = (onlyOnChange: boolean) => (onlyOnChange ? 'when something changed' : 'after every scan');

function webhookLine({ id, name, url, onlyOnChange }: Webhook): string {
  return `${id}  webhook  ${name === url ? url : `${name}  ${url}`}  ${whenText(onlyOnChange)}\n`;
}

function emailLine({ id, name, to, onlyOnChange }: Email): string {
  const addresses = to.join(', ');
  return `${id}  email  ${name === addresses ? addresses : `${name}  ${addresses}`}  ${whenText(onlyOnChange)}\n`;
}

function deliveryLine({ id, createdAt, status, scanId, attempts, reason }: DeliveryItem): string {
  const times = attempts === 0 ? undefined : `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  return `${[id, createdAt, status, `scan ${scanId}`, times, reason].filter((part) => part !== undefined).join('  ')}\n`;
}
