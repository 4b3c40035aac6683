import { outcome } from './compile.js';
import { type FlowRegion, isTouched, meets } from './parts.js';
import { intersect, overlaps } from './ranges.js';
import { mergeRegions, type Region, sizeOf } from './region.js';
import { OpenRegions, outerBounds } from './regions.js';

/** What happens to the packets after the first one, in both directions. */
export type ReturnTraffic = 'allowed' | 'blocked' | 'partial' | 'unknown';

const returnRank: readonly ReturnTraffic[] = ['allowed', 'unknown', 'partial', 'blocked'];

export function worstReturn(all: readonly ReturnTraffic[]): ReturnTraffic {
  return all.reduce((a, b) => (returnRank.indexOf(a) >= returnRank.indexOf(b) ? a : b), 'allowed');
}

/** Packets and their possible outcomes. */
export interface Fated {
  readonly region: Region;
  readonly mask: number;
}

/** What became of one direction of the conversations looked at so far. */
interface Seen {
  doubted: boolean;
  denied: boolean;
  passed: boolean;
}

const nothing = (): Seen => ({ doubted: false, denied: false, passed: false });

type IsMeant = (start: Fated) => boolean;

/** What became of the packets of one cell. */
export class Conversations {
  readonly starts: readonly Fated[];
  readonly later: readonly Fated[];
  readonly replies: readonly Fated[];
  private index: OpenRegions | undefined;

  /** First packets, later ones, and the answers to them turned around; `budget` is for all cells of a question. */
  constructor(
    starts: readonly Fated[],
    later: readonly Fated[],
    replies: readonly Fated[],
    private readonly budget: { steps: number },
  ) {
    this.starts = simplified(starts);
    this.later = later === starts ? this.starts : simplified(later);
    this.replies = simplified(replies);
  }

  get isGivenUp(): boolean {
    return this.budget.steps < 0;
  }

  /** Whether some packet of the flow was in such a part at first and is in this one now. */
  leadsTo(now: Fated, flow: FlowRegion, isMeant: IsMeant): boolean {
    const { region } = now;
    this.index ??= indexOf(this.starts);
    const { budget, index } = this;
    budget.steps -= 1 + (this.starts.length >> 8);
    const destination = outerBounds(region.destination);
    const source = outerBounds(region.source);
    let at = index.previousMeeting(this.starts.length, destination, source);
    for (; at >= 0 && budget.steps >= 0; at = index.previousMeeting(at, destination, source)) {
      const start = this.starts[at];
      if (start === undefined || !isMeant(start)) continue;
      budget.steps -= 1 + ((sizeOf(region) + sizeOf(start.region)) >> 6);
      if (meetWithin(start.region, region, flow)) return true;
    }
    return false;
  }
}

function indexOf(parts: readonly Fated[]): OpenRegions {
  const index = new OpenRegions();
  for (const { region } of parts) index.push(region);
  return index;
}

/**
 * The rest of the conversations that may start, gathered cell by cell: answers back to the client and the client's
 * own later packets. A firewall that lets only first packets through stops the flow just as well.
 */
export class ReturnFate {
  private hasStarted = false;
  private isGivenUp = false;
  private readonly started = [nothing(), nothing()] as const;
  private readonly all = [nothing(), nothing()] as const;

  /** Of the packets of a cell only those of a flow count. */
  add(cell: Conversations, flow: FlowRegion): void {
    this.hasStarted ||= cell.starts.some((start) => mayStart(start) && isTouched(start.region, flow));
    [cell.later, cell.replies].forEach((decided, direction) => {
      note(this.started[direction], cell, decided, flow, mayStart);
      // Only asked for where nothing starts anywhere.
      if (!this.hasStarted) note(this.all[direction], cell, decided, flow, () => true);
    });
    this.isGivenUp ||= cell.isGivenUp;
  }

  result(): ReturnTraffic {
    const both = (this.hasStarted ? this.started : this.all).map(fateOf);
    const worst = worstReturn(both);
    // What was not looked at could pass, or be stopped.
    return this.isGivenUp && worst !== 'partial' ? 'unknown' : worst;
  }
}

/** Which rule decided no longer matters; regions with one fate mostly unite into few. */
function simplified(parts: readonly Fated[]): readonly Fated[] {
  return parts.length < 256 ? parts : mergeRegions(parts, (a, b) => a.mask === b.mask);
}

function mayStart({ mask }: Fated): boolean {
  return (mask & outcome.allow) !== 0;
}

function note(
  seen: Seen | undefined,
  cell: Conversations,
  decided: readonly Fated[],
  flow: FlowRegion,
  isMeant: IsMeant,
): void {
  if (seen === undefined) return;
  for (const part of decided) {
    const { region, mask } = part;
    const isDenied = mask === outcome.deny;
    const isNews = isDenied ? !seen.denied : !seen.passed || (mask !== outcome.allow && !seen.doubted);
    if (!isNews || !isTouched(region, flow)) continue;
    // Where later packets fare like the first, a part leads to itself alone.
    const isMet = decided === cell.starts ? isMeant(part) : cell.leadsTo(part, flow, isMeant);
    if (!isMet) continue;
    if (isDenied) seen.denied = true;
    else seen.passed = true;
    if (mask !== outcome.allow) seen.doubted = true;
  }
}

/** Whether both have a packet of the flow in common. */
function meetWithin(a: Region, b: Region, flow: FlowRegion): boolean {
  return (
    meets(a, b) &&
    overlaps(intersect(a.destinationPorts, b.destinationPorts), flow.ports) &&
    overlaps(intersect(a.destination, b.destination), flow.destination)
  );
}

function fateOf({ doubted, denied, passed }: Seen): ReturnTraffic {
  if (!doubted) return 'allowed';
  if (denied) return passed ? 'partial' : 'blocked';
  return 'unknown';
}
