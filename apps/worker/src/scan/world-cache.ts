import { buildWorld, type World } from '@ringcheck/assemble';
import { defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import type { DocumentRef } from '@ringcheck/model';
import type { Scan, Store } from '@ringcheck/store';

/** What all chunks of one scan share; kept for the latest scan only. */
export class WorldCache {
  private held: { readonly scanId: string; readonly world: Promise<World> } | undefined;

  constructor(private readonly store: Store) {}

  worldOf(scan: Scan): Promise<World> {
    if (this.held?.scanId === scan.id) return this.held.world;
    const world = load(this.store, scan);
    this.held = { scanId: scan.id, world };
    // A failed load is tried again by the next chunk.
    world.catch(() => {
      if (this.held?.world === world) this.held = undefined;
    });
    return world;
  }
}

async function load(store: Store, scan: Scan): Promise<World> {
  const { now, watermark } = scan;
  if (now === undefined || watermark === undefined) throw new Error(`scan ${scan.id} has not begun`);
  const { policy, ref } = await loadPolicy(store, scan.policyVersionId);
  const profiles = await store.documents.loadProfiles(watermark);
  const firewalls = await store.documents.loadTexts(['firewall-policy'], watermark);
  return buildWorld({
    now,
    policy,
    ...(ref === undefined ? {} : { policyDocument: ref }),
    profiles: profiles.map(({ profile, receivedAt }) => ({ profile, receivedAt })),
    firewalls: firewalls.flatMap((document) =>
      document.text === undefined ? [] : [{ document: document.ref, text: document.text }],
    ),
  });
}

/** The policy version a scan fixed, with the uploaded document it came from where there is one. */
export async function loadPolicy(
  store: Store,
  id: number | undefined,
): Promise<{ policy: Policy; ref?: DocumentRef }> {
  const version = id === undefined ? undefined : await store.policies.get(id);
  if (version === undefined) return { policy: defaultPolicy };
  const document = await store.documents.get(version.sha256);
  const ref: DocumentRef = { path: document?.ref.path ?? 'ringcheck.yaml', sha256: version.sha256 };
  const { policy } = parsePolicy(version.text, ref);
  if (policy === undefined) throw new Error(`policy version ${version.id} does not hold any more`);
  return { policy, ref };
}
