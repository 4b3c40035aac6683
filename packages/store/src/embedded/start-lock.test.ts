import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withStartLock } from './start-lock.js';

describe('the lock of a start', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const lock = () => path.join(folder, 'start.lock');
  const longAgo = new Date(Date.now() - 3_600_000);

  it('is void where it names nobody and nobody wrote to it for long', async () => {
    await writeFile(lock(), '');
    await utimes(lock(), longAgo, longAgo);
    expect(await withStartLock(folder, () => Promise.resolve('started'))).toBe('started');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is void where its holder is no more', async () => {
    await writeFile(lock(), '999999999 dead');
    expect(await withStartLock(folder, () => Promise.resolve('started'))).toBe('started');
  });

  it('is waited for where its holder lives, and goes when a start fails', async () => {
    const order: string[] = [];
    const first = withStartLock(folder, async () => {
      order.push('first');
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('first ends');
      throw new Error('no start');
    });
    const second = withStartLock(folder, () => {
      order.push('second');
      return Promise.resolve();
    });
    await expect(first).rejects.toThrow('no start');
    await second;
    expect(order.indexOf('second')).not.toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing where the folder is not there', async () => {
    await expect(withStartLock(path.join(folder, 'none'), () => Promise.resolve())).rejects.toThrow('ENOENT');
  });
});
