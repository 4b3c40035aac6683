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
import {
  actionsCommand,
  idOf,
  validRequest,
  type Action,
  type Answer,
  type Call,
} from '../client/actions.js';
import type { ApiClient } from '../client/api-client.js';
import type { Command } from '../command.js';
import { UsageError } from '../failure.js';

/** `ringcheck notify`: who is told when a scan has ended. */
export const notify: Command = actionsCommand({
  name: 'notify',
  usage:
    'notify list | add --webhook URL | add --email ADDRESS | log ID | replay ID NUMBER | delete ID [options]',
  summary: 'Say who is told when a scan has ended, and see what was sent.',
  options: {
    webhook: { type: 'string', value: 'URL', help: 'add: post signed JSON to this address' },
    email: {
      type: 'string',
      value: 'ADDRESS',
      multiple: true,
      help: 'add: mail this person; may be given more than once',
    },
    name: { type: 'string', value: 'TEXT', help: 'add: what to call it (default: the address)' },
    'only-on-change': { type: 'boolean', help: 'add: nothing for a scan that found no change' },
  },
  actions: new Map<string, Action>([
    [
      'list',
      async ({ client }) => {
        const { webhooks, emails } = await listed(client);
        const lines = [...webhooks.map(webhookLine), ...emails.map(emailLine)];
        return { data: { webhooks, emails }, text: lines.join('') || 'Nobody is told.\n' };
      },
    ],
    ['add', add],
    [
      'delete',
      async (call) => {
        await call.client.delete(await pathOf(call, 'delete'));
        return { data: { deleted: call.rest[0] }, text: `Deleted ${call.rest[0]}\n` };
      },
    ],
    [
      'log',
      async (call) => {
        const path = `${await pathOf(call, 'log')}/deliveries`;
        const { items } = await call.client.get(path, pageOf(deliverySchema));
        return { data: items, text: items.map(deliveryLine).join('') || 'Nothing was sent yet.\n' };
      },
    ],
    [
      'replay',
      async (call) => {
        const wanted = { words: 2, named: 'an id and the number of a delivery' };
        const number = encodeURIComponent(call.rest[1] ?? '');
        const path = `${await pathOf(call, 'replay', wanted)}/deliveries/${number}/replay`;
        const made = await call.client.post(path, {}, deliverySchema);
        return { data: made, text: deliveryLine(made) };
      },
    ],
  ]),
});

async function listed(client: ApiClient): Promise<{ webhooks: Webhook[]; emails: Email[] }> {
  const [webhooks, emails] = await Promise.all([
    client.get('webhooks', pageOf(webhookSchema)),
    client.get('emails', pageOf(emailSchema)),
  ]);
  return { webhooks: webhooks.items, emails: emails.items };
}

async function add({ client, args }: Call): Promise<Answer> {
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
      validRequest(webhookRequestSchema, { ...common, url }, 'notify'),
      newWebhookSchema,
    );
    const secret = `Secret, shown only now; the receiver checks signatures with it:\n${made.secret}\n`;
    return { data: made, text: `Added ${webhookLine(made)}${secret}` };
  }
  const made = await client.post(
    'emails',
    validRequest(emailRequestSchema, { ...common, to }, 'notify'),
    emailSchema,
  );
  return { data: made, text: `Added ${emailLine(made)}` };
}

/** Webhooks and e-mails live apart; an id says nothing of which it is. */
async function pathOf(call: Call, action: string, wanted?: Parameters<typeof idOf>[2]): Promise<string> {
  const id = idOf(call, `notify ${action}`, wanted);
  const { emails } = await listed(call.client);
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
