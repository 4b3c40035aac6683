import type { Profile } from '@ringcheck/model';
import type { Scan, StoredAttestation, StoredProfile } from '@ringcheck/store';
import { WorldCache, type WorldStore } from './world-cache.js';

const at = { offset: 0 };
const profile: Profile = {
  document: { path: 'a.mobileconfig', sha256: 'a'.repeat(64) },
  identifier: 'org.example.a',
  encrypted: false,
  vendorIds: [],
  authoredBy: 'file',
  payloads: [],
  at,
};
const stored = { profile, receivedAt: '2026-11-20T00:00:00Z' } as StoredProfile;
const answer = { id: 'x', device: 'serial:X', question: 'ask-focus', answer: 'on' } as StoredAttestation;

/** What a store holds, and how often it was read. */
class Shelf implements WorldStore {
  reads = 0;
  fails = false;
  profiles: readonly StoredProfile[] = [stored];
  answers: readonly StoredAttestation[] = [];
  policy = 'version: 1\n';

  readonly documents: WorldStore['documents'] = {
    loadProfiles: () => {
      this.reads++;
      // Read anew each time: equal, and not the same.
      return this.fails ? Promise.reject(new Error('gone')) : Promise.resolve(structuredClone(this.profiles));
    },
    loadTexts: () => Promise.resolve([]),
    get: () => Promise.resolve(undefined),
  };
  readonly attestations: WorldStore['attestations'] = { at: () => Promise.resolve(this.answers) };
  readonly policies: WorldStore['policies'] = {
    get: (id) => Promise.resolve({ id, sha256: 'p', text: this.policy, createdAt: '', actor: '' }),
  };
}

const scan = (id: string, now: string): Scan => ({
  id,
  seq: 1,
  status: 'running',
  trigger: 'manual',
  scope: {},
  requestedAt: now,
  now,
  watermark: 1,
  policyVersionId: 1,
  chunksTotal: 1,
  chunksDone: 0,
});
const tonight = scan('one', '2026-11-21T02:00:00Z');
const tomorrow = scan('two', '2026-11-22T02:00:00Z');

describe('what a scan is judged by', () => {
  it('is read once for all its chunks', async () => {
    const shelf = new Shelf();
    const worlds = new WorldCache(shelf);
    const [one, other] = await Promise.all([worlds.benchOf(tonight), worlds.benchOf(tonight)]);
    expect(await worlds.benchOf(tonight)).toBe(one);
    expect([other === one, shelf.reads]).toEqual([true, 1]);
  });

  it('is taken over by the next scan where nothing of it changed, at its own moment', async () => {
    const worlds = new WorldCache(new Shelf());
    const before = await worlds.benchOf(tonight);
    const after = await worlds.benchOf(tomorrow);
    expect([before.world.now, after.world.now]).toEqual([tonight.now, tomorrow.now]);
    expect(after.world.profiles).toBe(before.world.profiles);
    expect(after.world.policy).toBe(before.world.policy);
    expect([after.sharing, after.pool]).toEqual([before.sharing, before.pool]);
  });

  it.each<[string, (shelf: Shelf) => void]>([
    ['a profile', (shelf) => (shelf.profiles = [stored, stored])],
    ['the path of a profile', (shelf) => (shelf.profiles = [pathed('b')])],
    ['the policy', (shelf) => (shelf.policy = 'version: 1\nthresholds: { storageWarnGB: 5 }\n')],
    ['an answer', (shelf) => (shelf.answers = [answer])],
  ])('is made anew after a change of %s', async (_, change) => {
    const shelf = new Shelf();
    const worlds = new WorldCache(shelf);
    const before = await worlds.benchOf(tonight);
    change(shelf);
    const after = await worlds.benchOf(tomorrow);
    expect(after.world.profiles).not.toBe(before.world.profiles);
    expect(after.sharing).not.toBe(before.sharing);
    expect(after.pool).not.toBe(before.pool);
  });

  it('is read again after a failure', async () => {
    const shelf = new Shelf();
    const worlds = new WorldCache(shelf);
    shelf.fails = true;
    await expect(worlds.benchOf(tonight)).rejects.toThrow('gone');
    await expect(worlds.benchOf(tomorrow)).rejects.toThrow('gone');
    shelf.fails = false;
    expect((await worlds.benchOf(tomorrow)).world.now).toBe(tomorrow.now);
  });
});

function pathed(path: string): StoredProfile {
  return { ...stored, profile: { ...profile, document: { ...profile.document, path } } };
}
