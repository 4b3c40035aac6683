import { suffixes } from './data/suffixes.js';
import { parsePartNumber } from './part-number.js';

const suffixOf = (text: string) => parsePartNumber(text).suffix;
const regionsOf = (text: string) => parsePartNumber(text).row?.regions;

describe('part numbers', () => {
  it.each([
    ['MK1A3LL/A', 'LL'],
    ['MK1A3B/A', 'B'],
    ['NK1A3LL/A', 'LL'],
    ['FK1A3ZP/A', 'ZP'],
    ['PK1A3X/A', 'X'],
    ['3K1A3CH/A', 'CH'],
    [' mk1a3 ll/a ', 'LL'],
    ['MK1A3LL', 'LL'],
    ['993-31388LL', 'LL'],
    ['M12ALL/A', 'LL'],
    ['MK1A35LL/A', 'LL'],
    ['MABCDELL/A', 'LL'],
    ['Z15G0024CH/A', 'CH'],
  ])('%s has the letters %s', (text, suffix) => {
    expect(suffixOf(text)).toBe(suffix);
  });

  it('take four characters after the first for the number, whatever letters they are', () => {
    expect(suffixOf('MK1AAB/A')).toBe('B');
    expect(suffixOf('MK1CHLL/A')).toBe('LL');
    expect(suffixOf('MPKAEY/A')).toBe('Y');
  });

  it.each([
    '',
    '/A',
    'LL/A',
    'MK1A3/A',
    'MK1AB',
    'iPhone15,3',
    'iPhone',
    'A2894',
    '12345678',
    'Z15G000CH',
    'MK1A3ABCD/A',
  ])('tells no letters from "%s"', (text) => {
    expect(suffixOf(text)).toBeUndefined();
  });

  it('keep letters nobody knows and guess no country from them', () => {
    expect(parsePartNumber('MK1A3QQ/A')).toEqual({ text: 'MK1A3QQ/A', suffix: 'QQ', unit: 'new' });
    expect(regionsOf('MK1A3IN/A')).toBeUndefined();
    expect(regionsOf('MK1A3XX/A')).toBeUndefined();
  });

  it.each([
    ['ZA', ['Singapore']],
    ['SO', ['South Africa']],
    ['CH', ['China mainland']],
    ['FD', ['Austria', 'Liechtenstein', 'Switzerland']],
    ['PK', ['Poland', 'Finland']],
    ['SL', ['Slovakia']],
    ['GB', ['Bulgaria']],
    ['RS', ['Russia']],
    ['MO', ['Macau', 'Hong Kong']],
    ['LL', ['United States', 'Canada']],
  ])('with %s were sold in %j', (suffix, regions) => {
    expect(regionsOf(`MK1A3${suffix}/A`)).toEqual(regions);
  });

  it('say what the first letter means', () => {
    expect(parsePartNumber('NK1A3LL/A').unit).toBe('a replacement unit');
    expect(parsePartNumber('FK1A3LL/A').unit).toBe('refurbished by Apple');
  });

  it('end whatever text they are given', () => {
    expect(suffixOf('M'.repeat(100_000))).toBeUndefined();
  });
});

describe('the table of suffixes', () => {
  it('has each suffix once, with regions and sources', () => {
    expect(new Set(suffixes.map(({ suffix }) => suffix)).size).toBe(suffixes.length);
    for (const { suffix, regions, sources } of suffixes) {
      expect([suffix, regions.length > 0, sources.length > 0]).toEqual([suffix, true, true]);
    }
  });

  it('is sure of nothing that has no source', () => {
    const unsourced = suffixes.filter(({ sources }) => sources.every((source) => source === 'unsourced'));
    expect(unsourced.filter(({ confidence }) => confidence === 'high')).toEqual([]);
  });
});
