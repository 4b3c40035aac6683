import { endGroup, findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DevicePageRequest } from '../list-types.js';
import type { DeviceResult } from '../types.js';

describe('lists of devices and findings', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;

  async function scan(now: string, devices: readonly DeviceResult[]): Promise<void> {
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, [null]);
    await store.scanRuns.saveChunkResult(id, 0, { devices });
    await store.scanRuns.close(id);
  }

  const gap = { key: 'profile:com.example.wifi', title: 'Wi-Fi', how: 'Export the profile.' };
  const early = '2026-11-01T00:00:00.000Z';
  const late = '2026-11-08T00:00:00.000Z';

  beforeAll(async () => {
    store = await startTestStore();
    const blocked = resultOf('serial:B', {
      name: 'Bärbel 100%',
      serial: 'F9FB',
      osVersion: '9.3.5',
      group: 'students',
      intent: 'prohibited',
      compliance: 'compliant',
      findings: [
        findingOf('facetime-off', { cause: 'profile:x' }),
        findingOf('camera-off', { cause: 'profile:y' }),
      ],
    });
    const alsoBlocked = resultOf('serial:A', {
      name: 'anna',
      platform: 'macOS',
      network: 'campus',
      findings: [findingOf('facetime-off', { cause: 'profile:x' })],
    });
    const unknown = resultOf('udid:c', {
      name: 'Carla',
      verdict: 'unknown',
      osVersion: '10.0',
      findings: [findingOf('facetime-off', { outcome: 'unknown', undecided: true, gap, cause: 'gap' })],
    });
    await scan(early, [
      blocked,
      resultOf('serial:A', { name: 'anna', platform: 'macOS' }),
      resultOf('serial:gone'),
    ]);
    await endGroup(store.pool, 'serial:gone');
    await scan(late, [
      blocked,
      alsoBlocked,
      unknown,
      resultOf('serial:D', { name: 'dora', verdict: 'clear' }),
    ]);
  });
  afterAll(() => store.close());

  async function ids(request: Omit<DevicePageRequest, 'limit'>): Promise<string[]> {
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const slice = await store.devices.page({
        ...request,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...slice.items.map((item) => item.publicId));
      if (slice.next === undefined) return found;
      cursor = slice.next;
    }
  }

  it('come worst first, a page at a time, each device once', async () => {
    expect(await ids({})).toEqual(['serial:B', 'serial:A', 'udid:c', 'serial:D']);
  });

  it.each([
    ['name', ['serial:A', 'serial:B', 'udid:c', 'serial:D']],
    ['osVersion', ['serial:B', 'udid:c', 'serial:A', 'serial:D']],
    ['id', ['serial:A', 'serial:B', 'serial:D', 'udid:c']],
  ] as const)('can be sorted by %s', async (sort, expected) => {
    expect(await ids({ sort })).toEqual(expected);
  });

  it.each([
    [{ verdict: 'unknown' }, ['udid:c']],
    [{ platform: 'macOS' }, ['serial:A']],
    [{ group: 'students' }, ['serial:B']],
    [{ compliance: 'compliant' }, ['serial:B']],
    [{ network: 'campus' }, ['serial:A']],
    [{ ruleId: 'camera-off' }, ['serial:B']],
    [{ cause: 'profile:x' }, ['serial:B', 'serial:A']],
    [{ cause: 'profile:x', platform: 'macOS' }, ['serial:A']],
    [{ text: 'f9fb' }, ['serial:B']],
    [{ text: '100%' }, ['serial:B']],
    [{ text: '_' }, []],
    [{ text: "'; DROP TABLE device --" }, []],
  ] as const)('can be filtered by %j', async (filter, expected) => {
    expect(await ids({ filter })).toEqual(expected);
  });

  it('tell the verdicts of a past moment', async () => {
    expect(await ids({ asOf: early })).toEqual(['serial:A', 'serial:B', 'serial:gone']);
    expect(await ids({ asOf: early, filter: { verdict: 'clear' } })).toEqual(['serial:A', 'serial:gone']);
    expect(await ids({ asOf: '2026-11-05T00:00:00.000Z', filter: { ruleId: 'facetime-off' } })).toEqual([
      'serial:B',
    ]);
    expect(await ids({ asOf: '2026-10-01T00:00:00.000Z' })).toEqual([]);
  });

  it('tell of a past moment only what is known of it', async () => {
    const past = (await store.devices.page({ limit: 10, asOf: early })).items;
    expect(past.map(({ publicId, findings, worst }) => [publicId, findings, worst?.ruleId])).toEqual([
      ['serial:A', 0, undefined],
      ['serial:B', 2, 'facetime-off'],
      ['serial:gone', 0, undefined],
    ]);
    expect(await store.devices.get('serial:A', early)).toMatchObject({ verdict: 'clear', findings: 0 });
    expect(await store.devices.get('serial:D', early)).toBeUndefined();
    expect(await store.devices.get('serial:gone', late)).toBeUndefined();
  });

  it('carry everything a row shows', async () => {
    expect(await store.devices.get('serial:B')).toMatchObject({
      name: 'Bärbel 100%',
      serial: 'F9FB',
      platform: 'iPadOS',
      osVersion: '9.3.5',
      group: 'students',
      intent: 'prohibited',
      compliance: 'compliant',
      verdict: 'blocked',
      worst: { ruleId: 'facetime-off', outcome: 'blocked' },
      findings: 2,
      coverage: { decided: 20, applicable: 22 },
      firstSeenScan: 1,
      updatedAt: early,
    });
    expect(await store.devices.get('serial:nobody')).toBeUndefined();
  });

  it('are counted', async () => {
    expect(await store.devices.count()).toEqual({
      devices: 4,
      verdicts: { blocked: 2, limited: 0, unknown: 1, 'at-risk': 0, clear: 1 },
      compliance: { compliant: 1, 'non-compliant': 0, undetermined: 0, waived: 0 },
      coverage: { decided: 80, applicable: 88 },
    });
  });

  it('are counted as the last scan before a moment did', async () => {
    const between = '2026-11-05T00:00:00.000Z';
    expect(await store.devices.count(between)).toMatchObject({
      devices: 3,
      verdicts: { blocked: 1, clear: 2, unknown: 0 },
    });
    expect((await store.devices.count('2026-10-01T00:00:00.000Z')).devices).toBe(0);
    expect(await store.devices.counts('network', between)).toMatchObject([{ key: '', devices: 3 }]);
    expect((await store.devices.page({ limit: 1, asOf: between })).total).toBe(3);
    const students = { asOf: between, filter: { group: 'students' }, limit: 1 };
    expect((await store.devices.page(students)).total).toBeUndefined();
    expect((await store.scans.latestDone(between))?.seq).toBe(1);
    expect(await store.scans.latestDone('2026-10-01T00:00:00.000Z')).toBeUndefined();
  });

  it('refuse a cursor of another list', async () => {
    const cursor = (await store.devices.page({ limit: 1, sort: 'name' })).next ?? '';
    await expect(store.devices.page({ limit: 1, sort: 'verdict', cursor })).rejects.toMatchObject({
      code: 'bad-cursor',
    });
  });

  it.each([
    ['verdict', [0, 'serial:A']],
    ['name', ['anna', 'serial:A']],
    ['osVersion', ['000026.000001', 'serial:A']],
  ] as const)('refuse a cursor of versions that broke ties by public id, by %s', async (sort, old) => {
    const cursor = Buffer.from(JSON.stringify(old)).toString('base64url');
    await expect(store.devices.page({ limit: 1, sort, cursor })).rejects.toMatchObject({
      code: 'bad-cursor',
    });
  });

  it('refuse a cursor of versions that listed findings by number', async () => {
    const cursor = Buffer.from('[1]').toString('base64url');
    await expect(store.findings.page({ limit: 1, cursor })).rejects.toMatchObject({ code: 'bad-cursor' });
  });

  it('rank causes and gaps by the devices they touch', async () => {
    const causes = await store.findings.causes(10);
    expect(causes.map(({ key, devices, findings }) => [key, devices, findings])).toEqual([
      ['profile:x', 2, 2],
      ['profile:y', 1, 1],
    ]);
    expect(causes[0]?.sample).toMatchObject({ publicId: 'serial:B', message: 'switched-off' });
    const before = await store.findings.causes(10, '2026-11-05T00:00:00.000Z');
    expect(before.map(({ key, devices, sample }) => [key, devices, sample.ruleId])).toEqual([
      ['profile:x', 1, 'facetime-off'],
      ['profile:y', 1, 'camera-off'],
    ]);
    expect(await store.findings.gaps(10, early)).toEqual([]);
    expect(await store.findings.gaps(10, late)).toMatchObject([{ key: gap.key, devices: 1 }]);
    const gaps = await store.findings.gaps(10);
    expect(gaps).toMatchObject([{ key: gap.key, devices: 1, sample: { gap, undecided: true } }]);
  });

  it('give the findings of one device in the order of the rules', async () => {
    const device = await store.devices.get('serial:B');
    const findings = await store.findings.ofDevice(device?.id ?? 0);
    expect(findings.map((finding) => finding.ruleId)).toEqual(['facetime-off', 'camera-off']);
    expect(findings[0]).toMatchObject({
      evidence: [{ document: 'a.mobileconfig', line: 3 }],
      data: { key: 'allowVideoConferencing' },
    });
  });

  it('page through findings of one rule', async () => {
    const filter = { ruleId: 'facetime-off', outcome: 'blocked' } as const;
    const first = await store.findings.page({ limit: 1, filter });
    const second = await store.findings.page({ limit: 1, filter, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map((finding) => finding.publicId)).toEqual([
      'serial:B',
      'serial:A',
    ]);
    expect(second.next).toBeUndefined();
  });
});
