import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { dialects, recogniseFirewall, type Dialect } from '@ringcheck/firewall';
import { decodePlist, writePlist } from '@ringcheck/plist';
import { gzipSync, zipSync } from 'fflate';

const encoder = new TextEncoder();
const repository = process.cwd();

/** Larger files cost rounds and show nothing more. */
const largestSeed = 16_384;

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
}

/** The files of a folder of the checkout, in the order of their names. */
export function filesOf(folder: string, ending = ''): Uint8Array[] {
  const all = readdirSync(path.join(repository, folder), { recursive: true, withFileTypes: true });
  const files = all.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  return files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => new Uint8Array(readFileSync(file)));
}

/** Real files too, when `RINGCHECK_CORPUS` names some: one in every `largestSeed` bytes of a folder of the corpus. */
export function corpusOf(folder: string, most = 60): Uint8Array[] {
  const corpus = process.env['RINGCHECK_CORPUS'];
  if (corpus === undefined || corpus === '') return [];
  const full = path.join(corpus, folder);
  const files = readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(full, entry.name))
    .filter((file) => statSync(file).size <= largestSeed)
    .sort();
  const step = Math.max(1, Math.ceil(files.length / most));
  return files.filter((_, index) => index % step === 0).map((file) => new Uint8Array(readFileSync(file)));
}

