import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { main } from '@ringcheck/app-cli';
import type { DeliveryItem, Email, NewWebhook, Page, Scan, Webhook } from '@ringcheck/contracts';
import { SMTPServer } from 'smtp-server';
import { Api, readFolder, until } from './api.js';
import { startProduct, type Product } from './product.js';

interface Received {
  readonly id: string;
  readonly isSigned: boolean;
  readonly event: { readonly type: string; readonly data: { readonly scan: Scan } };
}

describe('telling others of ended scans', () => {
  let product: Product;
  let api: Api;
  const received: Received[] = [];
  const mails: string[] = [];
  let secret = '';
  let answer = 204;

  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const id = String(request.headers['webhook-id']);
      const seconds = String(request.headers['webhook-timestamp']);
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
      received.push({
        id,
        isSigned: request.headers['webhook-signature'] === `v1,${signature}`,
        event: JSON.parse(body) as Received['event'],
      });
      response.writeHead(answer).end();
    });
  });
  const mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('utf8'));
        done();
      });
    },
  });
  const portOf = (server: { address(): AddressInfo | string | null }) =>
    (server.address() as AddressInfo).port;

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
    product = await startProduct({
      env: {
        RINGCHECK_SMTP_URL: `smtp://127.0.0.1:${portOf(mailServer.server)}`,
        RINGCHECK_MAIL_FROM: 'ringcheck@example.org',
        RINGCHECK_WORKERS: '1',
        RINGCHECK_PUBLIC_URL: 'https://ringcheck.example.org/',
      },
    });
    api = new Api(product.url);
  });
  afterAll(async () => {
    await product.stop();
    receiver.close();
    mailServer.close();
  });

  const cli = async (...args: string[]) => {
    let stdout = '';
    const output = {
      out: (text: string) => void (stdout += text),
      err: () => undefined,
      progress: () => undefined,
    };
    const status = await main(['notify', ...args, '--server', product.url], output);
    return { status, stdout };
  };

  it('posts a signed event and mails the counts after a scan; a scan without change stays quiet for those who want that', async () => {
    const url = `http://127.0.0.1:${portOf(receiver)}/hook`;
    const made = await api.post<NewWebhook>('/webhooks', { name: 'desk', url });
    secret = made.secret;
    expect(JSON.stringify((await api.get<Page<Webhook>>('/webhooks')).items)).not.toContain('whsec_');
    const quiet = await api.post<Email>('/emails', {
      name: 'it',
      to: ['it@example.org'],
      onlyOnChange: true,
    });

    const upload = await api.uploadFiles(await readFolder('tests/fixtures/sample-fleet'));
    await api.decoded(upload.id);
    const first = await api.scanned((await api.post<Scan>('/scans')).id);
    await until(async () => (received.length > 0 && mails.length > 0 ? true : undefined));
    expect(received[0]).toMatchObject({ isSigned: true, event: { type: 'scan.done' } });
    expect(received[0]?.event.data.scan).toMatchObject({
      id: first.id,
      devices: first.devices,
      opened: first.opened,
    });
    expect(mails[0]).toContain(
      `Subject: Ringcheck: ${first.verdicts?.blocked} of ${first.devices} devices blocked`,
    );
    expect(mails[0]).toContain('https://ringcheck.example.org/');

    const second = await api.scanned((await api.post<Scan>('/scans')).id);
    const log = await until(async () => {
      const { items } = await api.get<Page<DeliveryItem>>(`/emails/${quiet.id}/deliveries`);
      return items.length === 2 ? items : undefined;
    });
    expect(log[0]).toMatchObject({
      scanId: second.id,
      status: 'skipped',
      reason: 'the scan found no change',
    });
    // One that was not answered in time is posted again under the same id.
    await until(async () => (new Set(received.map(({ id }) => id)).size === 2 ? true : undefined));
    expect(mails).toHaveLength(1);
  });

  it('keeps a log of what was refused, and replays by hand', async () => {
    const [webhook] = (await api.get<Page<Webhook>>('/webhooks')).items;
    answer = 410;
    const scan = await api.scanned((await api.post<Scan>('/scans')).id);
    const failed = await until(async () => {
      const { items } = await api.get<Page<DeliveryItem>>(`/webhooks/${webhook?.id}/deliveries`);
      return items.find(({ scanId, status }) => scanId === scan.id && status === 'failed');
    });
    expect(failed).toMatchObject({ attempts: 1, answer: 410, reason: 'HTTP 410' });
    answer = 200;
    const listed = await cli('list');
    expect(listed.status).toBe(0);
    expect(listed.stdout).toContain(`${webhook?.id}  webhook  desk`);
    const replayed = await cli('replay', webhook?.id ?? '', String(failed.id));
    expect(replayed.status).toBe(0);
    await until(async () => (received.some(({ id }) => id.endsWith('-1')) ? true : undefined));
    expect((await cli('log', webhook?.id ?? '')).stdout).toContain(
      `failed  scan ${scan.id}  1 attempt  HTTP 410`,
    );
  });

  it('refuses addresses nothing can be sent to, naming the field', async () => {
    const refused = async (route: string, body: unknown) =>
      api.post(route, body).then(
        () => 'taken',
        (error: unknown) => String(error),
      );
    expect(await refused('/webhooks', { name: 'x', url: 'ftp://example.org' })).toContain('"path":"url"');
    expect(await refused('/webhooks', { name: 'x', url: 'https://user:pw@example.org/' })).toContain(
      'user name',
    );
    expect(await refused('/emails', { name: 'x', to: ['nobody'] })).toContain('"path":"to.0"');
    expect(await refused('/emails', { name: 'x', to: [] })).toContain('"path":"to"');
    expect((await cli('add')).status).toBe(2);
    const made = await cli('add', '--email', 'second@example.org', '--only-on-change');
    expect(made.status).toBe(0);
    expect(made.stdout).toContain('email  second@example.org  when something changed');
    const id = /Added (\S+)/.exec(made.stdout)?.[1] ?? '';
    expect((await cli('delete', id)).stdout).toBe(`Deleted ${id}\n`);
    expect((await cli('list')).stdout).not.toContain('second@example.org');
  });
});
