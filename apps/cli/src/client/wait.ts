import { scanSchema, uploadSchema, type Scan, type Upload } from '@ringcheck/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';
import type { ApiClient } from './api-client.js';
import { ServerError } from './server-error.js';

const shortestPauseMs = 100;
const longestPauseMs = 2_000;
const defaultTimeout = 1_800;

export interface Patience {
  readonly seconds: number;
  readonly output: Output;
}

/** `--timeout` in seconds, half an hour without it. */
export function readTimeout(given: string | undefined): number {
  if (given === undefined) return defaultTimeout;
  const seconds = Number(given);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new UsageError(`--timeout ${given}: expected a number of seconds above 0`);
  return seconds;
}

/** Follow an upload until every file of it is decoded. */
export function untilDecoded(client: ApiClient, first: Upload, patience: Patience): Promise<Upload> {
  return follow(first, patience, {
    again: (upload) => client.get(`uploads/${encodeURIComponent(upload.id)}`, uploadSchema),
    isOver: ({ status }) => status === 'done' || status === 'failed',
    says: ({ files }) =>
      `decoding: ${files.filter(({ status }) => status !== 'pending').length} of ${files.length} files`,
    what: 'the upload was not decoded',
  });
}

/** Follow a scan until it is done, failed or cancelled. */
export function untilScanned(client: ApiClient, first: Scan, patience: Patience): Promise<Scan> {
  return follow(first, patience, {
    again: (scan) => client.get(`scans/${encodeURIComponent(scan.id)}`, scanSchema),
    isOver: ({ status }) => status === 'done' || status === 'failed' || status === 'cancelled',
    says: ({ status, progress }) => `scan ${status}: ${progress.done} of ${progress.chunks} parts`,
    what: 'the scan did not end',
  });
}

interface Followed<T> {
  readonly again: (current: T) => Promise<T>;
  readonly isOver: (current: T) => boolean;
  readonly says: (current: T) => string;
  readonly what: string;
}

async function follow<T>(first: T, { seconds, output }: Patience, followed: Followed<T>): Promise<T> {
  const giveUpAt = performance.now() + seconds * 1_000;
  let current = first;
  let pause = shortestPauseMs;
  while (!followed.isOver(current)) {
    if (performance.now() > giveUpAt) {
      output.progress('');
      throw new ServerError('late', `${followed.what} within ${seconds} seconds; it goes on without us`);
    }
    output.progress(followed.says(current));
    await sleep(pause);
    pause = Math.min(longestPauseMs, pause * 1.5);
    current = await followed.again(current);
  }
  output.progress('');
  return current;
}
