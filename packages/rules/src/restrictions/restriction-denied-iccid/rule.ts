import { stringsOf, type Subscription, type Value } from '@ringcheck/model';
import { clear, isNote, notApplicable, orClear } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'deniedICCIDsForiMessageFaceTime';

export const restrictionDeniedIccid: Rule = {
  id: 'restriction-denied-iccid',
  title: 'A SIM is denied for FaceTime',
  stage: 'region-carrier',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`, 'fact:subscriptions', 'fact:hasCellular'],
  messages: {
    'no-cellular': { text: 'The device has no cellular, so lists of denied SIMs do not matter.' },
    'line-denied': {
      text: 'Profile "{profile}" ({identifier}) denies {denied} of {lines} lines of this device for iMessage and FaceTime ({key}).',
      why: 'The phone number of that line cannot be reached by FaceTime; an Apple Account address still can.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and take the number of this SIM out of {key}.',
        },
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    'line-denied-answered': {
      text: 'The device itself says that {denied} of its {lines} lines are denied for iMessage and FaceTime ({key}).',
      why: 'The phone number of that line cannot be reached by FaceTime; an Apple Account address still can.',
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    'all-denied': {
      text: 'Every line of this device ({lines}) is denied for iMessage and FaceTime ({key}).',
      why: 'Without an Apple Account signed in nothing is left to be reached by.',
      steps: [
        {
          who: 'helpdesk',
          do: 'Ask whether Settings > FaceTime shows an Apple Account address as reachable.',
        },
      ],
      verify: rescanRestrictions,
    },
  },
  sources: [schemaOf(payload, key), inferred('an Apple Account address stays reachable', 'medium')],
  evaluate: (subject) => {
    const cellular = subject.fact('hasCellular');
    if (cellular?.value === false) return notApplicable('no-cellular');
    const subscriptions = subject.fact('subscriptions');
    const lists = judgeLists(subject, subscriptions?.value ?? []);
    if (subscriptions === undefined) return hasList(subject) ? missingFact('subscriptions') : orClear(lists);
    const denied = lists.filter((item): item is RuleResult => !isNote(item) && item.outcome === 'limited');
    const evidence = [factEvidence(subscriptions)];
    if (denied.length === 0) return orClear(lists, hasList(subject) ? clear('clear', {}, evidence) : clear());
    const every = denied.filter((item) => item.data['denied'] === item.data['lines']);
    return [...lists, ...every.map(activationRisk)];
  },
};

/** With every line denied only an Apple Account is left, and nobody reports whether one is signed in. */
function activationRisk(result: RuleResult): RuleResult {
  return { ...result, outcome: 'at-risk', scope: 'activation', message: 'all-denied', severity: 'high' };
}

function hasList(subject: Subject): boolean {
  return subject.settings(payload, key).some((setting) => stringsOf(setting.value).length > 0);
}

function judgeLists(subject: Subject, lines: readonly Subscription[]): (RuleResult | RuleNote)[] {
  let iccids: readonly string[] | undefined;
  const deniedBy = (value: Value) => {
    iccids ??= iccidsOf(lines);
    const list = new Set(stringsOf(value).map(plain));
    return iccids.filter((iccid) => list.has(iccid)).length;
  };
  const denied = Math.max(0, ...allLists(subject).map(deniedBy));
  return judgeSetting(subject, {
    payload,
    key,
    stops: (value) => deniedBy(value) > 0,
    outcome: 'limited',
    scope: 'cellular',
    message: 'line-denied',
    answered: 'line-denied-answered',
    wanted: 'without this SIM',
    data: { lines: iccids?.length ?? 0, denied },
  });
}

function iccidsOf(lines: readonly Subscription[]): readonly string[] {
  return lines.flatMap((line) => (line.iccid === undefined ? [] : [plain(line.iccid)]));
}

function allLists(subject: Subject): readonly Value[] {
  return subject.settings(payload, key).map((setting) => setting.value);
}

/** Apple's own examples print the number of a SIM in groups. */
function plain(iccid: string): string {
  return iccid.replace(/\s/g, '');
}
