import type { SavedServiceStatus } from '@ringcheck/assemble';
import type { ServiceEvent } from '@ringcheck/model';
import type { StatedOutage } from '@ringcheck/policy';
import { pictureOf, ruleTester } from '@ringcheck/testkit';
import { evaluateDevice } from '../../index.js';
import { defaultPolicy, defaultThresholds } from '@ringcheck/policy';
import { appleServiceOutage } from './rule.js';

const at = { offset: 20, line: 4, column: 3 };
const event = (more: Partial<ServiceEvent>): ServiceEvent => ({
  id: '1',
  kind: 'outage',
  status: 'ongoing',
  message: 'Users are having a problem with this service.',
  at,
  path: 'services[0].events[0]',
  ...more,
});
const feed = (
  name: string,
  events: readonly ServiceEvent[],
  receivedAt = '2026-11-21T11:00:00Z',
): SavedServiceStatus => ({
  document: { path: `system-status-${receivedAt}.json`, sha256: receivedAt },
  receivedAt,
  status: { services: [{ name, events, at, path: 'services[0]' }] },
});
const stated = (more: Partial<StatedOutage> = {}): StatedOutage => ({
  service: 'FaceTime',
  from: '2026-11-21T09:00:00Z',
  owner: 'help@example.org',
  at,
  ...more,
});
const phone = { platform: 'iOS', policyDocument: { path: 'ringcheck.yaml', sha256: 'ab' } } as const;
const withFeeds = (...serviceStatus: SavedServiceStatus[]) => ({ ...phone, serviceStatus });
const withStated = (...outages: StatedOutage[]) => ({
  ...phone,
  knowledge: { ...defaultPolicy.knowledge, outages },
});

ruleTester.run(appleServiceOutage, {
  atRisk: [
    {
      name: 'fears for every device while FaceTime is disturbed',
      picture: withFeeds(feed('FaceTime', [event({ started: '2026-11-21T10:00:00Z' })])),
      expect: {
        count: 1,
        message: 'disturbed',
        scope: undefined,
        severity: 'high',
        cause: 'apple:FaceTime/2026-11-21T10:00:00Z',
        data: { until: 'not announced', users: 'some users' },
        evidence: { line: 4, path: 'services[0].events[0]' },
      },
    },
    {
      name: 'takes the time of the copy where an event that goes on says none',
      picture: withFeeds(feed('FaceTime', [event({})])),
      expect: { data: { from: '2026-11-21T11:00:00Z' } },
    },
    {
      name: 'knows the account service by its present and its former name',
      picture: withFeeds(feed('Apple ID', [event({ started: '2026-11-21T10:00:00Z' })])),
      expect: { message: 'activation-disturbed', scope: 'activation', severity: 'medium' },
    },
    {
      name: 'judges by the times of an event that is over by now, as of then',
      picture: withFeeds(
        feed('FaceTime', [
          event({ status: 'resolved', started: '2012-11-18T23:00:00Z', ended: '2012-11-19T00:41:00Z' }),
        ]),
      ),
      now: '2012-11-18T23:30:00Z',
      expect: { message: 'disturbed', reviewAt: '2012-11-19T00:41:00.000Z' },
    },
    {
      name: 'believes the admin, until the end of the stated day',
      picture: withStated(stated({ from: '2026-11-21', until: '2026-11-21', affects: 'all' })),
      expect: {
        data: { users: 'all users', source: 'help@example.org', until: '2026-11-22T00:00:00Z' },
        evidence: { document: 'ringcheck.yaml', line: 4, value: 'FaceTime' },
        reviewAt: '2026-11-22T00:00:00.000Z',
      },
    },
    {
      name: 'believes an admin who names no end',
      picture: withStated(stated({ source: 'vendor call' })),
      expect: { data: { source: 'help@example.org (vendor call)' } },
    },
    {
      name: 'is told by the newer of two copies that it goes on',
      picture: withFeeds(
        feed('FaceTime', [], '2026-11-20T11:00:00Z'),
        feed('FaceTime', [
          event({ started: '2026-11-21T10:00:00Z', usersAffected: 'All users are affected' }),
        ]),
      ),
      expect: { count: 1, data: { users: 'all users' } },
    },
  ],
  clear: [
    {
      name: 'is clear where the feed names nothing',
      picture: withFeeds(feed('FaceTime', [])),
      expect: { evidence: { path: 'services[0]', value: 'FaceTime' }, notes: [] },
    },
    {
      name: 'is told by the newer of two copies that it is over',
      picture: withFeeds(
        feed('FaceTime', [event({ started: '2026-11-20T10:00:00Z' })], '2026-11-20T11:00:00Z'),
        feed('FaceTime', []),
      ),
    },
    {
      name: 'notes for a day that it was disturbed',
      picture: withFeeds(
        feed('FaceTime', [
          event({ status: 'resolved', started: '2026-11-21T01:00:00Z', ended: '2026-11-21T02:00:00Z' }),
        ]),
      ),
      expect: { notes: ['just-over'], reviewAt: '2026-11-22T02:00:00.000Z' },
    },
    {
      name: 'is clear before a planned disturbance begins, and is reviewed then',
      picture: withFeeds(
        feed('FaceTime', [
          event({ status: 'upcoming', started: '2026-11-23T00:00:00Z', ended: '2026-11-23T02:00:00Z' }),
        ]),
      ),
      expect: { reviewAt: '2026-11-23T00:00:00.000Z' },
    },
    {
      name: 'is clear where the stated disturbance is long over',
      picture: withStated(stated({ from: '2026-10-01', until: '2026-10-02' })),
      expect: { evidence: { document: 'ringcheck.yaml' } },
    },
  ],
  notApplicable: [
    {
      name: 'has nothing to judge by without a feed or a statement',
      picture: phone,
      expect: { message: 'no-source' },
    },
    {
      name: 'does without services that calls do not need',
      picture: withFeeds(feed('Apple Music', [event({ started: '2026-11-21T10:00:00Z' })])),
    },
  ],
});

it('F2: the outage of 18 November 2012 is found at 15:30 Pacific, and has passed at 16:41', () => {
  const outages = [stated({ from: '2012-11-18T15:00:00-08:00', until: '2012-11-18T16:41:00-08:00' })];
  const picture = pictureOf(withStated(...outages));
  const verdictAt = (now: string) => {
    const { findings } = evaluateDevice(picture, { now, thresholds: defaultThresholds });
    return findings.filter(({ stage }) => stage === 'apple').map(({ outcome }) => outcome);
  };
  expect(verdictAt('2012-11-18T15:30:00-08:00')).toEqual(['at-risk']);
  expect(verdictAt('2012-11-18T14:59:00-08:00')).toEqual([]);
  expect(verdictAt('2012-11-18T16:41:00-08:00')).toEqual([]);
});
