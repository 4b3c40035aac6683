import { sourceContract } from '../contract/source-contract.js';
import { jsonValue, plainValue } from '../contract/values.js';
import { serviceStatusSource } from './source.js';

const ref = { path: 'system_status_en_US.js', sha256: 'a'.repeat(64) };

const event = (more: object = {}) => ({
  messageId: '990001',
  statusType: 'Outage',
  eventStatus: 'ongoing',
  usersAffected: 'Some users are affected',
  message: 'Users may be unable to make FaceTime calls.',
  datePosted: '03/02/2026 06:30 PST',
  startDate: '03/02/2026 05:50 PST',
  epochStartDate: 1772459400000,
  endDate: null,
  epochEndDate: null,
  affectedServices: null,
  ...more,
});

const feed = (...events: readonly object[]) => ({
  drpost: false,
  drMessage: null,
  services: [
    { redirectUrl: null, serviceName: 'App Store', events: [] },
    { redirectUrl: null, serviceName: 'FaceTime', events },
  ],
});

sourceContract(serviceStatusSource, {
  own: {
    'a feed': { value: plainValue(feed(event())) },
    'a reduced feed': { value: plainValue({ services: [{ serviceName: 'iMessage', events: [] }] }) },
  },
  foreign: {
    'other services': { value: plainValue({ services: [{ name: 'web', events: [] }] }) },
    'a reply': { value: plainValue({ UDID: 'u', Status: 'Idle' }) },
  },
  withSecret: { value: plainValue({ ...feed(event()), token: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue(feed(event({ brandNew: 1 }))) },
});

const read = (plain: unknown) => serviceStatusSource.read({ ref, value: plainValue(plain) });
const eventsOf = (...events: readonly object[]) => read(feed(...events)).serviceStatus?.services[1]?.events;

describe('the System Status feed', () => {
  it('gives every service, also those without events', () => {
    const output = read(feed());
    expect(output).toMatchObject({
      kind: 'service-status',
      status: 'ingested',
      diagnostics: [],
      devices: [],
    });
    expect(output.serviceStatus?.services.map(({ name, events }) => [name, events.length])).toEqual([
      ['App Store', 0],
      ['FaceTime', 0],
    ]);
  });

  it('gives an open outage with its start and no end', () => {
    expect(eventsOf(event())).toEqual([
      {
        id: '990001',
        kind: 'outage',
        status: 'ongoing',
        started: '2026-03-02T13:50:00Z',
        message: 'Users may be unable to make FaceTime calls.',
        usersAffected: 'Some users are affected',
        at: { offset: 0, line: 1, column: 1 },
        path: 'services[1].events[0]',
      },
    ]);
  });

  it.each([
    ['milliseconds', { epochStartDate: 1772459400000 }, '2026-03-02T13:50:00Z'],
    ['seconds since 1970', { epochStartDate: 1772459400 }, '2026-03-02T13:50:00Z'],
    ['seconds since 2001', { epochStartDate: 646419600 }, '2021-06-26T17:00:00Z'],
    ['winter time alone', { epochStartDate: null }, '2026-03-02T13:50:00Z'],
    [
      'summer time alone',
      { epochStartDate: null, startDate: '07/01/2026 00:10 PDT' },
      '2026-07-01T07:10:00Z',
    ],
    ['a zone that is not known', { epochStartDate: null, startDate: '03/02/2026 05:50 XYZ' }, undefined],
    ['a negative count', { epochStartDate: -1, startDate: null }, undefined],
  ])('reads a start written as %s', (_name, more, started) => {
    expect(eventsOf(event(more))?.[0]?.started).toBe(started);
  });

  it.each([
    ['ongoing', null, 'ongoing'],
    ['Resolved', 1772459500000, 'resolved'],
    ['completed', null, 'resolved'],
    ['upcoming', null, 'upcoming'],
    ['a new word', 1772459500000, 'resolved'],
    ['a new word', null, 'unknown'],
  ])('an event that is %s with end %s is %s', (eventStatus, epochEndDate, status) => {
    expect(eventsOf(event({ eventStatus, epochEndDate }))?.[0]?.status).toBe(status);
  });

  it('says where an event tells no state, and what to do', () => {
    const text = JSON.stringify(feed(event({ eventStatus: 'odd' })), null, 1);
    const output = serviceStatusSource.read({ ref, value: jsonValue(text) });
    expect(output.status).toBe('partial');
    expect(output.diagnostics).toMatchObject([
      { code: 'event-state-unknown', path: 'services[1].events[0]', at: { line: 17 } },
    ]);
  });

  it('leaves out what is no service, and says where', () => {
    const output = read({ services: [{ serviceName: 'FaceTime', events: [] }, { serviceName: '' }, 7] });
    expect(output).toMatchObject({ status: 'partial', serviceStatus: { services: [{ name: 'FaceTime' }] } });
    expect(output.diagnostics.map(({ code, path }) => [code, path])).toEqual([
      ['no-service', 'services[1]'],
      ['no-service', 'services[2]'],
    ]);
  });
});
