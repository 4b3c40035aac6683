import { tableInput } from './contract/inputs.js';
import { plainValue } from './contract/values.js';
import { sources } from './registry.js';

const ref = { path: 'x', sha256: '0'.repeat(64) };

describe('the list of sources', () => {
  it('has each id once', () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the particular before the general', () => {
    const first = (input: object) => sources.find((source) => source.recognise({ ref, ...input }))?.id;
    expect(first(tableInput('serial,group', 'XFAK3SER1A,staff'))).toBe('placement-csv');
    expect(first(tableInput('JSS Computer ID,Serial Number', '4,XFAK3SER1A'))).toBe('jamf-csv');
    expect(first(tableInput('serial,name', 'XFAK3SER1A,A'))).toBe('inventory-csv');
  });

  it('leaves an empty tree to nobody', () => {
    for (const plain of [{}, [], null, '', 0])
      expect(sources.filter((source) => source.recognise({ ref, value: plainValue(plain) }))).toEqual([]);
  });
});
