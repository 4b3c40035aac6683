import { decodePlist } from '../decode.js';
import { saidOf, shapeOf, utf8, xml } from '../testing.js';

function readBack(bytes: Uint8Array): { status: string; said: string[]; shape: unknown } {
  const result = decodePlist(bytes);
  return {
    status: result.status,
    said: saidOf(result),
    shape: result.value === undefined ? undefined : shapeOf(result.value),
  };
}

const dict = (...entries: unknown[][]): unknown => ({ dict: entries });

describe('XML property lists with faults, read as far as they go', () => {
  it.each([
    [
      'a placeholder in an integer',
      '<integer>$INTEGER</integer>',
      ['templated-value 1:22'],
      { templated: 'integer: $INTEGER' },
    ],
    [
      'a placeholder in a real',
      '<real>{{level}}</real>',
      ['templated-value 1:22'],
      { templated: 'real: {{level}}' },
    ],
    ['a placeholder in data', '<data>%CERT%</data>', ['templated-value 1:22'], { templated: 'data: %CERT%' }],
    [
      'a placeholder in a date',
      '<date>__DATE__</date>',
      ['templated-value 1:22'],
      { templated: 'date: __DATE__' },
    ],
    [
      'a word in an integer',
      '<integer>seven</integer>',
      ['invalid-integer 1:22'],
      { templated: 'integer: seven' },
    ],
    ['an empty integer', '<integer/>', ['invalid-integer 1:22'], { templated: 'integer: ' }],
    ['a word in a real', '<real>1,5</real>', ['invalid-real 1:22'], { templated: 'real: 1,5' }],
    [
      'a day that is not',
      '<date>2026-02-29T00:00:00Z</date>',
      ['invalid-date 1:22'],
      { templated: 'date: 2026-02-29T00:00:00Z' },
    ],
    [
      'an hour that is not',
      '<date>2026-01-01T24:00:00Z</date>',
      ['invalid-date 1:22'],
      { templated: 'date: 2026-01-01T24:00:00Z' },
    ],
    ['letters in data', '<data>a-b</data>', ['invalid-data 1:22'], { templated: 'data: a-b' }],
    ['a single letter of data', '<data>QUJDR</data>', ['invalid-data 1:22'], { templated: 'data: QUJDR' }],
    ['data without padding', '<data>QQ</data>', ['data-padding 1:22'], { data: 'QQ==' }],
    ['a boolean with text', '<true>x</true>', ['unexpected-content 1:22'], true],
    ['a bare ampersand', '<string>Q & A</string>', ['bare-ampersand 1:32'], 'Q & A'],
    ['an entity nobody declared', '<string>&nbsp;x</string>', ['unknown-entity 1:30'], '&nbsp;x'],
    [
      'a reference to half a pair',
      '<string>&#xD800;</string>',
      ['invalid-character-reference 1:30'],
      '\ufffd',
    ],
    ['a reference to NUL', '<string>&#0;</string>', ['invalid-character-reference 1:30'], '\ufffd'],
    ['a NUL', '<string>a\0b</string>', ['control-character 1:31'], 'a\ufffdb'],
    [
      'a control character in CDATA',
      '<string><![CDATA[\x01]]></string>',
      ['control-character 1:39'],
      '\ufffd',
    ],
    [
      'a tag inside a string',
      '<string>a<b>c</b></string>',
      ['unexpected-element 1:31', 'mismatched-tag 1:35', 'mismatched-tag 1:35', 'mismatched-tag 1:39'],
      'ac',
    ],
    [
      'a string that is not closed',
      '<array><string>a<true/></array>',
      ['unclosed-element 1:38 [0]'],
      ['a', true],
    ],
    [
      'a string closed by another tag',
      '<array><string>a</integer></array>',
      ['mismatched-tag 1:38 [0]', 'mismatched-tag 1:38 [1]'],
      ['a'],
    ],
  ] as [string, string, string[], unknown][])('reads %s', (_name, body, said, shape) => {
    expect(readBack(xml(body))).toEqual({ status: 'partial', said, shape });
  });

  it.each([
    ['a value without a key', '<dict><true/></dict>', ['missing-key 1:28'], dict()],
    ['a key without a value', '<dict><key>a</key></dict>', ['missing-value 1:28 a'], dict()],
    [
      'two keys in a row',
      '<dict><key>a</key><key>b</key><true/></dict>',
      ['missing-value 1:28 a'],
      dict(['b', true]),
    ],
    ['a key in an array', '<array><key>a</key><true/></array>', ['unexpected-element 1:29 [0]'], [true]],
    ['text between elements', '<dict>oops<key>a</key><true/></dict>', ['stray-text 1:28'], dict(['a', true])],
    [
      'a placeholder in place of a value',
      '<dict><key>a</key>{{b}}</dict>',
      ['templated-value 1:40 a'],
      dict(['a', { templated: 'value: {{b}}' }]),
    ],
    [
      'a placeholder as an element',
      '<dict><key>a</key><$FLAG/></dict>',
      ['templated-value 1:40 a'],
      dict(['a', { templated: 'value: <$FLAG/>' }]),
    ],
    ['an unknown element', '<array><null/><true/></array>', ['unknown-element 1:29 [0]'], [true]],
    [
      'an unknown element with all it holds',
      '<dict><key>a</key><x><dict><key>b</key></dict></x><key>c</key><true/></dict>',
      ['unknown-element 1:40 a'],
      dict(['c', true]),
    ],
    ['an element in other letters', '<array><True/></array>', ['unknown-element 1:29 [0]'], []],
    [
      'a dictionary that is not closed',
      '<dict><key>a</key><dict><key>b</key><true/></dict>',
      ['unclosed-element 1:72'],
      dict(['a', dict(['b', true])]),
    ],
    ['a closing tag too many', '<array></dict><true/></array>', ['mismatched-tag 1:29 [0]'], [true]],
    ['two values in the root', '<true/><false/>', ['extra-root-value 1:29'], true],
    [
      'a document type inside',
      '<array><!DOCTYPE plist><true/></array>',
      ['unexpected-content 1:29 [0]'],
      [true],
    ],
  ] as [string, string, string[], unknown][])('reads %s', (_name, body, said, shape) => {
    expect(readBack(xml(body))).toEqual({ status: 'partial', said, shape });
  });

  it.each([
    ['inside a dictionary', '<plist>\n<dict>\n<key>a</key><true/>\n', 'truncated 4:1', dict(['a', true])],
    [
      'inside a string, which is left out',
      '<plist><dict><key>a</key><true/><key>b</key><string>half',
      'truncated 1:57 b',
      dict(['a', true]),
    ],
    ['inside a tag', '<plist><array><true/><fal', 'truncated 1:26 [1]', [true]],
    ['inside a comment', '<plist><array><true/><!-- ', 'truncated 1:27 [1]', [true]],
    ['before the root is closed', '<plist><true/>', 'truncated 1:15', true],
  ] as [string, string, string, unknown][])('reads a file cut off %s', (_name, text, said, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'partial', said: [said], shape });
  });

  it('lets the last of two equal keys count and names the first', () => {
    const result = readBack(xml('<dict><key>a</key><true/>\n<key>b</key><true/><key>a</key><false/></dict>'));
    expect(result).toEqual({
      status: 'ok',
      said: ['duplicate-key 1:28 a'],
      shape: dict(['b', true], ['a', false]),
    });
  });

  it('finds equal keys however they are written', () => {
    const result = readBack(xml('<dict><key>a&amp;</key><true/><key><![CDATA[a&]]></key><false/></dict>'));
    expect(result.said).toEqual(['duplicate-key 1:28 a&']);
  });

  it('finds equal keys across a nested dictionary with the same key', () => {
    const nested = '<dict><key>k</key><dict><key>k</key><true/></dict><key>k</key><true/></dict>';
    expect(readBack(xml(nested)).said).toEqual(['duplicate-key 1:28 k']);
  });

  it('finds equal keys among thousands', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `<key>key${i}</key><true/>`);
    expect(readBack(xml(`<dict>${keys.join('')}<key>key7</key><true/></dict>`)).said).toHaveLength(1);
  });
});

