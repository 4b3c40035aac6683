import {
  compareText,
  optional,
  type DocumentRef,
  type Instant,
  type Profile,
  type SourceDocument,
} from '@ringcheck/model';
import { parseFirewall, recogniseFirewall, type FirewallPolicy } from '@ringcheck/firewall';
import type { Attestation, NetworkDefinition, Policy } from '@ringcheck/policy';
import { scopedBlockers, type SavedAppBlocker, type ScopedBlocker } from './app-blockers.js';
import { ProfileIndex, type UploadedProfile } from './profile-index.js';
import type { AppliedTunnel, PlacedNetwork, SavedServiceStatus } from './picture.js';

/** A text that the policy names by its path: a firewall policy, a configuration of a VPN. */
export interface FirewallDocument {
  readonly document: DocumentRef;
  readonly text: string;
  /** Of several uploads at one path the latest is in force. */
  readonly receivedAt?: Instant;
}

/** A document as such a file; nothing where it has no text. */
export function uploadedText({
  ref: document,
  text,
  receivedAt,
}: SourceDocument): readonly FirewallDocument[] {
  return text === undefined ? [] : [{ document, text, receivedAt }];
}

/** What all devices of one scan share. Build it once; it holds every distinct document once. */
export interface World {
  readonly now: Instant;
  readonly policy: Policy;
  readonly policyDocument?: DocumentRef;
  readonly profiles: ProfileIndex;
  readonly uploadedProfiles: readonly Profile[];
  /** Copies of Apple's status feed, oldest first. */
  readonly serviceStatus: readonly SavedServiceStatus[];
  /** What management servers end on Macs, in an order of its own. */
  readonly appBlockers: readonly ScopedBlocker[];
  /** VPNs from files, in the order of the policy; each of them is the same for all devices that have it. */
  readonly tunnels: readonly AppliedTunnel[];
  /** Answers given on a server, by the id of their device, in the order they were given. */
  readonly answers: ReadonlyMap<string, readonly Attestation[]>;
  /** Firewalls of a network definition, parsed once. */
  readonly describeNetwork: (
    definition: NetworkDefinition,
  ) => Pick<PlacedNetwork, 'firewalls' | 'missingFirewalls'>;
}

export interface WorldInput {
  readonly now: Instant;
  readonly policy: Policy;
  readonly policyDocument?: DocumentRef;
  readonly profiles: readonly UploadedProfile[];
  readonly firewalls: readonly FirewallDocument[];
  readonly serviceStatus?: readonly SavedServiceStatus[];
  readonly appBlockers?: readonly SavedAppBlocker[];
  /** Configurations of WireGuard and OpenVPN. */
  readonly vpnConfigs?: readonly FirewallDocument[];
  /** Answers given on a server, beside those of the policy: each for the devices whose ids `device` has. */
  readonly answers?: readonly Attestation[];
}

export function buildWorld(input: WorldInput): World {
  const parsed = new Map<string, FirewallPolicy | undefined>();
  const parse = (firewall: FirewallDocument): FirewallPolicy | undefined => {
    const { sha256 } = firewall.document;
    if (!parsed.has(sha256))
      parsed.set(sha256, parseFirewall(firewall.text, recogniseFirewall(firewall.text)).policy);
    return parsed.get(sha256);
  };
  const described = new Map<NetworkDefinition, Pick<PlacedNetwork, 'firewalls' | 'missingFirewalls'>>();
  const describeNetwork = (
    definition: NetworkDefinition,
  ): Pick<PlacedNetwork, 'firewalls' | 'missingFirewalls'> => {
    const held = described.get(definition);
    if (held) return held;
    const firewalls: { document: DocumentRef; policy: FirewallPolicy; text: string }[] = [];
    const missingFirewalls: string[] = [];
    for (const path of definition.firewall) {
      const found = findByPath(input.firewalls, path, input.policyDocument?.path);
      const policy = found === undefined ? undefined : parse(found);
      if (found === undefined || policy === undefined) missingFirewalls.push(path);
      else firewalls.push({ document: found.document, policy, text: found.text });
    }
    const result = { firewalls, missingFirewalls };
    described.set(definition, result);
    return result;
  };
  return {
    now: input.now,
    policy: input.policy,
    ...(input.policyDocument === undefined ? {} : { policyDocument: input.policyDocument }),
    profiles: new ProfileIndex(input.profiles),
    uploadedProfiles: input.profiles.map(({ profile }) => profile),
    describeNetwork,
    appBlockers: scopedBlockers(input.appBlockers ?? []),
    tunnels: tunnelsOf(input),
    answers: answersById(input.answers ?? []),
    serviceStatus: [...(input.serviceStatus ?? [])].sort(
      (a, b) => compareText(a.receivedAt, b.receivedAt) || compareText(a.document.sha256, b.document.sha256),
    ),
  };
}

function answersById(answers: readonly Attestation[]): World['answers'] {
  const byId = new Map<string, Attestation[]>();
  for (const answer of answers)
    for (const id of answer.device ?? []) byId.set(id, [...(byId.get(id) ?? []), answer]);
  return byId;
}

function tunnelsOf({ policy, policyDocument, vpnConfigs = [] }: WorldInput): readonly AppliedTunnel[] {
  return policy.tunnels.map((stated) => ({
    stated,
    ...optional('file', findByPath(vpnConfigs, stated.config, policyDocument?.path)),
  }));
}

/**
 * The uploaded firewall a policy names: relative to the policy file, else the only upload whose path ends so; of
 * several at one path the latest.
 * Paths are compared with forward slashes, as documents carry them.
 */
export function findByPath(
  firewalls: readonly FirewallDocument[],
  wanted: string,
  policyPath: string | undefined,
): FirewallDocument | undefined {
  const target = normalisePath(wanted);
  const beside =
    policyPath === undefined ? target : normalisePath(joinBeside(normalisePath(policyPath), target));
  const latest = latestByPath(firewalls);
  const exact = latest.get(beside);
  if (exact) return exact;
  const ending = [...latest].flatMap(([path, firewall]) =>
    path === target || path.endsWith(`/${target}`) ? [firewall] : [],
  );
  return new Set(ending.map(({ document }) => document.sha256)).size === 1 ? ending[0] : undefined;
}

/** What was sent at a path before is not what stands there now. */
function latestByPath(firewalls: readonly FirewallDocument[]): ReadonlyMap<string, FirewallDocument> {
  const latest = new Map<string, FirewallDocument>();
  for (const firewall of firewalls) {
    const path = normalisePath(firewall.document.path);
    const held = latest.get(path);
    if (held === undefined || isLater(firewall, held)) latest.set(path, firewall);
  }
  return latest;
}

function isLater(a: FirewallDocument, b: FirewallDocument): boolean {
  const byTime = compareText(a.receivedAt ?? '', b.receivedAt ?? '');
  return (byTime || compareText(a.document.sha256, b.document.sha256)) > 0;
}

function joinBeside(policyPath: string, relative: string): string {
  if (relative.startsWith('/') || /^[A-Za-z]:/.test(relative)) return relative;
  const slash = policyPath.lastIndexOf('/');
  return slash < 0 ? relative : `${policyPath.slice(0, slash)}/${relative}`;
}

function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '.') continue;
    const last = parts[parts.length - 1];
    if (part === '..' && last !== undefined && last !== '' && last !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
