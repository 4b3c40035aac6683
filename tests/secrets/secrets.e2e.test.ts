import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { main } from '@ringcheck/app-cli';
import type { Scan } from '@ringcheck/contracts';
import { startTestDatabase, type TestDatabase } from '@ringcheck/store';
import pg from 'pg';
import { Api } from '../e2e/api.js';
import { startProduct, type Product } from '../e2e/product.js';
import { canary, files, plantedValues } from './planted.js';
import { found, formsOf } from './search.js';

const run = promisify(execFile);
/** Told in every format, also those that leave the name out. */
const serial = 'XFAKC0DE01';
const planted = files();
const secrets = [...new Set(plantedValues())];

let database: TestDatabase;
let product: Product;
let folder = '';
/** Everything that was served, by route. */
const answers = new Map<string, string>();

async function keep(route: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(`${product.url}/api/v1${route}`, init);
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const headers = JSON.stringify([...response.headers]);
  answers.set(`${init.method ?? 'GET'} ${route}`, `${headers}\n${text}`);
  return text;
}

async function readAll(uploadId: string, scanId: string): Promise<void> {
  const api = new Api(product.url);
  const devices = await api.all<{ id: string }>('/devices');
  const documents = await api.all<{ sha256: string }>('/documents');
  const routes = [
    `/uploads`,
    `/uploads/${uploadId}`,
    '/documents',
    ...documents.map(({ sha256 }) => `/documents/${sha256}`),
    '/devices',
    ...devices.flatMap(({ id }) => {
      const one = `/devices/${encodeURIComponent(id)}`;
      return [one, `${one}/report`, `${one}/report?format=html`, `${one}/report?format=md`];
    }),
    '/summary',
    '/causes',
    '/gaps',
    '/scans',
    `/scans/${scanId}`,
    '/policies',
    '/policies/current',
    '/schedules',
    '/metrics',
  ];
  for (const route of routes) await keep(route);
}

async function tables(): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: database.databaseUrl });
  await client.connect();
  const kept = new Map<string, string>();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of rows) {
      const all = await client.query<{ plain: string; json: string }>(
        `SELECT t::text AS plain, row_to_json(t)::text AS json FROM ${name} t`,
      );
      // JSON in text columns is escaped twice in a row; take one layer off to see through it.
      const text = all.rows.map(({ plain, json }) => `${plain}\n${json}\n${json.replaceAll('\\"', '"')}`);
      kept.set(name, text.join('\n'));
    }
  } finally {
    await client.end();
  }
  return kept;
}

async function ringcheck(...args: readonly string[]): Promise<string> {
  const bin = path.resolve('apps/cli/bin/ringcheck.mjs');
  const done = run(process.execPath, [bin, ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 64 * 2 ** 20,
    encoding: 'latin1',
  });
  return done.then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
  );
}

/** The same without a process of its own, for the many ways to ask one thing. */
async function printed(...args: readonly string[]): Promise<string> {
  const parts: string[] = [];
  const keep = (text: string): void => void parts.push(text);
  await main(args, { out: keep, err: keep, progress: keep });
  return Buffer.from(parts.join('\n'), 'utf8').toString('latin1');
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-secrets-'));
  for (const [name, bytes] of planted) {
    // A policy that does not hold ends a check at once; it is given by name below.
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name.replace('secret/broken.yaml', 'broken.yaml')), bytes);
  }
  database = await startTestDatabase();
  product = await startProduct({
    env: { DATABASE_URL: database.databaseUrl, RINGCHECK_LOG_LEVEL: 'debug', RINGCHECK_WORKERS: '1' },
  });
  const api = new Api(product.url);
  const upload = await api.decoded((await api.uploadFiles(planted)).id);
  const scan = await api.scanned((await api.post<Scan>('/scans')).id);
  await readAll(upload.id, scan.id);
  const policy = new TextDecoder().decode(planted.get('secret/broken.yaml'));
  const body = JSON.stringify({ text: policy });
  await keep('/policies', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await keep('/scans', { method: 'POST', headers: { 'content-type': 'application/json' }, body: policy });
});

afterAll(async () => {
  await product.stop();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const leaksOf = (texts: ReadonlyMap<string, string>): string[] =>
  [...texts].flatMap(([name, text]) => found(text, secrets).map((secret) => `${name}: ${secret}`));

describe('a planted secret', () => {
  it('is looked for in every form', () => {
    expect(formsOf('s3cret+/x')).toEqual(expect.arrayContaining(['s3cret%2B%2Fx', '7333637265742b2f78']));
    const inBase64 = Buffer.from(`before ${secrets[0]} after`).toString('base64');
    expect(found(inBase64, secrets)).toEqual([secrets[0]]);
    expect(found(Buffer.from(`${secrets[1]}`, 'utf16le').toString('latin1'), secrets)).toEqual([secrets[1]]);
    expect(secrets.length).toBeGreaterThan(50);
  });

  it('is in no table of the database and of the queue, while what may be shown is', async () => {
    const kept = await tables();
    expect(kept.size).toBeGreaterThan(15);
    expect(leaksOf(kept)).toEqual([]);
    expect([...kept.values()].some((text) => text.includes(canary))).toBe(true);
  });

  it('is in no answer of the server', () => {
    expect(leaksOf(answers)).toEqual([]);
    expect([...answers.values()].filter((text) => text.includes(canary)).length).toBeGreaterThan(3);
  });

  it('is in no log', () => {
    const log = product.log();
    expect(found(log, secrets)).toEqual([]);
    expect(log.split('\n').length).toBeGreaterThan(5);
  });

  it('is kept comparable by a digest that never leaves the store', async () => {
    const profiles = (await tables()).get('public.profile') ?? '';
    const digests = [...profiles.matchAll(/"digest": ?"([\w-]{43})"/g)].map((match) => match[1] ?? '');
    expect(new Set(digests).size).toBeGreaterThan(10);
    expect(digests.length).toBeGreaterThan(new Set(digests).size);
    const served = [...answers.values(), product.log()].join('\n');
    expect(digests.filter((digest) => served.includes(digest))).toEqual([]);
    expect(served).not.toContain('"digest"');
  });

  it.each([
    ['check', '--format', 'json'],
    ['check', '--format', 'text'],
    ['check', '--format', 'html'],
    ['check', '--format', 'md'],
    ['check', '--format', 'csv'],
    ['check', '--format', 'sarif'],
    ['check', '--format', 'junit'],
    ['check', '--format', 'ndjson'],
    ['decode', '--format', 'ndjson'],
    ['decode', '--positions'],
  ])('is printed by no ringcheck %s %s %s', async (command, ...options) => {
    const output = await printed(command, path.join(folder, 'secret'), ...options);
    expect(found(output, secrets)).toEqual([]);
    expect(output).toContain(serial);
    expect(output).not.toContain('"digest"');
  });

  it('is printed by no ringcheck check with a policy that does not hold', async () => {
    const output = await ringcheck('check', path.join(folder, 'secret'), '--policy', `${folder}/broken.yaml`);
    expect(found(output, secrets)).toEqual([]);
    expect(output).toContain('broken.yaml:');
  });

  it.each(['asa.cfg', 'fortios.conf', 'pfsense.xml'])(
    'is printed by no ringcheck firewall of %s',
    async (name) => {
      const output = await printed('firewall', path.join(folder, 'secret', name), '--format', 'json');
      expect(found(output, secrets)).toEqual([]);
      expect(output).toContain('"verdict"');
    },
  );
});
