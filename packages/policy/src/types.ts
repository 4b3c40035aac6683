import type { DocumentRef, Intent, Platform, Position, Severity } from '@ringcheck/model';

/** Within one selector every key must hold, within a key any value. Globs use `*` and `?`. */
export interface Selector {
  readonly tags?: readonly string[];
  readonly serials?: readonly string[];
  readonly udids?: readonly string[];
  readonly platform?: readonly Platform[];
  readonly model?: readonly string[];
  readonly name?: readonly string[];
  readonly site?: readonly string[];
  readonly group?: readonly string[];
  readonly default?: boolean;
}

export interface Group {
  readonly name: string;
  readonly select: Selector;
  readonly intent: Intent;
  /** `required` groups comply with clear and at-risk; a stricter group may ask for `clear`. */
  readonly atLeast?: 'at-risk' | 'clear';
  readonly at: Position;
}

export interface Quality {
  readonly downMbps?: number;
  readonly upMbps?: number;
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly lossPercent?: number;
}

/** A dated statement of an owner about a network. */
export interface NetworkStatement {
  readonly value: 'allowed' | 'denied';
  readonly owner: string;
  /** ISO 8601 date or instant. */
  readonly expires: string;
}

export interface NetworkDefinition {
  readonly name: string;
  readonly match: {
    readonly ssid?: readonly string[];
    readonly cidr?: readonly string[];
    readonly site?: readonly string[];
    readonly vlan?: readonly string[];
    readonly tags?: readonly string[];
  };
  /** Paths of firewall policies, relative to the policy file, in the order traffic meets them. */
  readonly firewall: readonly string[];
  readonly sipAlg?: boolean;
  readonly tlsInspection?: boolean;
  readonly proxyOnly?: boolean;
  readonly dnsFilter?: boolean;
  readonly fixed?: boolean;
  readonly faceTime?: NetworkStatement;
  readonly quality?: Quality;
  /** What the policy states of flows, for whoever judges this network; absent where it states nothing. */
  readonly flows?: readonly StatedFlow[];
  readonly at: Position;
}

/** A flow of FaceTime as the policy states it: a change of the built-in one of this id, or one more. */
export interface StatedFlow {
  readonly id: string;
  readonly title?: string;
  readonly protocol?: 'tcp' | 'udp';
  /** Inclusive. */
  readonly ports?: readonly (readonly [number, number])[];
  /** Address blocks; `any` is every address a peer or relay can have. */
  readonly destinations?: readonly string[] | 'any';
  readonly loses?: 'activation' | 'signalling' | 'media' | 'video';
  readonly required?: boolean;
  readonly source?: string;
  readonly at: Position;
}

export interface VpnEgress {
  readonly match: {
    readonly profileIdentifier?: readonly string[];
    readonly payloadIdentifier?: readonly string[];
    /** Of a tunnel from a file, whose entry stands at the same place. */
    readonly config?: readonly string[];
  };
  readonly egress: string;
  readonly at: Position;
}

/** A VPN that devices have from a file of WireGuard or OpenVPN, as the admin states it. */
export interface StatedTunnel {
  /** Path of the file, relative to the policy file. */
  readonly config: string;
  readonly select: Selector;
  readonly egress?: string;
  readonly at: Position;
}

export interface ExternalControl {
  readonly match: Selector;
  readonly blocks: 'FaceTime';
  readonly by: string;
  readonly owner: string;
  readonly expires: string;
  readonly at: Position;
}

export interface Waiver {
  /** Rule id or `*`. */
  readonly rule: string;
  readonly select: Selector;
  readonly reason: string;
  readonly owner: string;
  /** Holds through the end of that day (UTC) unless a time is given. ISO 8601. */
  readonly expires: string;
  readonly at: Position;
}

