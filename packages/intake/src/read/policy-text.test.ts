import { decodeJson } from '@ringcheck/plist';
import { isMappingText, isMappingTree } from './policy-text.js';

describe('a mapping file', () => {
  it.each([
    ['version: 1\ncolumns:\n  serial: Nr\n', true],
    ['# ours\nversion: 1 # first\r\ncolumns: {serial: Nr}', true],
    ['version: 1\ngroups: []\n', false],
    ['version: 2\ncolumns: {}\n', false],
    ['serial,columns:\n', false],
  ])('is recognised in %j: %s', (text, expected) => {
    expect(isMappingText(text)).toBe(expected);
  });

  it.each([
    ['{"version": 1, "columns": {"serial": "Nr"}}', true],
    ['{"columns": {"serial": "Nr"}, "version": 1}', true],
    ['{"version": 1, "columns": ["a"]}', false],
    ['{"columns": {"a": "b"}}', false],
  ])('is recognised in the tree of %j: %s', (json, expected) => {
    const { value } = decodeJson(new TextEncoder().encode(json));
    expect(value !== undefined && isMappingTree(value)).toBe(expected);
  });
});
