import type {
  FirewallAnswers,
  FirewallDecisions,
  FirewallDiff,
  FirewallShadowed,
  FirewallsShadowed,
  FlowRequest,
  PacketRequest,
} from '@ringcheck/contracts';
import { optional } from '@ringcheck/model';
import {
  decideSequence,
  type ClosedFixes,
  type DecidingRule,
  type FirewallPolicy,
  type FixResult,
  type Flow,
  type FlowAnswer,
  type FlowDifference,
  type LineReach,
  type NamedFirewall,
} from '@ringcheck/firewall';
import { reasonText } from './firewall-fix.js';

/** Of a very large policy the parts are counted, not listed: the deciding lines say the same in less. */
const mostParts = 1000;

/** Firewalls that were asked, by the names of their documents; one alone is told without its name. */
export type AskedFirewalls = readonly Pick<NamedFirewall, 'name' | 'compiled'>[];

/** What firewalls do with each flow, as `ringcheck firewall --format json` and the API give it. */
export function answersJson(
  firewalls: AskedFirewalls,
  answers: readonly FlowAnswer[],
  fixes: readonly ClosedFixes[] | undefined,
): FirewallAnswers {
  const names = firewalls.length === 1 ? [] : firewalls.map(({ name }) => name);
  return {
    ...headJson(firewalls),
    flows: answers.map((answer) => {
      const own = fixes?.map(({ byFlow }) => byFlow.get(answer.flow.id));
      const isOpen = own === undefined || own.every((fix) => fix === undefined);
      return { ...answerJson(answer), ...(isOpen ? {} : { fix: fixesJson(own, names) }) };
    }),
    ...(fixes === undefined
      ? {}
      : fixesJson(
          fixes.map(({ together }) => together),
          names,
        )),
  };
}

function answerJson({
  flow,
  verdict,
  decidedBy,
  returnTraffic,
  parts,
  problem,
}: FlowAnswer): FirewallAnswers['flows'][number] {
  return {
    flow: flowJson(flow),
    verdict,
    ...optional('problem', problem),
    decidedBy,
    returnTraffic,
    ...(parts.length > mostParts ? { partsLeftOut: parts.length } : { parts }),
  };
}

/** What each firewall needs, in their order; `names` is empty for one alone. */
function fixesJson(results: readonly (FixResult | undefined)[], names: readonly string[]) {
  return {
    fixes: results.flatMap((result, at) =>
      (result?.fixes ?? []).map((fix) => ({ ...optional('document', names[at]), ...fix })),
    ),
    refusals: results.flatMap((result, at) =>
      (result?.refusals ?? []).map((refusal) => ({
        ...optional('document', names[at]),
        ...refusal,
        message: reasonText(refusal.reason),
      })),
    ),
  };
}

/** The lines no packet reaches, by firewall: one list for one alone. */
export function shadowedJson(
  firewalls: AskedFirewalls,
  lines: readonly LineReach[],
): FirewallShadowed | FirewallsShadowed {
  return oneOrEach(firewalls, (policy, at) => ({
    policy: policyJson(policy),
    shadowed: lines[at]?.shadowed ?? [],
    undecided: lines[at]?.undecided ?? [],
  }));
}

/** What changes for each flow from one policy to another. */
export function differencesJson(
  before: AskedFirewalls,
  after: AskedFirewalls,
  differences: readonly FlowDifference[],
): FirewallDiff {
  return {
    before: sideJson(before),
    after: sideJson(after),
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
  firewalls: readonly NamedFirewall[],
  packets: readonly PacketRequest[],
): FirewallDecisions {
  return {
    ...headJson(firewalls),
    decisions: packets.map((packet) => decideRequest(firewalls, packet)),
  };
}

/** What firewalls do with a packet as somebody wrote it down. */
export function decideRequest(
  firewalls: readonly NamedFirewall[],
  { state, in: inside, out: outside, chain, ...rest }: PacketRequest,
): FirewallDecisions['decisions'][number] {
  return decideSequence(firewalls, {
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

function lineJson({ rule, document, line, text, reason, objects }: DecidingRule) {
  return {
    rule,
    ...optional('document', document),
    ...optional('line', line),
    text,
    ...optional('reason', reason),
    ...optional('objects', objects),
  };
}

function headJson(firewalls: AskedFirewalls) {
  return oneOrEach(firewalls, (policy) => ({ policy: policyJson(policy) }));
}

function sideJson(firewalls: AskedFirewalls): FirewallDiff['before'] {
  const head = headJson(firewalls);
  return 'firewalls' in head ? head : head.policy;
}

/** What is told of one alone; of several a list of it, each with its document. */
function oneOrEach<T extends object>(
  firewalls: AskedFirewalls,
  tell: (policy: FirewallPolicy, at: number) => T,
): T | { readonly firewalls: readonly (T & { readonly document: string })[] } {
  const all = firewalls.map(({ name, compiled: { policy } }, at) => ({ name, told: tell(policy, at) }));
  const [only, ...more] = all;
  if (only !== undefined && more.length === 0) return only.told;
  return { firewalls: all.map(({ name, told }) => ({ document: name, ...told })) };
}

function policyJson({ dialect, rules, understood, unparsed, notes }: FirewallPolicy) {
  return { dialect, rules, understood, unparsed, notes };
}

function flowJson({ id, title, protocol, ports, destinations, required }: Flow) {
  return { id, title, protocol, ports, destinations, required };
}
