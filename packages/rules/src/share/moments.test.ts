import type { Picture } from '@ringcheck/assemble';
import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, type PictureSpec } from '@ringcheck/testkit';
import fc from 'fast-check';
import { clockAt, evaluateDevice, rules, Sharing } from '../index.js';
import { another } from './testing.js';

const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T12:00:00.000Z`;
const restrictions = 'com.apple.applicationaccess';
const quietUntil = (end: string): PictureSpec => ({
  platform: 'iOS',
  osVersion: '26.1',
  isSupervised: true,
  profiles: [
    {
      identifier: 'org.example.quiet',
      removalDate: end,
      payloads: [{ type: restrictions, allowVideoConferencing: false }],
    },
  ],
});
const quiet: PictureSpec = {
  platform: 'iOS',
  osVersion: '26.1',
  isSupervised: true,
  profiles: [
    { identifier: 'org.example.quiet', payloads: [{ type: restrictions, allowVideoConferencing: false }] },
  ],
};

/** How many rules were asked of the devices, each at its moment. */
function askedAt(...judged: readonly (readonly [Picture, string])[]): readonly number[] {
  let asked = 0;
  const counting = rules.map((rule) => ({
    ...rule,
    evaluate: (subject: Parameters<typeof rule.evaluate>[0]) => {
      asked += 1;
      return rule.evaluate(subject);
    },
  }));
  const sharing = new Sharing();
  const options = { thresholds: defaultThresholds, overrides: [], rules: counting };
  return judged.map(([picture, now]) => {
    asked = 0;
    sharing.judge(picture, { ...options, now }, clockAt(now), false);
    return asked;
  });
}

describe('answers shared from one moment to the next', () => {
  it('are not asked for again where nothing that was asked for has passed since', () => {
    const picture = pictureOf(quiet);
    const [first = 0, met, later] = askedAt(
      [picture, day(10)],
      [another(picture, 1), day(10)],
      [another(picture, 2), day(20)],
    );
    expect(later).toBe(met);
    expect(later).toBeLessThan(first / 3);
  });

  it('are asked for again from the moment that one of them waits for, and where the clock goes back', () => {
    const picture = pictureOf(quietUntil(day(15)));
    const [first, before, at, back] = askedAt(
      [picture, day(10)],
      [picture, day(14)],
      [picture, day(15)],
      [picture, day(14)],
    );
    expect(before).toBeLessThan((first ?? 0) / 3);
    expect([at, back]).toEqual([first, first]);
  });

  it('are those of the device alone, in whatever order moments and devices come', () => {
    const pictures = [quiet, quietUntil(day(12)), quietUntil(day(18))].map((spec) => pictureOf(spec));
    const step = fc.tuple(fc.constantFrom(...pictures), fc.integer({ min: 9, max: 20 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), (steps) => {
        const sharing = new Sharing();
        for (const [index, [picture, n]] of steps.entries()) {
          const options = { now: day(n), thresholds: defaultThresholds };
          const device = another(picture, index);
          const shared = JSON.stringify(evaluateDevice(device, { ...options, sharing }));
          expect(shared).toBe(JSON.stringify(evaluateDevice(device, options)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
