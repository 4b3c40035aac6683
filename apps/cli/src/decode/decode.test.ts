import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Value } from '@ringcheck/model';
import { writePlist } from '@ringcheck/plist';
import { folderOf, zipOf } from '../testing/folder.js';
import { run } from '../testing/run.js';
import { noFaceTime, plist, profile } from '../testing/samples.js';
import type { DecodeRecord } from './record.js';

const signedProfile = path.resolve(
  import.meta.dirname,
  '../../../../tests/fixtures/sample-fleet/profiles/blocked-apps.mobileconfig',
);

async function decode(...argv: readonly string[]): Promise<DecodeRecord[]> {
  const { out, code } = await run('decode', ...argv, '--format', 'ndjson');
  expect(code).toBe(0);
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as DecodeRecord);
}

async function decodeOne(content: string | Uint8Array, ...flags: readonly string[]): Promise<DecodeRecord> {
  const [record, ...more] = await decode(path.join(folderOf({ file: content }), 'file'), ...flags);
  expect(more).toEqual([]);
  if (record === undefined) throw new Error('no record was printed');
  return record;
}

const at = { offset: 0 };
const binaryDict: Value = {
  type: 'dict',
  at,
  entries: [
    { key: 'blob', keyAt: at, value: { type: 'data', value: 'AAECAw==', at } },
    { key: 'when', keyAt: at, value: { type: 'date', value: '2026-01-31T10:00:00Z', at } },
    { key: 'id', keyAt: at, value: { type: 'uid', value: 7, at } },
  ],
};

