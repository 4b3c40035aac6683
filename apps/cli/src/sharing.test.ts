import path from 'node:path';
import { judgeDevice } from '@ringcheck/plan';
import { Sharing } from '@ringcheck/rules';
import { loadFleet, type Fleet } from './load.js';
import { repository } from './serve/database.js';
import { folderOf } from './testing/folder.js';
import { run } from './testing/run.js';

/** What is said of every device, as text: alone, or with answers shared between them in the order given. */
function said(
  { pictures, policy }: Fleet,
  now: string,
  order?: (ids: string[]) => string[],
): Map<string, string> {
  const sharing = order && new Sharing();
  const byId = new Map(pictures.map((picture) => [picture.id, picture]));
  const ids = [...byId.keys()];
  return new Map(
    (order?.(ids) ?? ids).flatMap((id) => {
      const picture = byId.get(id);
      if (picture === undefined) return [];
      const { picture: _, ...judged } = judgeDevice(picture, policy, now, sharing);
      return [[id, JSON.stringify(judged)] as const];
    }),
  );
}

/** Counts the devices that were judged by themselves all the same. */
class CountingSharing extends Sharing {
  alone = 0;
  override judge(...asked: Parameters<Sharing['judge']>): ReturnType<Sharing['judge']> {
    const answer = super.judge(...asked);
    if (answer === undefined) this.alone++;
    return answer;
  }
}

async function sampleOf(...options: string[]): Promise<string> {
  const folder = path.join(folderOf({}), 'fleet');
  await run('sample', ...options, '--output', folder);
  return folder;
}

const inOrder = (ids: string[]): string[] => ids;
const backwards = (ids: string[]): string[] => ids.toReversed();

describe('answers shared between devices', () => {
  it.each(['2026-11-21T12:00:00Z', '2026-11-30T12:00:00Z', '2027-08-01T00:00:00Z', '2025-01-01T00:00:00Z'])(
    'are the bytes that each device of the sample fleet gets alone at %s',
    async (now) => {
      const fleet = await loadFleet([path.join(repository, 'tests/fixtures/sample-fleet')], { now });
      const alone = said(fleet, now);
      expect(alone.size).toBeGreaterThan(50);
      for (const order of [inOrder, backwards]) {
        const shared = said(fleet, now, order);
        for (const [id, text] of alone) expect(shared.get(id)).toBe(text);
      }
    },
  );

  it('are given to nearly all devices of a made-up fleet', async () => {
    const now = '2026-11-20T12:00:00Z';
    const { pictures, policy } = await loadFleet([await sampleOf('--devices', '200')], { now });
    const sharing = new CountingSharing();
    for (const picture of pictures) judgeDevice(picture, policy, now, sharing);
    expect(sharing.alone).toBeLessThan(10);
  });

  it.each([1, 2])('are the bytes that each device of made-up fleet %d gets alone', async (seed) => {
    const now = '2026-11-20T12:00:00Z';
    const folder = await sampleOf('--devices', '300', '--seed', String(seed), '--drift', '30', '--day', '2');
    const fleet = await loadFleet([folder], { now });
    const alone = said(fleet, now);
    expect(alone.size).toBe(300);
    for (const order of [inOrder, backwards]) {
      const shared = said(fleet, now, order);
      for (const [id, text] of alone) expect(shared.get(id)).toBe(text);
    }
  });
});
