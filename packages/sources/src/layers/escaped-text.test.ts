import fc from 'fast-check';
import { unescapeJson, unescapeXml } from './escaped-text.js';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const place = (start: number, end?: number) => ({ offset: start, ...(end === undefined ? {} : { end }) });

describe('a document inside a text', () => {
  it.each([
    ['a&lt;b&gt;&amp;&#233;&#x1F600;', 'a<b>&é😀'],
    ['<![CDATA[<a>&amp;</a>]]>', '<a>&amp;</a>'],
    ['x<![CDATA[y', 'xy'],
    ['&nope;&', '&nope;&'],
  ])('is taken out of XML: %j', (raw, expected) => {
    expect(decode(unescapeXml(raw, 0, raw.length).bytes)).toBe(expected);
  });

  it('leads back from its bytes to the characters around them', () => {
    const raw = 'é&lt;key&gt;é';
    const layer = unescapeXml(raw, 0, raw.length);
    const at = layer.locate(place);
    expect([0, 2, 3, 6, 7].map((offset) => at(offset).offset)).toEqual([0, 1, 5, 8, 12]);
    expect(at(2, 7)).toEqual({ offset: 1, end: 12 });
  });

  it('is taken out of a JSON string as JSON itself does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const raw = JSON.stringify(text).slice(1, -1);
        expect(decode(unescapeJson(raw, 0, raw.length).bytes)).toBe(decode(new TextEncoder().encode(text)));
      }),
      { seed: 5 },
    );
  });
});
