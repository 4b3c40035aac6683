import { orClear } from '../../judge/answers.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowAccountModification';
const why =
  'Nobody can sign in with an Apple Account on this device. Who is signed in already goes on calling; without a SIM a device nobody is signed in to has no address to be reached by.';

export const restrictionAccountChanges: Rule = {
  id: 'restriction-account-changes',
  title: 'Accounts cannot be added or changed',
  stage: 'account',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS', 'watchOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`, 'fact:platform', 'fact:hasCellular', 'fact:storeAccountActive'],
  messages: {
    frozen: {
      text: 'Profile "{profile}" ({identifier}) freezes accounts: {key} is {value} in its Restrictions payload.',
      why,
      steps: [
        {
          who: 'helpdesk',
          do: 'Ask whether Settings shows an Apple Account, and Settings > FaceTime an address or number. If so, nothing need change.',
        },
        changeKey,
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that accounts are frozen ({key} is {value}), and no profile we know explains it.',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
  },
  sources: [
    schemaOf(payload, key),
    inferred('a phone number serves as identity where nobody is signed in', 'medium'),
  ],
  evaluate: (subject) =>
    orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: isFalse,
        outcome: 'at-risk',
        scope: 'activation',
        severity: hasNoIdentity(subject) ? 'high' : 'medium',
        message: 'frozen',
        answered: 'answered',
        wanted: 'true',
      }),
    ),
};

/** No number to be reached by, and no sign that anybody is signed in. */
function hasNoIdentity(subject: Subject): boolean {
  const isMac = subject.fact('platform')?.value === 'macOS';
  const hasNoNumber = isMac || subject.fact('hasCellular')?.value === false;
  return hasNoNumber && subject.fact('storeAccountActive')?.value !== true;
}
