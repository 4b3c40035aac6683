import type { ClaimedWork, Work } from '@ringcheck/store';
import type { WorkHandler, WorkKind, WorkOutcome } from './outcome.js';
import { WorkRunner } from './work-runner.js';

interface Happening {
  readonly attempts: number;
  readonly run: () => Promise<WorkOutcome>;
  readonly wake?: () => Promise<void>;
}

/** What a runner does with one row, as the names of the calls it makes. */
async function ran({ attempts, run, wake = () => Promise.resolve() }: Happening): Promise<string[]> {
  const calls: string[] = [];
  const claimed: ClaimedWork = {
    kind: 'scan-chunk',
    key: 'a-1',
    payload: {},
    status: 'running',
    attempts,
    claim: 'c',
    lockedUntil: '2026-11-22T00:01:00.000Z',
  };
  const work: Pick<Work, 'claim' | 'extend' | 'complete' | 'release'> = {
    claim: () => Promise.resolve(claimed),
    extend: () => Promise.resolve(true),
    complete: () => Promise.resolve(calls.push('complete') > 0),
    release: (_work, error, retryMs) =>
      Promise.resolve(calls.push(`release ${error ?? 'without error'} ${retryMs ?? 'for good'}`) > 0),
  };
  const handler: WorkHandler = {
    run,
    giveUp: (_key, error) => Promise.resolve(void calls.push(`give up: ${error}`)),
  };
  const handlers: Record<WorkKind, WorkHandler> = {
    decode: handler,
    'scan-plan': handler,
    'scan-chunk': handler,
    'scan-close': handler,
    deliver: handler,
  };
  const log = { warn: () => void calls.push('warn'), error: () => void calls.push('log') };
  const runner = new WorkRunner(work, handlers, { wake, log, lockMs: 60_000 });
  await runner.run({ kind: 'scan-chunk', key: 'a-1' });
  return calls;
}

const breaks = (message: string) => () => Promise.reject(new Error(message));

describe('a piece of work', () => {
  it('is tried again later when it fails, and given up with the last attempt', async () => {
    expect(await ran({ attempts: 2, run: breaks('no disk') })).toEqual(['log', 'release no disk 4000']);
    expect(await ran({ attempts: 5, run: breaks('no disk') })).toEqual([
      'log',
      'give up: no disk',
      'release no disk for good',
    ]);
  });

  it('that is done stays done when nobody can be woken, even in its last attempt', async () => {
    const done: WorkOutcome = { status: 'done', wake: [{ kind: 'scan-close', key: 'a' }] };
    const calls = await ran({ attempts: 5, run: () => Promise.resolve(done), wake: breaks('no redis') });
    expect(calls).toEqual(['complete', 'warn']);
  });

  it('that came too early is given back without an error', async () => {
    const calls = await ran({ attempts: 1, run: () => Promise.resolve({ status: 'later', afterMs: 1_000 }) });
    expect(calls).toEqual(['release without error 1000']);
  });
});
