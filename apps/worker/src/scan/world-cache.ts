import { buildWorld, uploadedText, type World } from '@ringcheck/assemble';
import { type Attestation, defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import { optional, type DocumentRef } from '@ringcheck/model';
import type { Scan, Store, StoredAttestation } from '@ringcheck/store';
import { Bench } from './judge-chunk.js';

/** What all chunks of one scan share; kept for the latest scan only. */
export class WorldCache {
  private held: { readonly scanId: string; readonly bench: Promise<Bench> } | undefined;

  constructor(private readonly store: Store) {}

  benchOf(scan: Scan): Promise<Bench> {
    if (this.held?.scanId === scan.id) return this.held.bench;
    const bench = load(this.store, scan).then((world) => new Bench(world));
    this.held = { scanId: scan.id, bench };
    // A failed load is tried again by the next chunk.
    bench.catch(() => {
      if (this.held?.bench === bench) this.held = undefined;
    });
    return bench;
  }
}

async function load(store: Store, scan: Scan): Promise<World> {
  const { now, watermark } = scan;
  if (now === undefined || watermark === undefined) throw new Error(`scan ${scan.id} has not begun`);
  const { policy, ref } = await loadPolicy(store, scan.policyVersionId);
  const profiles = await store.documents.loadProfiles(watermark);
  const firewalls = await store.documents.loadTexts(['firewall-policy'], watermark);
  const vpnConfigs = await store.documents.loadTexts(['vpn-config'], watermark);
  const blocking = await store.documents.loadTexts(['app-blocking'], watermark);
  const feeds = await store.documents.loadTexts(['service-status'], watermark);
  const answers = await store.attestations.at(watermark);
  return buildWorld({
    now,
    policy,
    ...(ref === undefined ? {} : { policyDocument: ref }),
    profiles: profiles.map(({ profile, receivedAt }) => ({ profile, receivedAt })),
    serviceStatus: feeds.flatMap(({ ref: document, receivedAt, serviceStatus }) =>
      serviceStatus === undefined ? [] : [{ document, receivedAt, status: serviceStatus }],
    ),
    appBlockers: blocking.flatMap(({ ref: document, receivedAt, appBlockers }) =>
      (appBlockers ?? []).map((blocker) => ({ document, receivedAt, blocker })),
    ),
    firewalls: firewalls.flatMap(uploadedText),
    vpnConfigs: vpnConfigs.flatMap(uploadedText),
    answers: answers.map(answerOf),
  });
}

/** An answer given here, as the policy would state it. */
function answerOf({
  id,
  device,
  question,
  answer,
  owner,
  expires,
  note,
  answeredAt,
}: StoredAttestation): Attestation {
  return {
    question,
    answer,
    device: [device],
    owner,
    date: answeredAt,
    expires,
    ...optional('note', note),
    document: { path: `attestations/${id}`, sha256: '' },
    at: { offset: 0 },
  };
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
