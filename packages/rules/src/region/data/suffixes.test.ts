import { suffixes, suffixSources } from './suffixes.js';

describe('the table of model-number suffixes', () => {
  it.each(suffixes.map((row) => [row.suffix, row] as const))(
    'says of %s where it is sold and who says so',
    (suffix, row) => {
      expect(suffix).toMatch(/^[A-Z]{1,2}$/);
      expect(row.regions.length).toBeGreaterThan(0);
      for (const region of row.regions) expect(region).toMatch(/^[A-Z][A-Za-z]+/);
      expect(row.sources.length).toBeGreaterThan(0);
      for (const source of row.sources) expect(Object.keys(suffixSources)).toContain(source);
      expect(['high', 'medium', 'low']).toContain(row.confidence);
    },
  );

  it('has each suffix once', () => {
    expect(new Set(suffixes.map(({ suffix }) => suffix)).size).toBe(suffixes.length);
  });
});
