import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Api } from '../e2e/api.js';
import { runCycle } from './cycle.js';
import { say, suite } from './options.js';
import { Server } from './server.js';

const MiB = 1024 * 1024;
const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck disk '));
const mounted =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0755', 'tmpfs', folder]).status === 0;
const unmount = async (): Promise<void> => {
  if (mounted) spawnSync('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
};
const missing = mounted ? undefined : 'only root may mount a small disk';
if (missing !== undefined) await unmount();

suite('a full disk', missing, () => {
  let server: Server;
  beforeAll(async () => {
    await chmod(folder, 0o755);
    server = await Server.start({ dataDir: path.join(folder, 'data') });
  });
  afterAll(async () => {
    await server.stop();
    await unmount();
  });

  const free = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  };

  it('refuses an upload with what to do, keeps nothing of it, and goes on once there is space', async () => {
    const filler = path.join(folder, 'filler');
    await writeFile(filler, Buffer.alloc((await free()) - 12 * MiB));
    const form = new FormData();
    form.append('files', new Blob([randomBytes(40 * MiB)]), 'large.bin');
    const refused = await fetch(`${server.product.url}/api/v1/uploads`, { method: 'POST', body: form });
    const problem = (await refused.json()) as { readonly status: number; readonly detail: string };
    say(`upload with ${Math.round((await free()) / MiB)} MiB free: ${problem.status} ${problem.detail}`);
    expect([507, 503]).toContain(problem.status);
    expect(problem.detail).toMatch(/disk|full/);

    await rm(filler);
    await server.ready();
    const [kept] = await server.rows<{ rows: number }>(
      `SELECT ((SELECT count(*) FROM upload) + (SELECT count(*) FROM upload_file) + (SELECT count(*) FROM blob)
         + (SELECT count(*) FROM blob_chunk))::int AS rows`,
    );
    expect(kept?.rows).toBe(0);
    await runCycle(server, 'hand', (_phase, _day, task) => task());
    expect(await new Api(server.product.url).all('/devices?limit=100')).toHaveLength(200);
  });
});
