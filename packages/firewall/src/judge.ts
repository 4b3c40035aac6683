import { appleRanges, type Flow } from './flows.js';
import type { DecidingRule, FamilySummary, FlowAnswer, PortRange } from './flow-answer.js';
import { parseAddressList } from './address.js';
import { covers, pairsOf, rangesOf, type Ranges, subtract, uniteAll, intersect } from './ranges.js';

export interface JudgeOptions {
  /** HTTPS is opened on the way: then push cannot fall back to TCP 443. */
  readonly tlsInspection?: boolean;
}

/** What follows for FaceTime; `id` is a message id, the data its arguments. */
export interface NetworkFinding {
  readonly id:
    | 'https-closed'
    | 'udp-closed'
    | 'push-closed-inspected'
    | 'push-falls-back'
    | 'http-closed'
    | 'clock-closed'
    | 'flow-closed'
    | 'udp-ports-missing'
    | 'only-apple-addresses'
    | 'destinations-limited'
    | 'some-clients-stopped'
    | 'no-return-traffic'
    | 'return-traffic-partial'
    | 'family-closed'
    | 'undecided'
    | 'partly-undecided'
    | 'family-not-described';
  readonly effect: 'stops' | 'unknown' | 'at-risk' | 'note';
  readonly scope?: 'activation' | 'quality';
  readonly flows: readonly string[];
  readonly protocol?: 'tcp' | 'udp';
  /** The ports meant, exactly. */
  readonly ports: readonly PortRange[];
  readonly family?: 4 | 6;
  readonly openDestinations?: readonly string[];
  readonly decidedBy: readonly DecidingRule[];
}

export interface NetworkJudgement {
  readonly outcome: 'limited' | 'unknown' | 'at-risk' | 'clear';
  readonly findings: readonly NetworkFinding[];
}

/**
 * What the answers on `facetimeFlows` mean for calls: a required port closed everywhere stops the flow, a smaller
 * part is a risk to quality, a rule that cannot be decided leaves it unknown. Data only; sentences are the report's.
 */
export function judgeFaceTime(answers: readonly FlowAnswer[], options: JudgeOptions = {}): NetworkJudgement {
  const judged = answers.filter((answer) => answer.problem === undefined);
  const findings = [
    ...answers
      .filter((answer) => answer.problem !== undefined)
      .map((answer) => undecided(answer, allPorts(answer.flow))),
    ...judgeUdp(judged.filter(isMedia)),
    ...judged.filter((answer) => !isMedia(answer)).flatMap((answer) => judgeSingle(answer, judged, options)),
    ...judged.flatMap(judgeReturn),
    ...describedFamilies(judged),
  ];
  return { outcome: worstOf(findings), findings };
}

/** Datagrams a call stands on; what is lost without the others is milder, or follows from one port alone. */
function isMedia({ flow: { protocol, required, loses } }: FlowAnswer): boolean {
  return protocol === 'udp' && required && (loses === 'media' || loses === 'signalling');
}

function worstOf(findings: readonly NetworkFinding[]): NetworkJudgement['outcome'] {
  const has = (effect: NetworkFinding['effect']): boolean => findings.some((one) => one.effect === effect);
  if (has('stops')) return 'limited';
  if (has('unknown')) return 'unknown';
  return has('at-risk') ? 'at-risk' : 'clear';
}

function toRanges(ports: readonly PortRange[]): Ranges {
  return rangesOf(ports.map(([from, last]) => [from, last + 1] as const));
}

function toPorts(ranges: Ranges): PortRange[] {
  return pairsOf(ranges).map(([from, end]) => [from, end - 1]);
}

function allPorts(flow: Flow): readonly PortRange[] {
  return flow.ports.map(([from, last]) => [from, last] as const);
}

/** Ports closed in every family that was judged. */
function closedPorts(answer: FlowAnswer): Ranges {
  const [first, ...rest] = answer.families.map((summary) => toRanges(summary.closed));
  return rest.reduce((all, one) => intersect(all, one), first ?? []);
}

