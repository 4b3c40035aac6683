import { clear, note } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import { isMeant } from '../../meant.js';
import type { Rule, RuleNote, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowVideoConferencing';
const remoteControl = 'allowVideoConferencingRemoteControl';
const why = 'The FaceTime app is hidden; neither video nor audio calls can be made or answered.';

export const restrictionFaceTime: Rule = {
  id: 'restriction-facetime',
  title: 'FaceTime is forbidden by a restriction',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'visionOS'],
  outcomes: ['blocked', 'limited', 'unknown'],
  reads: [
    `setting:${payload}#${key}`,
    `setting:${payload}#${remoteControl}`,
    'fact:platform',
    'osReaches',
    'fact:isSupervised',
  ],
  messages: {
    forbidden: {
      text: 'Profile "{profile}" ({identifier}) forbids FaceTime: {key} is {value} in its Restrictions payload.',
      why,
      steps: [changeKey, pushAgain],
      verify: rescanRestrictions,
    },
    'carried-over': {
      text: 'The device itself says that FaceTime is forbidden, although it is not supervised; profile "{profile}" ({identifier}) sets {key} to {value}.',
      why: `${why} A restriction installed before iOS 13 stays in force after the update until its profile is removed or replaced.`,
      steps: [
        {
          who: 'mdm-admin',
          do: 'Remove "{profile}" ({identifier}) from the device, or replace it by one in which {key} is {wanted} or absent.',
        },
      ],
      verify: rescanRestrictions,
    },
    'remote-control-only': {
      text: 'Calls work, but the other side cannot be given remote control of the screen ({key} is false).',
    },
    answered: {
      text: 'The device itself says that FaceTime is forbidden ({key} is {value}), and no profile we know explains it.',
      why: `${why} A restriction installed before iOS 13 may have carried over.`,
      steps: [
        findSetter,
        {
          who: 'helpdesk',
          do: 'If no profile sets it, look on the device under Settings > Screen Time > Content & Privacy Restrictions > Allowed Apps.',
        },
      ],
      verify: rescanRestrictions,
    },
  },
  sources: [
    schemaOf(payload, key),
    { title: 'ManageEngine MDM, restrictions for iOS: audio calls are lost too', confidence: 'medium' },
    { title: 'Reports on restrictions carried over from before iOS 13', confidence: 'medium' },
  ],
  meant: (ignored) => ignored.key === key && isMeant(ignored),
  evaluate: (subject) => {
    const answers = judgeSetting(subject, {
      payload,
      key,
      stops: isFalse,
      outcome: 'blocked',
      message: isUnexpected(subject) ? 'carried-over' : 'forbidden',
      answered: 'answered',
      wanted: 'true',
    });
    return answers.length > 0 ? answers : [...clear(), ...remoteControlNotes(subject)];
  },
};

/** From iOS 13 on the key demands supervision; only the device's own word can say that it acts without. */
function isUnexpected(subject: Subject): boolean {
  const platform = subject.fact('platform')?.value;
  return (
    (platform === 'iOS' || platform === 'iPadOS') &&
    subject.osReaches('13.0') === true &&
    subject.fact('isSupervised')?.value === false
  );
}

function remoteControlNotes(subject: Subject): readonly RuleNote[] {
  return subject
    .settings(payload, remoteControl)
    .filter((setting) => isFalse(setting.value))
    .map((setting) => note('remote-control-only', { key: remoteControl }, settingEvidence(setting)));
}
