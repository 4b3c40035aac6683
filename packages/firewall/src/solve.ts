import type { AddressSet, Family } from './address.js';
import { Cell, type WalkContext } from './cell.js';
import { type CompiledPolicy, outcome } from './compile.js';
import type { InterfacePair } from './interfaces.js';
import { type FlowRegion, isTouched, type Part, PartMaker, toAtoms } from './parts.js';
import { type Path, stateBits } from './policy.js';
import { type Ranges, unite, uniteAll } from './ranges.js';
import { noDoubts, type Region } from './region.js';
import { Conversations, type Fated, ReturnFate, type ReturnTraffic, worstReturn } from './returns.js';
import { type View, visitCells } from './split.js';
import { type Decision, tryCell, walkCell } from './walk.js';
import { collapse, type UnitedDeciders } from './ways.js';

/** Flows of one protocol in one family, as sets; asked together, since the same rules decide them. */
export interface Question {
  readonly compiled: CompiledPolicy;
  readonly path: Path;
  readonly family: Family;
  readonly protocol: number;
  readonly sources: AddressSet;
  readonly flows: readonly AskedFlow[];
  /** Of packets that start a conversation when absent; of others nothing is said about what comes back. */
  readonly packets?: AskedPackets;
}

export interface AskedPackets {
  readonly state: number;
  readonly sourcePorts: Ranges;
}

export interface AskedFlow {
  readonly destinations: AddressSet;
  readonly ports: Ranges;
}

export interface Solution {
  /** Parts of this flow and perhaps of others asked with it; `cut` leaves those of this one. */
  readonly parts: readonly Part[];
  readonly flow: FlowRegion;
  readonly returns: ReturnTraffic;
}

/** Apple devices take the port of a conversation they start from the dynamic range of IANA. */
export const clientPorts: Ranges = [49152, 65536];

const firstPackets: AskedPackets = { state: stateBits.new, sourcePorts: clientPorts };

/** Regions followed and compared before a question is given up; 10,000 random rules take a tenth of it. */
const mostSteps = 3_000_000;

/** Parts of two ways through the firewall laid over each other before the rest of them is given up. */
const mostPairs = 24_000_000;

/** Exactly what becomes of each flow: its parts, disjoint and complete, and of what comes back. */
export function solve(question: Question, pairs: readonly InterfacePair[]): readonly Solution[] {
  const { compiled, family, path, protocol, packets = firstPackets } = question;
  const looksBack = packets === firstPackets && !path.tracksSessions;
  const doubts = noDoubts();
  const shared = {
    compiled,
    family,
    path,
    protocol,
    budget: { steps: mostSteps, floor: 0, isSpent: false },
    doubts,
  };
  const flows = question.flows.map((flow) => ({
    destination: toAtoms(compiled, flow.destinations, family),
    ports: flow.ports,
  }));
  const start: Region = {
    source: toAtoms(compiled, question.sources, family),
    destination: flows.reduce<Ranges>((all, flow) => unite(all, flow.destination), []),
    sourcePorts: packets.sourcePorts,
    destinationPorts: uniteAll(flows.map((flow) => flow.ports)),
    state: packets.state,
    pending: 0,
    doubts,
  };
  const maker = new PartMaker(doubts);
  const comparisons = looksBack ? { steps: mostSteps } : undefined;
  const attempts = pairs.map((pair) => new Attempt(pair, flows, comparisons));
  const views = pairs.flatMap((pair) => viewsOf({ ...shared, ...pair }, start, looksBack));
  visitCells(views, (leaf, steps) => {
    const walks: Decision[][] = [];
    for (const { cell } of leaf) {
      const decisions = steps === undefined ? walkCell(cell) : tryCell(cell, steps);
      if (decisions === undefined) return false;
      walks.push(decisions);
    }
    const perPair = leaf.length / attempts.length;
    attempts.forEach((attempt, index) => {
      const own = walks.slice(index * perPair, (index + 1) * perPair);
      const starts = maker.parts(own[0] ?? []);
      const replies = own.length > 1 ? (own.at(-1) ?? []).map(turnDecision) : [];
      // Where no rule looks at states, later packets fare like the first.
      attempt.add(starts, own.length > 2 ? (own[1] ?? []) : starts, replies);
    });
    return true;
  });
  return solutions(attempts, flows, packets === firstPackets);
}

