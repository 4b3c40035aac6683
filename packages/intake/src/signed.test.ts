import { readFileSync } from 'node:fs';
import path from 'node:path';
import { get, type Diagnostic, type SourceDocument } from '@ringcheck/model';
import { ingest } from './intake.js';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(path.join(import.meta.dirname, 'cms/fixtures', name)));

async function read(bytes: Uint8Array, ...trustAnchors: readonly Uint8Array[]): Promise<SourceDocument> {
  const input = { path: 'signed.mobileconfig', bytes, receivedAt: '2026-11-21T10:00:00Z', trustAnchors };
  const { subtle } = globalThis.crypto;
  for await (const document of ingest({ ...input, sha256: () => 'f'.repeat(64), subtle })) return document;
  throw new Error('no document');
}

const noteOf = ({ diagnostics }: SourceDocument): Diagnostic | undefined =>
  diagnostics.find(({ code }) => code === 'cms-signed');

function profileAt(document: SourceDocument) {
  const [profile] = document.profiles;
  if (profile === undefined) throw new Error('no profile');
  return profile.at;
}

/** DER of a value of at most 65,535 bytes. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.from([tag, 0x82, length >> 8, length & 255, ...parts.flatMap((part) => [...part])]);
}

/** A signed message without a signature, enough to hold content. */
function wrapped(text: string): Uint8Array {
  const oid = (last: number) => Uint8Array.from([6, 9, 42, 134, 72, 134, 247, 13, 1, 7, last]);
  const data = der(0x30, oid(1), der(0xa0, der(0x04, new TextEncoder().encode(text))));
  const signed = der(0x30, Uint8Array.from([2, 1, 1]), der(0x31), data, der(0x31));
  return der(0x30, oid(2), der(0xa0, signed));
}

describe('a document inside a signed message', () => {
  it.each(['signed.der', 'signed-indefinite.der', 'nested.der'])(
    'of %s stands at its bytes in the file and at its line in the content',
    async (name) => {
      const bytes = fixture(name);
      const at = profileAt(await read(bytes));
      expect(new TextDecoder().decode(bytes.subarray(at.offset, at.end))).toMatch(/^<dict>[^]*<\/dict>$/);
      const before = new TextDecoder().decode(fixture('content.xml')).split('\n');
      expect(before[(at.line ?? 0) - 1]?.slice((at.column ?? 0) - 1)).toMatch(/^<dict>/);
    },
  );

  it('of a PEM file says that its bytes count in the content', async () => {
    const document = await read(fixture('signed.pem'));
    const at = profileAt(document);
    const content = fixture('content.xml');
    expect(new TextDecoder().decode(content.subarray(at.offset, at.end))).toMatch(/^<dict>/);
    expect(noteOf(document)?.message).toContain('does not stand in one piece');
  });

  it('keeps settings that are called like places', async () => {
    const text =
      '<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key>' +
      '<array><dict><key>PayloadType</key><string>org.example.x</string><key>at</key><dict><key>offset</key>' +
      '<integer>7</integer></dict></dict></array></dict></plist>';
    const bytes = wrapped(text);
    const settings = (await read(bytes)).profiles[0]?.payloads[0]?.settings;
    const seven = get(get(settings, 'at'), 'offset');
    expect(seven).toMatchObject({ type: 'integer', value: 7 });
    expect(new TextDecoder().decode(bytes.subarray(seven?.at.offset, seven?.at.end))).toBe(
      '<integer>7</integer>',
    );
  });

  it('places what cannot be read at its bytes in the file', async () => {
    const bytes = wrapped('<plist version="1.0"><dict><key>a</key><integer>x</integer></dict></plist>');
    const found = (await read(bytes)).diagnostics.find(({ at }) => at?.line === 1);
    expect(new TextDecoder().decode(bytes.subarray(found?.at?.offset)).slice(0, 9)).toMatch(/<integer|x</);
  });
});

describe('the note on a signature', () => {
  it('says who signed, when, and that the signature is intact', async () => {
    const note = noteOf(await read(fixture('signed.der')));
    expect(note).toMatchObject({ severity: 'info', expires: expect.stringMatching(/^20\d\d-.*Z$/) });
    expect(note?.message).toMatch(
      /^Signed by Ringcheck Test Signer, certified by .*Authority.* \(certificate of /,
    );
    expect(note?.message).toContain('The signature is intact.');
    expect(note?.message).not.toContain('trust anchors');
  });

  it('says whether the issuer is known, and warns where it is not', async () => {
    const known = noteOf(await read(fixture('signed.der'), fixture('authority.der')));
    expect([known?.severity, known?.message]).toEqual([
      'info',
      expect.stringContaining('one of the trust anchors'),
    ]);
    const text = fixture('signed.der');
    const broken = Uint8Array.from(text);
    const inContent = new TextDecoder('latin1').decode(text).indexOf('Payload');
    broken[inContent] = 0x51;
    expect(noteOf(await read(broken))?.message).toContain('The signature is broken.');
  });

  it('does not stand on what is not signed', async () => {
    expect(noteOf(await read(fixture('content.xml')))).toBeUndefined();
  });
});