describe('decode', () => {
  it('gives path, hash, kind, encoding, status and value of a file', async () => {
    const text = '<plist><dict><key>a</key><integer>1</integer></dict></plist>';
    expect(await decodeOne(text)).toEqual({
      path: expect.stringMatching(/\/file$/),
      sha256: createHash('sha256').update(text).digest('hex'),
      kind: 'unknown',
      encoding: 'xml',
      envelope: 'none',
      status: 'ok',
      value: { a: 1 },
      diagnostics: [expect.objectContaining({ code: 'unrecognised', severity: 'warning' })],
    });
  });

  it('reads binary lists with data, dates and UIDs, as often as it is asked', async () => {
    const folder = folderOf({ 'a.plist': writePlist(binaryDict, 'binary'), 'b.plist': noFaceTime });
    const value = { blob: { $data: 'AAECAw==' }, when: { $date: '2026-01-31T10:00:00Z' }, id: { $uid: 7 } };
    const [record] = await decode(folder);
    expect(record).toMatchObject({ encoding: 'binary', status: 'ok', value });
  });

  it.each([
    ['openstep', '{ a = (1, 2); }', { a: ['1', '2'] }],
    ['json', '{"a": [1, null, true]}', { a: [1, null, true] }],
    ['json', '{"a": 1}\n\n{"b": 2}\n', [{ a: 1 }, { b: 2 }]],
  ])('reads %s', async (encoding, text, value) => {
    expect(await decodeOne(text)).toMatchObject({ encoding, status: 'ok', value });
  });

  it('reads the rows of an inventory as dictionaries by heading', async () => {
    const record = await decodeOne('serial,name\nXFAKC00001,"A, B"\nXFAKC00002,C\n', '--positions');
    expect(record).toMatchObject({
      kind: 'inventory-csv',
      encoding: 'csv',
      value: [
        { serial: 'XFAKC00001', name: 'A, B' },
        { serial: 'XFAKC00002', name: 'C' },
      ],
    });
    expect(record.positions?.['[1].name']).toMatchObject({ line: 3, column: 12 });
  });

  it('reads the JSON that a page wraps in a call, with its places', async () => {
    const text = 'jsonCallback({"services":[{"serviceName":"FaceTime","events":[]}]});';
    const record = await decodeOne(text, '--positions');
    expect(record).toMatchObject({
      kind: 'service-status',
      encoding: 'json',
      status: 'ok',
      value: { services: [{ serviceName: 'FaceTime', events: [] }] },
    });
    expect(record.positions?.['services']).toMatchObject({ line: 1, column: text.indexOf('[') + 1 });
  });

  it('keeps firewall and policy files as text without a value', async () => {
    const record = await decodeOne('*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\nCOMMIT\n');
    expect(record).toMatchObject({ kind: 'firewall-policy', encoding: 'text', status: 'ok' });
    expect(record).not.toHaveProperty('value');
  });

  it('names the signer of a signed profile and where its content begins', async () => {
    const [record] = await decode(signedProfile);
    expect(record).toMatchObject({
      kind: 'configuration-profile',
      encoding: 'xml',
      envelope: 'cms-signed',
      signer: 'Example School Profile Signing',
      integrity: 'intact',
      contentOffset: 66,
      value: { PayloadType: 'Configuration' },
    });
  });

  it('says whether the issuer is among the given certificates, and of what dates the signer is', async () => {
    const fixtures = path.resolve(import.meta.dirname, '../../../../packages/intake/src/cms/fixtures');
    const signed = path.join(fixtures, 'signed.der');
    const [known] = await decode(signed, '--trust-anchors', path.join(fixtures, 'authority.der'));
    expect(known).toMatchObject({ issuerKnown: true, issuer: expect.stringContaining('Authority') });
    expect(known?.notAfter).toMatch(/^20\d\d-.*Z$/);
    const [unasked] = await decode(signed);
    expect(unasked).not.toHaveProperty('issuerKnown');
    const wrong = await run('decode', signed, '--trust-anchors', path.join(fixtures, 'content.xml'));
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('holds no certificate')]);
  });

  it('joins the files of an archive to its path', async () => {
    const zip = zipOf({ 'a/one.mobileconfig': noFaceTime, 'two.txt': 'hello' });
    const records = await decode(path.join(folderOf({ 'outer.zip': zip }), 'outer.zip'));
    expect(records.map(({ path: name, kind }) => [name.slice(name.indexOf('outer')), kind])).toEqual([
      ['outer.zip!/a/one.mobileconfig', 'configuration-profile'],
      ['outer.zip!/two.txt', 'unknown'],
    ]);
  });

  it.each([
    ['empty-file', ''],
    ['unrecognised', Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251)],
    ['archive-truncated', zipOf({ 'a.plist': noFaceTime }).subarray(0, 20)],
  ])('rejects what cannot be read with %s', async (code, content) => {
    const record = await decodeOne(content);
    expect(record.status).toBe('rejected');
    expect(record.diagnostics.map((found) => found.code)).toContain(code);
    expect(record).not.toHaveProperty('value');
  });

  it('gives what stands before the cut of a truncated list, and where the cut is', async () => {
    const record = await decodeOne('<plist>\n<dict>\n<key>a</key>\n<string>b</string>\n<key>c</key>\n<str');
    expect(record).toMatchObject({ status: 'partial', value: { a: 'b' } });
    expect(record.diagnostics.find(({ severity }) => severity === 'error')?.line).toBe(6);
  });

  it('prints one list of records as JSON, an empty one for a folder without files', async () => {
    const folder = folderOf({ 'a.json': '{"a":1}', 'b.json': '{"b":2}' });
    const both = JSON.parse((await run('decode', folder)).out) as DecodeRecord[];
    expect(both.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect((await run('decode', folderOf({}))).out).toBe('[]\n');
  });

  it('exits 3 with --strict when something could not be read, else 0', async () => {
    const folder = folderOf({ 'good.mobileconfig': noFaceTime, 'empty.plist': '' });
    expect((await run('decode', folder)).code).toBe(0);
    expect((await run('decode', folder, '--strict')).code).toBe(3);
    expect((await run('decode', path.join(folder, 'good.mobileconfig'), '--strict')).code).toBe(0);
  });

  it('refuses a path that is not there', async () => {
    const { code, err } = await run('decode', '/no/such/file');
    expect(code).toBe(2);
    expect(err).toBe('ringcheck: /no/such/file: no such file or folder\n');
  });
});

