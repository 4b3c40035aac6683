import type { Json } from '@ringcheck/model';
import { emptyTables, endGroup, findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';
import { workKinds } from '../work/work-kinds.js';

describe('scans', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  let day = 0;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await emptyTables(store.pool);
    day = 0;
  });

  const nowOf = (n: number) => `2026-11-${String(n).padStart(2, '0')}T02:00:00.000Z`;
  const request = (devices?: readonly string[]) =>
    store.scans.request({
      scope: devices ? { devices } : {},
      trigger: 'manual',
      requestedAt: '2026-11-01T00:00:00.000Z',
    });
  async function begin(chunks: readonly Json[] = [null], devices?: readonly string[]): Promise<string> {
    const { id } = await request(devices);
    const begun = await store.scanRuns.begin(id, { now: nowOf(++day), rulePack: 'r1' });
    expect(begun.status).toBe('begun');
    await store.scanRuns.addChunks(id, chunks);
    return id;
  }
  async function scan(...devices: readonly DeviceResult[]): Promise<string> {
    const id = await begin();
    await store.scanRuns.saveChunkResult(id, 0, { devices });
    await store.scanRuns.close(id);
    return id;
  }
  /** Everything scans write about devices, with the place of each row version on disk. */
  async function snapshot(): Promise<unknown> {
    const tables = ['device', 'device_alias', 'verdict_interval', 'finding'];
    return Promise.all(
      tables.map(
        async (table) =>
          (await store.pool.query(`SELECT ctid, xmin, t.* FROM ${table} t ORDER BY ctid`)).rows,
      ),
    );
  }
  const openFindings = async () => (await store.findings.page({ limit: 100 })).items;

  describe('beginning', () => {
    it('queues a scan together with its planning', async () => {
      const { id, status } = await request();
      expect(status).toBe('queued');
      expect(await store.work.due(10)).toEqual([{ kind: workKinds.scanPlan, key: id }]);
    });

    it('lets one scan write at a time', async () => {
      const [first, second] = [await request(), await request()];
      const input = { now: nowOf(1), rulePack: 'r1' };
      const answers = await Promise.all([
        store.scanRuns.begin(first.id, input),
        store.scanRuns.begin(second.id, input),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual(['begun', 'busy']);
      const [winner, loser] = answers[0]?.status === 'begun' ? [first, second] : [second, first];
      await store.scans.cancel(winner.id);
      expect((await store.scanRuns.begin(loser.id, input)).status).toBe('begun');
      expect((await store.scanRuns.begin(winner.id, input)).status).toBe('over');
    });

    it('comes in the order in which scans were asked for, so that history has one order', async () => {
      const [first, second, third] = [await request(), await request(), await request()];
      const input = { now: nowOf(1), rulePack: 'r1' };
      const begin = async ({ id }: { readonly id: string }) => (await store.scanRuns.begin(id, input)).status;
      expect([await begin(first), await begin(third)]).toEqual(['begun', 'busy']);
      await store.scans.cancel(first.id);
      expect([await begin(third), await begin(second)]).toEqual(['busy', 'begun']);
      await store.scans.cancel(second.id);
      expect(await begin(third)).toBe('begun');
    });

    it('keeps what was fixed when it begins again after a crash', async () => {
      const { id } = await request();
      const first = await store.scanRuns.begin(id, { now: nowOf(1), rulePack: 'r1' });
      const again = await store.scanRuns.begin(id, { now: nowOf(9), rulePack: 'r2' });
      expect(again).toEqual(first);
      expect(again).toMatchObject({ scan: { now: nowOf(1), rulePack: 'r1', watermark: 0 } });
    });

    it('never judges by an instant before that of the last scan', async () => {
      day = 9;
      await scan(resultOf('serial:A'));
      const { id } = await request();
      const begun = await store.scanRuns.begin(id, { now: nowOf(3), rulePack: 'r1' });
      expect(begun).toMatchObject({ scan: { now: nowOf(10) } });
    });

    it('stores chunks once, with a work row each', async () => {
      const id = await begin([{ devices: [1] }, { devices: [2] }]);
      expect(await store.scanRuns.addChunks(id, [{ devices: [3] }])).toBe(2);
      const due = await store.work.due(10);
      expect(due.filter((row) => row.kind === workKinds.scanChunk).map((row) => row.key)).toEqual([
        `${id}-0`,
        `${id}-1`,
      ]);
      expect(await store.scanRuns.chunk(id, 1)).toEqual({
        scanId: id,
        seq: 1,
        body: { devices: [2] },
        status: 'pending',
        attempts: 1,
      });
      expect(await store.scanRuns.chunk(id, 2)).toBeUndefined();
    });

    it('goes straight to its closing when there is nothing to judge', async () => {
      const id = await begin([]);
      expect((await store.scans.get(id))?.status).toBe('closing');
      expect(await store.scanRuns.close(id)).toMatchObject({ devices: 0, vanished: 0 });
    });
  });

  describe('a chunk', () => {
    it('writes devices, verdicts and findings and hands over to closing', async () => {
      const id = await begin([null, null]);
      const blocked = resultOf('serial:A', { findings: [findingOf('facetime-off')] });
      expect(await store.scanRuns.saveChunkResult(id, 0, { devices: [blocked] })).toEqual({
        alreadyDone: false,
        remaining: 1,
        counts: { devices: 1, changed: 1, opened: 1, closed: 0 },
      });
      expect(await store.scanRuns.saveChunkResult(id, 1, { devices: [resultOf('serial:B')] })).toMatchObject({
        remaining: 0,
      });
      expect(await store.scans.get(id)).toMatchObject({ status: 'closing', chunksDone: 2, chunksTotal: 2 });
      expect(await store.work.get(workKinds.scanClose, id)).toMatchObject({ status: 'pending' });
      const counts = await store.scanRuns.close(id, { gaps: 3 });
      expect(counts).toEqual({
        devices: 2,
        verdicts: { blocked: 1, limited: 0, unknown: 0, 'at-risk': 0, clear: 1 },
        opened: 1,
        closed: 0,
        vanished: 0,
        more: { gaps: 3 },
      });
      expect(await store.scanRuns.close(id)).toEqual(counts);
      expect(await store.scans.latestDone()).toMatchObject({ id, status: 'done', counts });
    });

    it('changes nothing when it is saved twice', async () => {
      const id = await begin([null, null]);
      const result = { devices: [resultOf('serial:A', { findings: [findingOf('facetime-off')] })] };
      const first = await store.scanRuns.saveChunkResult(id, 0, result);
      const before = await snapshot();
      expect(await store.scanRuns.saveChunkResult(id, 0, result)).toEqual({ ...first, alreadyDone: true });
      expect(await snapshot()).toEqual(before);
      await store.scanRuns.saveChunkResult(id, 1, { devices: [] });
      await store.scanRuns.close(id);
      expect(await store.scanRuns.saveChunkResult(id, 0, result)).toMatchObject({ alreadyDone: true });
    });

    it('is written once by two workers at the same time', async () => {
      const id = await begin();
      const result = { devices: [resultOf('serial:A', { findings: [findingOf('facetime-off')] })] };
      const saved = await Promise.all([
        store.scanRuns.saveChunkResult(id, 0, result),
        store.scanRuns.saveChunkResult(id, 0, result),
      ]);
      expect(saved.map((one) => one.alreadyDone).sort()).toEqual([false, true]);
      expect(await openFindings()).toHaveLength(1);
      expect(await store.scans.get(id)).toMatchObject({ chunksDone: 1 });
    });

    it('leaves no trace when it fails half-way', async () => {
      const id = await begin();
      const before = await snapshot();
      const broken = resultOf('serial:B', {
        verdict: 'clear',
        findings: [findingOf('x', { message: 'NUL \u0000' })],
      });
      await expect(
        store.scanRuns.saveChunkResult(id, 0, { devices: [resultOf('serial:A'), broken] }),
      ).rejects.toThrow('0x00');
      expect(await snapshot()).toEqual(before);
      expect((await store.scanRuns.chunk(id, 0))?.status).toBe('pending');
    });

    it('is refused once the scan was cancelled', async () => {
      const id = await begin();
      expect(await store.scans.cancel(id)).toBe(true);
      await expect(store.scanRuns.saveChunkResult(id, 0, { devices: [] })).rejects.toMatchObject({
        code: 'chunk-not-found',
      });
      expect(await store.work.due(10)).toEqual([]);
      expect(await store.scans.cancel(id)).toBe(false);
    });
  });

  describe('what did not change', () => {
    const device = resultOf('serial:A', {
      aliases: ['udid:1'],
      reviewAt: '2026-12-24T00:00:00.000Z',
      findings: [findingOf('facetime-off')],
      notes: [{ ruleId: 'n', message: 'm', evidence: [{ document: 'x', line: 3 }] }],
    });

    it('is not written again', async () => {
      await scan(device);
      const before = await snapshot();
      await scan(device);
      expect(await snapshot()).toEqual(before);
    });

    it('is not written again when only the place of the evidence moved', async () => {
      await scan(device);
      const before = await snapshot();
      const moved = findingOf('facetime-off', {
        evidence: [
          { document: 'tonight.zip!/a.mobileconfig', profile: 'A', path: 'allow', line: 77, offset: 9 },
        ],
      });
      const id = await begin();
      const saved = await store.scanRuns.saveChunkResult(id, 0, {
        devices: [
          {
            ...device,
            findings: [moved],
            notes: [{ ruleId: 'n', message: 'm', evidence: [{ document: 'y', line: 4 }] }],
          },
        ],
      });
      expect(saved.counts).toEqual({ devices: 1, changed: 0, opened: 0, closed: 0 });
      expect(await snapshot()).toEqual(before);
    });

    it('stays without being judged when it is named as unchanged', async () => {
      await scan(device, resultOf('serial:B'));
      const before = await snapshot();
      const id = await begin();
      await store.scanRuns.saveChunkResult(id, 0, { devices: [], unchanged: ['serial:A', 'serial:B'] });
      expect(await store.scanRuns.close(id)).toMatchObject({ devices: 2, vanished: 0 });
      expect(await snapshot()).toEqual(before);
    });
  });

  describe('intervals', () => {
    it('close a finding that is gone and the verdict with it', async () => {
      await scan(resultOf('serial:A', { findings: [findingOf('facetime-off')] }));
      await scan(resultOf('serial:A'));
      expect(await openFindings()).toEqual([]);
      const device = await store.devices.get('serial:A');
      expect(device).toMatchObject({ verdict: 'clear', findings: 0 });
      const history = await store.devices.history(device?.id ?? 0, 10);
      expect(history.map(({ verdict, from, to }) => ({ verdict, from, to }))).toEqual([
        { verdict: 'clear', from: nowOf(2), to: undefined },
        { verdict: 'blocked', from: nowOf(1), to: nowOf(2) },
      ]);
    });

    it('keep the beginning of the failure through a change of the evidence', async () => {
      await scan(resultOf('serial:A', { findings: [findingOf('facetime-off')] }));
      const changed = findingOf('facetime-off', {
        evidence: [{ document: 'a', profile: 'B', path: 'allow' }],
      });
      await scan(resultOf('serial:A', { findings: [changed] }));
      expect(await openFindings()).toMatchObject([{ from: nowOf(2), failingSince: nowOf(1) }]);
    });

    it('begin the failure anew after it was gone', async () => {
      const failing = resultOf('serial:A', { findings: [findingOf('facetime-off')] });
      await scan(failing);
      await scan(resultOf('serial:A'));
      await scan(failing);
      expect(await openFindings()).toMatchObject([{ from: nowOf(3), failingSince: nowOf(3) }]);
    });

    it('tell what was true at a past moment', async () => {
      await scan(resultOf('serial:A', { findings: [findingOf('facetime-off')] }));
      await scan(resultOf('serial:A', { findings: [findingOf('camera-off')] }));
      await scan(resultOf('serial:A'));
      const rules = async (asOf: string) =>
        (await store.findings.page({ limit: 10, asOf })).items.map((finding) => finding.ruleId);
      expect(await rules('2026-10-31T00:00:00.000Z')).toEqual([]);
      expect(await rules(nowOf(1))).toEqual(['facetime-off']);
      expect(await rules('2026-11-02T12:00:00.000Z')).toEqual(['camera-off']);
      expect(await rules(nowOf(3))).toEqual([]);
    });

    it('let the first of two findings with one identity stand', async () => {
      const twice = [findingOf('facetime-off'), findingOf('facetime-off', { outcome: 'limited' })];
      await scan(resultOf('serial:A', { findings: twice }));
      expect(await openFindings()).toMatchObject([{ outcome: 'blocked' }]);
    });
  });

  describe('devices', () => {
    it('end with their findings when no records make them any more, and come back', async () => {
      await scan(resultOf('serial:A', { findings: [findingOf('facetime-off')] }), resultOf('serial:B'));
      await endGroup(store.pool, 'serial:A');
      const second = await scan(resultOf('serial:B'));
      expect((await store.scans.get(second))?.counts).toMatchObject({ vanished: 1, closed: 1, devices: 1 });
      expect(await openFindings()).toEqual([]);
      expect((await store.devices.page({ limit: 10 })).items.map((item) => item.publicId)).toEqual([
        'serial:B',
      ]);
      expect((await store.devices.get('serial:A'))?.vanishedScan).toBe(2);
      await scan(resultOf('serial:A'), resultOf('serial:B'));
      const back = await store.devices.get('serial:A');
      expect(back?.vanishedScan).toBeUndefined();
      expect((await store.devices.history(back?.id ?? 0, 10)).map((one) => one.from)).toEqual([
        nowOf(3),
        nowOf(1),
      ]);
    });

    it('outside the scope of a scan are left alone', async () => {
      await scan(resultOf('serial:A'), resultOf('serial:B'));
      await endGroup(store.pool, 'serial:A');
      const id = await begin([null], ['serial:B']);
      await store.scanRuns.saveChunkResult(id, 0, { devices: [resultOf('serial:B')] });
      expect(await store.scanRuns.close(id)).toMatchObject({ vanished: 0 });
      expect((await store.devices.get('serial:A'))?.vanishedScan).toBeUndefined();
    });

    it('keep their row and history when a stronger identity becomes known', async () => {
      await scan(resultOf('udid:1', { findings: [findingOf('facetime-off')] }));
      const before = await store.devices.get('udid:1');
      await scan(resultOf('serial:A', { aliases: ['udid:1'], findings: [findingOf('facetime-off')] }));
      const after = await store.devices.get('udid:1');
      expect(after).toMatchObject({ id: before?.id, publicId: 'serial:A', aliases: ['udid:1'] });
      expect(await openFindings()).toMatchObject([{ publicId: 'serial:A', failingSince: nowOf(1) }]);
    });

    it('that turn out to be one are merged into the one known longest', async () => {
      await scan(resultOf('udid:1', { findings: [findingOf('facetime-off')] }));
      const first = await store.devices.get('udid:1');
      await scan(
        resultOf('udid:1', { findings: [findingOf('facetime-off')] }),
        resultOf('serial:A', { findings: [findingOf('camera-off')] }),
      );
      await scan(resultOf('serial:A', { aliases: ['udid:1'], findings: [findingOf('facetime-off')] }));
      expect(await store.devices.get('serial:A')).toMatchObject({ id: first?.id, aliases: ['udid:1'] });
      expect((await store.devices.page({ limit: 10 })).items).toHaveLength(1);
      expect(await openFindings()).toMatchObject([{ ruleId: 'facetime-off', failingSince: nowOf(1) }]);
    });
  });
});
