import type {
  DecidingRule,
  FirewallPolicy,
  FixResult,
  Flow,
  FlowAnswer,
  FlowDifference,
  ShadowedLine,
} from '@ringcheck/firewall';
import type { Fixes } from './fixes.js';

/** Of a very large policy the parts are counted, not listed: the deciding lines say the same in less. */
const mostParts = 1000;

export function answersJson(
  policy: FirewallPolicy,
  answers: readonly FlowAnswer[],
  fixes: Fixes | undefined,
): unknown {
  return {
    policy: policyJson(policy),
    flows: answers.map((answer) => answerJson(answer, fixes?.byFlow.get(answer.flow.id))),
    ...(fixes === undefined ? {} : fixes.together),
  };
}

function answerJson(
  { flow, verdict, decidedBy, returnTraffic, parts, problem }: FlowAnswer,
  fix: FixResult | undefined,
): unknown {
  return {
    flow: flowJson(flow),
    verdict,
    ...(problem === undefined ? {} : { problem }),
    decidedBy,
    returnTraffic,
    ...(parts.length > mostParts ? { partsLeftOut: parts.length } : { parts }),
    ...(fix === undefined ? {} : { fix }),
  };
}

export function shadowedJson(policy: FirewallPolicy, lines: readonly ShadowedLine[]): unknown {
  return { policy: policyJson(policy), shadowed: lines };
}

export function differencesJson(
  before: FirewallPolicy,
  after: FirewallPolicy,
  differences: readonly FlowDifference[],
): unknown {
  return {
    before: policyJson(before),
    after: policyJson(after),
    flows: differences.map((difference) => ({
      flow: flowJson(difference.before.flow),
      before: difference.before.verdict,
      after: difference.after.verdict,
      isChanged: difference.isChanged,
      isComplete: difference.isComplete,
      ...(difference.returnTraffic === undefined ? {} : { returnTraffic: difference.returnTraffic }),
      changes: difference.changes.map((change) => ({
        ...change,
        before: change.before.map(lineJson),
        after: change.after.map(lineJson),
      })),
    })),
  };
}

function lineJson({ rule, line, text, reason, objects }: DecidingRule): unknown {
  return { rule, line, text, reason, objects };
}

function policyJson(policy: FirewallPolicy): unknown {
  return {
    dialect: policy.dialect,
    rules: policy.rules,
    understood: policy.understood,
    unparsed: policy.unparsed,
    notes: policy.notes,
  };
}

function flowJson(flow: Flow): unknown {
  return {
    id: flow.id,
    title: flow.title,
    protocol: flow.protocol,
    ports: flow.ports,
    destinations: flow.destinations,
    required: flow.required,
  };
}
