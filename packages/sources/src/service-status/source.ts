import {
  get,
  getArray,
  getString,
  optional,
  type Diagnostic,
  type Service,
  type ServiceEvent,
  type ServiceEventKind,
  type ServiceEventStatus,
  type Value,
} from '@ringcheck/model';
import { capped, diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { eventTime } from './time.js';

/** Saved copies of Apple's System Status feed, of the page for customers and of the one for developers. */
export const serviceStatusSource: Source = {
  id: 'apple-system-status',
  recognise: ({ value }) => {
    const services = getArray(value, 'services') ?? [];
    return services.slice(0, servicesTried).some(isService);
  },
  read,
};

const servicesTried = 20;

function isService(value: Value): boolean {
  return get(value, 'serviceName')?.type === 'string' && get(value, 'events')?.type === 'array';
}

const kinds: ReadonlyMap<string, ServiceEventKind> = new Map([
  ['issue', 'issue'],
  ['outage', 'outage'],
  ['maintenance', 'maintenance'],
]);

const statuses: ReadonlyMap<string, ServiceEventStatus> = new Map([
  ['ongoing', 'ongoing'],
  ['upcoming', 'upcoming'],
  ['scheduled', 'upcoming'],
  ['resolved', 'resolved'],
  ['completed', 'resolved'],
]);

const knownKeys = [
  'drpost',
  'drMessage',
  'services',
  'serviceName',
  'redirectUrl',
  'events',
  'messageId',
  'statusType',
  'eventStatus',
  'usersAffected',
  'message',
  'affectedServices',
  'datePosted',
  'startDate',
  'endDate',
  'epochStartDate',
  'epochEndDate',
];

function read({ value }: SourceInput): SourceOutput {
  const problems: Diagnostic[] = [];
  const unread = new UnreadKeys(knownKeys);
  unread.note(value);
  const services = (getArray(value, 'services') ?? []).flatMap((item, index): Service[] => {
    const path = extendPath('services', index);
    const service = serviceOf(item, path, unread, problems);
    if (service === undefined) problems.push(noService(item, path));
    return service === undefined ? [] : [service];
  });
  return {
    kind: 'service-status',
    status: services.length === 0 ? 'rejected' : problems.length > 0 ? 'partial' : 'ingested',
    devices: [],
    profiles: [],
    diagnostics: [...capped(problems), ...unread.diagnostics('unimplemented-status-keys')],
    serviceStatus: { services },
  };
}

function serviceOf(
  item: Value,
  path: string,
  unread: UnreadKeys,
  problems: Diagnostic[],
): Service | undefined {
  const name = getString(item, 'serviceName')?.trim();
  const events = getArray(item, 'events');
  if (name === undefined || name === '' || events === undefined) return undefined;
  unread.note(item);
  const eventsPath = extendPath(path, 'events');
  return {
    name,
    events: events.map((event, index) => eventOf(event, extendPath(eventsPath, index), unread, problems)),
    at: item.at,
    path,
  };
}

function eventOf(event: Value, path: string, unread: UnreadKeys, problems: Diagnostic[]): ServiceEvent {
  unread.note(event);
  const kind = kinds.get(wordOf(event, 'statusType')) ?? 'other';
  const ended = eventTime(get(event, 'epochEndDate'), get(event, 'endDate'));
  const status = statuses.get(wordOf(event, 'eventStatus')) ?? (ended === undefined ? 'unknown' : 'resolved');
  if (status === 'unknown') problems.push(unknownState(event, path));
  const started = eventTime(get(event, 'epochStartDate'), get(event, 'startDate'));
  return {
    ...optional('id', textOf(event, 'messageId')),
    kind,
    status,
    ...optional('started', started),
    ...optional('ended', ended),
    ...optional('message', textOf(event, 'message')),
    ...optional('usersAffected', textOf(event, 'usersAffected')),
    at: event.at,
    path,
  };
}

function wordOf(event: Value, key: string): string {
  return getString(event, key)?.trim().toLowerCase() ?? '';
}

function textOf(event: Value, key: string): string | undefined {
  const text = getString(event, key)?.trim();
  return text === '' ? undefined : text;
}

function noService(item: Value, path: string): Diagnostic {
  const message = 'This entry of the feed has no serviceName or no list of events and is left out.';
  return diagnostic('warning', 'no-service', message, item.at, path);
}

function unknownState(event: Value, path: string): Diagnostic {
  const message =
    'The event says neither that it goes on nor that it is over (eventStatus), so it counts as unknown. Save the feed again.';
  return diagnostic(
    'warning',
    'event-state-unknown',
    message,
    get(event, 'eventStatus')?.at ?? event.at,
    path,
  );
}
