import { isFaceTime } from '@ringcheck/catalog';
import { get, getArray, getBoolean, getString, stringsOf } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note, orClear } from '../../judge/answers.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';
import { allowedBinaries, declaration, deniedBinaries, judgeBinaries } from './binaries.js';

const type = 'com.apple.applicationaccess.new';
const confidence =
  'Apple lets some system apps always run and does not say whether FaceTime is one, so this is likely, not certain.';

export const macAppAccess: Rule = {
  id: 'mac-app-access',
  title: 'Application restrictions of the Mac leave FaceTime out',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['macOS'],
  outcomes: ['blocked', 'at-risk', 'unknown'],
  reads: [
    `payload:${type}`,
    `setting:${declaration}#${deniedBinaries}`,
    `setting:${declaration}#${allowedBinaries}`,
    'osReaches',
  ],
  messages: {
    denied: {
      text: 'Profile "{profile}" ({identifier}) denies the folder {folder}, where FaceTime is ({payload}, pathDenyList).',
      why: `FaceTime may not open. ${confidence}`,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and add FaceTime (com.apple.FaceTime) to its list of allowed apps, or take {folder} out of pathDenyList. Push the profile again.',
        },
      ],
      verify: 'Export the profile again, scan, and open FaceTime on one such Mac.',
    },
    unlisted: {
      text: 'Profile "{profile}" ({identifier}) allows listed apps only ({payload}), and no list covers FaceTime.',
      why: `FaceTime may not open. ${confidence}`,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and add FaceTime (com.apple.FaceTime) to its list of allowed apps. Push the profile again.',
        },
      ],
      verify: 'Export the profile again, scan, and open FaceTime on one such Mac.',
    },
    'binary-denied': {
      text: 'Declaration "{profile}" ({identifier}) denies FaceTime: an entry of {key} ({payload}) matches it.',
      why: 'FaceTime cannot be opened on this Mac.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'Take the entry that matches FaceTime (SigningID com.apple.FaceTime, or the team of Apple) out of {key}, and send the declaration again.',
        },
      ],
      verify: 'Have the Mac report its declarations, export them again and scan.',
    },
    'binary-unlisted': {
      text: 'Declaration "{profile}" ({identifier}) lets only listed binaries run, and {key} ({payload}) lacks FaceTime.',
      why: 'FaceTime cannot be opened on this Mac.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'Add an entry with TeamID *APPLE* (and SigningID com.apple.FaceTime) to {key} of every declaration that has the list, and send them again.',
        },
      ],
      verify: 'Have the Mac report its declarations, export them again and scan.',
    },
    'switched-off': {
      text: 'Profile "{profile}" ({identifier}) has lists of apps ({payload}) which do not act, because familyControlsEnabled is not true.',
    },
  },
  sources: [schemaOf(type), inferred('FaceTime is no app that always runs', 'medium')],
  evaluate: (subject) => {
    const paths = faceTimePaths(subject.osReaches('10.15'));
    const answers = subject.payloads(type).flatMap((payload) => judgePayload(payload, paths));
    return orClear([...answers, ...judgeBinaries(subject), ...unreadable(subject, type)]);
  },
};

/** In the order macOS asks: switch, allowed apps, denied folders, allowed folders; what is left is denied. */
function judgePayload(
  payload: EffectivePayload,
  paths: readonly string[],
): readonly (RuleResult | RuleNote)[] {
  const { settings } = payload;
  const denied = paths.flatMap((path) =>
    folderOf(path, [...list(settings, 'pathDenyList', 'pathBlackList')]),
  );
  if (getBoolean(settings, 'familyControlsEnabled') !== true) {
    return hasLists(settings) ? [note('switched-off', payloadData(payload), [payload.evidence])] : [];
  }
  if (isAllowedByName(settings)) return [];
  const base = { ...payloadAnswer(payload), outcome: 'at-risk', severity: 'high' } as const;
  const [folder] = denied;
  if (folder !== undefined) return [{ ...base, message: 'denied', data: payloadData(payload, { folder }) }];
  const isAllowed = paths.some(
    (path) => folderOf(path, list(settings, 'pathAllowList', 'pathWhiteList')).length > 0,
  );
  return isAllowed ? [] : [{ ...base, message: 'unlisted', data: payloadData(payload) }];
}

function faceTimePaths(isCatalinaOrNewer: boolean | undefined): readonly string[] {
  const now = '/System/Applications/FaceTime.app';
  const before = '/Applications/FaceTime.app';
  if (isCatalinaOrNewer === undefined) return [now, before];
  return [isCatalinaOrNewer ? now : before];
}

function isAllowedByName(settings: EffectivePayload['settings']): boolean {
  const entries = [...(getArray(settings, 'allowList') ?? []), ...(getArray(settings, 'whiteList') ?? [])];
  return entries.some(
    (entry) => isFaceTime(getString(entry, 'bundleID') ?? '') && getBoolean(entry, 'disabled') !== true,
  );
}

function hasLists(settings: EffectivePayload['settings']): boolean {
  const names = ['allowList', 'whiteList', 'pathDenyList', 'pathBlackList', 'pathAllowList', 'pathWhiteList'];
  return names.some((name) => get(settings, name) !== undefined);
}

function list(settings: EffectivePayload['settings'], ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => stringsOf(get(settings, name)));
}

/** The folders of the list that hold the path. */
function folderOf(path: string, folders: readonly string[]): readonly string[] {
  return folders.filter((folder) => {
    const bare = folder.replace(/\/+$/, '');
    return path === bare || path.startsWith(`${bare}/`);
  });
}
