import { isFaceTime } from '@ringcheck/catalog';
import { stringsOf, type Value } from '@ringcheck/model';
import { clear, note, notApplicable, orClear } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'ratingApps';
const exempted = 'ratingAppsExemptedBundleIDs';
const why =
  'From OS 26.2 on the limit may cover some of Apple’s own apps; Apple does not say which. Below, it never touched them.';

export const restrictionAppRating: Rule = {
  id: 'restriction-app-rating',
  title: 'Apps are limited by age rating',
  stage: 'device',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`, `setting:${payload}#${exempted}`, 'osReaches'],
  messages: {
    limited: {
      text: 'Profile "{profile}" ({identifier}) limits apps by age rating: {key} is {value} in its Restrictions payload.',
      why,
      steps: [
        { who: 'helpdesk', do: 'Look whether the FaceTime app is still shown on such a device.' },
        {
          who: 'mdm-admin',
          do: 'If it is not: list com.apple.facetime in ratingAppsExemptedBundleIDs of every profile that sets that list (from OS 26.1 on).',
        },
        changeKey,
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that apps are limited by age rating ({key} is {value}).',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    exempt: { text: 'Apps are limited by age rating, and FaceTime is exempted ({exempted}).' },
    'os-too-old': { text: 'Before OS 26.2 a limit by age rating never covers Apple’s own apps.' },
    'not-covered': {
      text: 'Apps are limited by age rating ({key} is {value}); on this OS version that never covers FaceTime.',
    },
  },
  sources: [
    schemaOf(payload, `${key} and ${exempted}`),
    inferred('FaceTime may be among the apps covered', 'low'),
  ],
  meant: ({ value }) => isLimit(value) || exemptsFaceTime(value),
  evaluate: (subject) => {
    const limits = subject.settings(payload, key).filter((setting) => isLimit(setting.value));
    if (subject.osReaches('26.2') === false) {
      return [
        ...notApplicable('os-too-old'),
        ...limits.map((setting) =>
          note('not-covered', { key, value: numberOf(setting.value) }, settingEvidence(setting)),
        ),
      ];
    }
    const exemptions = limits.length === 0 ? [] : exemptionsOf(subject);
    if (exemptions.length > 0) return clear('exempt', { exempted }, exemptions.flatMap(settingEvidence));
    return orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: isLimit,
        outcome: 'at-risk',
        message: 'limited',
        answered: 'answered',
        wanted: '1000',
      }),
    );
  },
};

function exemptionsOf(subject: Subject) {
  return subject.settings(payload, exempted).filter((setting) => exemptsFaceTime(setting.value));
}

function exemptsFaceTime(value: Value): boolean {
  return stringsOf(value).some(isFaceTime);
}

/** 1000 means: every app. */
function isLimit(value: Value): boolean {
  return value.type === 'integer' && value.value < 1000;
}

function numberOf(value: Value): number {
  return value.type === 'integer' ? value.value : 1000;
}
