import type { Family } from '../address.js';
import type { PortRange } from '../flow-answer.js';
import type { FirewallPolicy, Rule } from '../policy.js';
import type { Edit } from './edit.js';
import type { Opening } from './opening.js';

/** Where a policy closes something: before this rule, or at the end of this chain, the opening goes. */
export interface Place {
  readonly chain: string;
  /** Of the deciding rule in its chain; the length of the chain for its end. */
  readonly index: number;
  /** Absent where the end of the chain decides. */
  readonly rule?: Rule;
  /** Names under which the end of the chain decides. */
  readonly ends?: readonly string[];
  /** Line that is named as deciding, if the document has one. */
  readonly line?: number;
  /** Way of the client's traffic, where the question names it. */
  readonly in?: string;
  readonly out?: string;
}

export interface WriteRequest {
  readonly text: string;
  readonly policy: FirewallPolicy;
  readonly place: Place;
  readonly openings: readonly Opening[];
}

/** Where the lines go, as data. */
export type FixPosition =
  | { readonly at: 'before-line'; readonly line: number }
  | { readonly at: 'end-of-chain'; readonly chain: string };

/** What a dialect writes: text for the document, and the same for a running device. */
export interface Written {
  readonly edits: readonly Edit[];
  /** To copy, without indentation. */
  readonly lines: readonly string[];
  /** Commands that make the change in place, with the position in their words. */
  readonly commands: readonly string[];
}

export type Writing = Written | Refused;

export type RefusalReason =
  | 'clients-unknown'
  | 'place-not-found'
  | 'cannot-express'
  | 'unsafe-name'
  | 'no-free-number'
  | 'too-many-lines'
  | 'not-read-again'
  | 'changes-more'
  | 'opens-more'
  | 'still-closed';

export interface Refused {
  readonly refused: RefusalReason;
}

export function refuse(refused: RefusalReason): Refused {
  return { refused };
}

/** One addition at one place. */
export interface FixStep {
  readonly position: FixPosition;
  /** The line that decides now, as written. */
  readonly deciding: string;
  readonly lines: readonly string[];
  readonly commands: readonly string[];
}

/** A change that was put into the document, read again and judged again before it is offered. */
export interface FirewallFix {
  readonly family: Family;
  /** Ids of the flows it opens. */
  readonly flows: readonly string[];
  readonly steps: readonly FixStep[];
  readonly opens: readonly {
    readonly protocol: 'tcp' | 'udp';
    readonly ports: readonly PortRange[];
    readonly sources: readonly string[];
    readonly destinations: readonly string[];
    /** Of answers, which devices without sessions must be told of; absent for what clients send. */
    readonly sourcePorts?: readonly PortRange[];
  }[];
  /** Of `diff -u`; offered because the answer on the new text is `allowed`. */
  readonly diff: string;
  /** Answers of the far side after the change; a list without state may need more lines for them. */
  readonly returnTraffic: 'allowed' | 'blocked' | 'partial' | 'unknown';
  /** Pages that ask for these ports. */
  readonly requirements: readonly string[];
}

export interface FixRefusal {
  readonly family: Family;
  readonly flows: readonly string[];
  readonly reason: RefusalReason;
}

export interface FixResult {
  readonly fixes: readonly FirewallFix[];
  readonly refusals: readonly FixRefusal[];
}
