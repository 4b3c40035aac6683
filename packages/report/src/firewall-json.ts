import type {
  FirewallAnswers,
  FirewallDecisions,
  FirewallDiff,
  FirewallShadowed,
  FlowRequest,
  PacketRequest,
} from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import {
  decidePacket,
  type ClosedFixes,
  type CompiledPolicy,
  type DecidingRule,
  type FirewallPolicy,
  type FixResult,
  type Flow,
  type FlowAnswer,
  type FlowDifference,
  type ShadowedLine,
} from '@ringcheck/firewall';
import { reasonText } from './firewall-fix.js';

/** Of a very large policy the parts are counted, not listed: the deciding lines say the same in less. */
const mostParts = 1000;

/** What a policy does with each flow, as `ringcheck firewall --format json` and the API give it. */
export function answersJson(
  policy: FirewallPolicy,
  answers: readonly FlowAnswer[],
  fixes: ClosedFixes | undefined,
): FirewallAnswers {
  return {
    policy: policyJson(policy),
    flows: answers.map((answer) => answerJson(answer, fixes?.byFlow.get(answer.flow.id))),
    ...(fixes === undefined ? {} : fixesJson(fixes.together)),
  };
}

function answerJson(
  { flow, verdict, decidedBy, returnTraffic, parts, problem }: FlowAnswer,
  fix: FixResult | undefined,
): FirewallAnswers['flows'][number] {
  return {
    flow: flowJson(flow),
    verdict,
    ...optional('problem', problem),
    decidedBy,
    returnTraffic,
    ...(parts.length > mostParts ? { partsLeftOut: parts.length } : { parts }),
    ...(fix === undefined ? {} : { fix: fixesJson(fix) }),
  };
}

function fixesJson({ fixes, refusals }: FixResult) {
  return {
    fixes,
    refusals: refusals.map((refusal) => ({ ...refusal, message: reasonText(refusal.reason) })),
  };
}

/** The lines no packet reaches. */
export function shadowedJson(policy: FirewallPolicy, lines: readonly ShadowedLine[]): FirewallShadowed {
  return { policy: policyJson(policy), shadowed: lines };
}

/** What changes for each flow from one policy to another. */
export function differencesJson(
  before: FirewallPolicy,
  after: FirewallPolicy,
  differences: readonly FlowDifference[],
): FirewallDiff {
  return {
    before: policyJson(before),
    after: policyJson(after),
    flows: differences.map((difference) => ({
      flow: flowJson(difference.before.flow),
      before: difference.before.verdict,
      after: difference.after.verdict,
      isChanged: difference.isChanged,
      isComplete: difference.isComplete,
      ...optional('returnTraffic', difference.returnTraffic),
      changes: difference.changes.map((change) => ({
        ...change,
        before: change.before.map(lineJson),
        after: change.after.map(lineJson),
      })),
    })),
  };
}

/** One decision per packet, in order. */
export function decisionsJson(
  compiled: CompiledPolicy,
  packets: readonly PacketRequest[],
): FirewallDecisions {
  return {
    policy: policyJson(compiled.policy),
    decisions: packets.map((packet) => decideRequest(compiled, packet)),
  };
}

/** What a policy does with a packet as somebody wrote it down. */
export function decideRequest(
  compiled: CompiledPolicy,
  { state, in: inside, out: outside, chain, ...rest }: PacketRequest,
): FirewallDecisions['decisions'][number] {
  return decidePacket(compiled, {
    ...rest,
    ...optional('state', state),
    ...optional('in', inside),
    ...optional('out', outside),
    ...optional('chain', chain),
  });
}

/** Flows as somebody wrote them down, `source` being where. */
export function requestedFlows(flows: readonly FlowRequest[], source: string): readonly Flow[] {
  return flows.map(({ title, ports, ...flow }) => ({
    ...flow,
    title: title ?? flow.id,
    ports: ports.map((one) => (typeof one === 'number' ? ([one, one] as const) : one)),
    direction: 'outbound' as const,
    source,
    confidence: 'high' as const,
  }));
}

function lineJson({ rule, line, text, reason, objects }: DecidingRule) {
  return {
    rule,
    ...optional('line', line),
    text,
    ...optional('reason', reason),
    ...optional('objects', objects),
  };
}

function policyJson({ dialect, rules, understood, unparsed, notes }: FirewallPolicy) {
  return { dialect, rules, understood, unparsed, notes };
}

function flowJson({ id, title, protocol, ports, destinations, required }: Flow) {
  return { id, title, protocol, ports, destinations, required };
}
