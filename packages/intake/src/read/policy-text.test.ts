import { decodeJson } from '@ringcheck/plist';
import { columnMappingText } from './column-mapping.js';
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

describe('the text of a mapping file', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);

  it.each([
    ['version: 1\ncolumns: { serial: Nr }\n', true],
    ['\ufeffversion: 1\ncolumns: { serial: Nr }\n', true],
    ['{"version": 1, "columns": {"serial": "Nr"}}', true],
    ['{"version": 1, "col\\u0075mns": {"serial": "Nr"}}', true],
    ['serial,name\nA,B\n', false],
    ['{"columns": {}}', false],
    ['', false],
    [`version: 1\ncolumns:\n#${'x'.repeat(1024 * 1024)}`, false],
  ])('is given for what is one, and for nothing else', (text, expected) => {
    expect(columnMappingText(utf8(text)) !== undefined).toBe(expected);
  });
});
