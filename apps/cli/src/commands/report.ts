import {
  deviceItemSchema,
  deviceReportSchema,
  fleetSummarySchema,
  pageOf,
  type DeviceItem,
} from '@ringcheck/contracts';
import { renderFleetHtml, renderFleetMarkdown } from '@ringcheck/report';
import type { ApiClient } from '../client/api-client.js';
import { clientOf, serverOptions } from '../client/server.js';
import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import { emit } from '../output.js';

type Format = 'json' | 'html' | 'md';

/** `ringcheck report`: the remediation report of a device, or the state of the whole fleet, from a server. */
export const report: Command = {
  name: 'report',
  usage: 'report [--device ID] [options]',
  summary: 'Print a device’s remediation report from a server; without --device the state of the fleet.',
  options: {
    ...serverOptions,
    device: {
      type: 'string',
      value: 'ID',
      help: 'id of the device (serial:…, udid:…), or one it had before',
    },
    format: { type: 'string', choices: ['md', 'json', 'html'], help: 'how to print (default: md)' },
    output: { type: 'string', value: 'PATH', help: 'write to a file instead of standard output' },
  },
  run: async (args, output) => {
    if (args.positionals.length > 0)
      throw new UsageError('report takes no paths; local files are judged by ringcheck check');
    const client = clientOf(args);
    const format = (args.text('format') ?? 'md') as Format;
    const device = args.text('device');
    const text =
      device === undefined ? await fleetReport(client, format) : await deviceReport(client, device, format);
    await emit(text, args.text('output'), output);
    return exitCodes.ok;
  },
};

async function deviceReport(client: ApiClient, id: string, format: Format): Promise<string> {
  const path = `devices/${encodeURIComponent(id)}/report`;
  if (format !== 'json') return client.text(`${path}?format=${format}`);
  return `${JSON.stringify(await client.get(path, deviceReportSchema), null, 2)}\n`;
}

async function fleetReport(client: ApiClient, format: Format): Promise<string> {
  const summary = await client.get('summary', fleetSummarySchema);
  const devices = await allDevices(client);
  switch (format) {
    case 'json':
      return `${JSON.stringify({ summary, devices }, null, 2)}\n`;
    case 'html':
      return renderFleetHtml(summary, devices);
    case 'md':
      return renderFleetMarkdown(summary, devices);
  }
}

async function allDevices(client: ApiClient): Promise<DeviceItem[]> {
  const devices: DeviceItem[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await client.get(`devices?limit=500${query}`, pageOf(deviceItemSchema));
    devices.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return devices;
}
