// A data folder as the first start of the product leaves it, made once for all tests that need no first start.
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Make `<folder>/data`, there once it is whole; the built store is needed. What goes wrong is said in `<folder>/failed`,
 * so that whoever waits for it ends.
 */
export async function makeTestData(folder) {
  try {
    // As root, the database's own user must be able to enter it.
    await chmod(folder, 0o711);
    const draft = path.join(folder, 'draft');
    await mkdir(draft, { mode: 0o755 });
    const { migrate, startEmbedded } = await import('../../store/dist/index.js');
    // The next start sets what it needs.
    const server = await startEmbedded({ dataDir: draft, settings: { fsync: 'off' } });
    try {
      await migrate(server.databaseUrl);
    } finally {
      await server.stop();
    }
    await rename(draft, path.join(folder, 'data'));
  } catch (error) {
    await writeFile(path.join(folder, 'failed'), String(error));
  }
}
