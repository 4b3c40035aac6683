import { isFaceTime } from '@ringcheck/catalog';
import { sameChannel, stringsOf, type Value } from '@ringcheck/model';
import { clear, note, orClear } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowCamera';
const exceptions = 'allowedCameraRestrictionBundleIDs';
const why =
  'Nobody sees the caller: the camera is off for every app, and FaceTime often cannot be used at all.';

export const restrictionCamera: Rule = {
  id: 'restriction-camera',
  title: 'The camera is forbidden by a restriction',
  stage: 'device',
  severity: 'high',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['limited', 'unknown'],
  reads: [
    `setting:${payload}#${key}`,
    `setting:${payload}#${exceptions}`,
    'fact:isSupervised',
    'fact:platform',
  ],
  messages: {
    forbidden: {
      text: 'Profile "{profile}" ({identifier}) turns the camera off: {key} is {value} in its Restrictions payload.',
      why,
      steps: [
        changeKey,
        {
          who: 'mdm-admin',
          do: 'Where the ban must stay: on supervised devices from iOS 26 on, list com.apple.facetime in allowedCameraRestrictionBundleIDs of every profile that sets that list.',
        },
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that the camera is forbidden ({key} is {value}), and no profile we know explains it.',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    exempt: {
      text: 'The camera is forbidden, but FaceTime is on the list of exceptions ({exceptions}).',
    },
    'unsupervised-deprecated': {
      text: 'The camera ban still acts on this unsupervised device, which Apple has deprecated: it may stop acting with a coming OS.',
    },
  },
  sources: [
    schemaOf(payload, `${key} and ${exceptions}`),
    {
      title: 'Apple developer forum: the ban still acts on unsupervised devices with iOS 18.5',
      url: 'https://developer.apple.com/forums/thread/784853',
      confidence: 'medium',
    },
    inferred('FaceTime may stand on the list of exceptions', 'medium'),
  ],
  meant: ({ value }) => isFalse(value) || listsFaceTime(value),
  evaluate: (subject) => {
    const exempt = exemptions(subject);
    const answers = judgeSetting(subject, {
      payload,
      key,
      stops: isFalse,
      except: (channel) => exempt.some((setting) => sameChannel(setting.channel, channel)),
      outcome: 'limited',
      scope: 'video',
      message: 'forbidden',
      answered: 'answered',
      wanted: 'true',
    });
    const excepted = exempt.flatMap(settingEvidence);
    const otherwise =
      exempt.length === 0
        ? clear()
        : [...clear('exempt', { exceptions }, excepted), note('exempt', { exceptions }, excepted)];
    return orClear(
      [...answers.flatMap((answer) => unlessExempt(subject, answer)), ...age(subject, answers)],
      otherwise,
    );
  },
};

function exemptions(subject: Subject) {
  const banned = subject.settings(payload, key).filter((setting) => isFalse(setting.value));
  return subject
    .settings(payload, exceptions)
    .filter((setting) => listsFaceTime(setting.value))
    .filter((setting) => banned.some((ban) => sameChannel(ban.channel, setting.channel)));
}

/** Where a list that names FaceTime may or may not act, the ban may or may not hit FaceTime. */
function unlessExempt(subject: Subject, answer: RuleResult | RuleNote): readonly (RuleResult | RuleNote)[] {
  if ('note' in answer || answer.outcome !== 'limited') return [answer];
  const open = unreadable(subject, payload, exceptions, listsFaceTime).filter(
    (item) => item.cause?.includes(exceptions) === true,
  );
  return open.length === 0 ? [answer] : open;
}

function age(subject: Subject, answers: readonly (RuleResult | RuleNote)[]): readonly RuleNote[] {
  const bans = answers.filter(
    (answer): answer is RuleResult => !('note' in answer) && answer.outcome === 'limited',
  );
  const platform = subject.fact('platform')?.value;
  const isPhone = platform === 'iOS' || platform === 'iPadOS';
  if (bans.length === 0 || !isPhone || subject.fact('isSupervised')?.value !== false) return [];
  return [
    note(
      'unsupervised-deprecated',
      {},
      bans.flatMap((ban) => ban.evidence),
    ),
  ];
}

function listsFaceTime(value: Value): boolean {
  return stringsOf(value).some(isFaceTime);
}
