import { decodePlist } from '../decode.js';
import { saidOf, shapeOf, utf16, utf8, xml } from '../testing.js';

function shapeIn(bytes: Uint8Array): unknown {
  const result = decodePlist(bytes);
  expect({ status: result.status, said: saidOf(result) }).toEqual({ status: 'ok', said: [] });
  return result.value === undefined ? undefined : shapeOf(result.value);
}

describe('XML property lists that are accepted whole', () => {
  it.each([
    ['an empty dictionary', '<dict/>', { dict: [] }],
    ['an empty array', '<array></array>', []],
    ['a string', '<string>a b</string>', 'a b'],
    ['an empty string', '<string/>', ''],
    ['a string of blanks', '<string> \n </string>', ' \n '],
    ['booleans', '<array><true/><false/><true></true><false /></array>', [true, false, true, false]],
    ['an integer', '<integer>-42</integer>', { integer: '-42' }],
    ['an integer with sign and blanks', '<integer> +7 </integer>', { integer: '7' }],
    ['minus zero', '<integer>-0</integer>', { integer: '0' }],
    ['an integer in hexadecimal', '<integer>0xFF</integer>', { integer: '255' }],
    ['a negative integer in hexadecimal', '<integer>-0x10</integer>', { integer: '-16' }],
    ['an integer of 64 bits', '<integer>18446744073709551615</integer>', { integer: '18446744073709551615' }],
    ['an integer of 30 digits', `<integer>-00${'9'.repeat(30)}</integer>`, { integer: `-${'9'.repeat(30)}` }],
    ['a real', '<real>-1.5e3</real>', { real: -1500 }],
    ['a real without digits before the point', '<real>.5</real>', { real: 0.5 }],
    ['infinity', '<real>+infinity</real>', { real: Infinity }],
    ['negative infinity', '<real>-inf</real>', { real: -Infinity }],
    ['no number', '<real>nan</real>', { real: NaN }],
    ['a date', '<date>2026-02-28T23:59:59Z</date>', { date: '2026-02-28T23:59:59Z' }],
    ['a leap day', '<date>2024-02-29T00:00:00Z</date>', { date: '2024-02-29T00:00:00Z' }],
    ['data over lines', '<data>\n\tAQID\n\tBA==\n</data>', { data: 'AQIDBA==' }],
    ['empty data', '<data></data>', { data: '' }],
    ['the five entities', '<string>&lt;&gt;&amp;&quot;&apos;</string>', `<>&"'`],
    ['character references', '<string>&#65;&#x42;&#x1F600;</string>', 'AB😀'],
    ['CDATA', '<string>a<![CDATA[<b>&amp;]]>c</string>', 'a<b>&amp;c'],
    ['a comment inside a string', '<string>a<!-- no -->b</string>', 'ab'],
    ['a comment and an instruction between values', '<array><!-- x --><?y z?><true/></array>', [true]],
    ['line ends of Windows', '<string>a\r\nb\rc</string>', 'a\nb\nc'],
    [
      'attributes and blanks in tags',
      '<dict ><key x="&gt;>">a</key ><string xml:space="preserve">b</string></dict >',
      { dict: [['a', 'b']] },
    ],
    [
      'the key __proto__ as data',
      '<dict><key>__proto__</key><true/><key>constructor</key><false/></dict>',
      {
        dict: [
          ['__proto__', true],
          ['constructor', false],
        ],
      },
    ],
    ['an empty key', '<dict><key/><true/></dict>', { dict: [['', true]] }],
    ['a key with entities', '<dict><key>a&amp;b</key><true/></dict>', { dict: [['a&b', true]] }],
    ['a string that looks like a placeholder', '<string>{{serial}}</string>', '{{serial}}'],
  ])('reads %s', (_name, body, expected) => {
    expect(shapeIn(xml(body))).toEqual(expected);
  });

  it('reads a document with declaration, document type and blanks around it', () => {
    const text = `\n<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<true/>\n</plist>\n<!-- end -->\n`;
    expect(shapeIn(utf8(text))).toBe(true);
  });

  it('keeps the digits of an integer beyond 2^53 beside its value', () => {
    expect(decodePlist(xml('<integer>9007199254740993</integer>')).value).toMatchObject({
      value: 9007199254740992,
      exact: '9007199254740993',
    });
  });
});

describe('encodings of XML property lists', () => {
  const body = '<plist><string>é€😀</string></plist>';

  it.each([
    ['UTF-8', utf8(body)],
    ['UTF-8 with a mark', utf8(`\ufeff${body}`)],
    ['UTF-16 little-endian with a mark', utf16(body, 'le')],
    ['UTF-16 big-endian with a mark', utf16(body, 'be')],
    ['UTF-16 little-endian without a mark', utf16(body, 'le', false)],
    ['UTF-16 big-endian without a mark', utf16(body, 'be', false)],
    ['UTF-16 that says so', utf16(`<?xml version="1.0" encoding="UTF-16"?>${body}`, 'be')],
  ])('reads %s', (_name, bytes) => {
    expect(shapeIn(bytes)).toBe('é€😀');
  });

  it.each([
    ['ISO-8859-1', 'é\x80'],
    ['windows-1252', 'é€'],
  ])('reads declared %s', (name, expected) => {
    const text = `<?xml version='1.0' encoding='${name}'?><plist><string>\xe9\x80</string></plist>`;
    expect(shapeIn(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toBe(expected);
  });

  it('reads declared US-ASCII as UTF-8', () => {
    expect(shapeIn(utf8(`<?xml version="1.0" encoding="us-ascii"?>${body}`))).toBe('é€😀');
  });

  it('believes the bytes where the declaration contradicts them', () => {
    const result = decodePlist(utf8(`<?xml version="1.0" encoding="UTF-16"?>${body}`));
    expect(saidOf(result)).toEqual(['encoding-mismatch 1:1']);
    expect(result).toMatchObject({ status: 'ok', value: { value: 'é€😀' } });
  });

  it('refuses an encoding it does not know', () => {
    const result = decodePlist(utf8(`<?xml version="1.0" encoding="EBCDIC-CP-US"?>${body}`));
    expect(result.status).toBe('rejected');
    expect(saidOf(result)).toEqual(['unsupported-encoding 1:1']);
  });
});
