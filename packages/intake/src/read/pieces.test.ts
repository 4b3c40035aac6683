import fc from 'fast-check';
import { plistPieces } from './pieces.js';

const textsOf = (text: string): string[] => {
  const bytes = new TextEncoder().encode(text);
  return plistPieces(bytes).map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
};

describe('the property lists of a file', () => {
  it('are cut where one ends and another begins', () => {
    expect(textsOf('<plist>a</plist>\n<?xml?><plist>b</plist><plist/>')).toEqual([
      '<plist>a</plist>',
      '<?xml?><plist>b</plist>',
      '<plist/>',
    ]);
  });

  it.each(['<plist></plist', '</plist>', '<plist>1</plist> and words', '', '</plist</plist>'])(
    'are one where nothing begins behind an end: %j',
    (text) => {
      expect(textsOf(text)).toEqual([text]);
    },
  );

  it('are cut at every end, whatever stands before it', () => {
    const almost = fc.array(fc.constantFrom('<', '/', 'p', 'l', 'i', 's', 't', '</plist', '<plis', 'st>'));
    fc.assert(
      fc.property(fc.array(almost, { maxLength: 4 }), (parts) => {
        const lists = parts.map((signs) => `<plist>${signs.join('').replaceAll('>', '')}</plist>`);
        expect(textsOf(lists.join('\n')).map((text) => text.trim())).toEqual(
          lists.length === 0 ? [''] : lists,
        );
      }),
    );
  });
});
