import fc from 'fast-check';
import { readXml } from './read-xml.js';

describe('an XML document', () => {
  it('is read to elements with line, column and bytes', () => {
    const { root, diagnostics } = readXml('<a x="1">\n  <b>é&amp;</b>\n  <c/>\n</a>');
    expect(diagnostics).toEqual([]);
    expect(root).toMatchObject({ name: 'a', attributes: [{ name: 'x', value: '1' }] });
    expect(root?.children.map(({ name, text, at }) => [name, text, at])).toEqual([
      ['b', 'é&', { offset: 12, end: 26, line: 2, column: 3 }],
      ['c', '', { offset: 29, end: 33, line: 3, column: 3 }],
    ]);
  });

  it('tells where the content of an element stands', () => {
    const text = '<a><b>x&lt;y</b></a>';
    const [element] = readXml(text).root?.children ?? [];
    expect(text.slice(element?.contentStart, element?.contentEnd)).toBe('x&lt;y');
  });

  it.each([
    ['an entity', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'entity-declaration'],
    [
      'an outer entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'entity-declaration',
    ],
    ['depth', '<a>'.repeat(300), 'too-deep'],
  ])('is refused for %s', (_name, text, code) => {
    const { root, diagnostics } = readXml(text);
    expect(root).toBeUndefined();
    expect(diagnostics.at(-1)?.code).toBe(code);
  });

  it('that is cut short keeps what was read', () => {
    const { root, diagnostics } = readXml('<a><b>1</b><c>');
    expect(root?.children.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(diagnostics[0]?.code).toBe('malformed-xml');
  });

  it('ends for every text', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<b/>',
      '&amp;',
      '&x;',
      'é',
      '<',
      '>',
      '<![CDATA[',
      ']]>',
      '"',
      '\n',
      '<!--',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        readXml(parts.join(''));
      }),
      { seed: 11 },
    );
  });
});
