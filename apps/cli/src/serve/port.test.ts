import { createServer } from 'node:net';
import { UsageError } from '../failure.js';
import { run } from '../testing/run.js';
import { claimPort } from './port.js';

describe('the port of the server', () => {
  it('is any free one for 0', async () => {
    expect(await claimPort('127.0.0.1', 0)).toBeGreaterThan(0);
  });

  it('is refused when it is taken, with what to do', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = claimPort('127.0.0.1', port);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`port ${port} is taken by another program; choose one with --port`);
    holder.close();
  });

  it('is refused on an address of another machine', async () => {
    await expect(claimPort('192.0.2.1', 0)).rejects.toThrow('192.0.2.1 is no address of this machine');
  });
});

describe('serve', () => {
  it.each([
    [['--host', '0.0.0.0'], 'listening on 0.0.0.0 would let anyone on the network in'],
    [['--port', 'many'], 'RINGCHECK_PORT'],
  ])('refuses %j before anything is started', async (argv, message) => {
    const { code, err } = await run('serve', ...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
