import { matchesGlob } from './glob.js';

describe('globs', () => {
  it.each([
    ['Kiosk *', 'Kiosk 12'],
    ['kiosk *', 'KIOSK 12'],
    ['*', ''],
    ['iPad?,1', 'iPad8,1'],
    ['*Pro*', 'iPad Pro (11-inch)'],
    ['a*b*c', 'aXbXbXc'],
    ['[x].(y)+', '[x].(y)+'],
    ['?', '😀'],
  ])('%s fits %s', (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(true);
  });

  it.each([
    ['Kiosk *', 'Old Kiosk 12'],
    ['Kiosk', 'Kiosk 12'],
    ['iPad?,1', 'iPad13,1'],
    ['a*b', 'abc'],
    ['.', 'x'],
    ['', 'x'],
    ['?', ''],
  ])('%s does not fit %s', (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(false);
  });

  it('stays cheap on a pattern that makes regular expressions explode', () => {
    expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(2000))).toBe(false);
  });
});
