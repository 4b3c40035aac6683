import { payloadTypes } from '@ringcheck/catalog';
import type { Value } from '@ringcheck/model';
import type { EffectiveSetting } from '@ringcheck/effective';
import { clear, note, notApplicable, orClear } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { causeOf, profileData } from '../../judge/profile.js';
import { isTrue } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';

const { mcx, restrictions } = payloadTypes;
const server = 'timeServer';
const force = 'forceAutomaticDateAndTime';

/** Servers anybody can reach from anywhere. */
const everywhere = /(?:^|\.)(?:apple\.com|ntp\.org|google\.com|cloudflare\.com|windows\.com|nist\.gov)$/i;

export const deviceClock: Rule = {
  id: 'device-clock',
  title: 'The clock may go wrong away from the office',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [
    `setting:${mcx}#${server}`,
    `setting:${restrictions}#${force}`,
    'fact:platform',
    'fact:hasCellular',
  ],
  messages: {
    'own-server': {
      text: 'Profile "{profile}" ({identifier}) sets the Mac\'s clock by {server} ({payload}).',
      why: 'Where this server cannot be reached the clock drifts; minutes are enough to spoil sign-in and activation. The setting stays when the profile is removed.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and name a server that can be reached from everywhere (time.apple.com), or make {server} reachable from outside.',
        },
      ],
      verify: 'Export the profile again and scan; on a Mac away from the office run: sntp {server}.',
    },
    'user-sets-clock': { text: 'No profile decides how this device sets its clock; ask the user.' },
    'zone-may-differ': {
      text: 'The clock is set automatically ({key}); without cellular the time zone follows only where location services are on, so look at the zone.',
    },
  },
  sources: [
    {
      title: 'Apple device management schema: com.apple.MCX, time server',
      url: 'https://github.com/apple/device-management/blob/release/mdm/profiles/com.apple.MCX(TimeServer).yaml',
      confidence: 'high',
    },
    schemaOf(restrictions, force),
    inferred('a server with a private name cannot be reached from everywhere', 'medium'),
  ],
  evaluate: (subject) =>
    subject.fact('platform')?.value === 'macOS' ? judgeMac(subject) : judgeForced(subject),
};

function judgeMac(subject: Subject): readonly (RuleResult | RuleNote)[] {
  const answers = subject.settings(mcx, server).flatMap(ownServer);
  return orClear(answers.length > 0 ? answers : unreadable(subject, mcx, server, isOwn));
}

function isOwn(value: Value): value is Extract<Value, { type: 'string' }> {
  return value.type === 'string' && value.value.trim() !== '' && !everywhere.test(value.value.trim());
}

function ownServer({ value, decidedBy }: EffectiveSetting): readonly RuleResult[] {
  if (!isOwn(value)) return [];
  return decidedBy.map(({ profile, evidence }) => ({
    outcome: 'at-risk',
    scope: 'activation',
    message: 'own-server',
    data: { ...profileData(profile), payload: mcx, server: value.value },
    evidence: [evidence],
    cause: causeOf(profile, mcx, server),
  }));
}

/** The key can only help, so nothing about it stays open. */
function judgeForced(subject: Subject): readonly (RuleResult | RuleNote)[] {
  const setting = subject.settings(restrictions, force).find(({ value }) => isTrue(value));
  if (setting === undefined) return notApplicable('user-sets-clock');
  const evidence = settingEvidence(setting);
  const isWifiOnly = subject.fact('hasCellular')?.value === false;
  return [
    ...clear('clear', {}, evidence),
    ...(isWifiOnly ? [note('zone-may-differ', { key: force }, evidence)] : []),
  ];
}
