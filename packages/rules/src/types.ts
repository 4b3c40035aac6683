import type {
  Actor,
  Evidence,
  Fact,
  FactName,
  FactValues,
  Instant,
  Outcome,
  Platform,
  Severity,
  Stage,
} from '@ringcheck/model';
import type {
  AppliedBlocker,
  AppliedTunnel,
  InstalledProfiles,
  PlacedNetwork,
  SavedServiceStatus,
} from '@ringcheck/assemble';
import type { EffectivePayload, EffectiveSetting, Ignored, Undetermined } from '@ringcheck/effective';
import type {
  AccountsStatement,
  Attestation,
  ExternalControl,
  Knowledge,
  StatedOutage,
  Thresholds,
  VpnEgress,
} from '@ringcheck/policy';

/**
 * What a rule may ask for. The runner answers nothing else, and the tester refuses undeclared reads.
 * `setting:<payload type>#<key>` · `payload:<payload type>` · `fact:<name>` · `threshold:<name>` · …
 */
export type Read =
  | `fact:${FactName}`
  | `setting:${string}#${string}`
  | `payload:${string}`
  | `threshold:${keyof Thresholds}`
  | 'network'
  | 'egress'
  | 'osReaches'
  | 'accounts'
  | 'externalControls'
  | 'appBlockers'
  | 'tunnels'
  | 'attestations'
  | 'outages'
  | 'latestVersions'
  | 'regionRows'
  | 'time';

export type MessageData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Step {
  readonly who: Actor;
  /** One imperative sentence; `{name}` is filled from the message's data. */
  readonly do: string;
}

/** The words of one message. `text` and steps are templates; `report` makes sentences of them. */
export interface MessageSpec {
  readonly text: string;
  /** Why it matters to the person who wants to call. */
  readonly why?: string;
  readonly steps?: readonly Step[];
  readonly verify?: string;
}

/** One answer of a rule about one scope of a device. */
export interface RuleResult {
  readonly outcome: Outcome;
  /** `video`, `audio`, `incoming`, `outgoing`, `cellular`, `contacts`, `activation`, `quality`, `network:<name>`, `user:<name>`. */
  readonly scope?: string;
  readonly message: string;
  readonly data: MessageData;
  readonly evidence: readonly Evidence[];
  /** Stable key of the thing to change, shared by many devices: `profile:<identifier>/<payload type>/<key>`. */
  readonly cause?: string;
  readonly severity?: Severity;
  /** For `unknown`: management could not be read (only then may a decisive rule make the device unknown). */
  readonly undecided?: boolean;
  /** For `unknown`: the payload is on the device for certain, whatever a Restrictions reply says of others. */
  readonly listed?: boolean;
  /** For `unknown`: what would decide it. */
  readonly gap?: Gap;
  /** For `blocked`, `limited` and what may be one: a managed control in force that the user cannot remove and that is not temporary. */
  readonly control?: 'managed' | 'temporary' | 'circumstance';
}

/** A missing document, fact or statement, ranked like a cause. */
export interface Gap {
  /** `profile:<identifier>`, `fact:<name>`, `listing`. */
  readonly key: string;
  readonly title: string;
  readonly how: string;
}

export interface RuleNote {
  readonly note: true;
  readonly message: string;
  readonly data: MessageData;
  readonly evidence: readonly Evidence[];
}

/** The window through which a rule sees one device; it answers declared reads only. */
export interface Subject {
  fact<K extends FactName>(name: K): Fact<FactValues[K]> | undefined;
  /** Whether the OS is this version or a later one; undefined where its version is not known. */
  osReaches(minimum: string): boolean | undefined;
  /** One entry per channel on which the key is in force. */
  settings(payloadType: string, key: string): readonly EffectiveSetting[];
  /** Why the key (or payload) might be in force although it cannot be said. */
  undetermined(payloadType: string, key?: string): readonly Undetermined[];
  payloads(type: string): readonly EffectivePayload[];
  ignored(payloadType: string, key?: string): readonly Ignored[];
  /** `listed`, `assigned` or `none`, with where it is from. */
  installed(): InstalledProfiles;
  network(): PlacedNetwork | undefined;
  /** Whether anything says where the device is, and whether the policy describes a firewall anywhere. */
  place(): { readonly known: boolean; readonly firewallsDescribed: boolean };
  egresses(): readonly { readonly vpn: VpnEgress; readonly network: PlacedNetwork }[];
  threshold(name: keyof Thresholds): number;
  accounts(): AccountsStatement;
  externalControls(): readonly ExternalControl[];
  /** Items of management servers that end applications on this Mac, or may. */
  appBlockers(): readonly AppliedBlocker[];
  /** VPNs from files that the policy says this device has. */
  tunnels(): readonly AppliedTunnel[];
  /** Answers to a question, expired ones included, in the order of the file. */
  attestations(question: string): readonly Attestation[];
  /** Outages as the policy states them, and copies of Apple's status feed, oldest first. */
  outages(): { readonly stated: readonly StatedOutage[]; readonly feeds: readonly SavedServiceStatus[] };
  /** Newest OS versions as the policy states them. */
  latestVersions(): Knowledge['latestVersions'];
  /** Rows of the policy on countries and units, in place of the built-in ones. */
  regionRows(): Pick<Knowledge, 'countries' | 'suffixes'>;
  /** Evidence for a statement made in the policy file. */
  policyEvidence(
    at: { readonly offset: number; readonly line?: number; readonly column?: number },
    path: string,
  ): Evidence;
  /** The only question about time: has this instant passed at the `now` of the evaluation? */
  isPast(instant: Instant): boolean;
}

export interface SourceNote {
  readonly title: string;
  readonly url?: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface Rule {
  /** Stable kebab word. */
  readonly id: string;
  readonly title: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** May make a device `unknown` when management could not be read. */
  readonly decisive: boolean;
  /** Platforms the rule asks about; on others it is not applicable without being called. */
  readonly platforms: readonly Platform[];
  readonly outcomes: readonly Outcome[];
  readonly reads: readonly Read[];
  readonly messages: Readonly<Record<string, MessageSpec>>;
  readonly sources: readonly SourceNote[];
  /** Which ignored settings deserve a note; by default booleans that differ from their default and all others. */
  readonly meant?: (ignored: Ignored) => boolean;
  readonly evaluate: (subject: Subject) => readonly (RuleResult | RuleNote)[];
}