export const plistText = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>é &amp; &#65;</key><array><integer>0x1F</integer><real>1.5</real>
<date>2026-01-31T10:00:00Z</date><data>AQID</data><true/><string><![CDATA[x]]><!-- c --></string>
<integer>$INTEGER</integer><integer>18446744073709551615</integer></array><key>b</key><dict/></dict></plist>`;

export const openStepText =
  '{ a = (b, "c\\U00e9\\341", <0a0b>, <*I5>, <*R1.5>, <*BY>, {length = 2, bytes = 0x0102}); /* d */ \'e\' = f; } // end';

export const jsonText =
  '{"a": [1, -2.5e3, true, null, "x\\u00e9\\ud83d\\ude00"], "b": {"c": "é", "__proto__": 12345678901234567890}}';

export const profiles = (): Uint8Array[] => filesOf('tests/fixtures/sample-fleet/profiles', '.mobileconfig');

export function binaryPlists(): Uint8Array[] {
  const texts = [utf8(plistText), ...profiles().slice(0, 6)];
  return texts.flatMap((bytes) => {
    const { value } = decodePlist(bytes);
    return value === undefined || hasPlaceholder(bytes) ? [] : [writePlist(value, 'binary')];
  });
}

function hasPlaceholder(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('$INTEGER');
}

export const cmsMessages = (): Uint8Array[] => [
  ...filesOf('packages/intake/src/cms/fixtures', '.der'),
  ...filesOf('packages/intake/src/cms/fixtures', '.pem'),
];

/** Signed messages as mail carries them. */
export function mails(): Uint8Array[] {
  const der = filesOf('packages/intake/src/cms/fixtures', 'signed.der')[0] ?? new Uint8Array();
  const base64 = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\r\n');
  const header =
    'MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const quoted = base64.replaceAll('=', '=3D').replaceAll('+', '=2B').replaceAll('\r\n', '=\r\n');
  return [utf8(header + base64), utf8(base64), utf8(header + quoted), utf8(quoted)];
}

export function zips(): Uint8Array[] {
  const profile = profiles()[0] ?? utf8(plistText);
  const inner = zipSync({ 'in/a.mobileconfig': profile }, { level: 6 });
  return [
    zipSync({ 'a.mobileconfig': profile, 'b/c.csv': utf8(csvText) }, { level: 0 }),
    zipSync({ 'a.mobileconfig': profile, 'inner.zip': inner, '__MACOSX/._a': utf8('x') }, { level: 6 }),
    zipSync({ 'd.tar.gz': gzipSync(tar({ 'e.plist': utf8(plistText) }), { mtime: 0 }) }, { level: 1 }),
  ];
}

export const gzips = (): Uint8Array[] => [
  gzipSync(utf8(plistText), { mtime: 0 }),
  gzipSync(tar({ 'a.plist': utf8(plistText), 'b/c.csv': utf8(csvText) }), { mtime: 0, filename: 'x.tar' }),
];

export const tars = (): Uint8Array[] => [
  tar({ 'a.plist': utf8(plistText), 'b/c.csv': utf8(csvText) }),
  tar({ 'long/name.json': utf8(jsonText), pax: utf8('27 path=b/other-name.json\n') }),
];

/** A tar in the ustar form. */
export function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const header = new Uint8Array(512);
    const put = (text: string, at: number): void => header.set(utf8(text), at);
    put(name, 0);
    put('0000644\x000000000\x000000000\x00', 100);
    put(`${bytes.length.toString(8).padStart(11, '0')}\x00`, 124);
    put('00000000000\x00        ', 136);
    put(name === 'pax' ? 'x' : '0', 156);
    put('ustar\x0000', 257);
    const sum = header.reduce((total, octet) => total + octet, 0);
    put(`${sum.toString(8).padStart(6, '0')}\x00 `, 148);
    const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    padded.set(bytes);
    blocks.push(header, padded);
  }
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

export const csvText = `serial;udid;name;platform;os version;supervised;tags;site;ip;last seen
XFAK00000A1;;"iPad ""one""
of two";iPadOS;26.1;yes;"student;exam";north;10.20.0.7;2026-11-20T10:00:00Z
XFAK00000A2;;=SUM(A1);iOS;18.7;no;;;;20.11.2026 10:00
`;

export const jamfXml = `<?xml version="1.0" encoding="UTF-8"?><os_x_configuration_profile><general><id>41</id><name>No &amp; calls</name>
<payloads>&lt;?xml version="1.0"?&gt;&lt;plist version="1.0"&gt;&lt;dict&gt;&lt;key&gt;PayloadContent&lt;/key&gt;&lt;array/&gt;&lt;key&gt;PayloadIdentifier&lt;/key&gt;&lt;string&gt;x&lt;/string&gt;&lt;/dict&gt;&lt;/plist&gt;</payloads>
</general><scope><all_computers>true</all_computers><!-- c --><![CDATA[x]]></scope></os_x_configuration_profile>`;

/** Answers of servers and devices in the forms that have a layer of their own inside. */
export const replies = (): Uint8Array[] => [
  ...filesOf('tests/fixtures/sample-fleet/mdm', '.plist').filter((bytes) => bytes.length <= largestSeed),
  ...filesOf('tests/fixtures/sample-fleet/jamf'),
  utf8(webhook),
  utf8(intune),
  utf8(fleet),
  utf8(jamfXml),
];

const reply = `<plist version="1.0"><dict><key>UDID</key><string>0A5EED00-0000-4000-8000-0000000000FF</string><key>Status</key><string>Acknowledged</string><key>QueryResponses</key><dict><key>OSVersion</key><string>26.1</string><key>SerialNumber</key><string>XFAK00000A1</string></dict></dict></plist>`;

const webhook = JSON.stringify({
  topic: 'mdm.Connect',
  event_id: '1',
  created_at: '2026-11-20T10:00:00Z',
  acknowledge_event: {
    udid: '0A5EED00-0000-4000-8000-0000000000FF',
    status: 'Acknowledged',
    raw_payload: Buffer.from(reply).toString('base64'),
  },
});

const intune = JSON.stringify({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices',
  value: [
    {
      id: '1',
      deviceName: 'iPad',
      operatingSystem: 'iPadOS',
      osVersion: '26.1',
      serialNumber: 'XFAK00000A1',
      isSupervised: true,
      lastSyncDateTime: '2026-11-20T10:00:00Z',
    },
    {
      '@odata.type': '#microsoft.graph.iosGeneralDeviceConfiguration',
      id: '2',
      displayName: 'calls',
      faceTimeBlocked: true,
      cameraBlocked: false,
    },
  ],
});

const fleet = JSON.stringify({
  hosts: [
    {
      id: 1,
      platform: 'ios',
      os_version: 'iOS 26.1',
      hardware_serial: 'XFAK00000A1',
      uuid: '0A5EED00-0000-4000-8000-0000000000FF',
      mdm: { profiles: [{ identifier: 'a', name: 'b', status: 'verified' }] },
    },
  ],
});

/** One policy in the dialect; with a corpus also those of its files that are of the dialect. */
export function firewallTexts(dialect: Dialect): Uint8Array[] {
  const file = path.join(repository, 'tests/fuzz/seeds/firewall', `${dialect}.txt`);
  const own = new Uint8Array(readFileSync(file));
  const real = corpusOf('firewall', 500).filter(
    (bytes) => recogniseFirewall(new TextDecoder().decode(bytes)) === dialect,
  );
  return [own, ...real.slice(0, 40)];
}

export { dialects, type Dialect };
