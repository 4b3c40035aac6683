import type { Fact, Facts, Instant, Subscription } from '@ringcheck/model';
import { observedAt, type SourcedRecord } from './merge-facts.js';

/**
 * Since when a device has the build and the lines it has now, where older reports show others. Without such a report
 * nothing is said: the first sight of a device is no change. Only reports that say when they were observed count: the
 * time of an upload is no time of a change.
 */
export function changesOf(newestFirst: readonly SourcedRecord[]): Pick<Facts, 'buildSince' | 'linesSince'> {
  const buildSince = sinceWhen(newestFirst, 'build', (build) => build);
  const linesSince = sinceWhen(newestFirst, 'subscriptions', linesKey);
  return { ...(buildSince ? { buildSince } : {}), ...(linesSince ? { linesSince } : {}) };
}

/** Lines by what Apple registers: which SIM, which number. */
function linesKey(lines: readonly Subscription[]): string {
  return lines
    .map(({ iccid, phoneNumber }) => `${iccid ?? ''} ${phoneNumber ?? ''}`)
    .sort()
    .join('\n');
}

function sinceWhen<K extends 'build' | 'subscriptions'>(
  newestFirst: readonly SourcedRecord[],
  name: K,
  keyOf: (value: NonNullable<Facts[K]>['value']) => string,
): Fact<Instant> | undefined {
  let current: string | undefined;
  let since: Fact<Instant> | undefined;
  for (const source of newestFirst) {
    const claim = source.record.claims[name];
    if (claim === undefined || source.record.observedAt === undefined) continue;
    const key = keyOf(claim.value as NonNullable<Facts[K]>['value']);
    current ??= key;
    if (key !== current) return since;
    const seen = observedAt(source);
    since = {
      value: seen,
      basis: source.record.basis,
      observedAt: seen,
      source: {
        document: source.document,
        at: claim.at,
        ...(claim.path === undefined ? {} : { path: claim.path }),
      },
    };
  }
  return undefined;
}
