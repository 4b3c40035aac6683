import { startTestStore, type DeviceResult, type Store } from '@ringcheck/store';
import { PlacesService } from '../places/places.service.js';
import { SummaryService } from './summary.service.js';

let store: Store;

const serviceOf = () =>
  new SummaryService(store.devices, store.documents, store.findings, store.scans, store.policies);
const placesOf = () => new PlacesService(store.devices, store.policies);

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.close());

function device(name: string, isBlocked: boolean): DeviceResult {
  return {
    publicId: `serial:${name}`,
    aliases: [],
    name,
    group: 'lab',
    verdict: isBlocked ? 'blocked' : 'clear',
    coverage: { decided: 1, applicable: 1 },
    findings: isBlocked
      ? [
          {
            ruleId: 'a-b',
            scope: '',
            cause: 'profile:x',
            outcome: 'blocked',
            severity: 'high',
            stage: 'device',
            message: 'm',
            data: {},
            evidence: [],
          },
        ]
      : [],
    notes: [],
    results: { stages: [], outcomes: [] },
    own: { traits: { name, tags: [] }, asOf: null, stale: false },
  };
}

async function scan(now: string, devices: readonly DeviceResult[]): Promise<void> {
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'r' });
  await store.scanRuns.addChunks(id, [null]);
  await store.scanRuns.saveChunkResult(id, 0, { devices });
  await store.scanRuns.close(id);
}

const policy = (group: string, waivers: string) =>
  `version: 1\ngroups:\n  - { name: ${group}, intent: required, select: { default: true } }\n${waivers}`;
const waiver = `waivers:
  - { rule: a-b, select: { name: [Cart] }, reason: repair, owner: it@example.org, expires: 2199-01-01 }
`;

it('answers that are kept are those a process would give that has just started', async () => {
  const [summary, places] = [serviceOf(), placesOf()];
  const told: (readonly [number, number, number, number, string])[] = [];
  const look = async () => {
    const all = async (from: SummaryService, at: PlacesService) =>
      [await from.summary(), await from.causes(), await at.groups(), await at.networks()] as const;
    const kept = await all(summary, places);
    expect(await all(summary, places)).toEqual(kept);
    expect(await all(serviceOf(), placesOf())).toEqual(kept);
    const [fleet, causes, groups] = kept;
    const names = groups.map(({ name, devices }) => `${name}:${devices}`).join();
    told.push([fleet.devices, fleet.verdicts.blocked ?? 0, causes.length, fleet.hiddenByWaivers, names]);
  };
  await look();
  await scan('2026-11-01T00:00:00.000Z', [device('Cart', true)]);
  await look();
  await scan('2026-11-02T00:00:00.000Z', [device('Cart', true), device('Desk', true)]);
  await look();
  await store.policies.save(policy('lab', waiver), 'test');
  await look();
  await store.policies.save(policy('ward', ''), 'test');
  await look();
  await scan('2026-11-03T00:00:00.000Z', [device('Cart', false), device('Desk', false)]);
  await look();
  expect(told).toEqual([
    [0, 0, 0, 0, 'everything:0'],
    [1, 1, 1, 0, 'everything:0,lab:1'],
    [2, 2, 1, 0, 'everything:0,lab:2'],
    [2, 2, 1, 1, 'lab:2'],
    [2, 2, 1, 0, 'lab:2,ward:0'],
    [2, 0, 0, 0, 'lab:2,ward:0'],
  ]);
});
