import type { DocumentKind, DocumentRef, Instant, SourceDocument } from '@ringcheck/model';
import type { Policy } from '@ringcheck/policy';
import { assembleDevice } from './assemble-device.js';
import { groupRecords } from './identity.js';
import type { SourcedRecord } from './merge-facts.js';
import type { Picture } from './picture.js';
import { buildWorld, uploadedText, type FirewallDocument, type World } from './world.js';

export interface FleetInput {
  readonly now: Instant;
  readonly policy: Policy;
  readonly policyDocument?: DocumentRef;
  readonly documents: readonly SourceDocument[];
}

/** The same document uploaded twice, under two names, is one document: the first path by order keeps it. */
function distinct(documents: readonly SourceDocument[]): SourceDocument[] {
  const byHash = new Map<string, SourceDocument>();
  for (const document of documents) {
    const held = byHash.get(document.ref.sha256);
    if (held === undefined || document.ref.path < held.ref.path) byHash.set(document.ref.sha256, document);
  }
  return [...byHash.values()];
}

/** The world of decoded documents held in memory; `documents` are the distinct ones. */
function worldOf(input: FleetInput, documents: readonly SourceDocument[]): World {
  return buildWorld({
    now: input.now,
    policy: input.policy,
    ...(input.policyDocument === undefined ? {} : { policyDocument: input.policyDocument }),
    profiles: documents.flatMap((document) =>
      document.profiles.map((profile) => ({ profile, receivedAt: document.receivedAt })),
    ),
    serviceStatus: documents.flatMap(({ ref, receivedAt, serviceStatus }) =>
      serviceStatus === undefined ? [] : [{ document: ref, receivedAt, status: serviceStatus }],
    ),
    appBlockers: documents.flatMap(({ ref: document, receivedAt, appBlockers }) =>
      (appBlockers ?? []).map((blocker) => ({ document, receivedAt, blocker })),
    ),
    // All of them: two networks, or two tunnels, may name copies of one file.
    vpnConfigs: filesOf(input, 'vpn-config'),
    firewalls: filesOf(input, 'firewall-policy'),
  });
}

function filesOf({ documents }: FleetInput, kind: DocumentKind): readonly FirewallDocument[] {
  return documents.filter((document) => document.kind === kind).flatMap(uploadedText);
}

/** Pictures of every device the documents speak of, sorted by id. */
export function assembleAll(input: FleetInput): { world: World; pictures: Picture[] } {
  const documents = distinct(input.documents);
  const world = worldOf(input, documents);
  const records = new Map<string, SourcedRecord>();
  for (const document of documents) {
    document.devices.forEach((record, index) => {
      const key = recordKey(document.ref.sha256, index);
      const { ref, kind, receivedAt } = document;
      records.set(key, { key, document: ref, kind, receivedAt, record });
    });
  }
  const groups = groupRecords(
    [...records.values()].map(({ key, record }) => ({
      key,
      identity: record.identity,
      creates: record.creates,
    })),
  );
  const pictures = groups.map((group) =>
    assembleDevice(
      world,
      group,
      group.keys.flatMap((key) => records.get(key) ?? []),
    ),
  );
  return { world, pictures };
}

/** Name of a device record: its document and its place in it. */
export function recordKey(sha256: string, index: number): string {
  return `${sha256}#${String(index).padStart(8, '0')}`;
}
