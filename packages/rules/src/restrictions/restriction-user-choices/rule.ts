import { toJson, type Value } from '@ringcheck/model';
import type { EffectiveSetting } from '@ringcheck/effective';
import { note, notApplicable } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { profileName } from '../../judge/profile.js';
import { isFalse, isTrue, shortText } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { MessageSpec, Rule, RuleNote, Subject } from '../../types.js';

const payload = 'com.apple.applicationaccess';

interface Choice {
  readonly key: string;
  readonly taken: (value: Value) => boolean;
  /** What it means for calls, in one sentence; it follows on what takes the choice. */
  readonly means: string;
}

/** Choices a profile takes from the user: they stop no call, but say what can (or need not) be mended on the device. */
const choices: readonly Choice[] = [
  {
    key: 'allowCellularPlanModification',
    taken: isFalse,
    means: 'The user cannot change the cellular plan, so a wrong or dead line is mended by the admin.',
  },
  {
    key: 'allowESIMModification',
    taken: isFalse,
    means:
      'The user cannot add or remove an eSIM, so a dead line is removed by the admin; from OS 27 on phone-number sharing cannot be set up either.',
  },
  {
    key: 'allowESIMOutgoingTransfers',
    taken: isFalse,
    means: 'The user cannot move the eSIM to another device; the number stays with this one.',
  },
  {
    key: 'allowNotificationsModification',
    taken: isFalse,
    means:
      'The switches for notifications are greyed out: where FaceTime is silent, the user cannot change it.',
  },
  {
    key: 'allowUIConfigurationProfileInstallation',
    taken: isFalse,
    means: 'A profile that mends something reaches the device from the MDM server only, not by hand.',
  },
  {
    key: 'allowEnablingRestrictions',
    taken: isFalse,
    means: 'Screen Time cannot be switched on, so it is no hidden reason here.',
  },
  {
    key: 'allowVPNCreation',
    taken: isFalse,
    means: 'The user cannot set up a VPN, so look for one among profiles and managed apps only.',
  },
  {
    key: 'forceWiFiPowerOn',
    taken: isTrue,
    means: 'Wi-Fi cannot be switched off, so that is no reason here.',
  },
  {
    key: 'forceDelayedSoftwareUpdates',
    taken: isTrue,
    means: 'A system update that mends FaceTime is offered to the user only after the delay.',
  },
];

const messages = Object.fromEntries(
  choices.map(({ key, means }): readonly [string, MessageSpec] => [
    key,
    { text: `{key} is {value} (by: {by}). ${means}` },
  ]),
);

export const restrictionUserChoices: Rule = {
  id: 'restriction-user-choices',
  title: 'Choices that profiles take from the user',
  stage: 'device',
  severity: 'info',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: [],
  reads: choices.map(({ key }) => `setting:${payload}#${key}` as const),
  messages: {
    'judges-nothing': { text: 'Nothing here stops a call; what is taken from the user stands in the notes.' },
    ...messages,
  },
  sources: [schemaOf(payload), inferred('what the user cannot change, the admin has to', 'medium')],
  evaluate: (subject) => [
    ...notApplicable('judges-nothing'),
    ...choices.flatMap((choice) => notesOf(subject, choice)),
  ],
};

function notesOf(subject: Subject, { key, taken }: Choice): readonly RuleNote[] {
  return subject
    .settings(payload, key)
    .filter(({ value }) => taken(value))
    .map((setting) =>
      note(
        key,
        { key, value: shortText(toJson(setting.value)), by: setBy(setting) },
        settingEvidence(setting),
      ),
    );
}

function setBy({ decidedBy }: EffectiveSetting): readonly string[] {
  const names = new Set(decidedBy.map(({ profile }) => profileName(profile)));
  return names.size === 0 ? ["the device's own word"] : [...names].sort();
}
