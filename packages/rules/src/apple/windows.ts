import { compareText, evidenceOf, type Evidence, type Instant, type ServiceEvent } from '@ringcheck/model';
import { endOfWaiver } from '@ringcheck/policy';
import type { SavedServiceStatus } from '@ringcheck/assemble';
import type { Subject } from '../types.js';
import { bearingOf, type ServiceBearing } from './services.js';

/** One disturbance of a service calls need, from when to when, as far as known. */
export interface OutageWindow {
  readonly bearing: ServiceBearing;
  readonly name: string;
  readonly from: Instant;
  readonly until?: Instant;
  readonly some: boolean;
  /** Who says so, in words. */
  readonly source: string;
  readonly evidence: Evidence;
}

/** Every disturbance that is known, stated ones first. */
export function outageWindows(subject: Subject): readonly OutageWindow[] {
  const { stated, feeds } = subject.outages();
  return [...stated.flatMap((outage) => statedWindow(subject, outage)), ...feedWindows(feeds)];
}

function statedWindow(
  subject: Subject,
  { service, from, until, affects, source, owner, at }: ReturnType<Subject['outages']>['stated'][number],
): readonly OutageWindow[] {
  const bearing = bearingOf(service);
  if (bearing === undefined) return [];
  return [
    {
      bearing,
      name: service,
      from,
      ...(until === undefined ? {} : { until: endOfWaiver(until) }),
      some: affects === 'some',
      source: source === undefined ? owner : `${owner} (${source})`,
      evidence: { ...subject.policyEvidence(at, 'outages'), value: service },
    },
  ];
}

/**
 * The newest copy of the feed decides what goes on; older copies still tell what began and ended. A planned
 * disturbance begins when its time comes.
 */
function feedWindows(feeds: readonly SavedServiceStatus[]): readonly OutageWindow[] {
  const newest = feeds.at(-1);
  const windows = new Map<string, OutageWindow>();
  for (const feed of feeds) {
    for (const { name, events } of feed.status.services) {
      const bearing = bearingOf(name);
      if (bearing === undefined) continue;
      for (const event of events) {
        const window = eventWindow(feed, name, bearing, event, feed === newest);
        if (window !== undefined) windows.set(`${name}\n${event.id ?? event.started ?? event.path}`, window);
      }
    }
  }
  return [...windows.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.name, b.name));
}

function eventWindow(
  feed: SavedServiceStatus,
  name: string,
  bearing: ServiceBearing,
  event: ServiceEvent,
  isNewest: boolean,
): OutageWindow | undefined {
  const { started, ended, status, usersAffected = '' } = event;
  const from = started ?? (status === 'ongoing' ? feed.receivedAt : undefined);
  if (from === undefined) return undefined;
  const isOver = status === 'resolved' || !isNewest;
  if (ended === undefined && isOver) return undefined;
  return {
    bearing,
    name,
    from,
    ...(ended === undefined ? {} : { until: ended }),
    some: !/^all\b/i.test(usersAffected.trim()),
    source: `Apple's System Status as of ${feed.receivedAt}`,
    evidence: evidenceOf(feed.document, event.at, { path: event.path, value: event.message ?? name }),
  };
}