/** What was found, cell by cell, for one way through the firewall. */
class Attempt {
  readonly cells: (readonly Part[])[] = [];
  private readonly results: readonly { opens: boolean; readonly fate: ReturnFate }[];

  constructor(
    readonly pair: InterfacePair,
    private readonly flows: readonly FlowRegion[],
    /** Absent where nothing is asked of what comes back. */
    private readonly comparisons: { steps: number } | undefined,
  ) {
    this.results = flows.map(() => ({ opens: false, fate: new ReturnFate() }));
  }

  add(starts: readonly Part[], later: readonly Fated[], replies: readonly Fated[]): void {
    this.cells.push(starts);
    const { comparisons } = this;
    const cell = comparisons && new Conversations(starts, later, replies, comparisons);
    this.flows.forEach((flow, at) => {
      const result = this.results[at];
      if (result === undefined) return;
      result.opens ||= starts.some(({ mask, region }) => mask !== outcome.deny && isTouched(region, flow));
      if (cell !== undefined) result.fate.add(cell, flow);
    });
  }

  opens(at: number): boolean {
    return this.results[at]?.opens === true;
  }

  returns(at: number): ReturnTraffic {
    return this.comparisons === undefined ? 'allowed' : (this.results[at]?.fate.result() ?? 'unknown');
  }
}

/** First packets; and unless the device keeps sessions, later ones and the answers to them. */
function viewsOf(context: WalkContext, start: Region, looksBack: boolean): View[] {
  const first = { cell: new Cell(context, start), isReply: false };
  if (!looksBack) return [first];
  const later = { ...start, state: stateBits.established };
  const { compiled, path } = context;
  const replyPath = path.reply === undefined ? path : (compiled.paths.get(path.reply) ?? path);
  const backwards = { ...context, path: replyPath, in: context.out, out: context.in };
  const reply = { cell: new Cell(backwards, turn(later)), isReply: true };
  return compiled.seesStates
    ? [first, { cell: new Cell(context, later), isReply: false }, reply]
    : [first, reply];
}

function turn(region: Region): Region {
  return {
    ...region,
    source: region.destination,
    destination: region.source,
    sourcePorts: region.destinationPorts,
    destinationPorts: region.sourcePorts,
  };
}

function turnDecision({ region, mask }: Decision): Fated {
  return { region: turn(region), mask };
}

function solutions(
  attempts: readonly Attempt[],
  flows: readonly FlowRegion[],
  areFirst: boolean,
): readonly Solution[] {
  const known = new Map<string, readonly Part[]>();
  return flows.map((flow, at) => {
    const kept = areFirst ? withoutInboundWays(attempts, at) : attempts;
    const key = kept.map((attempt) => attempts.indexOf(attempt)).join();
    const parts = known.get(key) ?? united(kept);
    known.set(key, parts);
    return { parts, flow, returns: worstReturn(kept.map((attempt) => attempt.returns(at))) };
  });
}

function united(kept: readonly Attempt[]): readonly Part[] {
  const deciders: UnitedDeciders = new Map();
  const budget = { steps: mostPairs };
  const parts: Part[] = [];
  for (let cell = 0; cell < (kept[0]?.cells.length ?? 0); cell += 1) {
    const tries = kept.map(({ pair, cells }) => ({ pair, parts: cells[cell] ?? [] }));
    for (const part of collapse(tries, deciders, budget)) parts.push(part);
  }
  return parts;
}

/**
 * Of the two directions between two interfaces the one that lets nothing start is the way in from the internet;
 * a client's traffic takes the other.
 */
function withoutInboundWays(attempts: readonly Attempt[], at: number): readonly Attempt[] {
  const opening = attempts.filter((attempt) => attempt.opens(at));
  const open = new Set(opening.map(({ pair }) => `${pair.in}\n${pair.out}`));
  return attempts.filter(
    (attempt) => attempt.opens(at) || !open.has(`${attempt.pair.out}\n${attempt.pair.in}`),
  );
}
