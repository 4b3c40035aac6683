import { hasExpectedCase, isFaceTime } from './index.js';

describe('the bundle identifier of FaceTime', () => {
  it.each(['com.apple.facetime', 'com.apple.FaceTime', 'COM.APPLE.FACETIME', ' com.apple.facetime '])(
    'is %s in any case',
    (id) => {
      expect(isFaceTime(id)).toBe(true);
    },
  );

  it.each(['com.apple.facetim', 'com.apple.facetime.helper', '', 'facetime'])('is not %s', (id) => {
    expect(isFaceTime(id)).toBe(false);
  });

  it('is spelt with capitals on Macs only', () => {
    expect(hasExpectedCase('com.apple.FaceTime', 'macOS')).toBe(true);
    expect(hasExpectedCase('com.apple.facetime', 'macOS')).toBe(false);
    expect(hasExpectedCase('com.apple.facetime', 'iPadOS')).toBe(true);
    expect(hasExpectedCase('com.apple.FaceTime', 'iOS')).toBe(false);
  });
});
