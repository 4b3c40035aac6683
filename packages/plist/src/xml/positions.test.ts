import { get, type Value } from '@ringcheck/model';
import { decodePlist } from '../decode.js';
import { valueAt } from '../path.js';
import { utf16, utf8 } from '../testing.js';

const text = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<plist version="1.0">',
  '<dict>',
  '\t<key>Näme</key><string>zwei',
  'Zeilen</string> <key>😀</key> <true/>',
  '\t<key>list</key>',
  '\t<array>',
  '\t\t<integer>7</integer>',
  '\t</array>',
  '</dict>',
  '</plist>',
].join('\n');

function valueIn(bytes: Uint8Array): Value {
  const { value } = decodePlist(bytes);
  if (value === undefined) throw new Error('nothing was read');
  return value;
}

function entryOf(value: Value, key: string): { key: unknown; value: unknown } {
  const entry = value.type === 'dict' ? value.entries.find((one) => one.key === key) : undefined;
  return { key: entry?.keyAt, value: entry?.value.at };
}

describe('positions in XML', () => {
  it('give byte range, line and column of keys and values', () => {
    const value = valueIn(utf8(text));
    const bytes = utf8(text);
    const cut = (at: { offset: number; end?: number } | undefined): string =>
      new TextDecoder().decode(bytes.subarray(at?.offset, at?.end));
    expect(value.at).toMatchObject({ line: 3, column: 1 });
    expect(cut(value.at)).toMatch(/^<dict>[\s\S]*<\/dict>$/);
    expect(cut(get(value, 'Näme')?.at)).toBe('<string>zwei\nZeilen</string>');
    expect(cut(get(value, '😀')?.at)).toBe('<true/>');
    expect(cut(valueAt(value, 'list[0]')?.at)).toBe('<integer>7</integer>');
    expect(valueAt(value, 'list')?.at).toMatchObject({ line: 7, column: 2 });
    expect(valueAt(value, 'list[0]')?.at).toMatchObject({ line: 8, column: 3 });
  });

  it('count columns in UTF-16 units', () => {
    const value = valueIn(utf8(text));
    expect(entryOf(value, 'Näme').value).toMatchObject({ line: 4, column: 17 });
    expect(entryOf(value, '😀')).toMatchObject({
      key: { line: 5, column: 17 },
      value: { line: 5, column: 31 },
    });
  });

  it.each(['le', 'be'] as const)('refer to the bytes of the file in UTF-16 (%s)', (order) => {
    const value = valueIn(utf16(text, order));
    const unit = text.indexOf('<true/>');
    expect(get(value, '😀')?.at).toEqual({
      offset: 2 + unit * 2,
      end: 2 + (unit + 7) * 2,
      line: 5,
      column: 31,
    });
    expect(valueAt(value, 'list[0]')?.at).toMatchObject({
      offset: 2 + text.indexOf('<integer>') * 2,
      line: 8,
    });
  });

  it('count lone carriage returns and pairs as one line end each', () => {
    const value = valueIn(utf8('<plist>\r<array>\r\n<true/>\n<string>a\rb</string><false/></array></plist>'));
    expect(value.type === 'array' && value.items.map((item) => [item.at.line, item.at.column])).toEqual([
      [3, 1],
      [4, 1],
      [5, 11],
    ]);
  });

  it('go through the map of an outer document', () => {
    const locate = (offset: number, end?: number): { offset: number; end: number } => ({
      offset: offset + 1000,
      end: (end ?? offset) + 1000,
    });
    const { value } = decodePlist(utf8('<plist><true/></plist>'), { locate });
    expect(value?.at).toEqual({ offset: 1007, end: 1014 });
  });
});
