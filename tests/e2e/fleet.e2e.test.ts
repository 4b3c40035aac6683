import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadFleet } from '@ringcheck/app-cli';
import {
  checkReportSchema,
  deviceReportSchema,
  type DeviceItem,
  type DeviceReport,
  type FleetSummary,
  type Page,
  type Schedule,
  type ScheduleRun,
  type Scan,
} from '@ringcheck/contracts';
import { judgeDevice } from '@ringcheck/plan';
import { checkReport, deviceQuestions } from '@ringcheck/report';
import { Api, readFolder, until } from './api.js';
import { startProduct, type Product } from './product.js';

let product: Product;
let api: Api;
let scan: Scan;

const summaryOf = (device: DeviceReport) => ({
  id: device.id,
  verdict: device.verdict,
  compliance: device.compliance,
  expected: device.expected,
  coverage: device.coverage,
  path: device.path,
  findings: device.findings
    .map(({ ruleId, outcome, scope, cause, message, remediation, severity }) =>
      JSON.stringify({ ruleId, outcome, scope, cause, message, remediation, severity }),
    )
    .map((text) => text.replaceAll('tests/fixtures/', ''))
    .sort(),
  notes: device.notes.map(({ message }) => message.replaceAll('tests/fixtures/', '')).sort(),
});

beforeAll(async () => {
  product = await startProduct();
  api = new Api(product.url);
});

afterAll(async () => {
  await product.stop();
});

