import { nearest, suggestion } from './nearest.js';

describe('the nearest name', () => {
  it.each([
    ['sipalg', ['tlsInspection', 'sipAlg'], 'sipAlg'],
    ['requird', ['required', 'prohibited'], 'required'],
    ['tag', ['tags', 'name'], 'tags'],
    ['restriction-facetme', ['restriction-camera', 'restriction-facetime'], 'restriction-facetime'],
  ])('of %s is found', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it('is none when nothing is near, or the word is absurdly long', () => {
    expect(nearest('lunch', ['tags', 'name'])).toBeUndefined();
    expect(nearest('x'.repeat(1000), ['x'.repeat(1000)])).toBeUndefined();
    expect(nearest('', ['a'])).toBeUndefined();
  });

  it('gives way to the whole list when that is short', () => {
    expect(suggestion('lunch', ['tags', 'name'])).toBe(' Valid: tags, name.');
    expect(suggestion('tag', ['tags', 'name'])).toBe(' Did you mean tags?');
    expect(suggestion('lunch', [])).toBe('');
  });
});
