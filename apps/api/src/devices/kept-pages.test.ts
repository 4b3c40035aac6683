import { deviceQuerySchema } from '@ringcheck/contracts';
import { startTestStore, type DeviceResult, type Store } from '@ringcheck/store';
import { DevicesService } from './devices.service.js';

let store: Store;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.close());

const device = (serial: string, name: string, verdict: DeviceResult['verdict']): DeviceResult => ({
  publicId: `serial:${serial}`,
  aliases: [],
  name,
  verdict,
  coverage: { decided: 1, applicable: 1 },
  findings: [],
  notes: [],
  results: {},
});

async function begin(now: string, chunks: number): Promise<string> {
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'r' });
  await store.scanRuns.addChunks(
    id,
    Array.from({ length: chunks }, () => null),
  );
  return id;
}

it('a page shows each write of a scan at once, in every process, and its total with the end of the scan', async () => {
  const services = [1, 2].map(() => new DevicesService(store.devices, store.findings, store.policies));
  const told: string[] = [];
  const look = async () => {
    const pages = await Promise.all(
      services.flatMap((service) => [
        service.page(deviceQuerySchema.parse({})),
        service.page(deviceQuerySchema.parse({})),
      ]),
    );
    expect(new Set(pages).size).toBe(1);
    const { items, total } = JSON.parse(pages[0] ?? '') as { items: { name: string }[]; total?: number };
    told.push(`${items.map(({ name }) => name).join()} of ${total}`);
  };
  await look();
  const first = await begin('2026-11-01T00:00:00.000Z', 2);
  await look();
  await store.scanRuns.saveChunkResult(first, 0, { devices: [device('A', 'Anna', 'clear')] });
  await look();
  await store.scanRuns.saveChunkResult(first, 1, { devices: [device('B', 'Bert', 'blocked')] });
  await look();
  await store.scanRuns.close(first);
  await look();
  const second = await begin('2026-11-02T00:00:00.000Z', 2);
  await store.scanRuns.saveChunkResult(second, 0, { devices: [device('A', 'Amy', 'blocked')] });
  await store.scans.cancel(second);
  await look();
  expect(told).toEqual([
    ' of undefined',
    ' of undefined',
    'Anna of undefined',
    'Bert,Anna of undefined',
    'Bert,Anna of 2',
    'Amy,Bert of 2',
  ]);
});
