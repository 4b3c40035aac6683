import {
  findKey,
  findPayload,
  isFaceTime,
  payloadTypes,
  standsOnce,
  type CatalogKey,
} from '@ringcheck/catalog';
import type { Note } from '@ringcheck/assemble';
import { getString, stringsOf, type SchemaPlatform, type Value } from '@ringcheck/model';
import type { Answer } from './answer.js';
import type { Collected, Placed } from './collect.js';
import { combineValues, sameValue } from './combine.js';
import type { NoteBook } from './notebook.js';
import { channelKey, profileName } from './order.js';
import { agrees, installedOnDevice } from './settings.js';
import type { Contribution } from './types.js';

/** Note keys that bear on FaceTime and are set by two profiles, where they differ or both restrict. */
export function noteKeysSetTwice({ placed }: Collected, notes: NoteBook): void {
  for (const [payloadType, name, items] of placed.entries()) {
    if (items.length < 2) continue;
    const key = findKey(payloadType, name);
    if (!key || key.bearing === 'none') continue;
    const together = items.filter((one) => items.some((other) => meets(one, other)));
    const profiles = [...new Set(together.map(({ profile }) => profileName(profile)))];
    if (profiles.length < 2 || !deservesNote(key, together)) continue;
    notes.add(
      'key-set-twice',
      { key: name, payloadType, profiles },
      together.map(({ evidence }) => evidence),
    );
  }
}

/** Whether two settings act on one user: those of different users never meet. */
function meets(one: Placed, other: Placed): boolean {
  if (one.profile === other.profile) return false;
  const channels = new Set([channelKey(one.channel), channelKey(other.channel)]);
  return channels.size === 1 || channels.has('device');
}

function deservesNote(key: CatalogKey, items: readonly Placed[]): boolean {
  if (key.combine === 'each' || key.combine === 'single') return false;
  const differ = items.some(({ value }) => !sameValue(value, items[0]?.value));
  if (key.type === 'array') return items.some(({ value }) => listRestricts(key.key, value, differ));
  if (key.bearing === 'indirect') return differ;
  return items.some(({ value }) => isDeviation(key, value));
}

function isDeviation(key: CatalogKey, value: Value): boolean {
  return !('value' in value) || value.value !== key.defaultValue;
}

function listRestricts(key: string, value: Value, differ: boolean): boolean {
  const namesFaceTime = stringsOf(value).some(isFaceTime);
  switch (key) {
    case 'blockedAppBundleIDs':
    case 'Allowed.DeniedApps':
      return namesFaceTime;
    case 'allowListedAppBundleIDs':
    case 'Allowed.AllowedApps':
      return !namesFaceTime;
    case 'deniedICCIDsForiMessageFaceTime':
      return value.type === 'array' && value.items.length > 0;
    case 'Allowed.DeniedBinaries':
      return value.type === 'array' && value.items.some(deniesFaceTime);
    case 'Allowed.AllowedBinaries':
    case 'allowedCameraRestrictionBundleIDs':
    case 'ratingAppsExemptedBundleIDs':
      return differ;
    default:
      return false;
  }
}

/** By name, or with everything Apple signs. */
function deniesFaceTime(entry: Value): boolean {
  return isFaceTime(getString(entry, 'SigningID') ?? '') || getString(entry, 'TeamID') === '*APPLE*';
}

/** Note payload types of which a device takes one and two are listed. */
export function noteSinglesTwice(
  { payloads }: Collected,
  platform: SchemaPlatform | undefined,
  notes: NoteBook,
): void {
  if (platform === undefined) return;
  for (const [payloadType, , items] of payloads.entries()) {
    const known = findPayload(payloadType);
    if (!known || !standsOnce(known, platform)) continue;
    for (const channel of new Set(items.map((item) => channelKey(item.channel)))) {
      const same = items.filter((item) => channelKey(item.channel) === channel);
      if (same.length < 2) continue;
      const profiles = [...new Set(same.map(({ profile }) => profileName(profile)))];
      notes.add(
        'single-payload-twice',
        { payloadType, profiles },
        same.map(({ evidence }) => evidence),
      );
    }
  }
}

/** Note every restriction where the device and the profiles known say different things; both are named. */
export function noteDifferences(collected: Collected, answer: Answer, notes: NoteBook): void {
  const type = payloadTypes.restrictions;
  const names = new Set([...answer.values.keys()]);
  for (const [payloadType, name] of collected.placed.entries()) if (payloadType === type) names.add(name);
  for (const name of names) noteDifference(type, name, collected, answer, notes);
}

function noteDifference(
  type: string,
  name: string,
  collected: Collected,
  answer: Answer,
  notes: NoteBook,
): void {
  const key = findKey(type, name);
  if (!key) return;
  const answered = answer.values.get(name);
  const placed = collected.placed.of(type, name).filter(({ channel }) => channel.kind === 'device');
  const resolved = placed.length === 0 ? undefined : combineValues(key.combine, placed)?.value;
  if (!differs(key, answered?.value, resolved)) return;
  const installed = installedOnDevice(type, name, collected);
  const evidence = [answered?.evidence ?? answer.evidence, ...installed.map((one) => one.evidence)];
  const data = { key: name, payloadType: type, answer: told(answered?.value) };
  if (installed.length === 0) return notes.add('device-answer-alone', data, evidence);
  notes.add(
    'device-answer-differs',
    { ...data, resolved: told(resolved), profiles: namesOf(installed) },
    evidence,
  );
}

/** Nothing said is the default, and a list that adds nothing is no list. */
function differs(key: CatalogKey, answer: Value | undefined, resolved: Value | undefined): boolean {
  if (answer && resolved && answer.type !== 'array') return !agrees(resolved, answer, key);
  if (key.combine === 'union' && !hasItems(answer) && !hasItems(resolved)) return false;
  if (answer && resolved) return !sameValue(answer, resolved);
  const said = answer ?? resolved;
  return said !== undefined && isDeviation(key, said);
}

function hasItems(value: Value | undefined): boolean {
  return value?.type === 'array' && value.items.length > 0;
}

function namesOf(installed: readonly Contribution[]): string[] {
  return [...new Set(installed.map(({ profile }) => profileName(profile)))];
}

/** A value as a note shows it. */
export function told(value: Value | undefined): Note['data'][string] {
  if (value === undefined) return 'not set';
  if (value.type === 'boolean' || value.type === 'integer' || value.type === 'real') return value.value;
  return stringsOf(value);
}
