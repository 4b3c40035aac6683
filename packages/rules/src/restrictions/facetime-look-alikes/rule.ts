import { isFaceTime, payloadTypes } from '@ringcheck/catalog';
import { getArray, getBoolean, type Value } from '@ringcheck/model';
import { note, notApplicable } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { payloadData } from '../../judge/payload.js';
import { isFalse } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, Subject } from '../../types.js';

const { restrictions, networkUsageRules } = payloadTypes;
const key = 'allowChat';

export const faceTimeLookAlikes: Rule = {
  id: 'facetime-look-alikes',
  title: 'Settings that look as if they stopped FaceTime',
  stage: 'device',
  severity: 'info',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'visionOS'],
  outcomes: [],
  reads: [`setting:${restrictions}#${key}`, `payload:${networkUsageRules}`],
  messages: {
    'judges-nothing': { text: 'Nothing here stops a call.' },
    'messages-only': {
      text: 'iMessage is off ({key} is false); that does not touch FaceTime. Who means FaceTime sets allowVideoConferencing.',
    },
    'managed-apps-only': {
      text: 'Profile "{profile}" ({identifier}) limits cellular data of managed apps ({payload}); FaceTime is no managed app, so its calls go on.',
    },
  },
  sources: [
    schemaOf(restrictions, key),
    schemaOf(networkUsageRules),
    inferred('an admin may have meant these against FaceTime', 'medium'),
  ],
  evaluate: (subject) => [...notApplicable('judges-nothing'), ...chatNotes(subject), ...usageNotes(subject)],
};

function chatNotes(subject: Subject): readonly RuleNote[] {
  return subject
    .settings(restrictions, key)
    .filter(({ value }) => isFalse(value))
    .map((setting) => note('messages-only', { key }, settingEvidence(setting)));
}

function usageNotes(subject: Subject): readonly RuleNote[] {
  return subject
    .payloads(networkUsageRules)
    .filter(({ settings }) => (getArray(settings, 'ApplicationRules') ?? []).some(seemsToLimit))
    .map((payload) => note('managed-apps-only', payloadData(payload), [payload.evidence]));
}

/** Takes cellular data from all apps, or from FaceTime by name. */
function seemsToLimit(rule: Value): boolean {
  const apps = getArray(rule, 'AppIdentifierMatches');
  const names = (app: Value) => app.type === 'string' && (app.value === '*' || isFaceTime(app.value));
  return (
    (apps === undefined || apps.some(names)) &&
    ['AllowCellularData', 'AllowRoamingCellularData'].some((name) => getBoolean(rule, name) === false)
  );
}