/** Defaults are in `thresholds.ts`; none is a constant of a rule. */
export interface Thresholds {
  readonly storageMinGB: number;
  readonly storageWarnGB: number;
  readonly downMbpsMin: number;
  readonly upMbpsMin: number;
  readonly latencyMsMax: number;
  readonly jitterMsMax: number;
  readonly lossPercentMax: number;
  /** Age in days after which facts are stale: profiles, restrictions, security information. */
  readonly dataMaxAgeDays: number;
  /** Age in days for SSID and country. */
  readonly placeMaxAgeDays: number;
  /** Hours after an update in which calls are said to settle. */
  readonly osSettleHours: number;
  /** Hours Apple takes to register a new number. */
  readonly numberSettleHours: number;
  /** Major versions behind the newest from which an OS counts as a risk. */
  readonly osMajorsBehindMax: number;
}

export interface RuleOverride {
  readonly severity?: Severity;
  readonly enabled?: boolean;
}

/** The account service as stated by the admin: Managed Apple Accounts' switch for FaceTime in the portal. */
export interface AccountsStatement {
  readonly managed?: { readonly faceTime: 'on' | 'off'; readonly at: Position };
}

/** The answer of an owner to a question no MDM can see; it holds through the end of its last day (UTC). */
export interface Attestation {
  readonly question: string;
  readonly answer: string;
  readonly select?: Selector;
  /** Serial numbers, UDIDs or ids of devices, in place of `select`. */
  readonly device?: readonly string[];
  readonly owner: string;
  /** When it was answered, where the file says so. */
  readonly date?: string;
  readonly expires: string;
  readonly note?: string;
  /** Where it stands when that is not the policy file: given to a server. */
  readonly document?: DocumentRef;
  readonly at: Position;
}

/** An outage of one of Apple's services, as an admin states it. */
export interface StatedOutage {
  readonly service: 'FaceTime' | 'iMessage' | 'Apple Account' | 'iCloud' | 'Push';
  readonly from: string;
  readonly until?: string;
  readonly affects?: 'all' | 'some';
  readonly source?: string;
  readonly owner: string;
  readonly at: Position;
}

interface DatedRow {
  readonly verified: string;
  readonly source: string;
  readonly confidence?: 'high' | 'medium' | 'low';
  readonly at: Position;
}

/** What holds in a country, in place of the built-in row. */
export interface StatedCountry extends DatedRow {
  readonly mcc: readonly string[];
  readonly country?: string;
  readonly state: 'open' | 'limited' | 'lifted';
  readonly what?: string;
}

/** What units with these region letters can do, in place of the built-in row. */
export interface StatedSuffix extends DatedRow {
  readonly suffix: readonly string[];
  readonly regions?: readonly string[];
  readonly faceTime: 'full' | 'no-audio' | 'missing';
}

/** What an admin knows better than the dated tables of the rule pack. */
export interface Knowledge {
  readonly outages: readonly StatedOutage[];
  readonly latestVersions: { readonly [P in Platform]?: string };
  readonly countries: readonly StatedCountry[];
  readonly suffixes: readonly StatedSuffix[];
}

export interface Policy {
  /** Path of the file as given; absent for the built-in default policy. */
  readonly path?: string;
  readonly sha256?: string;
  readonly groups: readonly Group[];
  readonly accounts: AccountsStatement;
  readonly externalControls: readonly ExternalControl[];
  readonly networks: readonly NetworkDefinition[];
  readonly vpns: readonly VpnEgress[];
  readonly tunnels: readonly StatedTunnel[];
  /** In place of the built-in flows, or beside them. */
  readonly flows: readonly StatedFlow[];
  readonly thresholds: Thresholds;
  readonly rules: readonly (RuleOverride & { readonly rule: string })[];
  readonly waivers: readonly Waiver[];
  readonly attestations: readonly Attestation[];
  readonly knowledge: Knowledge;
  /** Days before its end from which a waiver or statement is said to end soon. */
  readonly expirySoonDays: number;
}
