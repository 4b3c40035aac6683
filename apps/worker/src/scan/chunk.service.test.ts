import { buildWorld } from '@ringcheck/assemble';
import { defaultPolicy } from '@ringcheck/policy';
import type { StoredGroup, StoredRecord } from '@ringcheck/store';
import { judgeGroups } from './chunk.service.js';
import { Bench } from './judge-chunk.js';

const now = '2026-11-21T12:00:00.000Z';
const at = { offset: 0 };

/** A group that tells when its records are asked for. */
function groupOf(groupId: number, asked: (groupId: number) => void): StoredGroup {
  const serial = `C02FAKE${groupId}`;
  const record: StoredRecord = {
    documentId: 1,
    index: groupId,
    document: { path: 'a.csv', sha256: 'aa' },
    kind: 'inventory-csv',
    receivedAt: now,
    record: { identity: { serial }, creates: true, basis: 'reported', claims: {}, at },
  };
  return {
    groupId,
    id: `serial:${serial}`,
    aliases: [],
    identity: { serial },
    get records() {
      asked(groupId);
      return [record];
    },
    past: [],
  };
}

describe('the groups of a chunk', () => {
  it('have their records made once each', () => {
    const asked: number[] = [];
    const bench = new Bench(buildWorld({ now, policy: defaultPolicy, profiles: [], firewalls: [] }));
    const groups = [1, 2].map((id) => groupOf(id, (groupId) => asked.push(groupId)));
    const { devices } = judgeGroups(bench, groups, new Map(), () => true);
    expect(devices.map(({ publicId }) => publicId)).toEqual(['serial:C02FAKE1', 'serial:C02FAKE2']);
    expect(asked).toEqual([1, 2]);
  });

  it('that the scan does not cover are left due', () => {
    const bench = new Bench(buildWorld({ now, policy: defaultPolicy, profiles: [], firewalls: [] }));
    const groups = [1, 2].map((id) => groupOf(id, () => undefined));
    const { judged } = judgeGroups(bench, groups, new Map(), ({ id }) => id === 'serial:C02FAKE2');
    expect(judged?.map(({ groupId }) => groupId)).toEqual([2]);
  });
});
