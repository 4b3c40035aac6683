import { wayTo } from './with-finding.js';

describe('the way to devices with a finding', () => {
  it.each([
    [50_000, 'look into each'],
    [10_200, 'look into each'],
    [10_000, 'collect'],
    [3_300, 'collect'],
    [2_000, 'look up'],
    [0, 'look up'],
  ] as const)('for %i of 100,000 devices and a page of 100 is to %s', (having, way) => {
    expect(wayTo(101, having, 100_000)).toBe(way);
  });

  it('is to look up what was not counted', () => {
    expect(wayTo(101, undefined, 100_000)).toBe('look up');
    expect(wayTo(101, 5, undefined)).toBe('look up');
  });
});