/** Ports that in some family are open for nobody for certain, yet not closed either. */
function undecidedPorts(answer: FlowAnswer): Ranges {
  return subtract(
    uniteAll(answer.families.map((summary) => toRanges(summary.undecided))),
    closedPorts(answer),
  );
}

function deniedBy(answers: readonly FlowAnswer[]): DecidingRule[] {
  return answers.flatMap((answer) => answer.decidedBy.filter((rule) => rule.action === 'deny'));
}

function isOpen(answer: FlowAnswer): boolean {
  return closedPorts(answer).length === 0 && undecidedPorts(answer).length === 0;
}

function judgeUdp(answers: readonly FlowAnswer[]): NetworkFinding[] {
  if (answers.length === 0) return [];
  const wanted = uniteAll(answers.map(({ flow }) => toRanges(flow.ports)));
  const closed = uniteAll(answers.map(closedPorts));
  const base = {
    flows: answers.map(({ flow }) => flow.id),
    protocol: 'udp',
    decidedBy: deniedBy(answers),
  } as const;
  if (covers(closed, wanted)) return [{ ...base, id: 'udp-closed', effect: 'stops', ports: toPorts(wanted) }];
  const findings: NetworkFinding[] = answers
    .filter((answer) => undecidedPorts(answer).length > 0)
    .map((answer) => undecided(answer, toPorts(undecidedPorts(answer))));
  const isWhole = (answer: FlowAnswer): boolean => covers(closedPorts(answer), toRanges(answer.flow.ports));
  const short = answers.filter((answer) => closedPorts(answer).length > 0);
  const stopped = short.filter(isWhole);
  const narrowed = short.filter((answer) => !isWhole(answer));
  if (stopped.length > 0) findings.push({ ...missing(stopped), effect: 'stops' });
  if (narrowed.length > 0) findings.push({ ...missing(narrowed), effect: 'at-risk', scope: 'quality' });
  return [...findings, ...answers.flatMap((answer) => judgeNarrowed(answer))];
}

/** Ports closed to every destination: of a whole flow they stop it, of a part they endanger it. */
function missing(answers: readonly FlowAnswer[]) {
  return {
    id: 'udp-ports-missing',
    flows: answers.map(({ flow }) => flow.id),
    protocol: 'udp',
    ports: toPorts(uniteAll(answers.map(closedPorts))),
    decidedBy: deniedBy(answers),
  } as const;
}

function undecided(answer: FlowAnswer, ports: readonly PortRange[]): NetworkFinding {
  return {
    id: 'undecided',
    effect: answer.flow.required ? 'unknown' : 'note',
    flows: [answer.flow.id],
    protocol: answer.flow.protocol,
    ports,
    decidedBy: answer.decidedBy.filter((rule) => rule.action === 'unknown'),
  };
}

function judgeSingle(
  answer: FlowAnswer,
  all: readonly FlowAnswer[],
  options: JudgeOptions,
): NetworkFinding[] {
  const waiting = undecidedPorts(answer);
  const closed = closedPorts(answer);
  if (closed.length === 0) {
    return waiting.length > 0 ? [undecided(answer, toPorts(waiting))] : judgeNarrowed(answer);
  }
  const base = {
    flows: [answer.flow.id],
    protocol: answer.flow.protocol,
    ports: toPorts(closed),
    decidedBy: deniedBy([answer]),
  };
  const { id, required, loses } = answer.flow;
  if (id === 'push' && required) return [closedPush(base, all, options)];
  // Closed for activation alone: the same port to anywhere is narrowed then, and says so.
  if (id === 'activation') return [];
  const message = closedMessages.get(id) ?? 'flow-closed';
  if (loses === 'activation') return [{ ...base, id: message, effect: 'at-risk', scope: 'activation' }];
  if (!required || loses === 'video') return [{ ...base, id: message, effect: 'at-risk', scope: 'quality' }];
  return [{ ...base, id: message, effect: 'stops' }];
}

const closedMessages: ReadonlyMap<string, NetworkFinding['id']> = new Map([
  ['https', 'https-closed'],
  ['http', 'http-closed'],
  ['clock', 'clock-closed'],
]);

