import { defaultPolicy } from './default-policy.js';
import type { Policy, Waiver } from './types.js';
import { waives, waiversFor, waiverState } from './waivers.js';

const waiver = (rule: string, expires: string, serial = 'XFAKWAI0001'): Waiver => ({
  rule,
  select: { serials: [serial] },
  reason: 'repair pending',
  owner: 'it@example.org',
  expires,
  at: { offset: 0 },
});
const rulesOf = (waivers: Waiver[], now: string) => {
  const policy: Policy = { ...defaultPolicy, waivers };
  const isPast = (instant: string) => Date.parse(instant) <= Date.parse(now);
  const { active, expired } = waiversFor(policy, { serial: 'XFAKWAI0001', tags: [] }, isPast);
  return { active: active.map(({ rule }) => rule), expired: expired.map(({ rule }) => rule) };
};

describe('the state of a waiver', () => {
  it.each([
    ['2026-11-20T23:59:59Z', 'ending-soon'],
    ['2026-11-07T00:00:00Z', 'ending-soon'],
    ['2026-11-06T23:59:59Z', 'active'],
    ['2026-11-21T00:00:00Z', 'ended'],
  ])('at %s is %s for one that ends on 2026-11-20', (now, expected) => {
    expect(waiverState('2026-11-20', now, 14)).toBe(expected);
  });

  it('is ended where its end is no date', () => {
    expect(waiverState('some day', '2026-11-21T00:00:00Z', 14)).toBe('ended');
  });

  it('is never soon where the policy asks for no warning', () => {
    expect(waiverState('2026-11-21', '2026-11-21T23:59:59Z', 0)).toBe('active');
  });
});

describe('waivers of a device', () => {
  it('hold through the end of their day in UTC', () => {
    const waivers = [waiver('*', '2026-11-21')];
    expect(rulesOf(waivers, '2026-11-21T23:59:59Z')).toEqual({ active: ['*'], expired: [] });
    expect(rulesOf(waivers, '2026-11-22T00:00:00Z')).toEqual({ active: [], expired: ['*'] });
  });

  it('end at their time when one is given', () => {
    const waivers = [waiver('*', '2026-11-21T12:00:00+01:00')];
    expect(rulesOf(waivers, '2026-11-21T10:59:59Z').active).toEqual(['*']);
    expect(rulesOf(waivers, '2026-11-21T11:00:00Z').active).toEqual([]);
  });

  it('leave out those of other devices', () => {
    const waivers = [waiver('device-beta-os', '2027-01-01'), waiver('*', '2027-01-01', 'XFAKWAI0002')];
    expect(rulesOf(waivers, '2026-11-21T12:00:00Z')).toEqual({ active: ['device-beta-os'], expired: [] });
  });

  it('speak of their rule, or of all by *', () => {
    expect(waives(waiver('*', '2027-01-01'), 'restriction-camera')).toBe(true);
    expect(waives(waiver('restriction-camera', '2027-01-01'), 'restriction-camera')).toBe(true);
    expect(waives(waiver('restriction-camera', '2027-01-01'), 'restriction-facetime')).toBe(false);
  });
});
