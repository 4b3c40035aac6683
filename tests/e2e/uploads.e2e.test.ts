import { execFileSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { uploadSchema, type Upload } from '@ringcheck/contracts';
import { Api, until } from './api.js';
import { devicesPerList, writeLargeZip } from './large-zip.js';
import { startProduct, type Product } from './product.js';

/** A few hundred MiB in the suite; RINGCHECK_LARGE_UPLOAD_MB=2100 is the long form. */
const largeMiB = Number(process.env['RINGCHECK_LARGE_UPLOAD_MB'] ?? '300');
/** What a worker takes at most, whatever the size of the archive: Node, its code, one entry, one list, and what the
 * collector leaves lying on a busy machine. */
const mostWorkerMiB = 560;

let product: Product;
let api: Api;
let folder: string;

const hasOpenssl = canRun('openssl', 'version');
const hasProc = process.platform === 'linux';
if (!hasOpenssl) console.log('openssl is missing: a signature is not checked against anchors');

function canRun(...[command = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const openssl = (...args: readonly string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-uploads-'));
  const env: Record<string, string> = { RINGCHECK_WORKERS: '1' };
  if (hasOpenssl) {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'key.pem',
      '-out',
      'anchor.pem',
      '-days',
      '30',
      '-subj',
      '/CN=Example Authority',
    );
    env['RINGCHECK_TRUST_ANCHORS'] = path.join(folder, 'anchor.pem');
  }
  product = await startProduct({ env });
  api = new Api(product.url);
});

afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

async function decoded(files: Readonly<Record<string, string | Uint8Array>>): Promise<Upload> {
  const sent = await api.uploadFiles(
    new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])),
  );
  return api.decoded(sent.id);
}

describe('a large archive', () => {
  it('is stored and decoded entry by entry, in the memory of one entry', async () => {
    const file = path.join(folder, 'exports.zip');
    const made = await writeLargeZip(file, largeMiB * 1024 * 1024);
    const form = new FormData();
    form.append('files', await openAsBlob(file), 'exports.zip');
    const sent = uploadSchema.parse(await api.send('/uploads', { method: 'POST', body: form }));
    const upload = await until(async () => {
      const now = uploadSchema.parse(await api.get(`/uploads/${sent.id}`));
      return now.status === 'done' ? now : undefined;
    }, 600_000);
    // Partial, since nobody reads backups.
    expect(upload.files[0]).toMatchObject({ size: made.bytes, kind: 'archive', status: 'partial' });
    const lists = (await api.all<{ path: string; devices: number }>('/documents?limit=200')).filter(
      ({ devices }) => devices > 0,
    );
    expect(lists.map(({ devices }) => devices)).toEqual(new Array(made.lists).fill(devicesPerList));
    const peak = hasProc ? await workerPeakMiB() : 0;
    console.log(
      `${Math.round(made.bytes / 2 ** 20)} MiB in ${made.entries} entries: a worker took ${peak} MiB at most`,
    );
    expect(peak).toBeLessThan(mostWorkerMiB);
  }, 900_000);
});

/** The most memory the largest worker of the product ever had. */
async function workerPeakMiB(): Promise<number> {
  const peaks: number[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const isOurs = new RegExp(`^PPid:\\s+${product.process.pid ?? 0}$`, 'm').test(status);
    if (!isOurs || !command.includes(path.join('worker', 'dist'))) continue;
    peaks.push(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? '0') / 1024);
  }
  if (peaks.length === 0) throw new Error('the worker is not among the processes');
  return Math.round(Math.max(...peaks));
}

describe('certificates that count as known', () => {
  const profile = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
<key>PayloadIdentifier</key><string>org.example.signed</string><key>PayloadUUID</key><string>u-signed</string>
<key>PayloadVersion</key><integer>1</integer><key>PayloadContent</key><array/></dict></plist>\n`;

  it('are those of RINGCHECK_TRUST_ANCHORS', async () => {
    if (!hasOpenssl) return;
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'other.key',
      '-out',
      'other.pem',
      '-days',
      '30',
      '-subj',
      '/CN=Somebody Else',
    );
    const signedBy = (signer: string, key: string): Buffer =>
      execFileSync(
        'openssl',
        ['cms', '-sign', '-binary', '-nodetach', '-outform', 'DER', '-signer', signer, '-inkey', key],
        { cwd: folder, input: profile },
      );
    const upload = await decoded({
      'known.mobileconfig': signedBy('anchor.pem', 'key.pem'),
      'unknown.mobileconfig': signedBy('other.pem', 'other.key'),
    });
    const signed = upload.files.map(({ path: name, status, diagnostics }) => [
      name,
      status,
      diagnostics
        .filter(({ code }) => code === 'cms-signed')
        .map(({ severity, message }) => [severity, message]),
    ]);
    expect(signed).toEqual([
      [
        'known.mobileconfig',
        'ingested',
        [['info', expect.stringContaining('Its issuer is one of the trust anchors.')]],
      ],
      [
        'unknown.mobileconfig',
        'ingested',
        [['warning', expect.stringContaining('Its issuer is none of the trust anchors')]],
      ],
    ]);
  });

  it('are checked when the server starts', async () => {
    const env = { RINGCHECK_TRUST_ANCHORS: path.join(folder, 'nowhere.pem'), RINGCHECK_WORKERS: '1' };
    await expect(startProduct({ env })).rejects.toThrow(
      /code 2[\s\S]*RINGCHECK_TRUST_ANCHORS: there is no such file or folder/,
    );
  });
});

describe('a mapping file in an upload', () => {
  const mapping = `version: 1
columns:
  serial: Inventar-Nr.
  platform: { column: Art, values: { Handy: iPhone } }
`;
  const table = (serial: string): string => `Inventar-Nr.;Art\n${serial};Handy\n`;

  it('is found by its content and tells what the headings of the tables mean', async () => {
    const alone = await decoded({ 'fleet.csv': table('XFMAPSER01') });
    expect(alone.files[0]).toMatchObject({ status: 'ignored', kind: 'unknown' });
    const upload = await decoded({ 'a/our-words.yaml': mapping, 'a/fleet.csv': table('XFMAPSER02') });
    expect(upload.files).toMatchObject([
      { path: 'a/our-words.yaml', kind: 'column-mapping', status: 'ingested', diagnostics: [] },
      { path: 'a/fleet.csv', kind: 'inventory-csv', status: 'ingested', diagnostics: [] },
    ]);
  });

  it('that does not hold says where and what was meant, and the table is read without it', async () => {
    const upload = await decoded({
      'words.yaml': mapping.replace('platform', 'platfrom'),
      'fleet.csv': table('XFMAPSER03'),
    });
    expect(upload.files).toMatchObject([
      {
        path: 'words.yaml',
        status: 'rejected',
        diagnostics: [{ code: 'mapping-unknown-key', line: 4, column: 3, path: 'columns.platfrom' }],
      },
      { path: 'fleet.csv', status: 'ignored' },
    ]);
    expect(upload.files[0]?.diagnostics[0]?.message).toContain('Did you mean platform?');
  });
});
