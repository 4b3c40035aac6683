import { matchesSelector, type SelectableDevice, type Selector, type Waiver } from '@ringcheck/policy';
import { hiddenByWaivers } from '@ringcheck/plan';
import { startTestStore, type DeviceResult, type Store } from '@ringcheck/store';
import { coveringWaivers } from './covering-waivers.js';

const devices: readonly (SelectableDevice & { readonly rules: readonly string[] })[] = [
  {
    serial: 'XFAKA1',
    platform: 'iOS',
    name: 'Ärzte-Phone 1',
    tags: ['staff', 'Ward_3'],
    rules: ['a-b', 'c-d'],
  },
  { serial: 'XFAKA2', platform: 'iPadOS', name: 'Cart 100%', tags: [], site: 'north', rules: ['a-b'] },
  {
    udid: '00008999-A',
    platform: 'macOS',
    modelName: 'MacBook Air',
    productName: 'Mac15,12',
    group: 'lab',
    tags: ['ward-3'],
    rules: ['a-b', 'c-d', 'e-f'],
  },
  { name: ' back\\slash ', tags: ['*'], rules: ['c-d'] },
  { serial: 'XFAKB1', platform: 'tvOS', tags: ['staff'], rules: [] },
];

const selectors: readonly Selector[] = [
  { default: true },
  { default: false },
  {},
  { serials: ['xfaka1'] },
  { serials: ['XFAKA?', 'nobody'] },
  { serials: ['*'] },
  { udids: ['00008999-*'] },
  { platform: ['iOS'] },
  { platform: ['iPadOS', 'tvOS'] },
  { model: ['macbook*'] },
  { model: ['Mac15,*'] },
  { name: ['ÄRZTE*'] },
  { name: ['Cart 100%'] },
  { name: ['%'] },
  { name: ['Cart_100%'] },
  { name: ['back\\slash'] },
  { tags: ['ward_3'] },
  { tags: ['ward?3'] },
  { tags: [] },
  { name: ['\0', '\ud800', 'Cart*'] },
  { site: ['NORTH'], platform: ['iOS'] },
  { site: ['north'], platform: ['macOS'] },
  { group: ['lab'], tags: ['ward-3'] },
  { default: true, group: ['lab'] },
];
const ruleIds = ['*', 'a-b', 'e-f', 'x-y'];

const waiver = (rule: string, select: Selector): Waiver => ({
  rule,
  select,
  reason: 'repair',
  owner: 'it@example.org',
  expires: '2027-01-31',
  at: { offset: 0 },
});

function resultOf({ rules, ...traits }: (typeof devices)[number], index: number): DeviceResult {
  return {
    publicId: `serial:${index}`,
    aliases: [],
    verdict: 'blocked',
    coverage: { decided: 1, applicable: 1 },
    notes: [],
    results: { stages: [], outcomes: [] },
    own: { traits: { ...traits, tags: [...traits.tags] }, asOf: null, stale: false },
    findings: rules.map((ruleId) => ({
      ruleId,
      scope: '',
      cause: `profile:${ruleId}`,
      outcome: 'blocked',
      severity: 'high',
      stage: 'device',
      message: 'off',
      data: {},
      evidence: [],
    })),
  };
}

/** As the command line counts: device by device. */
const counted = (waivers: readonly Waiver[]): number =>
  devices.reduce((sum, device) => {
    const naming = waivers.filter(({ select }) => matchesSelector(select, device));
    return (
      sum +
      hiddenByWaivers(
        device.rules.map((ruleId) => ({ ruleId })),
        naming,
      )
    );
  }, 0);

describe('findings that waivers cover, counted by the database', () => {
  let store: Store;
  const scan = async (now: string, results: readonly DeviceResult[]): Promise<void> => {
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, [null]);
    await store.scanRuns.saveChunkResult(id, 0, { devices: results });
    await store.scanRuns.close(id);
  };

  beforeAll(async () => {
    store = await startTestStore();
    await scan('2026-11-01T00:00:00.000Z', devices.map(resultOf));
    const [first, ...rest] = devices.map(resultOf);
    await scan('2026-11-08T00:00:00.000Z', [
      ...(first === undefined ? [] : [{ ...first, findings: [] }]),
      ...rest,
    ]);
  });
  afterAll(() => store.close());

  it.each(
    selectors.flatMap((select) => ruleIds.map((rule) => [rule, JSON.stringify(select), select] as const)),
  )('are as many as by hand where %s is waived for %s', async (rule, _text, select) => {
    const waivers = [waiver(rule, select)];
    const then = '2026-11-02T00:00:00.000Z';
    expect(await store.findings.hidden(coveringWaivers(waivers), then)).toBe(counted(waivers));
  });

  it('count once where several waivers cover them', async () => {
    const both = [
      waiver('*', { default: true }),
      waiver('a-b', { tags: ['staff'] }),
      waiver('*', { default: true }),
    ];
    const then = '2026-11-02T00:00:00.000Z';
    expect(await store.findings.hidden(coveringWaivers(both), then)).toBe(7);
  });

  it('are those of now without a moment, and none before the first scan', async () => {
    const all = coveringWaivers([waiver('*', { default: true })]);
    expect(await store.findings.hidden(all)).toBe(5);
    expect(await store.findings.hidden(all, '2026-10-01T00:00:00.000Z')).toBe(0);
    expect(await store.findings.hidden([])).toBe(0);
  });
});
