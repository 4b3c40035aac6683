import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestStore } from '@ringcheck/store';
import { SMTPServer } from 'smtp-server';
import { DeliverService, mostAttempts, retryAfterMs, type DeliverSettings } from './deliver.service.js';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A receiver that answers as told, in turn; the last answer holds. */
async function startReceiver(...answers: readonly (number | 'hang-up')[]) {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? 204;
      if (answer === 'hang-up') request.socket.destroy();
      else response.writeHead(answer, { location: 'http://127.0.0.1:1/' }).end('a body nobody reads');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startMailServer(refuse?: number) {
  const mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (refuse === undefined) done();
      else done(Object.assign(new Error('mailbox secret-name unknown'), { responseCode: refuse }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe('delivering messages about ended scans', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  const now = '2026-11-22T02:00:00.000Z';
  const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  afterEach(async () => {
    for (const { id } of await store.notifiers.list()) await store.notifiers.delete(id, now);
  });

  async function owed(target: { kind: 'webhook'; url: string } | { kind: 'email'; to: string[] }) {
    const notifier = await store.notifiers.create(
      { name: 'desk', target, onlyOnChange: false, ...(target.kind === 'webhook' ? { secret } : {}) },
      new Date().toISOString(),
    );
    const { id: scanId } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(scanId, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(scanId, []);
    await store.scanRuns.close(scanId);
    const [id = 0] = await store.deliveries.plan();
    const state = async () => (await store.deliveries.page(notifier.id, { limit: 10 })).items[0];
    return { id, key: String(id), notifier, scanId, state };
  }

  const serviceOf = (settings: DeliverSettings = {}) =>
    new DeliverService(store.deliveries, settings, () => now);

  it('posts a signed event that the receiver can check with the secret alone', async () => {
    const receiver = await startReceiver(204);
    const { key, notifier, scanId, state } = await owed({ kind: 'webhook', url: receiver.url });
    expect(await serviceOf({ publicUrl: 'https://ringcheck.example.org/' }).run(key)).toEqual({
      status: 'done',
    });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const seconds = String(Date.parse(now) / 1_000);
    expect(headers['webhook-id']).toBe(`scan-${scanId}-${notifier.id}-0`);
    expect(headers['webhook-timestamp']).toBe(seconds);
    const signed = createHmac('sha256', secret)
      .update(`${String(headers['webhook-id'])}.${seconds}.${body}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signed}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'scan.done',
      data: { scan: { id: scanId, status: 'done', devices: 0 }, url: 'https://ringcheck.example.org/' },
    });
    expect(await state()).toMatchObject({ status: 'delivered', attempts: 1, answer: 204 });
    expect(await serviceOf().run(key)).toEqual({ status: 'done' });
    expect(receiver.received).toHaveLength(1);
    await receiver.close();
  });

  it('tries again later when the receiver is down, with the same id and body', async () => {
    const receiver = await startReceiver(503, 'hang-up', 200);
    const { key, state } = await owed({ kind: 'webhook', url: receiver.url });
    expect(await serviceOf().run(key)).toEqual({ status: 'later', afterMs: retryAfterMs(1) });
    expect(await state()).toMatchObject({ status: 'pending', attempts: 1, reason: 'HTTP 503', answer: 503 });
    expect(await serviceOf().run(key)).toEqual({ status: 'later', afterMs: retryAfterMs(2) });
    expect((await state())?.reason).toMatch(/^no connection/);
    expect(await serviceOf().run(key)).toEqual({ status: 'done' });
    expect(await state()).toMatchObject({ status: 'delivered', attempts: 3 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    await receiver.close();
  });

  it('gives up after the last attempt, and an admin can replay', async () => {
    const receiver = await startReceiver(500);
    const { id, key, notifier, state } = await owed({ kind: 'webhook', url: receiver.url });
    for (let attempt = 1; attempt < mostAttempts; attempt++)
      expect((await serviceOf().run(key)).status).toBe('later');
    expect(await serviceOf().run(key)).toEqual({ status: 'done' });
    expect(await state()).toMatchObject({ status: 'failed', attempts: mostAttempts, reason: 'HTTP 500' });
    const replay = await store.deliveries.replay(notifier.id, id);
    await serviceOf().run(String(replay?.id));
    expect(receiver.received).toHaveLength(mostAttempts + 1);
    expect(receiver.received.at(-1)?.headers['webhook-id']).toMatch(/-1$/);
    await receiver.close();
  });

  it.each([
    [404, 'HTTP 404'],
    [410, 'HTTP 410'],
    [302, 'HTTP 302: the receiver moved; make a webhook with its new address'],
  ])('does not ask again after %i, nor follows it elsewhere', async (answer, reason) => {
    const receiver = await startReceiver(answer);
    const { key, state } = await owed({ kind: 'webhook', url: receiver.url });
    expect(await serviceOf().run(key)).toEqual({ status: 'done' });
    expect(await state()).toMatchObject({ status: 'failed', attempts: 1, reason, answer });
    await receiver.close();
  });

  it('asks again after 429', async () => {
    const receiver = await startReceiver(429);
    const { key } = await owed({ kind: 'webhook', url: receiver.url });
    expect((await serviceOf().run(key)).status).toBe('later');
    await receiver.close();
  });

  it('mails the counts to everybody named', async () => {
    const server = await startMailServer();
    const { key, scanId, notifier, state } = await owed({
      kind: 'email',
      to: ['a@example.org', 'b@example.org'],
    });
    const mail = { smtpUrl: server.smtpUrl, from: 'ringcheck@example.org' };
    expect(await serviceOf({ mail }).run(key)).toEqual({ status: 'done' });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({
      from: 'ringcheck@example.org',
      to: ['a@example.org', 'b@example.org'],
    });
    expect(server.mails[0]?.text).toContain('Subject: Ringcheck: 0 of 0 devices blocked (no change)');
    expect(server.mails[0]?.text.replace(/\r\n +/g, ' ')).toContain(
      `Message-ID: <scan-${scanId}-${notifier.id}-0@ringcheck>`,
    );
    expect((await state())?.status).toBe('delivered');
    await server.close();
  });

  it('tells why a mail was refused without repeating what the server said', async () => {
    const server = await startMailServer(550);
    const { key, state } = await owed({ kind: 'email', to: ['a@example.org'] });
    const mail = { smtpUrl: server.smtpUrl, from: 'ringcheck@example.org' };
    expect(await serviceOf({ mail }).run(key)).toEqual({ status: 'done' });
    expect(await state()).toMatchObject({
      status: 'failed',
      reason: 'the mail server did not take it: EENVELOPE, SMTP 550',
    });
    await server.close();
  });

  it('tries again when the mail server is away', async () => {
    const server = await startMailServer();
    const { smtpUrl } = server;
    await server.close();
    const { key, state } = await owed({ kind: 'email', to: ['a@example.org'] });
    const answer = await serviceOf({ mail: { smtpUrl, from: 'ringcheck@example.org' } }).run(key);
    expect(answer.status).toBe('later');
    expect((await state())?.reason).toBe('the mail server did not take it: ESOCKET');
  });

  it('says which settings are missing when no mail server is named', async () => {
    const { key, state } = await owed({ kind: 'email', to: ['a@example.org'] });
    expect(await serviceOf().run(key)).toEqual({ status: 'done' });
    expect(await state()).toMatchObject({
      status: 'failed',
      reason: 'no mail server: set RINGCHECK_SMTP_URL and RINGCHECK_MAIL_FROM',
    });
  });
});
