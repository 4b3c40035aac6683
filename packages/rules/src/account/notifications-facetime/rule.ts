import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getBoolean, getString, type DictValue } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleResult } from '../../types.js';

const type = 'com.apple.notificationsettings';

export const notificationsFaceTime: Rule = {
  id: 'notifications-facetime',
  title: 'Notifications of FaceTime are switched off',
  stage: 'recipient',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    off: {
      text: 'Profile "{profile}" ({identifier}) switches the notifications of FaceTime off ({payload}, NotificationsEnabled false).',
      why: 'On a Mac the banner of a call that comes in may not show; on iPhone and iPad missed calls are not noticed.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and set NotificationsEnabled of the entry for FaceTime to true, or remove the entry. Push the profile again.',
        },
      ],
      verify: 'Export the profile again, scan, and call one such device.',
    },
  },
  sources: [schemaOf(type), inferred('the ringing screen of an iPhone is probably not touched', 'low')],
  meant: ({ payload }) => switchesOff(payload.settings),
  evaluate: (subject) => judgePayloads(subject, [type], judgePayload),
};

function switchesOff(settings: DictValue): boolean {
  return (getArray(settings, 'NotificationSettings') ?? []).some(
    (entry) =>
      isFaceTime(getString(entry, 'BundleIdentifier') ?? '') &&
      getBoolean(entry, 'NotificationsEnabled') === false,
  );
}

function judgePayload(payload: EffectivePayload): readonly RuleResult[] {
  if (!switchesOff(payload.settings)) return [];
  return [
    {
      scope: 'incoming',
      ...payloadAnswer(payload, 'NotificationSettings'),
      outcome: 'at-risk',
      message: 'off',
      data: payloadData(payload),
    },
  ];
}
