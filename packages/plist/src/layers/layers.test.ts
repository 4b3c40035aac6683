import fc from 'fast-check';
import type { Position } from '@ringcheck/model';
import { chainLocate, decodeBase64Text, unescapeJsonText, unescapeXmlText, type Layer } from './layers.js';

const decode = (layer: Layer): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(layer.bytes);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (layer: Layer): string[] => layer.diagnostics.map(({ code }) => code);

/** Line and column of a UTF-8 offset, counted the slow and plain way. */
function placeInText(outer: Uint8Array, offset: number): Position {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(outer.subarray(0, offset));
  // A carriage return at the very end is the first half of a CRLF when a line feed comes next.
  const isHalf = before.endsWith('\r') && outer[offset] === 0x0a;
  const lines = (isHalf ? before.slice(0, -1) : before).split(/\r\n|\n|\r/);
  return { offset, line: lines.length, column: (lines.at(-1)?.length ?? 0) + (isHalf ? 2 : 1) };
}

const character = fc.oneof(
  fc.constantFrom('&', '<', '"', '/', '\\', '\n', '\r', 'é', '😀', '日'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

describe('unescapeXmlText', () => {
  it('gives the inner document and leads back to line, column and offset', () => {
    const outer = '<payloads>&lt;plist&gt;\n  &lt;key&gt;Überall &amp;amp; hier&lt;/key&gt;</payloads>';
    const raw = outer.slice(10, outer.indexOf('</payloads>'));
    const layer = unescapeXmlText(raw, { offset: 10, line: 1, column: 11 });
    expect(decode(layer)).toBe('<plist>\n  <key>Überall &amp; hier</key>');
    const inner = decode(layer).indexOf('hier');
    // `Ü` takes two octets inside and outside.
    expect(layer.locate(inner + 1)).toEqual({
      offset: utf8(outer.slice(0, outer.indexOf('hier'))).length,
      line: 2,
      column: 32,
    });
  });

  it('places a reference as a whole, with its end', () => {
    const layer = unescapeXmlText('a&lt;b&#x1F600;c');
    expect(decode(layer)).toBe('a<b😀c');
    expect(layer.locate(1, 2)).toEqual({ offset: 1, end: 5, line: 1, column: 2 });
    expect(layer.locate(5, 7)).toEqual({ offset: 6, end: 15, line: 1, column: 7 });
    expect(layer.locate(7, 8)).toEqual({ offset: 15, end: 16, line: 1, column: 16 });
    expect(layer.locate(8, 8)).toEqual({ offset: 16, end: 16, line: 1, column: 17 });
    expect(layer.locate(99)).toEqual({ offset: 16, line: 1, column: 17 });
  });

  it('reads CDATA and leaves comments out', () => {
    const layer = unescapeXmlText('x<![CDATA[<a>&amp;</a>]]>y<!-- &lt; -->z');
    expect(decode(layer)).toBe('x<a>&amp;</a>yz');
    expect(layer.locate(2).offset).toBe(11);
    expect(layer.locate(13).offset).toBe(25);
    expect(layer.locate(14).offset).toBe(39);
  });

  it('keeps and reports entities that XML does not define', () => {
    const layer = unescapeXmlText('a &nbsp; & b &#xD800; &#0; &#x110000; &amp');
    expect(decode(layer)).toBe('a &nbsp; & b &#xD800; &#0; &#x110000; &amp');
    expect(codes(layer)).toEqual(new Array(6).fill('layer-entity-unknown'));
    expect(layer.diagnostics[0]?.at).toEqual({ offset: 2, line: 1, column: 3 });
  });

  it('finds places in and around long stretches', () => {
    const long = 'é'.repeat(5000);
    const layer = unescapeXmlText(`a&lt;${long}&gt;<![CDATA[${long}]]><!--${long}-->z&amp;y`);
    const at = [1, 2, 10_002, 10_003, 10_005, 20_003, 20_004].map((offset) => layer.locate(offset).column);
    expect(at).toEqual([2, 6, 5006, 5019, 5020, 15_029, 15_030]);
  });

  it('reports at most 20 unknown entities', () => {
    expect(unescapeXmlText('&x;'.repeat(1000)).diagnostics).toHaveLength(20);
  });

  it('ends on open CDATA and comments', () => {
    expect(decode(unescapeXmlText('a<![CDATA[b'))).toBe('ab');
    expect(decode(unescapeXmlText('a<!-- b'))).toBe('a');
  });

  it('counts offsets in the encoding of the outer document', () => {
    const start = { offset: 2, line: 1, column: 1 };
    expect(unescapeXmlText('é&lt;x', { ...start, encoding: 'utf-16le' }).locate(3).offset).toBe(12);
    expect(unescapeXmlText('é&lt;x', { ...start, encoding: 'windows-1252' }).locate(3).offset).toBe(7);
    expect(unescapeXmlText('é&lt;x', start).locate(3).offset).toBe(8);
  });

  it('gives offsets alone for an outer document without lines', () => {
    expect(unescapeXmlText('a&lt;\nb', { offset: 100 }).locate(3)).toEqual({ offset: 106 });
  });

  it('counts CRLF and a lone CR as one line end each', () => {
    const layer = unescapeXmlText('a\r\nb\rc\nd');
    expect([0, 3, 5, 7].map((offset) => layer.locate(offset).line)).toEqual([1, 2, 3, 4]);
    expect([3, 5, 7].map((offset) => layer.locate(offset).column)).toEqual([1, 1, 1]);
  });

  it('leads every inner character of any text back to the outer character that holds it', () => {
    const style = fc.nat(3);
    const run = fc.property(fc.array(fc.tuple(character, style), { maxLength: 800 }), (parts) => {
      const pieces = parts.map(([text, how]) => escapeXml(text, how));
      checkPlaces(pieces, (raw) => unescapeXmlText(raw));
    });
    fc.assert(run, { numRuns: 150 });
  });
});

describe('unescapeJsonText', () => {
  it('reads every escape and leads back', () => {
    const layer = unescapeJsonText('<k>\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00x', {
      offset: 5,
      line: 3,
      column: 6,
    });
    expect(decode(layer)).toBe('<k>"\\/\b\f\n\r\té😀x');
    expect(layer.locate(utf8(decode(layer)).length - 1)).toEqual({ offset: 42, line: 3, column: 43 });
    expect(codes(layer)).toEqual([]);
  });

  it('keeps unknown escapes, replaces half a pair, and reports both', () => {
    const layer = unescapeJsonText('\\q \\u12 \\ud800x \\');
    expect(decode(layer)).toBe('\\q \\u12 \ufffdx \\');
    expect(codes(layer)).toEqual(new Array(4).fill('layer-escape-invalid'));
    expect(layer.locate(utf8(decode(layer)).indexOf(0x78)).offset).toBe(14);
  });

  it('leads every inner character of any text back to the outer character that holds it', () => {
    const run = fc.property(fc.array(fc.tuple(character, fc.nat(2)), { maxLength: 800 }), (parts) => {
      const pieces = parts.map(([text, how]) => ({ text, raw: escapeJson(text, how), lead: 0 }));
      checkPlaces(pieces, (raw) => unescapeJsonText(raw));
    });
    fc.assert(run, { numRuns: 150 });
  });
});

describe('decodeBase64Text', () => {
  it('places each byte at the first character that carries its bits', () => {
    const layer = decodeBase64Text('  QUJD\n  REVG', { offset: 50, line: 4, column: 7 });
    expect(decode(layer)).toBe('ABCDEF');
    expect([0, 1, 2, 3, 4].map((offset) => layer.locate(offset).offset)).toEqual([52, 53, 54, 59, 60]);
    expect(layer.locate(3, 6)).toEqual({ offset: 59, end: 63, line: 5, column: 3 });
    expect(layer.locate(0, 1)).toEqual({ offset: 52, end: 54, line: 4, column: 9 });
  });

  it('stops at a character that is no base64 and says where', () => {
    const layer = decodeBase64Text('QUJD*REVG');
    expect(decode(layer)).toBe('ABC');
    expect(layer.diagnostics).toMatchObject([
      { code: 'layer-base64-invalid', at: { offset: 4, line: 1, column: 5 } },
    ]);
  });

  it('decodes what was encoded and leads back into the right four characters', () => {
    const run = fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 1, max: 76 }),
      (bytes, width) => {
        const plain = Buffer.from(bytes).toString('base64');
        const raw = plain.replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
        const layer = decodeBase64Text(raw);
        expect([...layer.bytes]).toEqual([...bytes]);
        for (let i = 0; i < bytes.length; i++) {
          const before = raw.slice(0, layer.locate(i).offset).replace(/\s/g, '').length;
          expect(before).toBe(Math.floor((i * 4) / 3));
        }
      },
    );
    fc.assert(run, { numRuns: 100 });
  });
});

