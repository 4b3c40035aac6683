import type { Value } from '@ringcheck/model';
import fc from 'fast-check';
import { decodePlist, type PlistResult } from '../decode.js';
import { Diagnostics } from '../diagnostics.js';
import { defaultLimits } from '../limits.js';
import { openPlistStream } from '../stream.js';
import { XmlStream } from './stream.js';
import { saidOf, shapeOf, utf16, utf8 } from '../testing.js';

const text = [
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<plist>\r\n<dict>',
  '<key>Näme</key><string>a &amp; b<!-- x --><![CDATA[<c>]]></string>\r\n',
  '<key>list</key><array><dict><key>k</key><integer>$N</integer></dict><true/></array>\r\n',
  '<key>Näme</key><data>AQID\r\n</data><key>😀</key><real>1.5</real>',
  '</dict></plist>\r\n',
].join('');

interface Streamed {
  readonly values: [string, Value][];
  readonly result: PlistResult;
}

function streamed(bytes: Uint8Array, step: number, depth = 1): Streamed {
  const values: [string, Value][] = [];
  const stream = openPlistStream({ depth, onValue: (path, value) => values.push([path, value]) });
  for (let i = 0; i < bytes.length; i += step) stream.write(bytes.subarray(i, i + step));
  return { values, result: stream.end() };
}

describe('a streamed property list', () => {
  it.each([1, 2, 7, 100, 10_000])(
    'gives the values and remarks of the whole in pieces of %d bytes',
    (step) => {
      const whole = decodePlist(utf8(text));
      const { values, result } = streamed(utf8(text), step);
      expect(values.map(([path]) => path)).toEqual(['Näme', 'list', 'Näme', '😀']);
      const last = whole.value?.type === 'dict' ? whole.value.entries.map((entry) => entry.value) : [];
      expect(values.slice(1).map(([, value]) => value)).toEqual(last);
      expect(saidOf(result)).toEqual(saidOf(whole).filter((said) => !said.startsWith('duplicate-key')));
      expect(result.value).toMatchObject({ type: 'dict', entries: [] });
    },
  );

  it('counts the lines inside a tag once when the rest of the element comes later', () => {
    const head = `<plist>${' '.repeat(5000)}<true/><string\n\n a="b">`;
    const bytes = utf8(`${head}${'x'.repeat(70_000)}</string></plist>`);
    const stream = openPlistStream({ onValue: () => undefined });
    stream.write(bytes.subarray(0, head.length + 10));
    stream.write(bytes.subarray(head.length + 10));
    expect(saidOf(stream.end())).toEqual(saidOf(decodePlist(bytes)));
  });

  it.each([1, 2, 3, 5, 11, 64])('is read alike when every piece of %d bytes is read at once', (step) => {
    const long = `<?xml version="1.0"?><!-- ${'x'.repeat(600)} -->${text.slice(text.indexOf('<plist>'))}`;
    const data =
      '<array><data>\r\nAQIDAQID\r\nAQID\n</data><string>é\r\nü</string><true/></array></dict></plist>';
    const bytes = utf8(long.replace('</dict></plist>', `<key>data</key>${data}`));
    const diagnostics = new Diagnostics(10);
    const values: [string, Value][] = [];
    const stream = new XmlStream(diagnostics, defaultLimits, {
      depth: 9,
      leastStep: step < 64 ? 400 : 64,
      onValue: (path, value) => values.push([path, value]),
    });
    for (let i = 0; i < bytes.length; i += step) stream.write(bytes.subarray(i, i + step));
    stream.end();
    const whole = decodePlist(bytes);
    expect(stream.root).toEqual(whole.value);
    expect(diagnostics.list).toEqual(whole.diagnostics);
    expect(values).toEqual([]);
  });

  it('is read alike wherever it is cut', () => {
    const bits = [
      '<dict>',
      '</dict>',
      '<array>',
      '</array>',
      '<key>é</key>',
      '<string>a &amp;\r\n</string>',
      '<string>\n<!-- c --><![CDATA[\r\n]]></string>',
      '<integer>$X</integer>',
      '<data>\r\nAQID\n</data>',
      '<true />',
      '\r\n',
      '\r',
      'text',
      '<?p\n?>',
      '<x>\n</x>',
      '<string>',
    ];
    const body = fc.array(fc.constantFrom(...bits), { maxLength: 40 }).map((parts) => parts.join(''));
    const cut = fc.record({
      body,
      isWide: fc.boolean(),
      step: fc.integer({ min: 1, max: 40 }),
      leastStep: fc.integer({ min: 515, max: 900 }),
    });
    fc.assert(
      fc.property(cut, ({ body: inner, isWide, step, leastStep }) => {
        const list = `<!--${'x'.repeat(520)}-->\n<plist>${inner}</plist>\n<plist/>`;
        const bytes = isWide ? utf16(list, 'le') : utf8(list);
        const diagnostics = new Diagnostics(defaultLimits.maxDiagnostics);
        const stream = new XmlStream(diagnostics, defaultLimits, {
          depth: 99,
          leastStep,
          onValue: () => undefined,
        });
        for (let i = 0; i < bytes.length; i += step) stream.write(bytes.subarray(i, i + step));
        stream.end();
        const whole = decodePlist(bytes);
        expect([stream.root, diagnostics.list]).toEqual([whole.value, whole.diagnostics]);
      }),
    );
  });

  it('carries positions over a large file', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `<string>row é ${i}</string>\n`);
    const bytes = utf8(`<plist><array>\n${rows.join('')}</array></plist>`);
    const whole = decodePlist(bytes);
    const { values } = streamed(bytes, 50_000);
    expect(values.map(([, value]) => value)).toEqual(whole.value?.type === 'array' ? whole.value.items : []);
    expect(values.at(-1)?.[0]).toBe('[19999]');
  });

  it('carries halves of units over in UTF-16', () => {
    const bytes = utf16(text.replace('UTF-8', 'UTF-16'), 'le');
    expect(streamed(bytes, 4099).values.map(([path, value]) => [path, shapeOf(value)])).toContainEqual([
      'Näme',
      'a & b<c>',
    ]);
  });

  it('hands out deeper values and keeps what is around them', () => {
    const bytes = utf8(
      '<plist><dict><key>a</key><array><true/><false/></array><key>b</key><string>c</string></dict></plist>',
    );
    const { values, result } = streamed(bytes, 10, 2);
    expect(values.map(([path]) => path)).toEqual(['a[0]', 'a[1]']);
    expect(result.value && shapeOf(result.value)).toEqual({
      dict: [
        ['a', []],
        ['b', 'c'],
      ],
    });
  });

  it.each([
    ['cut off', '<plist><array><true/>', 'partial', ['truncated 1:22 [1]']],
    ['empty', '', 'rejected', ['not-a-plist 1:1']],
    ['hostile', '<!DOCTYPE plist [<!ENTITY a "b">]><plist/>', 'rejected', ['entity-declaration 1:18']],
  ])('ends in a diagnostic when it is %s', (_name, body, status, said) => {
    const { result } = streamed(utf8(body), 5);
    expect({ status: result.status, said: saidOf(result) }).toEqual({ status, said });
  });

  it('stops at the size limit', () => {
    const stream = openPlistStream({ limits: { maxBytes: 100 }, onValue: () => undefined });
    for (let i = 0; i < 20; i++) stream.write(utf8('<plist>   '));
    expect(stream.end()).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'too-large' }] });
  });
});
