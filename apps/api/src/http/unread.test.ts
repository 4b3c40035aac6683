import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { dropUnread } from './unread.js';

/** Refuses every request at once, as a server does that sees its length; `patience` is for the unread rest. */
async function refusing(patience?: number): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    void dropUnread(request, patience).then(() => {
      response.writeHead(413, { connection: 'close' }).end('too large');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return { server, port: address.port };
}

/** Sends `pieces` of a mebibyte, pausing after the first as a slow line does; what was answered, or the fault. */
async function send(port: number, declared: number, pieces: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (data) => (said += data.toString()));
  const ended = new Promise<string>((done) => {
    socket.once('close', () => done(said));
    socket.once('error', (error) => done(`${error.name}: ${error.message}`));
  });
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${declared}\r\n\r\n`);
  const piece = Buffer.alloc(1_048_576, 120);
  for (let sent = 0; sent < pieces && !socket.destroyed; sent++) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), ended]);
    if (sent === 0) await sleep(100);
  }
  return ended;
}

describe('the unread rest of a refused body', () => {
  it('is read before the refusal is sent, so that a slow client hears it', async () => {
    const { server, port } = await refusing();
    const said = await send(port, 32 * 1_048_576, 32);
    expect(said).toContain('413');
    expect(said).toContain('too large');
    server.close();
  });

  it('is waited for no longer than stated', async () => {
    const { server, port } = await refusing(50);
    // Nothing of the body is sent: what arrives after the refusal would cut it off.
    expect(await send(port, 32 * 1_048_576, 0)).toContain('413');
    server.close();
  });

  it('ends with the client that goes away', async () => {
    let finished: Promise<void> = Promise.resolve();
    const server = createServer((request) => (finished = dropUnread(request))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc');
    await once(server, 'request');
    socket.destroy();
    await expect(finished).resolves.toBeUndefined();
    server.close();
  });
});
