import fc from 'fast-check';
import { emptyTables, findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult, FindingInput } from '../types.js';

const gap = (key: string) => ({ key, title: key, how: 'Export it.' });
/** Two of one rule, two of one cause, one that is a gap; the digits choose among them. */
const findings: readonly FindingInput[] = [
  findingOf('facetime-off', { cause: 'profile:a' }),
  findingOf('facetime-off', { cause: 'profile:b' }),
  findingOf('camera-off', { cause: 'profile:a' }),
  findingOf('camera-off', {
    scope: 'video',
    outcome: 'unknown',
    cause: 'gap',
    gap: gap('x'),
    undecided: true,
  }),
];
const deviceOf = (n: number, chosen: number): DeviceResult => ({
  ...resultOf(`serial:D${n}`),
  group: chosen % 3 === 0 ? 'pupils' : 'staff',
  findings: findings.filter((_, at) => (chosen >> at) % 2 === 1),
});
const devices = 12;

/** One scan: which devices it finds changed, to what, and whether it comes to its end. */
const step = fc.record({
  changed: fc.dictionary(fc.nat(devices - 1).map(String), fc.nat(15), { maxKeys: 4 }),
  isCancelled: fc.boolean(),
});

describe('the counts a scan keeps', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  async function scan(results: readonly DeviceResult[], isCancelled: boolean): Promise<string> {
    const { id } = await store.scans.request({
      scope: {},
      trigger: 'manual',
      requestedAt: '2026-11-01T00:00:00.000Z',
    });
    await store.scanRuns.begin(id, { now: '2026-11-02T00:00:00.000Z', rulePack: 'r1' });
    // The part that never comes keeps a cancelled scan from its end.
    await store.scanRuns.addChunks(id, isCancelled ? [null, null] : [null]);
    await store.scanRuns.saveChunkResult(id, 0, { devices: results });
    if (isCancelled) await store.scans.cancel(id);
    else await store.scanRuns.close(id);
    return id;
  }

  async function counted(id: string): Promise<readonly string[]> {
    const { rows } = await store.pool.query<{ line: string }>(
      `SELECT concat_ws(' ', dimension, key, devices, findings) AS line FROM scan_count
       WHERE scan_id = $1 AND dimension IN ('rule', 'cause', 'gap', 'group') ORDER BY 1`,
      [id],
    );
    return rows.map(({ line }) => line).sort();
  }

  /** By hand, from what the devices are. */
  function expected(fleet: readonly DeviceResult[]): readonly string[] {
    const sums = new Map<string, { readonly devices: Set<string>; findings: number }>();
    const add = (key: string, device: string, more: number): void => {
      const held = sums.get(key) ?? { devices: new Set(), findings: 0 };
      held.devices.add(device);
      held.findings += more;
      sums.set(key, held);
    };
    for (const device of fleet) {
      add(`group ${device.group ?? ''}`, device.publicId, device.findings.length);
      for (const finding of device.findings) {
        add(`rule ${finding.ruleId}`, device.publicId, 1);
        if (finding.outcome !== 'unknown') add(`cause ${finding.cause}`, device.publicId, 1);
        if (finding.gap) add(`gap ${finding.gap.key}`, device.publicId, 1);
      }
    }
    return [...sums].map(([key, sum]) => `${key} ${sum.devices.size} ${sum.findings}`).sort();
  }

  it('are those of all devices, however few a scan changed and whatever came before it', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(15), { minLength: devices, maxLength: devices }),
        fc.array(step),
        async (first, steps) => {
          await emptyTables(store.pool);
          let fleet = first.map((chosen, n) => deviceOf(n, chosen));
          expect(await counted(await scan(fleet, false))).toEqual(expected(fleet));
          for (const { changed, isCancelled } of steps) {
            const results = Object.entries(changed).map(([n, chosen]) => deviceOf(Number(n), chosen));
            fleet = fleet.map(
              (device) => results.find(({ publicId }) => publicId === device.publicId) ?? device,
            );
            const id = await scan(results, isCancelled);
            if (isCancelled) continue;
            expect(await counted(id)).toEqual(expected(fleet));
            compared++;
          }
        },
      ),
      { numRuns: 30, interruptAfterTimeLimit: 60_000 },
    );
    expect(compared).toBeGreaterThan(0);
  }, 180_000);
});
