import type { PlacedNetwork } from '@ringcheck/assemble';
import { endOfWaiver } from '@ringcheck/policy';
import { note } from '../../judge/answers.js';
import {
  judgeAsEgress,
  lineCause,
  lineEvidence,
  missingGap,
  problemData,
  undecidableGap,
  type JudgedFirewall,
} from '../../network/firewall/answers.js';
import type { FirewallProblem } from '../../network/firewall/problems.js';
import {
  jointCause,
  jointData,
  jointEvidence,
  jointGap,
  jointProblems,
  type JointProblem,
} from '../../network/firewall/together.js';
import { recordEvidence } from '../../network/record.js';
import type { MessageData, RuleNote, RuleResult, Subject } from '../../types.js';
import { egressNetwork } from '../egress-network.js';
import type { Tunnel } from '../tunnel.js';

interface Base {
  readonly answer: Pick<RuleResult, 'evidence' | 'cause' | 'control' | 'scope'>;
  readonly data: MessageData;
}

/**
 * What the network does where the tunnel's traffic leaves; undefined when nothing describes it. Then the tunnel is
 * judged by itself.
 */
export function judgeEgress(
  subject: Subject,
  tunnel: Pick<Tunnel, 'payload'>,
  base: Base,
): readonly (RuleResult | RuleNote)[] | undefined {
  return judgeLeaving(subject, egressNetwork(subject, tunnel), base);
}

/** The same where the network is known already. */
export function judgeLeaving(
  subject: Subject,
  network: PlacedNetwork | undefined,
  base: Base,
): readonly (RuleResult | RuleNote)[] | undefined {
  if (network === undefined) return undefined;
  const data = { ...base.data, egress: network.definition.name };
  const described = { ...base, data };
  const stated = statedStop(subject, network, described);
  if (stated !== undefined) return [stated];
  const isAllowed = isStatedOpen(subject, network);
  if (network.definition.firewall.length === 0 && !isAllowed) return undefined;
  const firewalls = judgeAsEgress(network);
  const judged = [
    ...firewalls.flatMap((firewall) =>
      firewall.problems.map((problem) => lineAnswer(described, firewall, problem)),
    ),
    ...jointProblems(network, firewalls).map((problem) => jointAnswer(described, problem)),
  ];
  const stops = judged.filter(({ outcome }) => outcome === 'limited');
  const open = network.missingFirewalls.map((path) => missing(described, path));
  const all = stops.length > 0 ? stops : [...judged, ...open];
  const answers = isAllowed ? all.filter(({ outcome }) => outcome !== 'unknown') : all;
  return answers.length > 0 ? answers : [note('egress-open', data, base.answer.evidence)];
}

function isStatedOpen(subject: Subject, { definition: { faceTime } }: PlacedNetwork): boolean {
  return faceTime?.value === 'allowed' && !subject.isPast(endOfWaiver(faceTime.expires));
}

/** The owner's word, or a network without any way for media. */
function statedStop(subject: Subject, network: PlacedNetwork, base: Base): RuleResult | undefined {
  const { name, faceTime, proxyOnly } = network.definition;
  const isDenied = faceTime?.value === 'denied' && !subject.isPast(endOfWaiver(faceTime.expires));
  const property = isDenied ? 'faceTime' : proxyOnly === true ? 'proxyOnly' : undefined;
  if (property === undefined) return undefined;
  const value = property === 'faceTime' ? 'denied' : true;
  return {
    ...stopped(base, name),
    message: 'egress-stopped',
    data: { ...base.data, property },
    evidence: [...base.answer.evidence, ...recordEvidence(subject, network, property, value)],
    cause: `network:${name}/${property}`,
  };
}

/** A tunnel that ends in a network without FaceTime stops calls for as long as it is up; a user's, that user's. */
function stopped({ answer }: Base, egress: string) {
  return {
    outcome: 'limited' as const,
    scope: answer.scope ?? `network:${egress}`,
    control: 'circumstance' as const,
  };
}

function lineAnswer(base: Base, firewall: JudgedFirewall, problem: FirewallProblem): RuleResult {
  const { answer } = base;
  const egress = String(base.data['egress']);
  const common = {
    data: { ...base.data, ...problemData(firewall, problem) },
    evidence: [...answer.evidence, lineEvidence(firewall.document, problem.rule)],
    cause: lineCause(firewall.document, problem),
  };
  const about = problem.kind === 'return-traffic' ? 'egress-return' : 'egress-line';
  switch (problem.effect) {
    case 'stops':
      return { ...common, ...stopped(base, egress), message: `${about}-stops` };
    case 'at-risk': {
      const scope = answer.scope ?? problem.scope ?? 'quality';
      return { ...common, outcome: 'at-risk', scope, severity: 'medium', message: `${about}-risks` };
    }
    case 'unknown':
      return {
        ...common,
        ...(answer.scope === undefined ? {} : { scope: answer.scope }),
        outcome: 'unknown',
        message: 'egress-line-undecidable',
        gap: undecidableGap(firewall.document, egress),
      };
  }
}

/** What the firewalls at the end of the tunnel do together and none of them alone. */
function jointAnswer(base: Base, problem: JointProblem): RuleResult {
  const common = {
    data: { ...base.data, ...jointData(problem) },
    evidence: [...base.answer.evidence, ...jointEvidence(problem)],
    cause: jointCause(problem),
  };
  if (problem.effect === 'stops')
    return { ...common, ...stopped(base, String(base.data['egress'])), message: 'egress-lines-together' };
  const { scope } = base.answer;
  return {
    ...common,
    ...(scope === undefined ? {} : { scope }),
    outcome: 'unknown',
    message: 'egress-lines-together-undecidable',
    gap: jointGap(problem, String(base.data['egress'])),
  };
}

function missing({ answer, data }: Base, path: string): RuleResult {
  const gap = missingGap(path);
  return {
    outcome: 'unknown',
    ...(answer.scope === undefined ? {} : { scope: answer.scope }),
    message: 'egress-firewall-missing',
    data: { ...data, document: path },
    evidence: answer.evidence,
    cause: gap.key,
    gap,
  };
}
