import { isFaceTime } from '@ringcheck/catalog';
import { get, getString, type Value } from '@ringcheck/model';
import { judgeSetting, type SettingQuestion } from '../../judge/setting.js';
import type { RuleNote, RuleResult, Subject } from '../../types.js';

export const declaration = 'com.apple.configuration.app.settings';
export const deniedBinaries = 'Allowed.DeniedBinaries';
export const allowedBinaries = 'Allowed.AllowedBinaries';

/** Apple's own team, as the declaration names it. */
const appleTeam = '*APPLE*';

const shared = { payload: declaration, outcome: 'blocked', severity: 'critical' } as const;

const denied: SettingQuestion = {
  ...shared,
  key: deniedBinaries,
  stops: (value) => itemsOf(value).some(isDeniedBy),
  message: 'binary-denied',
  wanted: 'without com.apple.FaceTime',
};

const unlisted: SettingQuestion = {
  ...shared,
  key: allowedBinaries,
  stops: (value) => value.type === 'array' && !value.items.some(isAllowedBy),
  message: 'binary-unlisted',
  wanted: 'with com.apple.FaceTime',
};

/** From macOS 27 on a declaration says which binaries run: a denial wins, and an allow list is exhaustive. */
export function judgeBinaries(subject: Subject): readonly (RuleResult | RuleNote)[] {
  return [...judgeSetting(subject, denied), ...judgeSetting(subject, unlisted)];
}

/** Every field an entry names must match; a hash names one build, of which we cannot tell whether it is FaceTime. */
function isDeniedBy(entry: Value): boolean {
  return isNamed(entry) && matchesIdentity(entry);
}

/** An entry without a team (or a hash) allows nothing. */
function isAllowedBy(entry: Value): boolean {
  return getString(entry, 'TeamID') === appleTeam && matchesIdentity(entry);
}

function isNamed(entry: Value): boolean {
  return getString(entry, 'TeamID') !== undefined || getString(entry, 'SigningID') !== undefined;
}

function matchesIdentity(entry: Value): boolean {
  if (get(entry, 'CDHash') !== undefined) return false;
  const signing = getString(entry, 'SigningID');
  const path = getString(entry, 'PathPrefix');
  return (
    (getString(entry, 'TeamID') ?? appleTeam) === appleTeam &&
    (signing === undefined || isFaceTime(signing)) &&
    (path === undefined || '/System/Applications/FaceTime.app/'.startsWith(path))
  );
}

function itemsOf(value: Value): readonly Value[] {
  return value.type === 'array' ? value.items : [];
}
