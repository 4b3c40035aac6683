import { createServer } from 'node:net';
import path from 'node:path';
import type { DeviceItem, FleetSummary } from '@ringcheck/contracts';
import { problem, scanOf, startApi } from '../testing/api.js';
import { folderOf } from '../testing/folder.js';
import { run } from '../testing/run.js';
import { noFaceTime } from '../testing/samples.js';

const id = '0a5eed00-0000-4000-8000-0000000000aa';

describe('upload', () => {
  it('sends all files of a folder in one request, named from the folder on', async () => {
    const api = await startApi();
    const folder = path.join(
      folderOf({ 'fleet/mdm/a "b".plist': 'A', 'fleet/ü.mobileconfig': noFaceTime, 'fleet/.DS_Store': 'x' }),
      'fleet',
    );
    const { code, out } = await run('upload', `${folder}/`, '--server', api.url);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `Upload ${id} done: 2 files, 2 ingested`,
      '  ingested  configuration-profile  fleet/mdm/a %22b%22.plist',
      '  ingested  configuration-profile  fleet/ü.mobileconfig',
      '',
    ]);
    expect(api.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
    expect(api.asked[0]?.body.toString()).toContain(`\r\n\r\n${noFaceTime}\r\n--ringcheck-`);
  });

  it('names a single file by its own name', async () => {
    const api = await startApi();
    const file = path.join(folderOf({ 'deep/one.mobileconfig': noFaceTime }), 'deep', 'one.mobileconfig');
    expect((await run('upload', file, '--server', api.url)).out).toMatch(/ {2}one\.mobileconfig\n$/);
  });

  it('names file, line and column of what the server could not read, and exits 3 with --strict', async () => {
    const api = await startApi();
    const folder = folderOf({ 'in/bad.plist': '', 'in/good.mobileconfig': noFaceTime });
    const { code, out } = await run('upload', path.join(folder, 'in'), '--server', api.url, '--strict');
    expect(code).toBe(3);
    expect(out).toContain('2 files, 1 rejected, 1 ingested');
    expect(out).toContain('error: in/bad.plist:6:2: It ends early.');
  });

  it('scans and waits for the end of the scan', async () => {
    const api = await startApi();
    const folder = folderOf({ 'one.mobileconfig': noFaceTime });
    const { code, out } = await run('upload', folder, '--scan', '--wait', '--server', api.url);
    expect(code).toBe(0);
    expect(out).toContain(`Scan ${id} done: 3 devices · 1 blocked · 2 clear · 4 findings opened, 1 closed\n`);
  });

  it('returns before anything is decoded with --no-wait', async () => {
    const api = await startApi();
    const { out } = await run('upload', folderOf({ a: 'A' }), '--no-wait', '--server', api.url);
    expect(out).toContain(`Upload ${id} processing: 1 file, 1 pending`);
    expect(api.asked).toHaveLength(1);
  });

  it('prints upload and scan as JSON', async () => {
    const api = await startApi();
    const argv = ['upload', folderOf({ a: 'A' }), '--scan', '--format', 'json', '--server', api.url];
    expect(JSON.parse((await run(...argv)).out)).toMatchObject({
      upload: { status: 'done' },
      scan: { status: 'queued' },
    });
  });

  it.each([
    [['upload'], 'upload needs a file or folder'],
    [['upload', folderOf({})], 'no files there'],
    [['upload', '/no/such/folder'], 'no such file or folder'],
    [['upload', '.', '--no-wait', '--scan'], '--no-wait leaves nothing to scan'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('scan', () => {
  it('scans the devices named, each once', async () => {
    const api = await startApi();
    const { code, out } = await run(
      'scan',
      '--device',
      'serial:A',
      '--device',
      'serial:B',
      '--server',
      api.url,
    );
    expect([code, out]).toEqual([0, `Scan ${id} queued\n`]);
    expect(JSON.parse(api.asked[0]?.body.toString() ?? '')).toEqual({ devices: ['serial:A', 'serial:B'] });
  });

  it('scans groups and tags, and says what a scan covers', async () => {
    const api = await startApi();
    const scope = { groups: ['staff', 'exam-*'], tags: ['lab'] };
    api.answers.set('POST scans', { status: 202, body: JSON.stringify(scanOf('queued', { scope })) });
    const argv = ['scan', '--group', 'staff', '--group', 'exam-*', '--tag', 'lab'];
    const { code, out } = await run(...argv, '--server', api.url);
    expect([code, out]).toEqual([0, `Scan ${id} of group staff or exam-*, tag lab queued\n`]);
    expect(JSON.parse(api.asked[0]?.body.toString() ?? '')).toEqual(scope);
  });

  it('exits 4 when the scan fails, with the reason', async () => {
    const api = await startApi();
    const failed = JSON.stringify(scanOf('failed', { error: 'the policy does not hold' }));
    api.answers.set(`GET scans/${id}`, { status: 200, body: failed });
    const { code, out } = await run('scan', '--wait', '--server', api.url);
    expect([code, out]).toEqual([4, `Scan ${id} failed: the policy does not hold\n`]);
  });

  it('gives up after --timeout and says that the scan goes on', async () => {
    const api = await startApi();
    api.answers.set(`GET scans/${id}`, { status: 200, body: JSON.stringify(scanOf('running')) });
    const { code, err } = await run('scan', '--wait', '--timeout', '0.2', '--server', api.url);
    expect([code, err]).toEqual([
      4,
      'ringcheck: the scan did not end within 0.2 seconds; it goes on without us\n',
    ]);
  });

  it('sends the token, never prints it', async () => {
    const api = await startApi();
    api.answers.set('POST scans', problem(401, 'Sign in first.'));
    const { code, out, err } = await run('scan', '--token', 'not-for-print', '--server', api.url);
    expect(api.asked[0]?.authorization).toBe('Bearer not-for-print');
    expect([code, out, err]).toEqual([2, '', `ringcheck: ${api.url}: Sign in first. (HTTP 401)\n`]);
  });
});

describe('schedule', () => {
  it('lists, runs, tells the runs and deletes', async () => {
    const { url } = await startApi();
    const line = `${id}  Mornings  0 6 * * 1-5 (Europe/Berlin)  next 2026-11-23T05:00:00Z\n`;
    expect((await run('schedule', 'list', '--server', url)).out).toBe(line);
    expect((await run('schedule', 'run', id, '--server', url)).out).toBe(
      `2026-11-21T12:00:00Z  started  scan ${id}\n`,
    );
    expect((await run('schedule', 'runs', id, '--server', url)).out).toBe(
      '2026-11-21T12:00:00Z  skipped  the last scan still runs\n',
    );
    expect((await run('schedule', 'delete', id, '--server', url)).out).toBe(`Deleted ${id}\n`);
  });

  it('adds one with the defaults of the contract', async () => {
    const api = await startApi();
    const argv = ['schedule', 'add', '--name', 'Nightly', '--cron', '0 2 * * *', '--time-zone', 'UTC'];
    const { code, out } = await run(...argv, '--overlap', 'queue', '--server', api.url);
    expect(code).toBe(0);
    expect(out).toBe(`Added ${id}  Nightly  0 2 * * * (UTC)  next 2026-11-23T05:00:00Z\n`);
    expect(JSON.parse(api.asked[0]?.body.toString() ?? '')).toEqual({
      name: 'Nightly',
      cron: '0 2 * * *',
      timeZone: 'UTC',
      missedRuns: 'run-once',
      overlap: 'queue',
    });
  });

  it('names every field the server refuses', async () => {
    const api = await startApi();
    api.answers.set(
      'POST schedules',
      problem(400, 'The request is not valid.', [
        { path: 'cron', message: 'the minute 61 is not between 0 and 59' },
      ]),
    );
    const argv = ['schedule', 'add', '--name', 'N', '--cron', '61 * * * *', '--time-zone', 'UTC'];
    const { code, err } = await run(...argv, '--server', api.url);
    expect(code).toBe(2);
    expect(err).toContain('The request is not valid. (HTTP 400)\n  cron: the minute 61');
  });

  it.each([
    [['schedule'], 'schedule needs one of list, add, delete, run, runs'],
    [['schedule', 'start'], 'schedule needs one of list'],
    [['schedule', 'delete'], 'schedule delete needs one id'],
    [['schedule', 'add', '--name', 'N'], 'schedule add needs --cron, --time-zone'],
    [['schedule', 'add', '--overlap', 'wait'], '--overlap wait: expected one of skip, queue'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('report', () => {
  const device: DeviceItem = {
    id: 'serial:XFAKC00001',
    name: '<script>alert(1)</script>',
    platform: 'iOS',
    osVersion: '26.4',
    verdict: 'blocked',
    coverage: 1,
    findings: 1,
  };
  const summary: FleetSummary = {
    devices: 2,
    verdicts: { blocked: 2, limited: 0, unknown: 0, 'at-risk': 0, clear: 0 },
    compliance: { compliant: 0, 'non-compliant': 2, undetermined: 0, waived: 0 },
    coverage: 1,
    hiddenByWaivers: 0,
    documents: 1,
    causes: [{ key: 'k', title: 'A cause', devices: 2, findings: 2 }],
    gaps: [],
  };

  async function startFleet() {
    const api = await startApi();
    const put = (path: string, body: unknown) =>
      api.answers.set(`GET ${path}`, { status: 200, body: JSON.stringify(body) });
    put('summary', summary);
    put('devices?limit=500', { items: [device], next: 'a/b' });
    put('devices?limit=500&cursor=a%2Fb', { items: [{ ...device, id: 'serial:XFAKC00002' }] });
    return api;
  }

  it('prints the report of one device as the server made it', async () => {
    const api = await startApi();
    const route = 'GET devices/serial%3AXFAKC00001/report?format=md';
    api.answers.set(route, { status: 200, type: 'text/markdown', body: '# Blocked\n' });
    const { code, out } = await run('report', '--device', 'serial:XFAKC00001', '--server', api.url);
    expect([code, out]).toEqual([0, '# Blocked\n']);
  });

  it('follows the pages of the fleet', async () => {
    const { url } = await startFleet();
    const { out } = await run('report', '--format', 'json', '--server', url);
    expect(JSON.parse(out)).toEqual({
      summary,
      devices: [device, { ...device, id: 'serial:XFAKC00002' }],
    });
  });

  it.each(['md', 'html'])('lets no name become markup in %s', async (format) => {
    const { url } = await startFleet();
    const { out } = await run('report', '--format', format, '--server', url);
    expect(out).toContain('A cause');
    expect(out).toContain('XFAKC00002');
    expect(out).not.toContain('<script');
  });

  it('says that a device is unknown to the server', async () => {
    const { url } = await startApi();
    const { code, err } = await run('report', '--device', 'serial:NONE', '--server', url);
    expect([code, err]).toEqual([2, expect.stringContaining('(HTTP 404)')]);
  });
});

describe('a server that does not do its part', () => {
  it('is named when it cannot be reached, with what to do', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const { code, err } = await run('scan', '--server', `http://127.0.0.1:${port}`);
    expect(code).toBe(2);
    expect(err).toBe(
      `ringcheck: no server answers at http://127.0.0.1:${port} (ECONNREFUSED). Start one with npm start, or name it with --server URL or RINGCHECK_SERVER\n`,
    );
  });

  it('is told from one that is no Ringcheck', async () => {
    const api = await startApi();
    api.answers.set('POST scans', { status: 200, type: 'text/html', body: '<html>hello</html>' });
    const { code, err } = await run('scan', '--server', api.url);
    expect([code, err]).toEqual([4, expect.stringContaining("an answer that is none of Ringcheck's API")]);
  });

  it('exits 4 when it fails', async () => {
    const api = await startApi();
    api.answers.set('POST scans', { status: 502, body: 'Bad Gateway' });
    const { code, err } = await run('scan', '--server', api.url);
    expect([code, err]).toEqual([4, `ringcheck: ${api.url}: HTTP 502 Bad Gateway\n`]);
  });

  it.each(['localhost:3000', 'ftp://example.org', 'no address'])(
    'refuses the address %s',
    async (address) => {
      const { code, err } = await run('scan', '--server', address);
      expect([code, err]).toEqual([2, expect.stringContaining('expected an address like')]);
    },
  );
});