function closedPush(
  base: Omit<NetworkFinding, 'id' | 'effect'>,
  all: readonly FlowAnswer[],
  options: JudgeOptions,
): NetworkFinding {
  const https = all.find(({ flow }) => flow.id === 'https');
  const canFallBack = https !== undefined && isOpen(https) && options.tlsInspection !== true;
  return canFallBack
    ? { ...base, id: 'push-falls-back', effect: 'note' }
    : { ...base, id: 'push-closed-inspected', effect: 'stops' };
}

const apple = parseAddressList(appleRanges);

function judgeNarrowed(answer: FlowAnswer): NetworkFinding[] {
  return answer.families.flatMap((summary) => judgeFamily(answer, summary));
}

function judgeFamily(answer: FlowAnswer, summary: FamilySummary): NetworkFinding[] {
  const base = {
    flows: [answer.flow.id],
    protocol: answer.flow.protocol,
    family: summary.family,
    effect: 'at-risk',
    scope: 'quality',
    decidedBy: deniedBy([answer]),
  } as const;
  const isClosedHere = covers(toRanges(summary.closed), toRanges(answer.flow.ports));
  if (isClosedHere && answer.families.length > 1) {
    return [{ ...base, id: 'family-closed', ports: summary.closed }];
  }
  if (summary.doubtful.length > 0) return [...judgeNarrowing(base, summary), doubt(base, answer, summary)];
  return judgeNarrowing(base, summary);
}

type Base = Omit<NetworkFinding, 'id' | 'ports'>;

/** A port forward to an inside server touches only the firewall's own address, which is no peer of anybody. */
function doubt(base: Base, answer: FlowAnswer, summary: FamilySummary): NetworkFinding {
  const rules = answer.decidedBy.filter((rule) => rule.action === 'unknown' && rule.reason !== undefined);
  const isForward = rules.length > 0 && rules.every((rule) => rule.reason === 'sent to another address');
  return {
    ...base,
    id: 'partly-undecided',
    effect: isForward ? 'note' : 'at-risk',
    ports: summary.doubtful,
    decidedBy: rules,
  };
}

function judgeNarrowing(base: Base, summary: FamilySummary): NetworkFinding[] {
  if (summary.narrowed.length === 0) return [];
  if (summary.dependsOnClient) return [{ ...base, id: 'some-clients-stopped', ports: summary.narrowed }];
  return [
    {
      ...base,
      id: isWithinApple(summary) ? 'only-apple-addresses' : 'destinations-limited',
      ports: summary.narrowed,
      openDestinations: summary.openDestinations,
    },
  ];
}

function isWithinApple(summary: FamilySummary): boolean {
  const open = parseAddressList(summary.openDestinations);
  return apple !== undefined && open !== undefined && covers(apple.v4, open.v4) && covers(apple.v6, open.v6);
}

function judgeReturn(answer: FlowAnswer): NetworkFinding[] {
  if (!answer.flow.required || answer.verdict === 'blocked') return [];
  const base = {
    flows: [answer.flow.id],
    protocol: answer.flow.protocol,
    ports: allPorts(answer.flow),
    decidedBy: [],
  };
  switch (answer.returnTraffic) {
    case 'allowed':
      return [];
    case 'blocked':
      return [{ ...base, id: 'no-return-traffic', effect: 'stops' }];
    case 'partial':
      return [{ ...base, id: 'return-traffic-partial', effect: 'at-risk', scope: 'quality' }];
    case 'unknown':
      return [{ ...base, id: 'undecided', effect: 'unknown' }];
  }
}

function describedFamilies(answers: readonly FlowAnswer[]): NetworkFinding[] {
  const judged = new Set(answers.flatMap((answer) => answer.families.map((summary) => summary.family)));
  if (judged.size !== 1) return [];
  const missing = judged.has(4) ? 6 : 4;
  return [
    { id: 'family-not-described', effect: 'note', flows: [], ports: [], family: missing, decidedBy: [] },
  ];
}
