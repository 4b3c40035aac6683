import { createServer } from 'node:net';

/**
 * A TCP port of this machine that nobody listens on now. Another process may take it before its user does, who then
 * asks for the next one. Rejects when the system has none.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
