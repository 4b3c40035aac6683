import type {
  AppBlocker,
  Channel,
  DeclarationState,
  DeviceIdentity,
  Evidence,
  Facts,
  Instant,
  Profile,
  RestrictionsReply,
  ServiceStatus,
  Source,
  DocumentRef,
  Basis,
} from '@ringcheck/model';
import type { FirewallPolicy } from '@ringcheck/firewall';
import type {
  AccountsStatement,
  Attestation,
  ExternalControl,
  Group,
  Knowledge,
  NetworkDefinition,
  StatedTunnel,
  VpnEgress,
} from '@ringcheck/policy';

/** How an installed profile was found among the uploaded ones, strictest first. */
export type JoinedBy = 'listing' | 'uuid' | 'identifier' | 'vendor-id' | 'display-name';

/** One profile on a device. */
export interface InstalledProfile {
  readonly identifier?: string;
  readonly uuid?: string;
  readonly displayName?: string;
  readonly channel: Channel;
  readonly payloadTypes?: readonly string[];
  readonly isManaged?: boolean;
  readonly removalDisallowed?: boolean;
  readonly installedAt?: Instant;
  /** Delivered by a declaration, not by a command. */
  readonly viaDeclaration?: boolean;
  /** Present when this is a declaration itself: what the device reports of it. */
  readonly declaration?: Pick<DeclarationState, 'active' | 'valid' | 'reasons'>;
  /** Where the device or server listed it. */
  readonly listing: Source;
  /** `missing`: listed, but no uploaded document holds its settings. */
  readonly content: 'known' | 'encrypted' | 'missing';
  /** The uploaded content, when `content` is `known`. */
  readonly profile?: Profile;
  readonly joinedBy?: JoinedBy;
  /** The uploaded copy carries another PayloadUUID than the installed one: perhaps another version. */
  readonly uuidDiffers?: boolean;
}

/** What is known of the profiles on a device. */
export interface InstalledProfiles {
  /** `listed`: an answer about what is installed exists. `assigned`: only what a server wants. `none`: nothing. */
  readonly knowledge: 'listed' | 'assigned' | 'none';
  readonly basis?: Basis;
  readonly observedAt?: Instant;
  readonly managedOnly?: boolean;
  readonly profiles: readonly InstalledProfile[];
}

/** The network a device is placed in, with what is described of it. */
export interface PlacedNetwork {
  readonly definition: NetworkDefinition;
  readonly firewalls: readonly {
    readonly document: DocumentRef;
    readonly policy: FirewallPolicy;
    /** As uploaded: a fix is put into it and read again before it is offered. */
    readonly text?: string;
  }[];
  /** Firewall paths that the policy names but nothing uploaded holds. */
  readonly missingFirewalls: readonly string[];
  readonly placedBy: 'statement' | 'ssid' | 'cidr' | 'site' | 'vlan' | 'tag';
  readonly evidence: readonly Evidence[];
  /** The policy file, for evidence on the record itself. */
  readonly document?: DocumentRef;
}

/** A VPN from a file that the policy says devices have. */
export interface AppliedTunnel {
  readonly stated: StatedTunnel;
  /** The file, without its secrets; absent where nothing uploaded holds it. */
  readonly file?: { readonly document: DocumentRef; readonly text: string };
}

/** Something the admin should know that is no outcome; carries evidence, never changes a verdict. */
export interface Note {
  /** The rule it belongs to, or the step that noticed it (`join`, `facts`, `resolve`). */
  readonly ruleId: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly evidence: readonly Evidence[];
}

/** A status feed as it was when it was received. */
export interface SavedServiceStatus {
  readonly document: DocumentRef;
  readonly receivedAt: Instant;
  readonly status: ServiceStatus;
}

/** An item of a management server whose scope takes the device, or may. */
export interface AppliedBlocker {
  readonly document: DocumentRef;
  readonly blocker: AppBlocker;
  /** `unknown`: its scope speaks of groups or other things no record of the device answers. */
  readonly applies: 'yes' | 'unknown';
}

/** Everything known of one device at `now`: the only input of `effective` and `rules`. */
export interface Picture {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly identity: DeviceIdentity;
  readonly facts: Facts;
  /** Facts older than their age limit; they keep their outcome "as of" `observedAt`. */
  readonly stale: readonly {
    readonly what: 'profiles' | 'restrictions' | 'security' | 'place' | 'facts';
    readonly observedAt: Instant;
  }[];
  /** The earliest moment at which something of this grows stale; absent when nothing can. */
  readonly freshUntil?: Instant;
  readonly installed: InstalledProfiles;
  readonly restrictions?: {
    readonly reply: RestrictionsReply;
    readonly observedAt: Instant;
    readonly source: Source;
  };
  readonly group?: Group;
  readonly network?: PlacedNetwork;
  /** Whether anything says where the device is, and whether the policy describes a firewall anywhere. */
  readonly place?: { readonly known: boolean; readonly firewallsDescribed: boolean };
  /** Networks VPN traffic may leave by, with their firewalls, keyed by name. */
  readonly egresses: readonly { readonly vpn: VpnEgress; readonly network: PlacedNetwork }[];
  /** VPNs from files that the policy says this device has. */
  readonly tunnels?: readonly AppliedTunnel[];
  readonly accounts: AccountsStatement;
  readonly externalControls: readonly ExternalControl[];
  /** Answers to questions, given for this device, expired ones included. */
  readonly attestations?: readonly Attestation[];
  /** What the policy knows better than the tables of the rule pack. */
  readonly knowledge?: Knowledge;
  /** Uploaded copies of Apple's status feed, oldest first. */
  readonly serviceStatus?: readonly SavedServiceStatus[];
  /** Items that end applications on this Mac, or may. */
  readonly appBlockers?: readonly AppliedBlocker[];
  /** The policy file as evidence for statements. */
  readonly policyDocument?: DocumentRef;
  readonly notes: readonly Note[];
}
