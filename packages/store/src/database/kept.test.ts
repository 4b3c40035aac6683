import { Kept } from './kept.js';

describe('kept answers', () => {
  it('are read once while their sign stands, also by many who ask at once', async () => {
    const kept = new Kept();
    let reads = 0;
    const ask = (sign: string) => kept.of('counts', sign, () => Promise.resolve(++reads));
    expect(await Promise.all([ask('scan 1'), ask('scan 1'), ask('scan 1')])).toEqual([1, 1, 1]);
    expect(await ask('scan 2')).toBe(2);
    expect(await ask('scan 2')).toBe(2);
    expect(await kept.of('gaps', 'scan 2', () => Promise.resolve('none'))).toBe('none');
  });

  it('are read again after a failure, which does not take a later answer away', async () => {
    const kept = new Kept();
    await expect(kept.of('counts', 'a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await kept.of('counts', 'a', () => Promise.resolve(1))).toBe(1);
    const failing = kept.of('counts', 'b', () => Promise.reject(new Error('late')));
    const later = kept.of('counts', 'c', () => Promise.resolve(2));
    await expect(failing).rejects.toThrow('late');
    expect(await later).toBe(2);
    expect(await kept.of('counts', 'c', () => Promise.resolve(3))).toBe(2);
  });

  it('are those asked for last, where there are too many', async () => {
    const kept = new Kept(2);
    const read: string[] = [];
    const ask = (name: string) =>
      kept.of(name, 'a', () => {
        read.push(name);
        return Promise.resolve(name);
      });
    for (const name of ['one', 'two', 'one', 'three', 'one', 'two']) expect(await ask(name)).toBe(name);
    expect(read).toEqual(['one', 'two', 'three', 'two']);
  });
});
