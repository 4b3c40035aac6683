import { access, readdir, readFile, rm } from 'node:fs/promises';
import { makeDataDir, startProduct } from './product.js';

/** Of the processes of this machine those whose command line names a folder; Linux tells them as files. */
async function processesOf(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(folder));
}

describe('a product that is not ready in time', () => {
  it('is ended before that is said', async () => {
    const dataDir = await makeDataDir();
    await expect(startProduct({ dataDir, startMs: 1 })).rejects.toThrow('the product did not start in time');
    expect(await processesOf(dataDir)).toEqual([]);
    await expect(access(dataDir)).resolves.toBeUndefined();
    await rm(dataDir, { recursive: true, force: true });
  });
});
