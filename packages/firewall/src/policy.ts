import type { AddressSet, Family } from './address.js';
import type { Ranges } from './ranges.js';

export const dialects = [
  'iptables',
  'nftables',
  'pf',
  'cisco-asa',
  'cisco-ios',
  'panos',
  'fortios',
  'juniper-srx',
  'pfsense',
  'opnsense',
  'meraki',
  'unifi',
  'aws',
] as const;
export type Dialect = (typeof dialects)[number];

/** Connection states as bits, so that a set of them is one number. */
export const stateBits = { new: 1, established: 2, related: 4, invalid: 8, untracked: 16 } as const;
export type ConnectionState = keyof typeof stateBits;
export const allStates = 31;

/** Interfaces or zones by name; a trailing `+` or `*` stands for any ending. */
export interface InterfaceMatch {
  readonly names: readonly string[];
  readonly negated: boolean;
}

/**
 * One box of packets; an absent dimension is unrestricted.
 * For ICMP the destination ports are `type * 256 + code`.
 */
export interface Match {
  /** Protocol numbers; half-open ranges within 0..256. */
  readonly protocols?: Ranges;
  readonly source?: AddressSet;
  readonly destination?: AddressSet;
  readonly sourcePorts?: Ranges;
  readonly destinationPorts?: Ranges;
  /** States in which the box can match. */
  readonly states?: number;
  /** States in which it cannot be said whether the box matches (TCP flags of packets in mid-stream). */
  readonly uncertainStates?: number;
  /** All of them must hold. */
  readonly in?: readonly InterfaceMatch[];
  readonly out?: readonly InterfaceMatch[];
}

export type RuleAction =
  | { readonly type: 'allow' | 'deny' | 'return' | 'continue' | 'unknown' | 'untrack' }
  | { readonly type: 'jump' | 'goto'; readonly chain: string };

export interface Rule {
  /** Stable within the policy: chain and number, or the dialect's own name. */
  readonly id: string;
  readonly line: number;
  /** The line as written, trimmed. */
  readonly text: string;
  /** A packet matches when it is in any of the boxes. */
  readonly matches: readonly Match[];
  /** Conditions that cannot be decided from a policy; the rule may or may not match inside its boxes. */
  readonly opaque: readonly string[];
  readonly action: RuleAction;
  /** Named objects the rule was resolved through, outermost first. */
  readonly objects?: readonly string[];
}

export interface Chain {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Packets come to it only through rules that call it; else they may without a path that says how. */
  readonly isCalled?: boolean;
}

/** One decision a packet must pass; `deny` is final, `allow` hands it to the next stage. */
export interface Stage {
  readonly chain: string;
  readonly fallback: 'allow' | 'deny';
  /** What the answer names when nothing matched. */
  readonly fallbackId: string;
  readonly fallbackLine?: number;
  readonly fallbackText?: string;
  /** NAT tables see the first packet of a connection only. */
  readonly states?: number;
  /** Set when the stage exists for one family only. */
  readonly family?: Family;
  /** The stage an admin thinks of; what it decided is named when every stage lets a packet pass. */
  readonly isMain?: boolean;
}

/** A way through the firewall, by the dialect's name for it (`FORWARD`, an interface, an ACL). */
export interface Path {
  readonly name: string;
  readonly stages: readonly Stage[];
  /** The path that answers come back on; the same one when absent. */
  readonly reply?: string;
  /** Sessions are tracked by the device itself: answers to an allowed start need no rule. */
  readonly tracksSessions: boolean;
  /** Packets come to a later stage through the earlier ones only; else also from the firewall itself. */
  readonly isOnlyInOrder?: boolean;
  /** The side on which its packets have no interface: they come from the firewall itself, or go to it. */
  readonly without?: 'in' | 'out';
  /** A list that can be asked about by its name, and no way that packets take. */
  readonly isByName?: boolean;
}

export interface UnparsedLine {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** Something read that changes no answer here but that an admin will want to know. */
export interface PolicyNote {
  readonly id: 'sip-helper' | 'nat' | 'assumed' | 'ignored-part' | 'disabled-rule' | 'unused-chain';
  readonly line: number;
  readonly detail: string;
  /** Of a SIP helper: whether the line switches it on or off. */
  readonly isOn?: boolean;
}

export interface FirewallPolicy {
  readonly dialect: Dialect;
  /** Number of rule lines read, disabled ones included. */
  readonly rules: number;
  /** How many of them are fully understood (a named undecidable condition counts as understood). */
  readonly understood: number;
  readonly unparsed: readonly UnparsedLine[];
  /** The families this document speaks about; nothing is concluded for the other. */
  readonly families: readonly Family[];
  readonly chains: readonly Chain[];
  /** The first one is the default. */
  readonly paths: readonly Path[];
  /** Interfaces or zones known to face the internet, when the document shows it. */
  readonly outside: readonly string[];
  readonly notes: readonly PolicyNote[];
}
