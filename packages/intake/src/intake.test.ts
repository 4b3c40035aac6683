import { createHash } from 'node:crypto';
import { zipSync, gzipSync } from 'fflate';
import type { SourceDocument } from '@ringcheck/model';
import { ingest } from './intake.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const encode = (text: string) => new TextEncoder().encode(text);

async function documentsOf(bytes: Uint8Array | string, path = 'upload'): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  const input = { path, bytes: typeof bytes === 'string' ? encode(bytes) : bytes, sha256 };
  for await (const document of ingest({ ...input, receivedAt: '2026-11-21T10:00:00Z' }))
    documents.push(document);
  return documents;
}

async function documentOf(bytes: Uint8Array | string): Promise<SourceDocument> {
  const [document, ...more] = await documentsOf(bytes);
  if (document === undefined || more.length > 0) throw new Error('The test expects one document.');
  return document;
}

const plist = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${inside}</dict></plist>\n`;
const profile = plist(
  '<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>org.example.off</string>' +
    '<key>PayloadUUID</key><string>u-1</string><key>PayloadContent</key><array/>',
);
const idle = (udid: string) =>
  plist(
    `<key>UDID</key><string>${udid}</string><key>Status</key><string>Acknowledged</string>` +
      '<key>QueryResponses</key><dict><key>OSVersion</key><string>26.1</string></dict>',
  );

describe('an upload', () => {
  it.each([
    ['a profile', profile, 'configuration-profile'],
    ['a reply', idle('u-1'), 'mdm-device-information'],
    ['an inventory', 'serial,name\nXFAK3SER1A,Room 12\n', 'inventory-csv'],
    ['a placement', 'serial,group\nXFAK3SER1A,staff\n', 'placement-csv'],
    ['a tunnel', '[Interface]\nPrivateKey = x\n[Peer]\nAllowedIPs = ::/0\n', 'vpn-config'],
    ['a firewall policy', '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -j ACCEPT\nCOMMIT\n', 'firewall-policy'],
    [
      'a policy file',
      '# ours\nversion: 1\ngroups:\n  - { name: all, select: { default: true } }\n',
      'policy-file',
    ],
    ['a policy file in JSON', '{"version":1,"groups":[]}', 'policy-file'],
  ])('is recognised by its content: %s', async (_name, text, kind) => {
    const document = await documentOf(text);
    expect(document).toMatchObject({ kind, status: 'ingested', receivedAt: '2026-11-21T10:00:00Z' });
    expect(document.ref).toEqual({ path: 'upload', sha256: sha256(encode(text)) });
  });

  it('keeps the text of firewall and policy files for the steps that read them', async () => {
    const text = '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n';
    expect(await documentOf(text)).toMatchObject({ text, firewall: { dialect: 'iptables' } });
    expect((await documentOf('version: 1\nwaivers: []\n')).text).toBe('version: 1\nwaivers: []\n');
  });

  it('takes no compose file for a policy', async () => {
    const text = 'version: "3.8"\nservices:\n  a: {}\nnetworks:\n  b: {}\n';
    expect(await documentOf(text)).toMatchObject({ kind: 'unknown', status: 'ignored' });
  });

  it('is read in UTF-16 with the byte of each cell', async () => {
    const text = '\ufeffserial;name\r\nXFAK3SER1A;Büro\r\n';
    const bytes = new Uint8Array(
      [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    );
    const [device] = (await documentOf(bytes)).devices;
    expect(device?.claims.name).toMatchObject({ value: 'Büro', at: { offset: 50, line: 2, column: 12 } });
  });

  it.each([
    ['an empty file', '', 'rejected', 'empty-file'],
    ['blanks', ' \n\t\n', 'rejected', 'empty-file'],
    ['an empty zip', zipSync({}), 'rejected', ''],
    [
      'noise',
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256),
      'rejected',
      'unrecognised',
    ],
    ['a letter', 'Dear all,\nnothing to see.\n', 'ignored', 'unrecognised'],
    ['another tool’s JSON', '{"colour":"red"}', 'ignored', 'unrecognised'],
    ['another tool’s XML', '<?xml version="1.0"?><colour>red</colour>', 'ignored', 'unrecognised'],
    ['another plist', plist('<key>Colour</key><string>red</string>'), 'ignored', 'unrecognised'],
    [
      'a table without a header',
      'XFAK3SER1A,iPad,26.1\nXFAK3SER1B,iPad,26.1\n',
      'rejected',
      'csv-without-header',
    ],
  ])('that gives nothing says why: %s', async (_name, bytes, status, code) => {
    const document = await documentOf(bytes);
    expect(document).toMatchObject({ status, devices: [], profiles: [] });
    expect(document.diagnostics.map((found) => found.code).join()).toContain(code);
    expect(document.diagnostics).not.toEqual([]);
  });

  it('that is cut short is partial and keeps what was read', async () => {
    const cut = profile.slice(0, profile.indexOf('<key>PayloadContent'));
    const document = await documentOf(cut);
    expect(document.status).toBe('partial');
    expect(document.profiles[0]?.identifier).toBe('org.example.off');
    expect(document.diagnostics.map((found) => found.code)).toContain('truncated');
  });

  it('that is broken is rejected with line and column', async () => {
    const document = await documentOf('{"devices": [,]}');
    expect(['rejected', 'ignored']).toContain(document.status);
    expect(document.diagnostics[0]?.at?.line).toBe(1);
  });
});

describe('an archive', () => {
  it('gives a document per file, named by its place in the archive', async () => {
    const zip = zipSync({ 'a/off.mobileconfig': encode(profile), 'notes.txt': encode('hello\n') });
    const documents = await documentsOf(zip, 'export.zip');
    expect(documents.map(({ ref, kind }) => [ref.path, kind])).toEqual([
      ['export.zip!/a/off.mobileconfig', 'configuration-profile'],
      ['export.zip!/notes.txt', 'unknown'],
    ]);
    expect(documents[0]?.ref.sha256).toBe(sha256(encode(profile)));
    expect(documents[0]?.profiles[0]?.document.path).toBe('export.zip!/a/off.mobileconfig');
  });

  it('loses nothing of the good files beside a bad one', async () => {
    const zip = zipSync({ 'bad.plist': encode('<plist><dict>'), 'good.plist': encode(idle('u-1')) });
    const documents = await documentsOf(zip);
    expect(documents[0]?.diagnostics).not.toEqual([]);
    expect(documents[1]).toMatchObject({ status: 'ingested', kind: 'mdm-device-information' });
  });

  it('compressed as one file gives that file', async () => {
    expect(await documentOf(gzipSync(encode(profile)))).toMatchObject({ kind: 'configuration-profile' });
  });
});

describe('several documents in one file', () => {
  it('are read when they are property lists', async () => {
    const document = await documentOf(idle('u-1') + idle('u-2'));
    expect(document.devices.map((device) => device.identity.udid)).toEqual(['u-1', 'u-2']);
    expect(document.devices[1]?.at.line).toBe(4);
    expect(document).toMatchObject({ status: 'ingested', diagnostics: [] });
  });

  it('are read when they are JSON, line by line', async () => {
    const event = (udid: string) =>
      JSON.stringify({
        topic: 'mdm.Connect',
        created_at: '2026-03-01T10:00:00Z',
        acknowledge_event: { udid, raw_payload: btoa(idle(udid)) },
      });
    const document = await documentOf(`${event('u-1')}\n${event('u-2')}\n`);
    expect(document.devices.map((device) => device.identity.udid)).toEqual(['u-1', 'u-2']);
    expect(document.devices[1]?.claims.osVersion?.at.line).toBe(2);
  });
});
