import { ThreadPool, type ThreadLimits } from './thread-pool.js';

/** Answers twice the number; `hang` never, `fail` with an error, `grow` until there is no memory. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (asked) => {
      if (asked === 'hang') for (;;);
      if (asked === 'fail') throw new Error('broken');
      if (asked === 'grow') { const all = []; for (;;) all.push(new Array(10_000).fill({ all })); }
      parentPort.postMessage(asked * 2);
    });
  `)}`,
);
const limits: ThreadLimits = { threads: 1, waiting: 3, timeMs: 120_000, memoryMiB: 64, idleMs: 60_000 };

async function withPool(
  more: Partial<ThreadLimits>,
  use: (pool: ThreadPool) => Promise<void>,
): Promise<void> {
  const pool = new ThreadPool(script, { ...limits, ...more });
  try {
    await use(pool);
  } finally {
    await pool.close();
  }
}

const statusOf = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    (reply) => reply,
    (error: unknown) => (error instanceof Error && 'status' in error ? error.status : String(error)),
  );

describe('a pool of threads', () => {
  it('answers every question with its own answer', async () => {
    await withPool({ threads: 2 }, async (pool) => {
      expect(await Promise.all([1, 2, 3, 4].map((asked) => pool.ask(asked)))).toEqual([2, 4, 6, 8]);
    });
  });

  it('gives up a question that takes too long, and answers the next one', async () => {
    await withPool({ timeMs: 3_000 }, async (pool) => {
      expect(await statusOf(pool.ask('hang'))).toBe(413);
      // The next thread has the same time to start in: on a busy machine it may need another try.
      let answer: unknown = 413;
      while (answer === 413) answer = await statusOf(pool.ask(21));
      expect(answer).toBe(42);
    });
  });

  it('survives a question that takes all memory, and one that fails', async () => {
    await withPool({}, async (pool) => {
      expect(await statusOf(pool.ask('grow'))).toBe(413);
      expect(await statusOf(pool.ask('fail'))).toContain('broken');
      expect(await statusOf(pool.ask(21))).toBe(42);
    });
  });

  it('refuses questions beyond those that may wait', async () => {
    await withPool({ waiting: 2 }, async (pool) => {
      const asked = [1, 2, 3, 4, 5].map((each) => statusOf(pool.ask(each)));
      expect(await Promise.all(asked)).toEqual([2, 4, 6, 429, 429]);
    });
  });

  it('ends a thread that has nothing to do, and starts another when asked again', async () => {
    await withPool({ idleMs: 1 }, async (pool) => {
      for (const asked of [1, 2, 3]) {
        expect(await statusOf(pool.ask(asked))).toBe(asked * 2);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
  });

  it('refuses what waits when it is closed', async () => {
    const pool = new ThreadPool(script, limits);
    const asked = ['hang', 1, 2].map((each) => statusOf(pool.ask(each)));
    await pool.close();
    expect(await Promise.all(asked)).toEqual([503, 503, 503]);
  });
});
