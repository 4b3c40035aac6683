import { isNote, orClear } from '../../judge/answers.js';
import { isTrue, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { MessageSpec, Rule, RuleNote, RuleResult, Subject } from '../../types.js';

const restrictions = 'com.apple.applicationaccess';
const wifi = 'com.apple.wifi.managed';
const key = 'forceWiFiToAllowedNetworksOnly';

const addNetwork: MessageSpec['steps'] = [
  {
    who: 'mdm-admin',
    do: 'Install a Wi-Fi payload ({wifi}) for every network the device shall call from, or allow other networks as follows.',
  },
  changeKey,
  pushAgain,
];

export const restrictionManagedWifiOnly: Rule = {
  id: 'restriction-managed-wifi-only',
  title: 'Only managed Wi-Fi networks may be joined',
  stage: 'network',
  severity: 'high',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'visionOS'],
  outcomes: ['blocked', 'at-risk', 'unknown'],
  reads: [`setting:${restrictions}#${key}`, `payload:${wifi}`, 'fact:hasCellular', 'fact:platform'],
  messages: {
    'no-network': {
      text: 'Profile "{profile}" ({identifier}) lets the device join managed Wi-Fi networks only ({key}), and no profile brings one; it has no cellular either.',
      why: 'The device has no way to the Internet, so no call can be made.',
      steps: addNetwork,
      verify: rescanRestrictions,
    },
    'managed-only': {
      text: 'Profile "{profile}" ({identifier}) lets the device join managed Wi-Fi networks only ({key}).',
      why: 'Away from these networks a device without cellular cannot call.',
      steps: addNetwork,
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that it may join managed Wi-Fi networks only ({key}).',
      why: 'Away from these networks a device without cellular cannot call.',
      steps: [findSetter],
      verify: rescanRestrictions,
    },
  },
  sources: [
    schemaOf(restrictions, `${key} (before OS 14.5 forceWiFiWhitelisting)`),
    inferred('without a managed network and without cellular nothing connects', 'medium'),
  ],
  meant: ({ payload, value }) => payload.type === restrictions && isTrue(value),
  evaluate: (subject) => {
    const stranded = isStranded(subject);
    const answers = judgeSetting(subject, {
      payload: restrictions,
      key,
      stops: isTrue,
      outcome: stranded ? 'blocked' : 'at-risk',
      message: stranded ? 'no-network' : 'managed-only',
      answered: 'answered',
      wanted: 'false',
      severity: stranded ? 'high' : 'medium',
      data: { wifi },
    });
    return orClear(answers.map((answer) => asCircumstance(answer, stranded)));
  },
};

/** Known to have no cellular, and known to have no managed network. */
function isStranded(subject: Subject): boolean {
  const isWifiOnly =
    subject.fact('hasCellular')?.value === false || subject.fact('platform')?.value === 'visionOS';
  const hasNetwork = subject.payloads(wifi).length > 0 || subject.undetermined(wifi).length > 0;
  return isWifiOnly && !hasNetwork && subject.installed().knowledge === 'listed';
}

/**
 * Any network that lets calls through frees the device: not a control that forbids FaceTime. Where the device has a
 * network, nothing that cannot be read of this key could block it.
 */
function asCircumstance(answer: RuleResult | RuleNote, stranded: boolean): RuleResult | RuleNote {
  if (isNote(answer)) return answer;
  if (answer.outcome === 'unknown') return { ...answer, control: 'circumstance', undecided: stranded };
  return answer.outcome === 'blocked' ? { ...answer, control: 'circumstance' } : answer;
}
