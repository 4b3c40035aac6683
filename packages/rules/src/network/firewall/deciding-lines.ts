import type { DecidingRule, FlowAnswer, FlowPart, PortRange } from '@ringcheck/firewall';
import { parseAddress, parseCidr } from '@ringcheck/policy';

/**
 * The lines that settle these ports of a flow: those with the largest share of the Internet first, and of the rest
 * only what closes a port the others leave open. Forty lines on single addresses before a last "deny all" are not
 * forty causes.
 */
export function decidingLines(
  answer: FlowAnswer,
  action: 'deny' | 'unknown',
  ports: readonly PortRange[],
  family?: 4 | 6,
): readonly DecidingRule[] {
  const candidates = candidatesOf(answer, action, portSet(ports), family);
  const covered = new Set<number>();
  const lines: DecidingRule[] = [];
  for (const candidate of candidates) {
    const fresh = [...candidate.ports].filter((port) => !covered.has(port));
    if (fresh.length === 0) continue;
    fresh.forEach((port) => covered.add(port));
    lines.push(candidate.rule);
  }
  return lines;
}

interface Candidate {
  readonly rule: DecidingRule;
  readonly ports: Set<number>;
  share: number;
}

function candidatesOf(
  answer: FlowAnswer,
  action: 'deny' | 'unknown',
  wanted: ReadonlySet<number>,
  family: 4 | 6 | undefined,
): readonly Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const part of answer.parts) {
    if (part.action !== action || (family !== undefined && part.family !== family)) continue;
    const ports = [...portSet(part.ports)].filter((port) => wanted.has(port));
    if (ports.length === 0) continue;
    for (const rule of rulesOf(answer, part)) {
      const key = `${rule.rule}\n${rule.line ?? ''}`;
      const candidate = candidates.get(key) ?? { rule, ports: new Set<number>(), share: 0 };
      ports.forEach((port) => candidate.ports.add(port));
      candidate.share += shareOf(part.destinations);
      candidates.set(key, candidate);
    }
  }
  return [...candidates.values()].sort(
    (a, b) => b.share - a.share || (a.rule.line ?? 0) - (b.rule.line ?? 0),
  );
}

/** Of an undecidable part the rules that cannot be told, not those that would decide behind them. */
function rulesOf(answer: FlowAnswer, part: FlowPart): readonly DecidingRule[] {
  const ids = new Set(part.decidedBy);
  const rules = answer.decidedBy.filter((rule) => rule.action === part.action && ids.has(rule.rule));
  const doubtful = rules.filter((rule) => rule.reason !== undefined);
  return doubtful.length > 0 ? doubtful : rules;
}

/** The ports one by one; the flows of FaceTime have twenty at most. */
export function portSet(ranges: readonly PortRange[]): Set<number> {
  const ports = new Set<number>();
  for (const [from, last] of ranges) for (let port = from; port <= last; port++) ports.add(port);
  return ports;
}

/** Which part of all addresses these are, roughly: enough to tell a rule for everybody from one for a few. */
function shareOf(destinations: readonly string[]): number {
  return destinations.reduce((sum, text) => sum + shareOfOne(text), 0);
}

function shareOfOne(text: string): number {
  if (text === 'any') return 1;
  const [from, last] = text.split('-');
  if (last !== undefined) {
    const [low, high] = [parseAddress(from ?? ''), parseAddress(last)];
    if (low === undefined || high === undefined) return 0;
    return Number(high.value - low.value + 1n) / 2 ** (low.family === 4 ? 32 : 128);
  }
  const block = parseCidr(text);
  return block === undefined ? 0 : 2 ** -block.prefix;
}
