import { outcome } from './compile.js';
import { type FlowRegion, isTouched, meets } from './parts.js';
import { intersect, overlaps } from './ranges.js';
import { mergeRegions, type Region } from './region.js';

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

/**
 * The rest of the conversations that may start, gathered cell by cell: answers back to the client and the client's
 * own later packets. A firewall that lets only first packets through stops the flow just as well.
 */
export class ReturnFate {
  private hasStarted = false;
  private readonly started = [nothing(), nothing()] as const;
  private readonly all = [nothing(), nothing()] as const;

  /** Of the same packets the first ones, later ones, and the answers to them turned around; only those of a flow count. */
  add(starts: readonly Fated[], later: readonly Fated[], replies: readonly Fated[], flow: FlowRegion): void {
    this.hasStarted ||= starts.some((start) => mayStart(start) && isTouched(start.region, flow));
    [later, replies].forEach((decided, direction) => {
      note(this.started[direction], starts, mayStart, decided, flow);
      // Only asked for where nothing starts anywhere.
      if (!this.hasStarted) note(this.all[direction], starts, () => true, decided, flow);
    });
  }

  result(): ReturnTraffic {
    const both = (this.hasStarted ? this.started : this.all).map(fateOf);
    return worstReturn(both);
  }
}

/** Which rule decided no longer matters; regions with one fate mostly unite into few. */
export function simplified(parts: readonly Fated[]): readonly Fated[] {
  return parts.length < 256 ? parts : mergeRegions(parts, (a, b) => a.mask === b.mask);
}

function mayStart({ mask }: Fated): boolean {
  return (mask & outcome.allow) !== 0;
}

function note(
  seen: Seen | undefined,
  starts: readonly Fated[],
  talks: (start: Fated) => boolean,
  decided: readonly Fated[],
  flow: FlowRegion,
): void {
  if (seen === undefined) return;
  for (const { region, mask } of decided) {
    const isDenied = mask === outcome.deny;
    const isNews = isDenied ? !seen.denied : !seen.passed || (mask !== outcome.allow && !seen.doubted);
    if (!isNews || !isTouched(region, flow)) continue;
    if (!starts.some((start) => talks(start) && meetWithin(start.region, region, flow))) continue;
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
