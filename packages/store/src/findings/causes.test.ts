import { findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';

let store: Awaited<ReturnType<typeof startTestStore>>;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.close());

async function scan(day: number, ...devices: readonly DeviceResult[]): Promise<void> {
  const now = new Date(Date.UTC(2026, 10, day)).toISOString();
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'r1' });
  await store.scanRuns.addChunks(id, [null]);
  await store.scanRuns.saveChunkResult(id, 0, { devices });
  await store.scanRuns.close(id);
}

it('the device known longest speaks for a cause and a gap, whatever was closed and opened since', async () => {
  const gap = { key: 'gap', title: 'Wi-Fi', how: 'Export the profile.' };
  const said = [
    findingOf('facetime-off', { cause: 'profile' }),
    findingOf('camera', { outcome: 'unknown', cause: 'gap', gap }),
  ];
  await scan(1, resultOf('serial:A', { findings: said }), resultOf('serial:B', { findings: said }));
  await scan(2, resultOf('serial:A', { findings: [] }), resultOf('serial:B', { findings: said }));
  await scan(3, resultOf('serial:A', { findings: said }), resultOf('serial:B', { findings: said }));
  const speakers = async (asOf?: string) =>
    [...(await store.findings.causes(9, asOf)), ...(await store.findings.gaps(9, asOf))].map(
      ({ key, devices, sample }) => `${key} ${devices} ${sample.publicId}`,
    );
  expect(await speakers()).toEqual(['profile 2 serial:A', 'gap 2 serial:A']);
  expect(await speakers('2026-11-03T12:00:00.000Z')).toEqual(['profile 2 serial:A', 'gap 2 serial:A']);
  expect(await speakers('2026-11-02T12:00:00.000Z')).toEqual(['profile 1 serial:B', 'gap 1 serial:B']);
});