describe('decode --positions', () => {
  it('tells of a signed profile where a value stands in the content and in the file', async () => {
    const fixtures = path.resolve(import.meta.dirname, '../../../../packages/intake/src/cms/fixtures');
    const bytes = readFileSync(path.join(fixtures, 'signed.der'));
    const [record] = await decode(path.join(fixtures, 'signed.der'), '--positions');
    const { offset, fileOffset, fileEnd } = record?.positions?.['PayloadIdentifier'] ?? {};
    expect(bytes.toString('utf8', fileOffset, fileEnd)).toBe('<string>com.example.signed</string>');
    expect((fileOffset ?? 0) - (offset ?? 0)).toBe(record?.contentOffset);
    // In base64 no byte of the file is a byte of the content.
    const [armoured] = await decode(path.join(fixtures, 'signed.pem'), '--positions');
    expect(armoured?.positions?.['PayloadIdentifier']).toMatchObject({ offset });
    expect(armoured?.positions?.['PayloadIdentifier']).not.toHaveProperty('fileOffset');
  });

  it('gives line, column, offset and end of every value by its key path', async () => {
    const text = '<plist>\n<dict>\n<key>a</key>\n<array>\n\t<true/>\n</array>\n</dict>\n</plist>\n';
    const { positions } = await decodeOne(text, '--positions');
    expect(Object.keys(positions ?? {})).toEqual(['', 'a', 'a[0]']);
    expect(positions?.['a[0]']).toEqual({ line: 5, column: 2, offset: 37, end: 44 });
    expect(text.slice(37, 44)).toBe('<true/>');
  });

  it('gives byte offsets in binary lists, no lines', async () => {
    const { positions } = await decodeOne(writePlist(binaryDict, 'binary'), '--positions');
    expect(positions?.['blob']).toEqual({ offset: expect.any(Number), end: expect.any(Number) });
  });

  it('counts lines through a file of JSON lines', async () => {
    const { positions } = await decodeOne('{"a": 1}\n\n{"b": 2}\n', '--positions');
    expect(positions?.['[1].b']).toEqual({ line: 3, column: 7, offset: 16, end: 17 });
  });

  it('keeps keys that would be special in JavaScript', async () => {
    const { value, positions } = await decodeOne(
      '<plist><dict><key>__proto__</key><string>x</string></dict></plist>',
      '--positions',
    );
    expect(JSON.stringify(value)).toBe('{"__proto__":"x"}');
    expect(Object.keys(positions ?? {})).toContain('__proto__');
  });
});

describe('decode and secrets', () => {
  const wifi = profile({
    type: 'com.apple.wifi.managed',
    settings: { SSID_STR: 'Campus', Password: 'correct horse' },
  });

  it('masks what is secret and keeps its place', async () => {
    const record = await decodeOne(wifi, '--positions');
    expect(JSON.stringify(record)).not.toContain('correct horse');
    expect(record.value).toMatchObject({
      PayloadContent: [{ SSID_STR: 'Campus', Password: { $secret: true } }],
    });
    expect(record.positions?.['PayloadContent[0].Password']).toHaveProperty('line');
  });

  it('prints it with --show-secrets', async () => {
    const record = await decodeOne(wifi, '--show-secrets');
    expect(record.value).toMatchObject({ PayloadContent: [{ Password: 'correct horse' }] });
  });

  it.each([
    ['escaped', wifi],
    ['as base64', Buffer.from(wifi).toString('base64')],
  ])('masks a profile with a secret that stands %s inside a text', async (_how, text) => {
    const record = await decodeOne(
      plist({ payloads: text, other: 'kept as it is, however long it may be here' }),
    );
    expect(record.value).toEqual({
      payloads: { $secret: true },
      other: 'kept as it is, however long it may be here',
    });
  });

  it('keeps a profile without a secret inside a text', async () => {
    expect((await decodeOne(plist({ payloads: noFaceTime }))).value).toEqual({ payloads: noFaceTime });
  });

  it('masks the password column of a CSV', async () => {
    const record = await decodeOne('serial,name,Local Password\nXFAKC00001,A,correct horse\n');
    expect(record.value).toEqual([{ serial: 'XFAKC00001', name: 'A', 'Local Password': { $secret: true } }]);
  });
});
