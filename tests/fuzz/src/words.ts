const split = (text: string): readonly string[] => text.split(' ');
const utf8 = (list: readonly string[]): readonly Uint8Array[] =>
  list.map((word) => new Uint8Array(Buffer.from(word)));
/** One byte for each character. */
const octets = (list: readonly string[]): readonly Uint8Array[] =>
  list.map((word) => new Uint8Array(Buffer.from(word, 'latin1')));

const xml = [
  ...split(
    '<plist> </plist> <dict> </dict> <dict/> <array> </array> <key> </key> <string> </string> <integer> </integer> <real> <date> <data> <true/> <false/> <!-- --> <![CDATA[ ]]> <?xml ?> & &amp; &#0; &#xD800; &#x10FFFF; &lt; &x; < > "',
  ),
  '<!DOCTYPE plist [<!ENTITY a "b">]>',
  '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
  ' encoding="UTF-16"',
  ' encoding="windows-1252"',
];

/** Words that mean something to a reader, so that changes get further in. */
export const words = {
  xml: utf8(xml),
  binary: octets([
    'bplist00',
    '\u0000\u0001',
    '\u00d1',
    '_\u0010',
    '3',
    '\u0080',
    'O\u0012\u007f\u007f\u007f\u007f',
  ]),
  openstep: utf8([
    ...split('{ } ( ) = ; , < > " \' \\ \\U \\341 /* */ // <*I <*R <*BY> <*D <[ ]>'),
    '{length = 9, bytes = 0x',
  ]),
  json: utf8(split('{ } [ ] " : , \\ \\u \\ud800 \\udc00 null true -0 1e400 0x1 "__proto__": /* // NaN \\n')),
  cms: octets([
    '\u0030\u0080',
    '\u0000\u0000',
    '\u0024\u0080',
    '\u0004\u0084',
    '\u0030\u0084',
    '-----BEGIN PKCS7-----',
    '-----END PKCS7-----',
    'MI',
  ]),
  mail: utf8([
    ...split('=3D =0D=0A =\r\n = -----BEGIN PKCS7----- ----- MIME-Version: \r\n\r\n MIIA AAAA +/+/'),
    'Content-Type: application/pkcs7-mime\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n',
  ]),
  archive: octets([
    'PK\u0003\u0004',
    'PK\u0001\u0002',
    'PK\u0005\u0006',
    'PK\u0006\u0006',
    'PK\u0006\u0007',
    'ustar\u0000',
    '../',
    '/',
    '\\',
    'x'.repeat(101),
    '27 path=../a\n',
  ]),
  text: utf8([
    ...split('\u00e9 😀 &amp; &#65; <![CDATA[ ]]> \\u00e9 \\ud83d \\n == QUJD \r \n'),
    '\u0000',
    '\ufeff',
    '\ufffd',
  ]),
  csv: utf8([
    ...split('" "" ; , | \r\n \n ="x" =1+1 @x \'x'),
    '\t',
    '\u00a0',
    'serial',
    'Serial Number',
    'udid',
    'UDID',
    'os version',
    'Seriennummer',
    'sep=;\n',
  ]),
  profile: utf8([
    ...xml,
    ...split(
      'PayloadType PayloadContent PayloadIdentifier PayloadUUID com.apple.applicationaccess com.apple.vpn.managed com.apple.wifi.managed EncryptedPayloadContent allowVideoConferencing allowCamera CommandUUID QueryResponses ProfileList Restrictions UDID bplist00 { } [ ] " : , null',
    ),
  ]),
  yaml: utf8([
    ...split(
      'version: 1 groups: networks: match: select: { } [ ] - ? : , # & * ! | > " \' &a *a << *b !!binary --- ... ~ null',
    ),
    '\n  ',
    '\n- ',
    '\t',
    '&a [*a]',
    'a: &a\n  b: *a\n',
  ]),
  firewall: utf8([
    ...split(
      '{ } ( ) [ ] ; , : ! / - = < > # " \' \\ any tcp udp icmp 0.0.0.0/0 ::/0 10.0.0.0/8 10.0.0.0/33 1-65535 65536 16384:16402 accept drop permit deny pass block quick log range eq neq gt lt host object-group set edit next end config policy chain jump goto return established inactive remark -A -j -p -m --dport ! @set $macro include table anchor rule not true false null <rule> </rule> <entry </entry>',
    ),
    '\n',
    '\r\n',
    '\n ',
    '    ',
  ]),
};
