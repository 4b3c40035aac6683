import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getString, stringsOf } from '@ringcheck/model';
import { clear, note, orClear } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { payloadData } from '../../judge/payload.js';
import { isTrue } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, Subject } from '../../types.js';

const restrictions = 'com.apple.applicationaccess';
const key = 'autonomousSingleAppModePermittedAppIDs';
const classroom = 'forceClassroomUnpromptedAppAndDeviceLock';
const asam = 'com.apple.asam';

export const kioskAutonomousLock: Rule = {
  id: 'kiosk-autonomous-lock',
  title: 'Some apps may lock the device to themselves',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS'],
  outcomes: ['unknown'],
  reads: [`setting:${restrictions}#${key}`, `setting:${restrictions}#${classroom}`, `payload:${asam}`],
  messages: {
    'may-lock': {
      text: 'These apps may lock the device to themselves for a while: {apps} ({key}). During that time no call can be made or answered; whether it is so now cannot be seen.',
    },
    'teacher-may-lock': {
      text: 'A teacher may lock the device, or lock it to one app, without asking ({key}). During that time no call can be made or answered; whether it is so now cannot be seen.',
    },
    'may-lock-mac': {
      text: 'Profile "{profile}" ({identifier}) lets these apps lock the Mac to themselves for a while: {apps} ({payload}). During that time no call can be made or answered; whether it is so now cannot be seen.',
    },
  },
  sources: [
    schemaOf(restrictions, `${key}, ${classroom}`),
    schemaOf(asam),
    inferred('the app decides when it locks, so nothing is lost until it does', 'medium'),
  ],
  evaluate: (subject) => {
    const open = [...unreadable(subject, restrictions, key), ...unreadable(subject, asam)];
    return [...orClear(open, clear()), ...listNotes(subject), ...classNotes(subject), ...macNotes(subject)];
  },
};

function listNotes(subject: Subject): readonly RuleNote[] {
  return subject.settings(restrictions, key).flatMap((setting) => {
    const apps = stringsOf(setting.value).filter((app) => !isFaceTime(app));
    return apps.length === 0 ? [] : [note('may-lock', { apps: apps.sort(), key }, settingEvidence(setting))];
  });
}

function classNotes(subject: Subject): readonly RuleNote[] {
  return subject
    .settings(restrictions, classroom)
    .filter(({ value }) => isTrue(value))
    .map((setting) => note('teacher-may-lock', { key: classroom }, settingEvidence(setting)));
}

function macNotes(subject: Subject): readonly RuleNote[] {
  return subject.payloads(asam).flatMap((payload) => {
    const entries = getArray(payload.settings, 'AllowedApplications') ?? [];
    const apps = entries.flatMap((entry) => getString(entry, 'BundleIdentifier') ?? []);
    if (apps.length === 0) return [];
    return [note('may-lock-mac', payloadData(payload, { apps: apps.sort() }), [payload.evidence])];
  });
}