describe('chainLocate', () => {
  it('leads from XML escaped twice to the outermost document', () => {
    const outer = unescapeXmlText('ab&amp;lt;c', { offset: 1000, line: 9, column: 1 });
    const inner = unescapeXmlText(decode(outer));
    expect(decode(inner)).toBe('ab<c');
    const locate = chainLocate(inner.locate, outer.locate);
    expect(locate(3, 4)).toEqual({ offset: 1010, end: 1011, line: 9, column: 11 });
    expect(locate(2, 3)).toEqual({ offset: 1002, end: 1010, line: 9, column: 3 });
  });
});

/** One character of the inner document and what stands for it outside, from `lead` on. */
interface PieceOfText {
  readonly text: string;
  readonly raw: string;
  readonly lead: number;
}

function checkPlaces(pieces: readonly PieceOfText[], build: (raw: string) => Layer): void {
  const raw = pieces.map((piece) => piece.raw).join('');
  const layer = build(raw);
  expect(decode(layer)).toBe(pieces.map((piece) => piece.text).join(''));
  const rawBytes = utf8(raw);
  let inner = 0;
  let outer = 0;
  for (const piece of pieces) {
    const width = utf8(piece.text).length;
    const place = placeInText(rawBytes, outer + piece.lead);
    for (let i = inner; i < inner + width; i++) expect(layer.locate(i)).toEqual(place);
    inner += width;
    outer += utf8(piece.raw).length;
  }
}

function escapeXml(text: string, how: number): PieceOfText {
  const code = text.codePointAt(0) ?? 0;
  if (how === 1 && code !== 0) return { text, raw: `&#${code};`, lead: 0 };
  if (how === 2 && code !== 0) return { text, raw: `&#x${code.toString(16)};`, lead: 0 };
  if (how === 3) return { text, raw: `<![CDATA[${text}]]>`, lead: 9 };
  const raw = text.replace('&', '&amp;').replace('<', '&lt;').replace('"', '&quot;');
  return { text, raw, lead: 0 };
}

function escapeJson(text: string, how: number): string {
  const quoted = JSON.stringify(text).slice(1, -1);
  if (how === 0) return quoted;
  if (how === 1) return quoted.replaceAll('/', '\\/');
  let escaped = '';
  for (let i = 0; i < text.length; i++) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}
