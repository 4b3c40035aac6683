import fc from 'fast-check';
import { openTable } from './table.js';

const rowsOf = (text: string) =>
  [...(openTable(text)?.rows(0) ?? [])].map((row) => row.cells.map((cell) => cell.text));

describe('a delimited text', () => {
  it.each([
    ['a,b\n1,2', ','],
    ['a;b\n1;2,5', ';'],
    ['a\tb\n1\t2', '\t'],
    ['a|b\n1|2', '|'],
  ])('has its delimiter sniffed from the first line: %j', (text, delimiter) => {
    expect(openTable(text)?.delimiter).toBe(delimiter);
  });

  it('obeys the sep line of a spreadsheet', () => {
    expect(rowsOf('sep=|\r\na|b,c\r\n')).toEqual([['a', 'b,c']]);
  });

  it.each([
    ['"a,b",c', [['a,b', 'c']]],
    ['"say ""hi""",c', [['say "hi"', 'c']]],
    [
      '"two\nlines",c\nd,e',
      [
        ['two\nlines', 'c'],
        ['d', 'e'],
      ],
    ],
    [
      'a,b\r\n\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['\'-1,="007"', [['-1', '007']]],
    ['a,"b" x', [['a', 'b x']]],
    ['a,,', [['a', '', '']]],
  ])('reads %j', (text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  it('tells line, column and bytes of each cell', () => {
    const rows = [...(openTable('näme,serial\n"a\nb",XFAK3SER\n')?.rows(1) ?? [])];
    expect(rows[0]?.cells[1]?.at()).toEqual({ offset: 19, end: 27, line: 3, column: 4 });
    expect(rows[0]?.at().line).toBe(2);
  });

  it('counts the bytes of UTF-16 and of a byte order mark', () => {
    const rows = openTable('a,b\n1,2', { encoding: 'utf-16le', bomBytes: 2 })?.rows(1) ?? [];
    expect([...rows][0]?.cells[1]?.at()).toMatchObject({ offset: 14, line: 2, column: 3 });
  });

  it('reads a cell with an open quote to the end of its line and says so', () => {
    const table = openTable('a,b\n1,"2\n3,4\n');
    expect([...(table?.rows(1) ?? [])].map((row) => row.cells.map(({ text }) => text))).toEqual([
      ['1', '"2'],
      ['3', '4'],
    ]);
    expect(table?.diagnostics()).toMatchObject([{ code: 'unclosed-quote', at: { line: 2, column: 3 } }]);
  });

  it('is none when no line has two cells', () => {
    expect(openTable('just\ntext\n')).toBeUndefined();
    expect(openTable('')).toBeUndefined();
  });

  it('ends for every text, with cells where they say they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', 'ä', '='), maxLength: 80 }),
        (text) => {
          for (const row of openTable(text)?.rows(0) ?? [])
            for (const cell of row.cells) expect(cell.at().offset).toBeLessThanOrEqual(text.length * 2);
        },
      ),
      { seed: 7 },
    );
  });
});
