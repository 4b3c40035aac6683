import { isFaceTime } from '@ringcheck/catalog';
import { getBoolean, getDict, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note, notApplicable, orClear } from '../../judge/answers.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { profileKey } from '../../judge/profile.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { rescanLock, takeAway } from '../../judge/steps.js';
import { howToExportProfile, unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';

const type = 'com.apple.app.lock';

export const kioskAppLock: Rule = {
  id: 'kiosk-app-lock',
  title: 'The device is locked to one app',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'tvOS'],
  outcomes: ['blocked', 'limited', 'unknown'],
  reads: [`payload:${type}`, 'fact:isSupervised'],
  messages: {
    'not-supervised': {
      text: 'Only supervised devices can be locked to one app; this one is not supervised.',
    },
    'other-app': {
      text: 'Profile "{profile}" ({identifier}) locks the device to the app {app} ({payload}).',
      why: 'No other app can be opened, FaceTime neither; calls cannot be answered.',
      steps: [takeAway],
      verify: rescanLock,
    },
    'cannot-answer': {
      text: 'Profile "{profile}" ({identifier}) locks the device to FaceTime and switches the touch screen off ({payload}, App.Options.DisableTouch).',
      why: 'Nobody can tap to answer a call.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, set App.Options.DisableTouch to false, and push the profile again.',
        },
      ],
      verify: 'Export the profile again and scan: DisableTouch must be absent or false.',
    },
    'locked-to-facetime': {
      text: 'Profile "{profile}" ({identifier}) locks the device to FaceTime itself ({payload}): calls work, nothing else does.',
    },
    'may-stay-silent': {
      text: 'Profile "{profile}" ({identifier}) locks the device to FaceTime and switches these off: {keys} ({payload}). Where the sound is down, nobody can turn it up, and calls that come in stay silent.',
    },
    'no-app': {
      text: 'Profile "{profile}" ({identifier}) locks the device to one app ({payload}) without saying which.',
    },
  },
  sources: [schemaOf(type), inferred('with the touch screen off a call cannot be answered', 'medium')],
  evaluate: (subject) => {
    const locks = subject.payloads(type);
    if (locks.length === 0 && subject.fact('isSupervised')?.value === false) {
      return notApplicable('not-supervised');
    }
    const answers = locks.flatMap(judgeLock);
    const isBlocked = answers.some((answer) => !('note' in answer) && answer.outcome === 'blocked');
    return orClear([...answers, ...(isBlocked ? [] : unreadable(subject, type))]);
  },
};

function judgeLock(lock: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const app = getString(getDict(lock.settings, 'App'), 'Identifier');
  const base = payloadAnswer(lock, 'App');
  if (app === undefined) {
    const data = payloadData(lock);
    const gap = {
      key: profileKey(lock.profile),
      title: `Profile "${data.profile}" (${data.identifier})`,
      how: howToExportProfile,
    };
    return [{ ...base, outcome: 'unknown', message: 'no-app', data, undecided: true, listed: true, gap }];
  }
  if (!isFaceTime(app)) {
    return [{ ...base, outcome: 'blocked', message: 'other-app', data: payloadData(lock, { app }) }];
  }
  const options = getDict(getDict(lock.settings, 'App'), 'Options');
  if (getBoolean(options, 'DisableTouch') === true) {
    const answer = payloadAnswer(lock, 'App.Options.DisableTouch');
    return [
      { ...answer, outcome: 'limited', scope: 'incoming', message: 'cannot-answer', data: payloadData(lock) },
    ];
  }
  const silent = ['DisableRingerSwitch', 'DisableVolumeButtons'].filter(
    (key) => getBoolean(options, key) === true,
  );
  return [
    note('locked-to-facetime', payloadData(lock), base.evidence),
    ...(silent.length === 0
      ? []
      : [note('may-stay-silent', payloadData(lock, { keys: silent }), base.evidence)]),
  ];
}
