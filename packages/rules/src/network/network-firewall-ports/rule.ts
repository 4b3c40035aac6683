import { endOfWaiver } from '@ringcheck/policy';
import type { PlacedNetwork } from '@ringcheck/assemble';
import { clear, isNote, note, notApplicable, orClear } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import type { Gap, Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import {
  flowText,
  judgeFirewalls,
  lineCause,
  lineEvidence,
  missingGap,
  problemData,
  undecidableGap,
  type JudgedFirewall,
} from '../firewall/answers.js';
import type { FirewallProblem } from '../firewall/problems.js';
import { everyPlatform, placeEvidence, recordEvidence, stoppedIn } from '../record.js';
import { firewallMessages } from './messages.js';

export const networkFirewallPorts: Rule = {
  id: 'network-firewall-ports',
  title: "The network's firewall closes ports of FaceTime",
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['blocked', 'limited', 'at-risk', 'unknown'],
  reads: ['network', 'time'],
  messages: firewallMessages,
  sources: [
    {
      title: 'Apple Support: Use FaceTime and iMessage behind a firewall',
      url: 'https://support.apple.com/en-us/102135',
      confidence: 'high',
    },
    {
      title: 'Apple Support: Use Apple push notifications on your network',
      url: 'https://support.apple.com/en-us/102266',
      confidence: 'high',
    },
    inferred('a flow that is closed everywhere stops calls; a part of it makes them fail at times', 'medium'),
  ],
  evaluate: (subject) => {
    const network = subject.network();
    if (network === undefined) return unplaced(subject);
    if (network.definition.firewall.length === 0) {
      return notApplicable('no-firewall', { network: network.definition.name });
    }
    const answers = judgeFirewalls(network).flatMap((firewall) => answersOf(subject, network, firewall));
    const stops = answers.some((answer) => !isNote(answer) && isStop(answer));
    // A line that stops calls is the worst there is, whatever the others may do.
    const open = stops ? [] : network.missingFirewalls.map((path) => missing(network, path));
    const known = stops
      ? answers.filter((answer) => isNote(answer) || answer.outcome !== 'unknown')
      : answers;
    return orClear(withStatement(subject, network, [...known, ...open]), provenClear(network));
  },
};

const placement: Gap = {
  key: 'placement',
  title: 'The network the device is in',
  how: 'Add an inventory with the column "ssid", "ip" or "site" (or a CSV "serial,group,network"), no older than a day for SSID and address.',
};

function unplaced(subject: Subject): readonly RuleResult[] {
  const { known, firewallsDescribed } = subject.place();
  if (known || !firewallsDescribed) return notApplicable('not-placed');
  return [{ outcome: 'unknown', message: 'placement-missing', data: {}, evidence: [], gap: placement }];
}

const isStop = ({ outcome }: RuleResult): boolean => outcome === 'blocked' || outcome === 'limited';

function answersOf(
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

function missing(network: PlacedNetwork, path: string): RuleResult {
  const data = { network: network.definition.name, document: path };
  const gap = missingGap(path);
  const { evidence } = network;
  return { outcome: 'unknown', message: 'firewall-missing', data, evidence, cause: gap.key, gap };
}

/** What nobody could read an owner may state; what was read no statement undoes. */
function withStatement(
  subject: Subject,
  network: PlacedNetwork,
  answers: readonly (RuleResult | RuleNote)[],
): readonly (RuleResult | RuleNote)[] {
  const statement = network.definition.faceTime;
  const isOpen = answers.some((answer) => !isNote(answer) && answer.outcome === 'unknown');
  if (!isOpen || statement?.value !== 'allowed') return answers;
  const { owner, expires } = statement;
  if (subject.isPast(endOfWaiver(expires))) return answers;
  const kept = answers.filter((answer) => isNote(answer) || answer.outcome !== 'unknown');
  const data = { network: network.definition.name, owner, expires };
  const evidence = recordEvidence(subject, network, 'faceTime', 'allowed');
  return orClear(kept, clear('stated-open', data, evidence));
}

function provenClear(network: PlacedNetwork): readonly RuleResult[] {
  const lines = network.firewalls.map(({ document }) => lineEvidence(document, undefined));
  return clear('clear', {}, [...lines, ...network.evidence]);
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
