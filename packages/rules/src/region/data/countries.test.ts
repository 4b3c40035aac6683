import { countries } from './countries.js';

describe('the table of countries', () => {
  it('has each code once, as three digits of text', () => {
    expect(new Set(countries.map(({ mcc }) => mcc)).size).toBe(countries.length);
    for (const { mcc } of countries) expect(mcc).toMatch(/^\d{3}$/);
  });

  it('dates and sources every row', () => {
    for (const { verified, sources } of countries) {
      expect(verified).toMatch(/^\d{4}(-\d{2})?$/);
      expect(sources.length).toBeGreaterThan(0);
    }
  });

  it('names both sources where they differ on Saudi Arabia', () => {
    expect(countries.find(({ mcc }) => mcc === '420')?.sources).toHaveLength(2);
  });
});
