import type { Family } from './address.js';
import type { Flow } from './flows.js';
import type { ReturnTraffic } from './returns.js';

export type PartAction = 'allow' | 'deny' | 'unknown';
export type PortRange = readonly [number, number];

export interface FlowOptions {
  /** Where the clients are, as CIDR; any private address when absent. */
  readonly from?: string;
  /** Name of a path; the policy's default one when absent. */
  readonly chain?: string;
  readonly in?: string;
  readonly out?: string;
}

/** A rule and what of the flow it settled. */
export interface DecidingRule {
  readonly rule: string;
  /** Of several firewalls in sequence the one it stands in; `rule` begins with it then. */
  readonly document?: string;
  readonly line?: number;
  readonly text: string;
  readonly action: PartAction;
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
  /** Why it could not be decided. */
  readonly reason?: string;
  readonly objects?: readonly string[];
}

/** A box of the flow with one outcome. Parts are disjoint and together are the flow. */
export interface FlowPart {
  readonly action: PartAction;
  readonly protocol: 'tcp' | 'udp';
  readonly family: Family;
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
  readonly sources: readonly string[];
  readonly sourcePorts: readonly PortRange[];
  readonly decidedBy: readonly string[];
}

/** What is open of a flow in one address family. */
export interface FamilySummary {
  readonly family: Family;
  /** Ports denied for every destination and client. */
  readonly closed: readonly PortRange[];
  /** Ports nowhere certainly open, but not closed either. */
  readonly undecided: readonly PortRange[];
  /** Ports open for a part only. */
  readonly narrowed: readonly PortRange[];
  /** Ports certainly open for a part, and not decided for another. */
  readonly doubtful: readonly PortRange[];
  /** Where the narrowed ports are certainly open. */
  readonly openDestinations: readonly string[];
  /** Every destination is open to somebody: what is missing depends on the client alone. */
  readonly dependsOnClient: boolean;
}

export interface FlowAnswer {
  readonly flow: Flow;
  readonly verdict: 'allowed' | 'blocked' | 'partial' | 'unknown';
  readonly parts: readonly FlowPart[];
  readonly decidedBy: readonly DecidingRule[];
  readonly families: readonly FamilySummary[];
  readonly returnTraffic: ReturnTraffic;
  /** Set when the question itself cannot be asked of this policy. */
  readonly problem?: 'no-such-path' | 'bad-address' | 'family-not-described' | 'too-many-parts';
}
