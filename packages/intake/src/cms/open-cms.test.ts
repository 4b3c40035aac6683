import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { openCms, type CmsResult } from './open-cms.js';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(fixtures, name)));
const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
const codes = (result: CmsResult): string[] => result.diagnostics.map(({ code }) => code);
const verify = webcrypto.subtle as SubtleCrypto;

const content = text(fixture('content.xml'));
const open = (bytes: Uint8Array): Promise<CmsResult> => openCms(bytes, { verify });

const indexOf = (bytes: Uint8Array, wanted: Uint8Array): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(wanted);
const changed = (bytes: Uint8Array, at: number, octet: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = octet;
  return copy;
};

describe('openCms on signed messages', () => {
  it('reads definite lengths, says where the content stands and who signed', async () => {
    const signed = fixture('signed.der');
    const result = await open(signed);
    expect(result).toMatchObject({ kind: 'signed', form: 'der', layers: 1, diagnostics: [] });
    expect(text(result.content)).toBe(content);
    expect(result.contentOffset).toBe(indexOf(signed, fixture('content.xml')));
    expect(result.signature).toMatchObject({
      integrity: 'intact',
      signer: 'Ringcheck Test Signer',
      issuer: 'Ringcheck Test Authority',
    });
    expect(result.signature?.notBefore).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(result.signature?.notAfter).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('reads indefinite lengths', async () => {
    const result = await open(fixture('signed-indefinite.der'));
    expect(fixture('signed-indefinite.der')[1]).toBe(0x80);
    expect(text(result.content)).toBe(content);
    expect(result.signature?.integrity).toBe('intact');
  });

  it('reads PEM, PEM with a byte order mark and CRLF, and a preamble before the block', async () => {
    const pem = text(fixture('signed.pem')) ?? '';
    for (const variant of [pem, `\ufeff${pem.replaceAll('\n', '\r\n')}`, `subject=/CN=x\n\n${pem}`]) {
      const result = await open(utf8(variant));
      expect(result).toMatchObject({ kind: 'signed', form: 'pem', signature: { integrity: 'intact' } });
      expect(text(result.content)).toBe(content);
      expect(result.contentOffset).toBeUndefined();
    }
  });

  it('reads every PEM label that tools write', async () => {
    const pem = text(fixture('signed.pem')) ?? '';
    for (const label of ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA', 'SIGNED MESSAGE']) {
      const relabelled = pem.replace(/(BEGIN|END) [A-Z0-9 #]+-/g, `$1 ${label}-`);
      expect((await open(utf8(relabelled))).signature?.integrity).toBe('intact');
    }
  });

  it('reads bare base64 with and without line breaks', async () => {
    const base64 = Buffer.from(fixture('signed.der')).toString('base64');
    for (const variant of [base64, base64.replace(/.{64}/g, '$&\n'), `\n  ${base64.replace(/=+$/, '')}`]) {
      const result = await open(utf8(variant));
      expect(result).toMatchObject({ kind: 'signed', form: 'base64', signature: { integrity: 'intact' } });
    }
  });

  it('undoes quoted-printable in base64 and says so', async () => {
    const base64 = Buffer.from(fixture('signed-indefinite.der')).toString('base64');
    const rewritten = base64.replace(/=+$/, (pad) => '=3D'.repeat(pad.length)).replace(/.{75}/g, '$&=\r\n');
    const result = await open(utf8(rewritten));
    expect(text(result.content)).toBe(content);
    expect(codes(result)).toEqual(['cms-quoted-printable']);
  });

  it('reads an S/MIME mail part', async () => {
    const base64 = Buffer.from(fixture('signed.der')).toString('base64').replace(/.{64}/g, '$&\n');
    const mail = [
      'MIME-Version: 1.0',
      'Content-Type: application/x-pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
      'Content-Transfer-Encoding: base64',
      '',
      base64,
    ].join('\r\n');
    expect(text((await open(utf8(mail))).content)).toBe(content);
  });

  it('opens a signed message inside a signed message and adds up the offsets', async () => {
    const nested = fixture('nested.der');
    const result = await open(nested);
    expect(result).toMatchObject({ kind: 'signed', layers: 2, signature: { integrity: 'intact' } });
    expect(result.contentOffset).toBe(indexOf(nested, fixture('content.xml')));
  });

  it('stops at the given depth', async () => {
    const result = await openCms(fixture('nested.der'), { verify, depth: 1 });
    expect(result.kind).toBe('broken');
    expect(result.content).toBeUndefined();
    expect(codes(result)).toEqual(['cms-too-deep']);
  });

  it('leaves the signature unverified when no WebCrypto is given, and still names the signer', async () => {
    const result = await openCms(fixture('signed.der'));
    expect(result.signature).toMatchObject({ integrity: 'unverified', signer: 'Ringcheck Test Signer' });
    expect(text(result.content)).toBe(content);
  });
});

describe('openCms and trust anchors', () => {
  const pemOf = (der: Uint8Array): Uint8Array =>
    utf8(`-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`);

  it('knows an issuer among the anchors, in DER and PEM', async () => {
    for (const anchor of [fixture('authority.der'), pemOf(fixture('authority.der'))])
      expect((await openCms(fixture('signed.der'), { verify, trustAnchors: [anchor] })).issuerKnown).toBe(
        true,
      );
  });

  it('reports an unreadable anchor and says nothing about the issuer', async () => {
    const result = await openCms(fixture('signed.der'), {
      verify,
      trustAnchors: [utf8('not a certificate')],
    });
    expect(result.issuerKnown).toBeUndefined();
    expect(codes(result)).toEqual(['trust-anchor-unreadable']);
  });

  it('says nothing about the issuer without anchors', async () => {
    expect((await open(fixture('signed.der'))).issuerKnown).toBeUndefined();
  });
});

describe('openCms on damaged, encrypted and foreign input', () => {
  it('gives changed content and says that the signature is broken', async () => {
    const signed = fixture('signed.der');
    const at = indexOf(signed, utf8('com.example.signed'));
    const result = await open(changed(signed, at, 'C'.charCodeAt(0)));
    expect(result).toMatchObject({ kind: 'signed', signature: { integrity: 'broken' } });
    expect(codes(result)).toEqual(['cms-signature-broken']);
    expect(text(result.content)).toContain('Com.example.signed');
  });

  it('says that the signature is broken when its last octet is changed', async () => {
    const signed = fixture('signed.der');
    const last = signed.length - 1;
    const result = await open(changed(signed, last, (signed[last] ?? 0) ^ 1));
    expect(result.signature).toMatchObject({ integrity: 'broken', signer: 'Ringcheck Test Signer' });
  });

  it('reports a broken signature inside an intact-looking outer layer', async () => {
    const nested = fixture('nested.der');
    const at = indexOf(nested, utf8('com.example.signed'));
    expect((await open(changed(nested, at, 0x43))).signature?.integrity).toBe('broken');
  });

  it('gives the content of a message that is cut after it', async () => {
    const signed = fixture('signed.der');
    const end = indexOf(signed, fixture('content.xml')) + fixture('content.xml').length;
    const result = await open(signed.subarray(0, end + 40));
    expect(result).toMatchObject({ kind: 'broken', signature: { integrity: 'unverified' } });
    expect(text(result.content)).toBe(content);
    expect(result.diagnostics[0]).toMatchObject({ code: 'cms-truncated', at: { offset: end + 40 } });
  });

  it('gives what is there of content that is cut, with definite and indefinite lengths', async () => {
    for (const name of ['signed.der', 'signed-indefinite.der']) {
      const signed = fixture(name);
      const cut = indexOf(signed, utf8('<dict>'));
      const result = await open(signed.subarray(0, cut));
      expect(result.kind).toBe('broken');
      expect(codes(result)).toContain('cms-truncated');
      expect(content?.startsWith(text(result.content) ?? '?')).toBe(true);
    }
  });

  it('recognises an encrypted profile and gives no content', async () => {
    const result = await open(fixture('encrypted.der'));
    expect(result).toMatchObject({ kind: 'encrypted', form: 'der' });
    expect(result.content).toBeUndefined();
    expect(codes(result)).toEqual(['cms-encrypted']);
  });

  it('reports bytes after the message, but not a line feed', async () => {
    const signed = fixture('signed.der');
    const withTail = new Uint8Array([...signed, ...utf8('tail')]);
    expect(codes(await open(withTail))).toEqual(['cms-trailing-bytes']);
    expect(codes(await open(new Uint8Array([...signed, 0x0a])))).toEqual([]);
  });

  it('names a transfer that rewrote line endings, with the place', async () => {
    const rewritten = fixture('signed.der').map((octet) => (octet === 0x0d ? 0x0a : octet));
    const result = await open(rewritten);
    expect(result.kind).toBe('broken');
    expect(result.diagnostics).toMatchObject([{ code: 'cms-line-endings', at: { offset: 11 } }]);
  });

  it('points at the character that is no base64', async () => {
    const pem = text(fixture('signed.pem')) ?? '';
    const lines = pem.split('\n');
    lines[2] = `${(lines[2] ?? '').slice(0, 10)}*${(lines[2] ?? '').slice(11)}`;
    const result = await open(utf8(lines.join('\n')));
    expect(result.kind).toBe('broken');
    expect(result.diagnostics[0]).toMatchObject({ code: 'cms-base64-invalid', at: { line: 3, column: 11 } });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['XML', utf8('<?xml version="1.0"?><plist/>')],
    ['text that begins like base64 of DER', utf8('MIA, MIB and MIC are the three sites')],
    ['a certificate', utf8('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')],
    ['another SEQUENCE', new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x05])],
  ])('is not CMS: %s', async (_name, bytes) => {
    expect(await open(bytes)).toEqual({ kind: 'not-cms', layers: 0, diagnostics: [] });
  });

  it.each([
    ['a length field of one gigabyte', [0x30, 0x84, 0x40, 0, 0, 0]],
    ['a length field of eight octets', [0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['an indefinite length without end', [0x30, 0x80]],
  ])('ends in a diagnostic on %s', async (_name, head) => {
    const oid = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
    const result = await open(new Uint8Array([...head, ...oid, 0xa0, 0x80, 0x30, 0x80]));
    expect(result.kind).toBe('broken');
    expect(result.diagnostics.length).toBeGreaterThan(0);
  });

  it('walks 200,000 nested indefinite lengths without exhausting the stack', async () => {
    const oid = [0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80];
    const deep = new Uint8Array(oid.length + 400_000);
    deep.set(oid);
    for (let i = oid.length; i < deep.length; i += 2) deep.set([0x30, 0x80], i);
    expect((await open(deep)).kind).toBe('broken');
  });

  describe('ends in a result, and takes nothing else for intact,', () => {
    const sources = ['signed.der', 'signed-indefinite.der', 'nested.der', 'encrypted.der'];

    /** `changes` are told with what does not hold. */
    async function holds(bytes: Uint8Array, changes: unknown): Promise<void> {
      const result = await open(bytes);
      const isSaid = result.kind !== 'broken' || result.diagnostics.length > 0;
      const isTrue = result.signature?.integrity !== 'intact' || text(result.content) === content;
      expect({ changes, isSaid, isTrue }).toEqual({ changes, isSaid: true, isTrue: true });
    }

    /** Every octet of the headers before the content, and one in each fortieth of the file: none is left to chance. */
    function changesOf(length: number): fc.Arbitrary<readonly (readonly [at: number, octet: number])[]> {
      const headers = Array.from({ length: 60 }, (_, at) => fc.tuple(fc.constant(at), fc.nat(255)));
      const stretch = length / 40;
      const stretches = Array.from({ length: 40 }, (_, part) => {
        const from = Math.ceil(part * stretch);
        return fc.tuple(fc.integer({ min: from, max: Math.ceil((part + 1) * stretch) - 1 }), fc.nat(255));
      });
      return fc.tuple(...headers, ...stretches);
    }

    it.each(sources)('for a change of any octet of %s', async (name) => {
      const bytes = fixture(name);
      const run = fc.asyncProperty(changesOf(bytes.length), async (changes) => {
        for (const [at, octet] of changes) await holds(changed(bytes, at, octet), { at, octet });
      });
      // One run is a hundred messages; shrinking them would take longer than reading which one it was.
      await fc.assert(run, { numRuns: 1, endOnFailure: true });
    });

    it.each(sources)('for up to four changes, and for a cut, of %s', async (name) => {
      const bytes = fixture(name);
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      const run = fc.asyncProperty(
        fc.array(change, { minLength: 2, maxLength: 4 }),
        fc.nat(),
        async (changes, cut) => {
          const damaged = bytes.slice();
          for (const [at, octet] of changes) damaged[at] = octet;
          await holds(cut % 3 === 0 ? damaged.subarray(0, cut % bytes.length) : damaged, changes);
        },
      );
      await fc.assert(run, { numRuns: 25 });
    });
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('openssl is missing: CMS is tested on the committed fixtures only');

describe('openCms on messages that openssl makes now', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-cms-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const run = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: work, stdio: ['ignore', 'ignore', 'ignore'] });
  };
  const made = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(work, name)));
  const keys = ['-signer', 'rsa.pem', '-inkey', 'rsa.key'];
  const sign = (...args: string[]): Uint8Array => {
    run('cms', '-sign', '-binary', '-in', 'content', '-outform', 'DER', '-out', 'out.der', ...args);
    return made('out.der');
  };
  const certificate = (name: string, ...key: string[]): void =>
    run(
      'req',
      '-x509',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=Ringcheck ${name}`,
      '-newkey',
      ...key,
    );

  beforeAll(() => {
    if (!hasOpenssl) return;
    writeFileSync(path.join(work, 'content'), fixture('content.xml'));
    certificate('rsa', 'rsa:2048');
    certificate('ec', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
  });

  const intact: readonly [string, readonly string[]][] = [
    ['SHA-1', ['-nodetach', '-md', 'sha1', ...keys]],
    ['SHA-384', ['-nodetach', '-md', 'sha384', ...keys]],
    ['an elliptic curve', ['-nodetach', '-signer', 'ec.pem', '-inkey', 'ec.key']],
    ['RSA-PSS', ['-nodetach', ...keys, '-keyopt', 'rsa_padding_mode:pss']],
    ['no signed attributes', ['-nodetach', '-noattr', ...keys]],
    ['a key identifier for the signer', ['-nodetach', '-keyid', ...keys]],
    ['an indefinite length', ['-nodetach', '-stream', ...keys]],
  ];
  it.each(intact)('finds the signature intact with %s', async (_name, args) => {
    if (!hasOpenssl) return;
    const result = await open(sign(...args));
    expect(result).toMatchObject({ kind: 'signed', signature: { integrity: 'intact' }, diagnostics: [] });
    expect(text(result.content)).toBe(content);
    expect(result.signature?.signer).toMatch(/^Ringcheck (rsa|ec)$/);
  });

  it('cannot check a signature whose certificate is left out', async () => {
    if (!hasOpenssl) return;
    const result = await open(sign('-nodetach', '-nocerts', ...keys));
    expect(result.signature).toEqual({ integrity: 'unverified' });
    expect(codes(result)).toEqual(['cms-signature-unverified']);
    expect(text(result.content)).toBe(content);
  });

  it('says that a detached signature has no content', async () => {
    if (!hasOpenssl) return;
    const result = await open(sign(...keys));
    expect(result.content).toBeUndefined();
    expect(codes(result)).toEqual(['cms-detached']);
  });

  it('does not know the issuer when the anchor is another one', async () => {
    if (!hasOpenssl) return;
    const signed = sign('-nodetach', ...keys);
    const options = { verify, trustAnchors: [fixture('authority.der')] };
    expect((await openCms(signed, options)).issuerKnown).toBe(false);
    expect((await openCms(signed, { verify, trustAnchors: [made('rsa.pem')] })).issuerKnown).toBe(true);
  });

  it.each([
    ['knows the root behind an intermediate authority', 'CA:TRUE', true],
    ['does not take a mere certificate for an authority', 'CA:FALSE', false],
  ])('%s in the message', async (_name, constraint, known) => {
    if (!hasOpenssl) return;
    const issue = (name: string, by: string, ...extension: string[]): void => {
      run(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      const issuer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`];
      run(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        ...issuer,
        '-out',
        `${name}.pem`,
        '-days',
        '30',
        ...extension,
      );
    };
    writeFileSync(path.join(work, 'middle.ext'), `basicConstraints=${constraint}\n`);
    issue('middle', 'rsa', '-extfile', 'middle.ext');
    issue('leaf', 'middle');
    const signed = sign('-nodetach', '-signer', 'leaf.pem', '-inkey', 'leaf.key', '-certfile', 'middle.pem');
    const result = await openCms(signed, { verify, trustAnchors: [made('rsa.pem')] });
    expect(result).toMatchObject({
      issuerKnown: known,
      signature: { integrity: 'intact', signer: 'leaf', issuer: 'middle' },
    });
  });

  it('joins content in many pieces', async () => {
    if (!hasOpenssl) return;
    const large = 'x'.repeat(3_000_000);
    writeFileSync(path.join(work, 'large'), large);
    const args = ['-sign', '-binary', '-nodetach', '-stream', ...keys];
    run('cms', ...args, '-in', 'large', '-outform', 'DER', '-out', 'large.der');
    const result = await open(made('large.der'));
    expect(result.content?.length).toBe(large.length);
    expect(result.contentOffset).toBeUndefined();
    expect(result.signature?.integrity).toBe('intact');
  });

  it('checks every one of two signatures', async () => {
    if (!hasOpenssl) return;
    const result = await open(sign('-nodetach', ...keys, '-signer', 'ec.pem', '-inkey', 'ec.key'));
    expect(result.signature?.integrity).toBe('intact');
  });
});
