import { defaultPolicy, parsePolicy } from '@ringcheck/policy';
import { pictureOf } from '@ringcheck/testkit';
import { judgeDevice } from './judge-device.js';

const now = '2026-11-21T12:00:00.000Z';

function policyOf(lines: string) {
  const { policy } = parsePolicy(lines, { path: 'ringcheck.yaml', sha256: '' });
  if (policy === undefined) throw new Error('the policy of the test does not hold');
  return policy;
}

describe('the moment of the next review', () => {
  it('is the end of a waiver that names the device', () => {
    const policy = policyOf(
      'version: 1\nwaivers:\n  - { rule: "*", select: { platform: [iOS, iPadOS, macOS] }, reason: r, owner: o@example.org, expires: 2026-11-30 }\n',
    );
    const { reviewAt } = judgeDevice(pictureOf({ platform: 'iOS' }), policy, now);
    expect(reviewAt?.startsWith('2026-12-01T00:00:00') || reviewAt?.startsWith('2026-11-30T23:59:59')).toBe(
      true,
    );
  });

  it('is the moment at which something known grows stale, when that is earlier', () => {
    const picture = { ...pictureOf({}), freshUntil: '2026-11-22T00:00:00.000Z' };
    expect(judgeDevice(picture, defaultPolicy, now).reviewAt).toBe('2026-11-22T00:00:00.000Z');
  });

  it('is never where time changes nothing', () => {
    expect(judgeDevice(pictureOf({}), defaultPolicy, now).reviewAt).toBeUndefined();
  });
});