describe('XML property lists that are passed with a remark', () => {
  it.each([
    [
      'a sentence before the list',
      'Profiles of this Mac:\n<plist><true/></plist>',
      'text-before-document 1:1',
      true,
    ],
    ['a root without plist element', '<!DOCTYPE plist><dict/>', 'missing-plist-element 1:17', dict()],
    [
      'a date with an offset',
      '<plist><date>2026-01-31T01:00:00+02:00</date></plist>',
      'date-not-canonical 1:8',
      { date: '2026-01-30T23:00:00Z' },
    ],
    [
      'a date without a time',
      '<plist><date>2026-01-31</date></plist>',
      'date-not-canonical 1:8',
      { date: '2026-01-31T00:00:00Z' },
    ],
    [
      'a date with fractions',
      '<plist><date>2026-01-31T10:00:00.25Z</date></plist>',
      'date-not-canonical 1:8',
      { date: '2026-01-31T10:00:00.25Z' },
    ],
  ] as [string, string, string, unknown][])('reads %s', (_name, text, said, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'ok', said: [said], shape });
  });

  it('reads two hyphens in a comment, which other tools refuse, as partial', () => {
    const bytes = utf8('<plist><!-- a\n -- b --><true/></plist>');
    const said = ['double-hyphen-in-comment 2:2'];
    expect(readBack(bytes)).toEqual({ status: 'partial', said, shape: true });
  });

  it.each([
    ['a second document', '<plist><true/></plist>\n<?xml version="1.0"?><plist/>', 'second-document 2:1'],
    ['something after the list', '<plist><true/></plist>\n<!-- x -->rest', 'trailing-content 2:11'],
  ])('reads the first value before %s', (_name, text, said) => {
    expect(readBack(utf8(text))).toEqual({ status: 'partial', said: [said], shape: true });
  });
});

describe('XML that is no property list', () => {
  it.each([
    ['nothing', '', 'not-a-plist 1:1'],
    ['a line end', '\n', 'not-a-plist 1:1'],
    ['another root', '<computer><id>1</id></computer>', 'not-a-plist 1:1'],
    ['a web page', '<!DOCTYPE html><html></html>', 'not-a-plist 1:1'],
    ['an empty list', '<plist>\n</plist>', 'empty-plist 1:1'],
    ['a list cut off at once', '<plist version="1.0">', 'truncated 1:22'],
    ['a list cut off in its first value', '<plist><string>a', 'truncated 1:17'],
  ])('refuses %s', (_name, text, said) => {
    expect(readBack(utf8(text))).toEqual({ status: 'rejected', said: [said], shape: undefined });
  });

  it('refuses CMS around a property list: that layer is not its own', () => {
    const cms = utf8('0\x80\x06\x09*\x86\x48\x86\xf7\x0d\x01\x07\x02 <plist><true/></plist>');
    expect(decodePlist(cms).status).toBe('rejected');
  });
});
