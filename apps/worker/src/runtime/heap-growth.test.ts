import { HeapGrowth, heldFlag, holdFrom, letGoBelow, usualFlag } from './heap-growth.js';

describe('the heap of a worker', () => {
  it('is held down while the process is large, told once each time', () => {
    const set: string[] = [];
    let bytes = 0;
    const growth = new HeapGrowth(
      () => bytes,
      (flag) => set.push(flag),
    );
    for (bytes of [0, holdFrom, holdFrom + 1, holdFrom * 2, letGoBelow, letGoBelow - 1, 0, holdFrom + 1])
      growth.watch();
    expect(set).toEqual([heldFlag, usualFlag, heldFlag]);
  });
});
