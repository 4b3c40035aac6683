import { together } from './together.js';

/** Reads that end when the test says so. */
function held() {
  const begun: { readonly end: (value: number) => void; readonly fail: (error: Error) => void }[] = [];
  const ask = together(() => new Promise<number>((end, fail) => void begun.push({ end, fail })));
  const untilBegun = async (count: number) => {
    while (begun.length < count) await new Promise((turn) => setImmediate(turn));
  };
  return { ask, begun, untilBegun };
}

describe('reads together', () => {
  it('give a call what was read after it, and all that wait the same', async () => {
    const { ask, begun, untilBegun } = held();
    const first = ask();
    const late = [ask(), ask(), ask()];
    expect(begun).toHaveLength(1);
    begun[0]?.end(1);
    expect(await first).toBe(1);
    await untilBegun(2);
    const later = ask();
    begun[1]?.end(2);
    expect(await Promise.all(late)).toEqual([2, 2, 2]);
    await untilBegun(3);
    begun[2]?.end(3);
    expect(await later).toBe(3);
    expect(begun).toHaveLength(3);
  });

  it('go on after one that failed', async () => {
    const { ask, begun, untilBegun } = held();
    const first = ask();
    const second = ask();
    begun[0]?.fail(new Error('the server went away'));
    await expect(first).rejects.toThrow('the server went away');
    await untilBegun(2);
    begun[1]?.end(2);
    expect(await second).toBe(2);
    const third = ask();
    await untilBegun(3);
    begun[2]?.end(3);
    expect(await third).toBe(3);
  });
});
