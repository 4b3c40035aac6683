import { createServer } from 'node:net';
import { freePort } from './free-port.js';

describe('a free port', () => {
  it('is none that somebody listens on', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const port = await freePort();
      expect(port).toBeGreaterThan(1_023);
      expect(server.address()).not.toMatchObject({ port });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
