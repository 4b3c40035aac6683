import { createServer } from 'node:net';
import { UsageError } from '../failure.js';

/** The port to listen on: the wanted one when it is free (0: any free one). Throws UsageError when it is taken. */
export function claimPort(host: string, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      switch (error.code) {
        case 'EADDRINUSE':
          reject(
            new UsageError(
              `port ${wanted} is taken by another program; choose one with --port NUMBER, or --port 0 for any free one`,
            ),
          );
          return;
        case 'EACCES':
          reject(
            new UsageError(
              `port ${wanted} needs more rights than this user has; choose one above 1023 with --port NUMBER`,
            ),
          );
          return;
        case 'EADDRNOTAVAIL':
          reject(new UsageError(`${host} is no address of this machine`));
          return;
        default:
          reject(error);
      }
    });
    probe.listen(wanted, host, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}
