import { createHash } from 'node:crypto';
import { buildWorld, uploadedText, type WorldInput } from '@ringcheck/assemble';
import { type Attestation, defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import { optional, type DocumentRef } from '@ringcheck/model';
import type { Scan, Store, StoredAttestation } from '@ringcheck/store';
import { Bench } from './judge-chunk.js';

/** What is read of a store to judge by. */
export interface WorldStore {
  readonly documents: Pick<Store['documents'], 'loadProfiles' | 'loadTexts' | 'get'>;
  readonly policies: Pick<Store['policies'], 'get'>;
  readonly attestations: Pick<Store['attestations'], 'at'>;
}

interface Loaded {
  /** Of all that the world was built of, but for its moment. */
  readonly digest: string;
  readonly bench: Bench;
}

interface Held {
  readonly scanId: string;
  readonly loaded: Promise<Loaded>;
}

/** What of a scan says what it is judged by. */
export type JudgedScan = Pick<Scan, 'id' | 'now' | 'watermark' | 'policyVersionId'>;

/**
 * What all chunks of one scan share; kept for the latest scan only. The next scan takes over what was parsed, joined and
 * answered where it is to judge by the same documents, policy and answers: most nights nothing of them changes.
 */
export class WorldCache {
  private held: Held | undefined;

  constructor(private readonly store: WorldStore) {}

  async benchOf(scan: JudgedScan): Promise<Bench> {
    const held = this.held?.scanId === scan.id ? this.held : this.hold(scan);
    return (await held.loaded).bench;
  }

  private hold(scan: JudgedScan): Held {
    const loaded = load(this.store, scan, this.held?.loaded);
    const held = { scanId: scan.id, loaded };
    this.held = held;
    // A failed load is tried again by the next chunk.
    loaded.catch(() => {
      if (this.held === held) this.held = undefined;
    });
    return held;
  }
}

async function load(
  store: WorldStore,
  scan: JudgedScan,
  before: Promise<Loaded> | undefined,
): Promise<Loaded> {
  const { now, watermark } = scan;
  if (now === undefined || watermark === undefined) throw new Error(`scan ${scan.id} has not begun`);
  const input = await inputOf(store, watermark, scan.policyVersionId);
  const digest = digestOf(input);
  // What became of it was told to those who waited for it.
  const last = await before?.catch(() => undefined);
  const bench = last?.digest === digest ? last.bench.at(now) : new Bench(buildWorld({ ...input, now }));
  return { digest, bench };
}

type Input = Omit<WorldInput, 'now'>;

async function inputOf(store: WorldStore, watermark: number, policyId: number | undefined): Promise<Input> {
  const { policy, ref } = await loadPolicy(store, policyId);
  const profiles = await store.documents.loadProfiles(watermark);
  const firewalls = await store.documents.loadTexts(['firewall-policy'], watermark);
  const vpnConfigs = await store.documents.loadTexts(['vpn-config'], watermark);
  const blocking = await store.documents.loadTexts(['app-blocking'], watermark);
  const feeds = await store.documents.loadTexts(['service-status'], watermark);
  const answers = await store.attestations.at(watermark);
  return {
    policy,
    ...optional('policyDocument', ref),
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
  };
}

/** Piece by piece: together the documents may be longer than a text can be. */
function digestOf(input: Input): string {
  const hash = createHash('sha256');
  for (const [name, part] of Object.entries(input)) {
    const pieces: readonly unknown[] = Array.isArray(part) ? part : [part];
    hash.update(`\n${name} ${pieces.length}`);
    for (const piece of pieces) hash.update('\n').update(JSON.stringify(piece));
  }
  return hash.digest('base64url');
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
  store: Pick<WorldStore, 'documents' | 'policies'>,
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
