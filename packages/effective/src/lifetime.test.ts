import { pictureOf, type InstalledSpec } from '@ringcheck/testkit';
import { resolve } from './index.js';

const type = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const listedAt = '2026-11-20T08:00:00Z';
const now = '2026-11-21T08:00:00Z';

function fate(more: Partial<InstalledSpec>, observedAt: string | undefined = listedAt) {
  const asked: string[] = [];
  const { installed, ...rest } = pictureOf({
    platform: 'iOS',
    osVersion: '17.0',
    isSupervised: true,
    profiles: [{ identifier: 'r', payloads: [{ type, [facetime]: false }], ...more }],
  });
  const { observedAt: _, ...listing } = installed;
  const picture = { ...rest, installed: observedAt === '' ? listing : { ...listing, observedAt } };
  const effective = resolve(picture, {
    isPast: (instant) => {
      asked.push(instant);
      return Date.parse(instant) <= Date.parse(now);
    },
  });
  return {
    inForce: effective.settings(type, facetime).length,
    ignored: effective.ignored(type, facetime).map(({ reason, detail }) => [reason, detail]),
    notes: effective.notes.map(({ message, data }) => [message, data]),
    asked,
  };
}

describe('a profile with a date of removal', () => {
  it('acts until then', () => {
    const found = fate({ removalDate: '2026-12-01T00:00:00Z' });
    expect(found).toMatchObject({ inForce: 1, ignored: [], notes: [] });
    expect(found.asked).toEqual(['2026-12-01T00:00:00Z']);
  });

  it('is gone after it, when the list is older', () => {
    expect(fate({ removalDate: '2026-11-20T12:00:00Z' })).toMatchObject({
      inForce: 0,
      ignored: [['removed-by-date', '2026-11-20T12:00:00Z']],
      notes: [],
    });
  });

  it('is gone after it, when the time of the list is not known', () => {
    expect(fate({ removalDate: '2026-11-20T12:00:00Z' }, '')).toMatchObject({ inForce: 0 });
  });

  it('is in force with a note, when a later list still shows it', () => {
    expect(fate({ removalDate: '2026-11-19T12:00:00Z' })).toMatchObject({
      inForce: 1,
      ignored: [],
      notes: [['removal-overdue', { profile: 'r', due: '2026-11-19T12:00:00Z' }]],
    });
  });

  it('is gone when its time has run out, counted from installation', () => {
    const day = { durationUntilRemoval: 86_400, installedAt: '2026-11-19T12:00:00Z' };
    expect(fate(day)).toMatchObject({
      inForce: 0,
      ignored: [['removed-by-date', '2026-11-20T12:00:00.000Z']],
    });
    expect(fate({ ...day, installedAt: '2026-11-21T00:00:00Z' })).toMatchObject({ inForce: 1 });
  });

  it('stays when the day of its installation is not known or is no date', () => {
    expect(fate({ durationUntilRemoval: 1 })).toMatchObject({ inForce: 1, asked: [] });
    expect(fate({ durationUntilRemoval: 1, installedAt: 'yesterday' })).toMatchObject({
      inForce: 1,
      asked: [],
    });
  });

  it('leaves at the earlier of date and time', () => {
    const both = {
      removalDate: '2027-01-01T00:00:00Z',
      durationUntilRemoval: 60,
      installedAt: '2026-11-20T10:00:00Z',
    };
    expect(fate(both).asked).toEqual(['2026-11-20T10:01:00.000Z']);
    expect(fate({ ...both, removalDate: '2026-11-20T09:00:00Z' }).asked).toEqual(['2026-11-20T09:00:00Z']);
  });
});

describe('a profile with a date of expiry', () => {
  it('stays in force with a note', () => {
    expect(fate({ expirationDate: '2026-11-01T00:00:00Z' })).toMatchObject({
      inForce: 1,
      notes: [['profile-expired', { profile: 'r', expired: '2026-11-01T00:00:00Z' }]],
    });
  });

  it('needs no note before, nor when it holds nothing that matters', () => {
    expect(fate({ expirationDate: '2026-12-01T00:00:00Z' })).toMatchObject({ inForce: 1, notes: [] });
    const certificate = {
      payloads: [{ type: 'com.apple.security.root' }],
      expirationDate: '2026-11-01T00:00:00Z',
    };
    expect(fate(certificate)).toMatchObject({ notes: [], asked: [] });
  });
});
