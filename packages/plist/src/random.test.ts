import type { Position, Value } from '@ringcheck/model';
import fc from 'fast-check';
import type { PlistResult } from './decode.js';
import { decodePlist } from './decode.js';
import { diagnosticCodes } from './diagnostics.js';
import { recognisePlist, type PlistEncoding } from './recognise.js';
import { openPlistStream } from './stream.js';
import { asciiObject, bplist, utf16, utf8 } from './testing.js';

const encodings: readonly PlistEncoding[] = ['xml', 'binary', 'openstep', 'json'];
const runs = Number(process.env['RINGCHECK_FUZZ_RUNS'] ?? '200');

/** What every result owes, whatever went in. */
function holdsTheLaw(result: PlistResult, size: number): void {
  const { status, value, diagnostics } = result;
  const owed = status === 'rejected' ? value === undefined && diagnostics.length > 0 : value !== undefined;
  const explained = status !== 'partial' || diagnostics.length > 0;
  const placed = diagnostics.every(
    ({ code, at }) => diagnosticCodes.includes(code as never) && isPlace(at, size),
  );
  if (!owed || !explained || !placed || (value !== undefined && !isPlaced(value, size)))
    throw new Error(`breaks the law: ${JSON.stringify(result)}`);
}

function isPlace(at: Position | undefined, size: number): boolean {
  if (at === undefined) return false;
  const { offset, end = offset, line = 1, column = 1 } = at;
  return offset >= 0 && end >= offset && end <= size + 1 && line >= 1 && column >= 1;
}

function isPlaced(value: Value, size: number): boolean {
  if (!isPlace(value.at, size)) return false;
  if (value.type === 'array') return value.items.every((item) => isPlaced(item, size));
  if (value.type !== 'dict') return true;
  return value.entries.every((entry) => isPlace(entry.keyAt, size) && isPlaced(entry.value, size));
}

function decodeEveryWay(bytes: Uint8Array): void {
  recognisePlist(bytes);
  holdsTheLaw(decodePlist(bytes), bytes.length);
  for (const encoding of encodings) holdsTheLaw(decodePlist(bytes, { encoding }), bytes.length);
  const stream = openPlistStream({ onValue: () => undefined });
  for (let i = 0; i < bytes.length; i += 11) stream.write(bytes.subarray(i, i + 11));
  holdsTheLaw(stream.end(), bytes.length);
}

const seeds: readonly Uint8Array[] = [
  utf8(
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "a" "b">\n<plist version="1.0"><dict><key>é &amp; &#65;</key><array><integer>0x1F</integer><real>1.5</real><date>2026-01-31T10:00:00Z</date><data>AQID</data><true/><string><![CDATA[x]]><!-- c --></string></array></dict></plist>',
  ),
  utf16('<?xml version="1.0"?><plist><dict><key>a</key><string>é😀</string></dict></plist>', 'le'),
  utf8('{"a": [1, -2.5e3, true, null, "x\\u00e9\\ud83d\\ude00"], "b": {"c": "é"}}'),
  utf8('{ a = (b, "c\\U00e9\\341", <0a0b>, <*I5>, {length = 2, bytes = 0x0102}); /* d */ \'e\' = f; }'),
  utf8('"a\nb" = c;\nd = (e, f);\n'),
  bplist([
    [0xd2, 1, 2, 3, 4],
    asciiObject('a'),
    asciiObject('b'),
    [0xa2, 5, 6],
    [0x13, 0, 0, 0, 0, 0, 0, 0, 1],
    [0x62, 0, 0xe9, 0xd8, 0x3d],
    [0x33, 0, 0, 0, 0, 0, 0, 0, 0],
  ]),
];

/** Pieces that mean something to some reader, so that random input gets further in. */
const pieces = [
  '<plist>',
  '</plist>',
  '<dict>',
  '</dict>',
  '<array>',
  '</array>',
  '<key>',
  '</key>',
  '<string>',
  '</string>',
  '<integer>',
  '<data>',
  '<true/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE',
  '<?xml',
  '?>',
  '&',
  '&#x',
  ';',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '\\',
  ',',
  '=',
  ':',
  '<',
  '>',
  '/*',
  '*/',
  '//',
  '\0',
  '\r',
  '\n',
  'é',
  '😀',
  'bplist00',
  '$',
  '{{',
  '}}',
  '1',
  '-',
];

describe('whatever goes in', () => {
  it('random bytes end in a value or a diagnostic', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), decodeEveryWay), { numRuns: runs });
  });

  it('random pieces of every syntax end in a value or a diagnostic', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (parts) => decodeEveryWay(utf8(parts.join('')))),
      { numRuns: runs },
    );
  });

  it('damaged documents end in a value or a diagnostic', () => {
    const change = fc.record({
      at: fc.nat(),
      byte: fc.nat(255),
      cut: fc.nat(6),
      insert: fc.uint8Array({ maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        (seed, changes) => {
          let bytes = [...seed];
          for (const { at, byte, cut, insert } of changes) {
            const place = at % (bytes.length + 1);
            if (cut === 0) bytes[Math.min(place, bytes.length - 1)] = byte;
            else bytes = [...bytes.slice(0, place), ...insert, ...bytes.slice(place + cut)];
            if (bytes.length === 0) bytes = [0];
          }
          decodeEveryWay(Uint8Array.from(bytes));
        },
      ),
      { numRuns: runs },
    );
  });

  it('every beginning of a document ends in a value or a diagnostic', () => {
    for (const seed of seeds)
      for (let length = 0; length < seed.length; length++) decodeEveryWay(seed.slice(0, length));
  });
});
