import { endOfWaiver } from '@ringcheck/policy';
import type { PlacedNetwork } from '@ringcheck/assemble';
import { clear, isNote, notApplicable, orClear } from '../../judge/answers.js';
import { inferred } from '../../judge/sources.js';
import type { Gap, Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { judgeFirewalls, lineEvidence, missingGap } from '../firewall/answers.js';
import { everyPlatform, recordEvidence } from '../record.js';
import { answersOf, jointAnswers } from './answers.js';
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
    const judged = judgeFirewalls(network);
    const answers = [
      ...judged.flatMap((firewall) => answersOf(subject, network, firewall)),
      ...jointAnswers(subject, network, judged),
    ];
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
