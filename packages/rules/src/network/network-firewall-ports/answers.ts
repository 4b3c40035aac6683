import type { PlacedNetwork } from '@ringcheck/assemble';
import { note } from '../../judge/answers.js';
import type { RuleNote, RuleResult, Subject } from '../../types.js';
import {
  flowText,
  lineCause,
  lineEvidence,
  problemData,
  undecidableGap,
  type JudgedFirewall,
} from '../firewall/answers.js';
import type { FirewallProblem } from '../firewall/problems.js';
import { jointCause, jointData, jointEvidence, jointGap, jointProblems } from '../firewall/together.js';
import { placeEvidence, stoppedIn } from '../record.js';

/** What one firewall of the network does to calls, a line at a time. */
export function answersOf(
  subject: Subject,
  network: PlacedNetwork,
  firewall: JudgedFirewall,
): readonly (RuleResult | RuleNote)[] {
  const place = placeEvidence(subject, network);
  return [
    ...firewall.problems.map((problem) => {
      const answer = answerOf(network, firewall, problem);
      return { ...answer, evidence: [lineEvidence(firewall.document, problem.rule), ...place] };
    }),
    ...notesOf(network, firewall),
  ];
}

/** What the firewalls of the network do together and none of them alone. */
export function jointAnswers(
  subject: Subject,
  network: PlacedNetwork,
  judged: readonly JudgedFirewall[],
): readonly RuleResult[] {
  const { name } = network.definition;
  return jointProblems(network, judged).map((problem): RuleResult => {
    const base = {
      data: { network: name, ...jointData(problem) },
      evidence: [...jointEvidence(problem), ...placeEvidence(subject, network)],
      cause: jointCause(problem),
    };
    if (problem.effect === 'stops') return { ...base, ...stoppedIn(network), message: 'lines-stop-together' };
    const gap = jointGap(problem, name);
    return { ...base, outcome: 'unknown', message: 'lines-undecidable-together', gap };
  });
}

function answerOf(
  network: PlacedNetwork,
  firewall: JudgedFirewall,
  problem: FirewallProblem,
): Omit<RuleResult, 'evidence'> {
  const { document } = firewall;
  const base = {
    data: { network: network.definition.name, ...problemData(firewall, problem) },
    cause: lineCause(document, problem),
  };
  const isReturn = problem.kind === 'return-traffic';
  switch (problem.effect) {
    case 'stops':
      return { ...base, ...stoppedIn(network), message: isReturn ? 'return-stopped' : 'line-stops' };
    case 'at-risk': {
      const scope = problem.scope ?? 'quality';
      const message = isReturn ? 'return-partial' : `line-risks-${scope}`;
      return { ...base, outcome: 'at-risk', scope, severity: 'medium', message };
    }
    case 'unknown': {
      const gap = undecidableGap(document, network.definition.name);
      return { ...base, outcome: 'unknown', message: 'line-undecidable', gap };
    }
  }
}

function notesOf(network: PlacedNetwork, firewall: JudgedFirewall): readonly RuleNote[] {
  const { document, pushFallsBack, undescribedFamily } = firewall;
  const data = { network: network.definition.name, document: document.path };
  const notes: RuleNote[] = [];
  if (pushFallsBack !== undefined) {
    const flows = [flowText(pushFallsBack)];
    notes.push(note('push-falls-back', { ...data, flows }, [lineEvidence(document, pushFallsBack.rule)]));
  }
  if (undescribedFamily !== undefined) {
    const evidence = [lineEvidence(document, undefined)];
    notes.push(note('family-not-described', { ...data, family: `IPv${undescribedFamily}` }, evidence));
  }
  return notes;
}
