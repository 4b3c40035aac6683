import fc from 'fast-check';
import { parseColumnMapping } from './parse.js';

const faults = (text: string) =>
  parseColumnMapping(text).diagnostics.map(({ code, path, at, message }) => [
    code,
    path,
    at?.line,
    at?.column,
    message,
  ]);

describe('a mapping file', () => {
  const text = `version: 1
columns:
  serial: Seriennummer
  supervised: { column: Betreut, true: [Ja], false: [nein, 0] }
  platform:
    column: Gerätetyp
    values: { Handy: iPhone }
ignore: [Name]
dates: day-first
`;

  it('says what each heading stands for', () => {
    expect(parseColumnMapping(text)).toEqual({
      mapping: {
        columns: [
          { column: 'serial', heading: 'Seriennummer', words: [] },
          { column: 'platform', heading: 'Gerätetyp', words: [{ from: 'handy', to: 'iPhone' }] },
          {
            column: 'supervised',
            heading: 'Betreut',
            words: [
              { from: 'ja', to: 'true' },
              { from: 'nein', to: 'false' },
              { from: '0', to: 'false' },
            ],
          },
        ],
        ignore: ['Name'],
        dates: 'day-first',
      },
      diagnostics: [],
    });
  });

  it('may be JSON', () => {
    const { mapping } = parseColumnMapping('{"version": 1, "columns": {"udid": "Gerät"}}');
    expect(mapping).toEqual({ columns: [{ column: 'udid', heading: 'Gerät', words: [] }], ignore: [] });
  });

  it.each([
    [
      'version: 1\ncolumns:\n  seral: Nr\n',
      [
        'mapping-unknown-key',
        'columns.seral',
        3,
        3,
        'columns.seral: columns has no key seral. Did you mean serial?',
      ],
    ],
    ['version: 2\ncolumns: {}\n', ['mapping-bad-value', 'version', 1, 10, 'version: wants 1.']],
    ['version: 1\n', ['mapping-missing-key', 'columns', 1, 1, 'columns: the file needs columns.']],
    [
      'version: 1\ncolumns:\n  supervised: { colum: Betreut }\n',
      [
        'mapping-unknown-key',
        'columns.supervised.colum',
        3,
        17,
        'columns.supervised.colum: columns.supervised has no key colum. Did you mean column?',
      ],
    ],
    [
      'version: 1\ncolumns: { serial: Nr }\ndates: euro\n',
      ['mapping-bad-value', 'dates', 3, 8, 'dates: wants day-first or month-first.'],
    ],
    [
      'version: 1\ncolumns:\n  serial: Nr\n  udid: nr\n',
      [
        'mapping-heading-twice',
        'columns.udid',
        4,
        9,
        'columns.udid: the heading "nr" stands for serial already. Name it once.',
      ],
    ],
  ])('that is wrong says file line, key and what was meant: %j', (wrong, fault) => {
    expect(parseColumnMapping(wrong).mapping).toBeUndefined();
    expect(faults(wrong)).toContainEqual(fault);
  });

  it('that is no YAML, empty or too large is refused with a place', () => {
    for (const wrong of ['', 'columns: [', '- 1', `version: 1\n#${'x'.repeat(2_000_000)}`, '__proto__: 1']) {
      const { mapping, diagnostics } = parseColumnMapping(wrong);
      expect(mapping).toBeUndefined();
      expect(diagnostics[0]?.at?.line).toBe(1);
    }
  });

  it('ends for every text', () => {
    const piece = fc.constantFrom(
      'version: 1\n',
      'columns:\n',
      '  serial: ',
      'Nr\n',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '"',
      ': ',
      '1',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        parseColumnMapping(parts.join(''));
      }),
      { seed: 7 },
    );
  });
});
