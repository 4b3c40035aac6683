import {
  differInSince,
  sinceKey,
  toldSince,
  type Fact,
  type Facts,
  type Instant,
  type ToldSince,
} from '@ringcheck/model';
import { byStrength, observedAt, type SourcedRecord } from './merge-facts.js';
import { withFirstPlaces } from './supersede.js';

/**
 * Since when a device has the build and the lines it has now, where older reports show others. Without such a report
 * nothing is said: the first sight of a device is no change. Only reports that say when they were observed count: the
 * time of an upload is no time of a change. The evidence is, as of every fact, where the same was said first.
 */
export function changesOf(records: readonly SourcedRecord[]): Pick<Facts, 'buildSince' | 'linesSince'> {
  if (!differInSince(records)) return {};
  const newestFirst = withFirstPlaces(records.filter(speaks))
    .filter(({ record }) => record.observedAt !== undefined)
    .sort(byStrength);
  const buildSince = sinceWhen(newestFirst, 'build');
  const linesSince = sinceWhen(newestFirst, 'subscriptions');
  return { ...(buildSince ? { buildSince } : {}), ...(linesSince ? { linesSince } : {}) };
}

const speaks = ({ record }: SourcedRecord): boolean =>
  toldSince.some((name) => record.claims[name] !== undefined);

function sinceWhen(newestFirst: readonly SourcedRecord[], name: ToldSince): Fact<Instant> | undefined {
  let current: string | undefined;
  let since: Fact<Instant> | undefined;
  for (const source of newestFirst) {
    const claim = source.record.claims[name];
    const key = sinceKey(source.record, name);
    if (claim === undefined || key === undefined) continue;
    current ??= key;
    if (key !== current) return since;
    const seen = observedAt(source);
    const { document } = source;
    const { at, path } = claim;
    since = {
      value: seen,
      basis: source.record.basis,
      observedAt: seen,
      source: path === undefined ? { document, at } : { document, at, path },
    };
  }
  return undefined;
}
