import { clockAt } from './clock.js';

describe('clockAt', () => {
  it('says whether an instant has passed, the present one too', () => {
    const clock = clockAt('2026-11-21T12:00:00Z');
    expect(clock.isPast('2026-11-21T11:59:59Z')).toBe(true);
    expect(clock.isPast('2026-11-21T12:00:00Z')).toBe(true);
    expect(clock.isPast('2026-11-21T12:00:01Z')).toBe(false);
  });

  it('takes a date as its first moment', () => {
    expect(clockAt('2026-11-21T00:00:00Z').isPast('2026-11-21')).toBe(true);
    expect(clockAt('2026-11-20T23:59:59Z').isPast('2026-11-21')).toBe(false);
  });

  it('remembers the earliest instant that has not passed', () => {
    const clock = clockAt('2026-11-21T12:00:00Z');
    expect(clock.reviewAt()).toBeUndefined();
    clock.isPast('2026-01-01T00:00:00Z');
    expect(clock.reviewAt()).toBeUndefined();
    clock.isPast('2027-06-01T00:00:00Z');
    clock.isPast('2027-01-01T01:00:00+01:00');
    clock.isPast('2028-01-01T00:00:00Z');
    expect(clock.reviewAt()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('takes no instant for one that has not passed and needs no review', () => {
    const clock = clockAt('2026-11-21T12:00:00Z');
    expect(clock.isPast('some day')).toBe(false);
    expect(clock.reviewAt()).toBeUndefined();
  });

  it('refuses to stand at no instant', () => {
    expect(() => clockAt('now')).toThrow(RangeError);
  });
});
