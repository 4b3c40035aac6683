import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {
  AttestationItem,
  AttestationRequest,
  CheckReport,
  DeviceReport,
  Page,
  Problem,
  Scan,
} from '@ringcheck/contracts';
import { Server } from '../faults/server.js';
import { Api } from './api.js';
import { repository, type Product } from './product.js';

const now = new Date();
const inDays = (days: number): string =>
  new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const inventory = `serial,name,platform,os version,supervised,last seen
C02FAKE00001,Front desk,iOS,26.1,true,${now.toISOString()}
C02FAKE00002,Lab Mac,macOS,26.1,true,${now.toISOString()}
`;
const device = 'serial:C02FAKE00001';
const focus: AttestationRequest = {
  device,
  question: 'ask-focus',
  answer: 'on',
  owner: 'desk@example.org',
  expires: inDays(90),
  note: 'asked by phone',
};

describe('answers to questions', () => {
  let server: Server;
  let product: Product;
  let api: Api;
  beforeAll(async () => {
    server = await Server.start({ env: { RINGCHECK_WORKERS: '1' } });
    product = server.product;
    api = new Api(product.url);
    await api.decoded((await api.uploadFiles(new Map([['inventory.csv', Buffer.from(inventory)]]))).id);
    await scan();
  }, 180_000);
  afterAll(async () => {
    await server?.stop();
  }, 60_000);

  const scan = async (scope: object = {}): Promise<Scan> =>
    api.scanned((await api.post<Scan>('/scans', scope)).id);
  const report = () => api.get<DeviceReport>(`/devices/${encodeURIComponent(device)}/report`);
  const asked = async () => (await report()).questions?.map(({ id }) => id) ?? [];
  const given = async () => (await api.get<Page<AttestationItem>>(`/attestations?device=${device}`)).items;
  const send = (body: unknown) =>
    fetch(`${product.url}/api/v1/attestations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('become a finding with the next scan of the device, and the question is asked no more', async () => {
    expect(await asked()).toContain('ask-focus');
    const saved = await api.post<AttestationItem>('/attestations', focus);
    expect(saved).toMatchObject({ ...focus, title: expect.any(String) as string, holds: true });
    expect(saved.answers.map(({ id }) => id)).toContain('on');
    expect(await given()).toEqual([saved]);
    expect((await scan({ devices: [device] })).devices).toBe(1);
    const { findings } = await report();
    const [finding] = findings.filter(({ ruleId }) => ruleId === 'ask-focus');
    expect(finding).toMatchObject({ outcome: 'limited', scope: 'incoming' });
    expect(finding?.message).toContain('desk@example.org');
    expect(finding?.evidence).toEqual([
      { document: `attestations/${saved.id}`, path: 'attestations.ask-focus', value: 'on' },
    ]);
    expect(await asked()).not.toContain('ask-focus');
  }, 90_000);

  it('give the same findings in the CLI, with the policy text the server writes of them', async () => {
    const response = await fetch(`${product.url}/api/v1/attestations?format=yaml`);
    expect(response.headers.get('content-type')).toContain('application/yaml');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-answers-'));
    await writeFile(path.join(folder, 'ringcheck.yaml'), `version: 1\n${await response.text()}`);
    await writeFile(path.join(folder, 'inventory.csv'), inventory);
    const { stdout } = spawnSync(
      process.execPath,
      ['apps/cli/bin/ringcheck.mjs', 'check', folder, '--format', 'json'],
      { cwd: repository, encoding: 'utf8' },
    );
    await rm(folder, { recursive: true, force: true });
    const { devices } = JSON.parse(stdout) as CheckReport;
    const told = (findings: DeviceReport['findings'] = []) =>
      findings.map(({ ruleId, outcome, scope, cause, message }) =>
        [ruleId, outcome, scope, cause, message].join(' '),
      );
    const here = await report();
    const there = devices.find(({ id }) => id === device);
    expect(there?.verdict).toBe(here.verdict);
    expect(told(there?.findings).sort()).toEqual(told(here.findings).sort());
    expect(told(here.findings).join('\n')).toContain('ask-focus limited');
  }, 90_000);

  it('are replaced by a newer one, and leave one when several come at once', async () => {
    await Promise.all(
      ['off', 'on', 'off', 'on'].map((answer) => api.post('/attestations', { ...focus, answer })),
    );
    expect(await given()).toHaveLength(1);
    const off = await api.post<AttestationItem>('/attestations', { ...focus, answer: 'off' });
    expect((await given()).map(({ id }) => id)).toEqual([off.id]);
    await scan();
    expect((await report()).findings.map(({ ruleId }) => ruleId)).not.toContain('ask-focus');
    expect(await asked()).not.toContain('ask-focus');
  }, 90_000);

  it('open the question again when they are withdrawn, once', async () => {
    const [last] = await given();
    await api.delete(`/attestations/${last?.id ?? ''}`);
    await expect(api.delete(`/attestations/${last?.id ?? ''}`)).rejects.toThrow('404');
    expect(await given()).toEqual([]);
    expect((await scan()).devices).toBe(1);
    expect(await asked()).toContain('ask-focus');
  }, 90_000);

  it.each([
    ['a device nobody knows', { device: 'serial:NOBODY' }, 404, 'serial:NOBODY'],
    ['a misspelt question', { question: 'ask-fokus' }, 400, 'question: There is no question ask-fokus'],
    ['a rule', { question: 'restriction-facetime' }, 400, 'There is no question restriction-facetime'],
    ['an answer it has not', { answer: 'perhaps' }, 400, 'ask-focus has no answer perhaps; it has '],
    [
      'a question for other devices',
      { question: 'ask-cellular-switch', device: 'serial:C02FAKE00002' },
      400,
      'is not asked of macOS',
    ],
    ['a day that is over', { expires: inDays(-1) }, 400, 'choose a day to come'],
    ['a day there is not', { expires: '2027-02-30' }, 400, 'expires'],
    ['no day', { expires: 'never' }, 400, 'wants a day like 2027-01-31'],
    ['a blank owner', { owner: '   ' }, 400, 'owner'],
    ['a long owner', { owner: 'x'.repeat(201) }, 400, 'owner'],
    ['a long note', { note: 'x'.repeat(2_001) }, 400, 'note'],
    ['a field there is not', { select: { default: true } }, 400, 'select'],
    [
      'a name of the language',
      { question: '__proto__', answer: 'constructor' },
      400,
      'There is no question __proto__',
    ],
  ] as const)('are refused with %s, and say what would do', async (_what, change, status, words) => {
    const response = await send({ ...focus, ...change });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(((await response.json()) as Problem).detail).toContain(words);
    expect(await given()).toEqual([]);
  });

  it('keep an owner and a note that look like something else as text', async () => {
    const owner = `"}, { rule: "*" } <script>alert(1)</script>`;
    const saved = await api.post<AttestationItem>('/attestations', { ...focus, owner, note: 'a\u0000b' });
    expect([saved.owner, saved.note]).toEqual([owner, 'a\ufffdb']);
    await scan();
    const html = await (
      await fetch(`${product.url}/api/v1/devices/${encodeURIComponent(device)}/report?format=html`)
    ).text();
    expect(html).not.toContain('<script>alert');
    await api.delete(`/attestations/${saved.id}`);
  }, 60_000);

  it('are in the audit log, given and withdrawn, and nowhere in the server log', async () => {
    const written = await server.rows<{ action: string; data: { owner?: string; answer: string } }>(
      "SELECT action, data FROM audit_entry WHERE action LIKE 'attestation.%' ORDER BY id",
    );
    expect(written[0]).toMatchObject({
      action: 'attestation.give',
      data: { device, question: 'ask-focus', answer: 'on', owner: 'desk@example.org' },
    });
    expect(written.filter(({ action }) => action === 'attestation.withdraw')).toHaveLength(2);
    expect(product.log()).not.toContain('asked by phone');
  });

  it('are asked for of devices there are, page by page', async () => {
    await expect(api.get('/attestations?device=serial:NOBODY')).rejects.toThrow('404');
    await expect(api.get('/attestations?cursor=x')).rejects.toThrow('400');
  });
});
