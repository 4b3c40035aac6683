import {
  answerFlows,
  compilePolicy,
  judgeFaceTime,
  type DecidingRule,
  type FirewallPolicy,
  type Flow,
  type FlowAnswer,
  type NetworkFinding,
  type PortRange,
} from '@ringcheck/firewall';
import { decidingLines } from './deciding-lines.js';

export interface ClosedFlow {
  readonly flow: Flow;
  readonly ports: readonly PortRange[];
}

/** What one line of a firewall (or the lack of one) does to calls. */
export interface FirewallProblem {
  readonly effect: 'stops' | 'at-risk' | 'unknown';
  readonly scope?: 'quality' | 'activation';
  readonly kind: 'line' | 'return-traffic';
  /** Absent where no line can be named. */
  readonly rule?: DecidingRule;
  readonly flows: readonly ClosedFlow[];
}

export interface FirewallVerdict {
  /** What it does with each flow, for what several do together. */
  readonly answers: readonly FlowAnswer[];
  readonly problems: readonly FirewallProblem[];
  /** Push is closed and falls back to HTTPS, unless that is inspected. */
  readonly pushFallsBack?: ClosedFlow & { readonly rule?: DecidingRule };
  /** The document speaks of the other family only. */
  readonly undescribedFamily?: 4 | 6;
}

const verdicts = new WeakMap<FirewallPolicy, WeakMap<readonly Flow[], Map<string, FirewallVerdict>>>();

/**
 * What a firewall policy means for calls that need these flows, from the clients `from` (any private address when
 * absent). Worked out once per policy, however many devices stand behind it.
 */
export function firewallVerdict(
  policy: FirewallPolicy,
  flows: readonly Flow[],
  from?: string,
): FirewallVerdict {
  const byFlows = verdicts.get(policy) ?? new WeakMap<readonly Flow[], Map<string, FirewallVerdict>>();
  verdicts.set(policy, byFlows);
  const known = byFlows.get(flows) ?? new Map<string, FirewallVerdict>();
  byFlows.set(flows, known);
  const held = known.get(from ?? '');
  if (held !== undefined) return held;
  const verdict = judge(policy, flows, from);
  known.set(from ?? '', verdict);
  return verdict;
}

function judge(policy: FirewallPolicy, flows: readonly Flow[], from: string | undefined): FirewallVerdict {
  const compiled = compilePolicy(policy);
  const options = from === undefined ? {} : { from };
  const answers = answerFlows(compiled, flows, options);
  const { findings } = judgeFaceTime(answers);
  const problems = findings.flatMap((finding) => problemsOf(finding, answers));
  const push = findings.find(({ id }) => id === 'push-falls-back');
  const pushFlow = push === undefined ? undefined : closedFlows(push, answers)[0];
  const family = findings.find(({ id }) => id === 'family-not-described')?.family;
  const rule = push?.decidedBy[0];
  return {
    answers,
    problems: absorbed(united(problems)),
    ...(pushFlow === undefined ? {} : { pushFallsBack: { ...pushFlow, ...(rule ? { rule } : {}) } }),
    ...(family === undefined ? {} : { undescribedFamily: family }),
  };
}

function problemsOf(finding: NetworkFinding, answers: readonly FlowAnswer[]): readonly FirewallProblem[] {
  const { effect } = finding;
  if (effect === 'note') return [];
  const kind = finding.id.includes('return-traffic') ? 'return-traffic' : 'line';
  return closedFlows(finding, answers).flatMap((closed): FirewallProblem[] => {
    const scope = effect === 'at-risk' ? finding.scope : undefined;
    const problem = {
      effect,
      ...(scope === undefined ? {} : { scope }),
      kind,
      flows: [closed],
    } as const;
    const answer = answers.find(({ flow }) => flow.id === closed.flow.id);
    if (answer === undefined || kind === 'return-traffic') return [problem];
    const action = effect === 'unknown' ? 'unknown' : 'deny';
    const rules = decidingLines(answer, action, closed.ports, finding.family);
    return rules.length === 0 ? [problem] : rules.map((rule) => ({ ...problem, rule }));
  });
}

export function closedFlows(
  { flows, ports }: NetworkFinding,
  answers: readonly FlowAnswer[],
): readonly ClosedFlow[] {
  return answers
    .filter(({ flow }) => flows.includes(flow.id))
    .map(({ flow }) => ({ flow, ports: flow.ports.flatMap((range) => within(ports, range)) }));
}

function within(ports: readonly PortRange[], [from, last]: PortRange): readonly PortRange[] {
  return ports.flatMap(([low, high]): PortRange[] => {
    const cut = [Math.max(low, from), Math.min(high, last)] as const;
    return cut[0] <= cut[1] ? [cut] : [];
  });
}

/** One problem per line and effect, with all the flows it touches. */
function united(problems: readonly FirewallProblem[]): readonly FirewallProblem[] {
  const groups = new Map<string, FirewallProblem>();
  for (const problem of problems) {
    const key = [problem.effect, problem.scope ?? '', lineKey(problem)].join('\n');
    const held = groups.get(key);
    groups.set(key, held === undefined ? problem : { ...held, flows: withFlows(held, problem) });
  }
  return [...groups.values()];
}

/** Where a line stops calls already, what else it endangers is part of the same problem. */
function absorbed(problems: readonly FirewallProblem[]): readonly FirewallProblem[] {
  const stopping = new Map(
    problems.filter(({ effect }) => effect === 'stops').map((problem) => [lineKey(problem), problem]),
  );
  for (const problem of problems) {
    const stop = stopping.get(lineKey(problem));
    if (stop !== undefined && problem.effect === 'at-risk') {
      stopping.set(lineKey(problem), { ...stop, flows: withFlows(stop, problem) });
    }
  }
  return problems.flatMap((problem) => {
    const stop = stopping.get(lineKey(problem));
    if (stop === undefined || problem.effect === 'unknown') return [problem];
    return problem.effect === 'stops' ? [stop] : [];
  });
}

function lineKey({ kind, rule }: FirewallProblem): string {
  return [kind, rule?.rule ?? '', rule?.line ?? ''].join('\n');
}

function withFlows(a: FirewallProblem, b: FirewallProblem): readonly ClosedFlow[] {
  const known = new Set(a.flows.map(({ flow }) => flow.id));
  return [...a.flows, ...b.flows.filter(({ flow }) => !known.has(flow.id))];
}
