import { evidenceOf, type DocumentRef, type Evidence } from '@ringcheck/model';
import type { PlacedNetwork } from '@ringcheck/assemble';
import { joinAnswers, judgeFaceTime, type DecidingRule, type FlowAnswer } from '@ringcheck/firewall';
import type { Gap } from '../../types.js';
import { flowText, lineCause, lineEvidence, undecidableGap, type JudgedFirewall } from './answers.js';
import { decidingLines } from './deciding-lines.js';
import { openingOf, type Opening } from './opening.js';
import { closedFlows, type ClosedFlow } from './problems.js';

/** A line of one of the firewalls that together stop a flow. */
export interface JointDecider {
  readonly document: DocumentRef;
  readonly rule?: DecidingRule;
}

/** What no firewall does alone, and several do together. */
export interface JointProblem {
  readonly effect: 'stops' | 'unknown';
  readonly flows: readonly ClosedFlow[];
  readonly deciders: readonly JointDecider[];
  /** What to add to each firewall that closes a part, by its path. */
  readonly openings: readonly { readonly path: string; readonly opening: Opening }[];
}

const known = new WeakMap<PlacedNetwork['firewalls'], Map<string, readonly JointProblem[]>>();

/**
 * Calls pass only where every firewall lets them pass, so two that each close another part of the Internet close all
 * of it. Tells what none of them stops by itself. Worked out once per network.
 */
export function jointProblems(
  network: PlacedNetwork,
  judged: readonly JudgedFirewall[],
): readonly JointProblem[] {
  if (judged.length < 2) return [];
  const held = known.get(network.firewalls) ?? new Map<string, readonly JointProblem[]>();
  known.set(network.firewalls, held);
  const key = judged.map(({ from }) => from ?? '').join('\n');
  const found = held.get(key) ?? work(judged);
  held.set(key, found);
  return found;
}

function work(judged: readonly JudgedFirewall[]): readonly JointProblem[] {
  const flows = judged[0]?.answers.map(({ flow }) => flow) ?? [];
  const joint = flows.flatMap((flow): FlowAnswer[] => {
    const answers = judged.flatMap(({ answers: all }) => all.filter((answer) => answer.flow.id === flow.id));
    const joined = answers.length === judged.length ? joinAnswers(answers) : undefined;
    return joined === undefined ? [] : [joined];
  });
  return judgeFaceTime(joint).findings.flatMap((finding): JointProblem[] => {
    const { effect } = finding;
    if (effect !== 'stops' && effect !== 'unknown') return [];
    const flows = closedFlows(finding, joint).filter(({ flow }) => !isToldAlone(judged, effect, flow.id));
    if (flows.length === 0) return [];
    const deciders = decidersOf(judged, flows, effect);
    const openings = effect === 'stops' ? openingsOf(judged, flows, deciders) : [];
    return [{ effect, flows, deciders, openings }];
  });
}

/** A flow passes when it passes every one: each of them is opened for it, by lines proved for itself. */
function openingsOf(
  judged: readonly JudgedFirewall[],
  flows: readonly ClosedFlow[],
  deciders: readonly JointDecider[],
): JointProblem['openings'] {
  return judged.flatMap((firewall) => {
    const own = deciders.find(({ document }) => document.sha256 === firewall.document.sha256);
    if (own === undefined) return [];
    const { rule } = own;
    const problem = {
      effect: 'stops',
      kind: 'line',
      flows,
      ...(rule === undefined ? {} : { rule }),
    } as const;
    return [{ path: firewall.document.path, opening: openingOf(firewall, problem) }];
  });
}

/** One firewall stops the flow by itself, or leaves it open by itself: its own finding says so. */
function isToldAlone(judged: readonly JudgedFirewall[], effect: 'stops' | 'unknown', flow: string): boolean {
  return judged.some(({ problems }) =>
    problems.some(
      (problem) =>
        (problem.effect === 'stops' || problem.effect === effect) &&
        problem.flows.some((closed) => closed.flow.id === flow),
    ),
  );
}

/** The lines of each firewall that close (or leave open) a part of these flows, once each. */
function decidersOf(
  judged: readonly JudgedFirewall[],
  flows: readonly ClosedFlow[],
  effect: JointProblem['effect'],
): readonly JointDecider[] {
  return judged.flatMap(({ document, answers }) => {
    const rules = flows.flatMap(({ flow, ports }) => {
      const answer = answers.find((one) => one.flow.id === flow.id);
      if (answer === undefined) return [];
      const open = effect === 'unknown' ? decidingLines(answer, 'unknown', ports) : [];
      return [...decidingLines(answer, 'deny', ports), ...open];
    });
    const names = new Set<string>();
    return rules.flatMap((rule): JointDecider[] => {
      const name = `${rule.rule}\n${rule.line ?? ''}`;
      if (names.has(name)) return [];
      names.add(name);
      return [{ document, rule }];
    });
  });
}

/** `{places}`, `{flows}`, `{documents}` and `{orders}` of a message on several firewalls. */
export function jointData({ flows, deciders, openings }: JointProblem) {
  return {
    orders: openings.map(({ path, opening }) => `In ${path} ${opening.order}. ${opening.rest}`).join('. '),
    places: deciders.map(({ document, rule }) => `${placeOf(rule)} of ${document.path}`),
    documents: [...new Set(deciders.map(({ document }) => document.path))],
    flows: flows.map(flowText),
  };
}

function placeOf(rule: DecidingRule | undefined): string {
  if (rule === undefined) return 'the whole';
  return rule.line === undefined ? `rule "${rule.rule}"` : `line ${rule.line}`;
}

export function jointEvidence({ deciders }: JointProblem): readonly Evidence[] {
  return deciders.map(({ document, rule }) =>
    rule === undefined ? evidenceOf(document, { offset: 0 }) : lineEvidence(document, rule),
  );
}

/** One cause for the same lines of the same firewalls, wherever a network has them in sequence. */
export function jointCause({ deciders, effect, flows }: JointProblem): string {
  const places = deciders.map(({ document, rule }) =>
    lineCause(document, { effect, kind: 'line', flows, ...(rule === undefined ? {} : { rule }) }),
  );
  return places.join(' + ');
}

/** What would tell what the undecidable line does. */
export function jointGap({ deciders }: JointProblem, network: string): Gap {
  const open = deciders.find(({ rule }) => rule?.action === 'unknown') ?? deciders[0];
  return undecidableGap(open?.document ?? { path: network, sha256: '' }, network);
}