describe('the started product', () => {
  it('decodes the uploaded sample fleet', async () => {
    const sent = await api.uploadFiles(await readFolder('tests/fixtures/sample-fleet'));
    const upload = await api.decoded(sent.id);
    expect(upload.status).toBe('done');
    expect(upload.files.filter(({ status }) => status === 'rejected' || status === 'ignored')).toEqual([]);
  });

  it('scans it', async () => {
    const started = await api.post<Scan>('/scans');
    expect(started.status).toBe('queued');
    scan = await api.scanned(started.id);
    expect(scan.status).toBe('done');
    expect(scan.devices).toBeGreaterThan(40);
  });

  it('says of every device what the command line says', async () => {
    const now = scan.now ?? '';
    const fleet = await loadFleet(['tests/fixtures/sample-fleet'], { now });
    const judged = fleet.pictures.map((picture) => judgeDevice(picture, fleet.policy, now));
    const local = checkReport({ now, documents: fleet.documents, devices: judged });
    const asked = new Map(
      judged.map(({ picture: { id, facts }, evaluation }) => [
        id,
        deviceQuestions(facts.platform?.value, evaluation.verdict, evaluation.results),
      ]),
    );
    expect(checkReportSchema.parse(local).devices).toHaveLength(scan.devices ?? 0);
    const devices = await api.all<DeviceItem>('/devices?limit=25&sort=id');
    expect(devices.map(({ id }) => id)).toEqual(local.devices.map(({ id }) => id));
    for (const expected of local.devices) {
      const report = deviceReportSchema.parse(
        await api.get(`/devices/${encodeURIComponent(expected.id)}/report`),
      );
      expect(summaryOf(report)).toEqual(summaryOf(expected));
      expect(report.questions).toEqual(asked.get(expected.id));
      expect(report.findings.map(({ since }) => since)).toEqual(report.findings.map(() => now));
    }
    expect([...asked.values()].filter((questions) => questions.length > 0).length).toBeGreaterThan(20);
    const summary = await api.get<FleetSummary>('/summary');
    expect(summary.verdicts).toEqual(local.summary.verdicts);
    expect(summary.compliance).toEqual(local.summary.compliance);
    expect(local.summary.hiddenByWaivers).toBeGreaterThan(0);
    expect(summary.hiddenByWaivers).toBe(local.summary.hiddenByWaivers);
    expect(summary.gaps.map(({ key, devices: count }) => [key, count])).toEqual(
      local.gaps.map(({ key, devices: count }) => [key, count]),
    );
    expect(new Map(summary.causes.map(({ key, devices: count }) => [key, count]))).toEqual(
      new Map(
        local.causes
          .slice(0, summary.causes.length)
          .map(({ key, devices: count }) => [key.replace('tests/fixtures/', ''), count]),
      ),
    );
  });

  it('gives the report of a blocked device as JSON, HTML and Markdown', async () => {
    const { items } = await api.get<Page<DeviceItem>>('/devices?verdict=blocked&limit=1');
    const id = encodeURIComponent(items[0]?.id ?? '');
    const report = deviceReportSchema.parse(await api.get(`/devices/${id}/report`));
    expect(report.verdict).toBe('blocked');
    const blocked = report.findings.find(({ outcome }) => outcome === 'blocked');
    expect(blocked?.evidence[0]).toMatchObject({ document: expect.stringContaining('sample-fleet/') });
    expect(blocked?.remediation.steps.length).toBeGreaterThan(0);
    const html = await (await fetch(`${product.url}/api/v1/devices/${id}/report?format=html`)).text();
    expect(html).toContain('<!doctype html>');
    expect(html).toContain('Blocked');
    const markdown = await fetch(`${product.url}/api/v1/devices/${id}/report?format=md`);
    expect(markdown.headers.get('content-type')).toContain('text/markdown');
    expect(await markdown.text()).toMatch(/^# /);
  });

  it('finds nothing new when the same bytes are uploaded and scanned again', async () => {
    const sent = await api.uploadFiles(await readFolder('tests/fixtures/sample-fleet'));
    await api.decoded(sent.id);
    const again = await api.scanned((await api.post<Scan>('/scans')).id);
    expect({
      status: again.status,
      opened: again.opened,
      closed: again.closed,
      verdicts: again.verdicts,
    }).toEqual({
      status: 'done',
      opened: 0,
      closed: 0,
      verdicts: scan.verdicts,
    });
  });

  it('keeps the good files of an upload with bad ones', async () => {
    const noise = new Uint8Array(1_000_000).map((_, index) => (index * 7919 + (index >> 3) * 104729) & 0xff);
    const good = await readFolder('tests/fixtures/sample-fleet');
    const profile = [...good].find(([name]) => name.endsWith('.mobileconfig'));
    const sent = await api.uploadFiles(
      new Map<string, Uint8Array>([
        ['bad/empty.plist', new Uint8Array()],
        ['bad/empty.zip', new Uint8Array()],
        ['bad/noise.bin', noise],
        [
          'bad/truncated.plist',
          new TextEncoder().encode(
            '<?xml version="1.0"?>\n<plist version="1.0"><dict><key>UDID</key>\n<stri',
          ),
        ],
        ['bad/no-header.csv', new TextEncoder().encode('XFAK00000A1,iPad one\nXFAK00000A2,iPad two\n')],
        ...(profile === undefined ? [] : [profile]),
      ]),
    );
    const { files } = await api.decoded(sent.id);
    for (const file of files.filter(({ path: name }) => name.startsWith('bad/'))) {
      expect([file.path, file.status]).not.toEqual([file.path, 'ingested']);
      expect(file.diagnostics[0]?.message).toMatch(/\w{3,}/);
    }
    expect(files.find(({ path: name }) => name.endsWith('.mobileconfig'))?.status).toMatch(
      /ingested|partial/,
    );
  });

  it('runs a schedule of every minute twice, once per slot', async () => {
    const schedule = await api.post<Schedule>('/schedules', {
      name: 'every minute',
      cron: '* * * * *',
      timeZone: 'Europe/Berlin',
    });
    expect(schedule.nextRuns).toHaveLength(10);
    const runs = await until(async () => {
      const { items } = await api.get<Page<ScheduleRun>>(`/schedules/${schedule.id}/runs`);
      return items.filter(({ status }) => status === 'done').length >= 2 ? items : undefined;
    });
    await api.delete(`/schedules/${schedule.id}`);
    expect(new Set(runs.map(({ slot }) => slot)).size).toBe(runs.length);
    for (const run of runs.filter(({ status }) => status === 'done')) {
      expect(run.slot).toMatch(/:00(\.000)?Z$/);
      expect((await api.get<Scan>(`/scans/${run.scanId ?? ''}`)).trigger).toBe('schedule');
    }
  });

  it('runs a schedule at once when asked, and forgets a deleted one', async () => {
    const schedule = await api.post<Schedule>('/schedules', {
      name: 'yearly',
      cron: '0 3 1 1 *',
      timeZone: 'Asia/Kathmandu',
    });
    const run = await api.post<ScheduleRun>(`/schedules/${schedule.id}/run`);
    expect((await api.scanned(run.scanId ?? '')).status).toBe('done');
    await api.delete(`/schedules/${schedule.id}`);
    await expect(api.get(`/schedules/${schedule.id}`)).rejects.toThrow('404');
  });

  it.each([
    ['POST', '/schedules', { name: 'x', cron: 'soon', timeZone: 'Europe/Berlin' }, 400, 'cron'],
    ['POST', '/schedules', { name: 'x', cron: '0 3 * * *', timeZone: 'Nowhere' }, 400, 'timeZone'],
    ['POST', '/schedules', { name: 'x', cron: '0 3 * * *', timeZone: 'UTC', colour: 'red' }, 400, 'colour'],
    ['POST', '/scans', { devices: 'all' }, 400, 'devices'],
    ['GET', '/devices?verdict=purple', undefined, 400, 'verdict'],
    ['GET', '/devices?cursor=%00%00', undefined, 400, 'cursor'],
    ['GET', '/devices/serial%3ANOBODY', undefined, 404, 'NOBODY'],
    ['GET', '/scans/not-an-id', undefined, 404, 'not-an-id'],
    ['GET', '/nothing/here', undefined, 404, 'nothing'],
  ] as const)(
    'answers %s %s with a problem that names the fault',
    async (method, route, body, status, word) => {
      const response = await fetch(`${product.url}/api/v1${route}`, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.text()).toContain(word);
    },
  );

  it('refuses a page of another site and another host name', async () => {
    const foreign = await fetch(`${product.url}/api/v1/scans`, {
      method: 'POST',
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });

  it('serves the dashboard and the OpenAPI document', async () => {
    const page = await fetch(`${product.url}/devices`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const openapi = (await (await fetch(`${product.url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    if (process.env['UPDATE_DOCS'] === '1')
      await writeFile('apps/docs/openapi.json', `${JSON.stringify(openapi, null, 2)}\n`);
    expect(openapi).toEqual(JSON.parse(await readFile('apps/docs/openapi.json', 'utf8')));
    for (const route of [
      'uploads',
      'devices',
      'devices/{id}/report',
      'scans',
      'schedules',
      'schedules/{id}/runs',
      'rules',
    ]) {
      expect(Object.keys(openapi.paths)).toContain(`/api/v1/${route}`);
    }
  });

  it('says when its port is taken', async () => {
    const port = new URL(product.url).port;
    await expect(startProduct({ args: ['--port', port] })).rejects.toThrow(/port \d+ is taken/);
  });

  it('refuses to listen beyond this machine without sign-in', async () => {
    await expect(startProduct({ args: ['--host', '0.0.0.0'] })).rejects.toThrow(/no sign-in yet/);
  });

  it('takes a policy that does not hold as a rejected file and keeps the one in force', async () => {
    const before = await api.get<{ id: number }>('/policies/current');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-policy-'));
    await writeFile(path.join(folder, 'x'), '');
    const sent = await api.uploadFiles(
      new Map([
        [
          'ringcheck.yaml',
          new TextEncoder().encode(
            'version: 1\ngroups:\n  - { name: a, intent: sometimes, select: { default: true } }\n',
          ),
        ],
      ]),
    );
    const { files } = await api.decoded(sent.id);
    expect(files[0]).toMatchObject({ status: 'rejected' });
    expect(files[0]?.diagnostics[0]?.line).toBe(3);
    expect((await api.get<{ id: number }>('/policies/current')).id).toBe(before.id);
  });
});
