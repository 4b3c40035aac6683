import { reaches } from './versions.js';

describe('reaches', () => {
  it('compares by number, the first time and every other', () => {
    for (let time = 0; time < 2; time++) {
      expect(reaches('9.3.5', '10.0')).toBe(false);
      expect(reaches('26.0', '18.6')).toBe(true);
      expect(reaches('17.0', '17')).toBe(true);
      expect(reaches('beta', '17.0')).toBeUndefined();
    }
  });

  it('goes on answering after more versions than it remembers', () => {
    for (let minor = 0; minor < 500; minor++) expect(reaches(`15.${minor}`, '15.250')).toBe(minor >= 250);
  });
});
