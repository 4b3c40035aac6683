import { payloadTypes } from '@ringcheck/catalog';
import type { FactName } from '@ringcheck/model';
import type { InstalledProfile, Picture } from '@ringcheck/assemble';
import type { View } from './canonical.js';
import { addGround, addPlace, addProfileGround, factNumber, replyNumber } from './ground.js';
import type { Kind, Kinds } from './kinds.js';
import { mergeMeeting } from './meeting.js';
import { keyOfNumbers, lengthOfKey, type Numbers } from './numbers.js';
import {
  asksProfiles,
  asksRestrictions,
  confinementFamily,
  notesFamily,
  otherNotesFamily,
  type Family,
  type SharePlan,
} from './sight.js';
import type { Seen } from './slots.js';

/** One device while it is judged. */
export interface Look extends Seen {
  readonly plan: SharePlan;
  readonly assumeInstalled: boolean;
  /** Those of its profiles, which are in the order of the device's list. */
  readonly kinds: readonly Kind[];
  /** All that families may see of it. Equal keys, equal answers. */
  readonly key: string;
  /** How much of the key leaves the place and the version of the OS out. */
  readonly baseLength: number;
}

/** What families' keys are made of, once for each class of devices. */
export interface Parts {
  readonly ground: number;
  readonly profileGround: number;
  readonly observedAt: number;
  readonly facts: ReadonlyMap<FactName, number>;
  readonly version: number;
  readonly place: readonly number[];
  readonly reply: number;
}

/** Undefined where the order of its answers could hang on where the device lists its profiles. */
export function lookAt(
  picture: Picture,
  plan: SharePlan,
  assumeInstalled: boolean,
  all: Kinds,
  numbers: Numbers,
): Look | undefined {
  // What a device says profile by profile has places of its own in the reply.
  if (picture.restrictions?.reply.profiles !== undefined) return undefined;
  const listed = picture.installed.profiles;
  for (const { joinedBy } of listed) if (joinedBy === 'listing') return undefined;
  const known = all.ofAll(listed);
  if (known === undefined) return undefined;
  const profiles: InstalledProfile[] = [];
  const kinds: Kind[] = [];
  for (let place = 0; place < known.length; place++) {
    const kind = known[place];
    const profile = listed[place];
    if (kind === undefined || profile === undefined) continue;
    if (!kind.bearing.isNoteworthy && all.seenBy(kind, plan).length === 0) continue;
    kinds.push(kind);
    profiles.push(profile);
  }
  const parts: number[] = [];
  addBase(parts, picture, plan, kinds, numbers);
  addGround(parts, picture, assumeInstalled, numbers);
  const baseLength = lengthOfKey(parts);
  parts.push(versionNumber(picture, numbers));
  addPlace(parts, picture, numbers);
  return { picture, plan, assumeInstalled, profiles, kinds, baseLength, key: keyOfNumbers(parts) };
}

/** What is not said of every device: its profiles, by what they act, and its facts. */
function addBase(
  parts: number[],
  picture: Picture,
  plan: SharePlan,
  kinds: readonly Kind[],
  numbers: Numbers,
): void {
  parts.push(replyNumber(picture.restrictions, numbers), kinds.length);
  let hasEnd = false;
  for (const kind of kinds) {
    parts.push(kind.number);
    if (kind.hasEnd) hasEnd = true;
  }
  if (hasEnd) parts.push(numbers.ofValue(picture.installed.observedAt));
  addProfileGround(parts, picture, plan.looksAtProduct, numbers);
  for (const name of plan.facts) parts.push(factNumber(name, picture, plan.looksAtProduct, numbers));
}

const versionNumber = (picture: Picture, numbers: Numbers): number =>
  factNumber('osVersion', picture, false, numbers);

export function partsOf({ picture, plan, assumeInstalled }: Look, numbers: Numbers): Parts {
  const { looksAtProduct } = plan;
  const ground: number[] = [];
  const place: number[] = [];
  addGround(ground, picture, assumeInstalled, numbers);
  addPlace(place, picture, numbers);
  const short = numbers.ofValue(keyOfNumbers(ground));
  addProfileGround(ground, picture, looksAtProduct, numbers);
  return {
    ground: short,
    profileGround: numbers.ofValue(keyOfNumbers(ground)),
    observedAt: numbers.ofValue(picture.installed.observedAt),
    facts: new Map(plan.facts.map((name) => [name, factNumber(name, picture, looksAtProduct, numbers)])),
    version: versionNumber(picture, numbers),
    place,
    reply: replyNumber(picture.restrictions, numbers),
  };
}

/** For each family of the plan which of the device's profiles it sees: places in `profiles`. */
export function seenIn({ kinds, plan }: Look, all: Kinds): readonly (readonly number[])[] {
  const seen = plan.families.map((): number[] => []);
  for (const [place, kind] of kinds.entries())
    for (const family of all.seenBy(kind, plan)) seen[family]?.push(place);
  return seen;
}

/** Profiles by their places, with the payload types they speak of. */
interface SeenTypes {
  readonly types: ReadonlySet<string>;
  readonly seen: readonly number[];
}

/** Profiles that may give notes, those together that speak of the same payload types: only they can meet. */
export function noteGroups({ kinds }: Look): readonly NoteGroup[] {
  const each = kinds.flatMap(({ bearing: { types, isNoteworthy } }, place) =>
    isNoteworthy && types !== 'any' ? [{ types, seen: [place] }] : [],
  );
  const groups = [
    ...mergeMeeting<SeenTypes>(
      each,
      (one, other) => [...other.types].some((type) => one.types.has(type)),
      (all) => ({
        types: new Set(all.flatMap(({ types }) => [...types])),
        seen: all.flatMap(({ seen }) => seen).sort((a, b) => a - b),
      }),
    ),
  ];
  const isRestricting = ({ types }: SeenTypes): boolean => types.has(payloadTypes.restrictions);
  if (!groups.some(isRestricting)) groups.push({ types: new Set([payloadTypes.restrictions]), seen: [] });
  return groups.map((group) => ({
    family: isRestricting(group) ? notesFamily : otherNotesFamily,
    seen: group.seen,
  }));
}

export interface NoteGroup {
  readonly family: Family;
  readonly seen: readonly number[];
}

/** The part of a device that one family sees. */
export function viewOf(
  { picture, plan, profiles, kinds }: Look,
  family: Family,
  places: readonly number[],
): View {
  const hasEnd = places.some((place) => kinds[place]?.hasEnd === true);
  return { family, picture, profiles, places, hasEnd, looksAtProduct: plan.looksAtProduct };
}

/** What devices have in common for which a family says the same. */
export function keyOf({ kinds }: Look, of: Parts, family: Family, seen: readonly number[]): string {
  const parts = [asksProfiles(family) ? of.profileGround : of.ground, seen.length];
  for (const index of seen) parts.push(kinds[index]?.number ?? 0);
  if (seen.some((index) => kinds[index]?.hasEnd === true)) parts.push(of.observedAt);
  if (asksRestrictions(family)) parts.push(of.reply);
  if (family === confinementFamily || family.isApart || family.facts.includes('osVersion'))
    parts.push(of.version);
  // A rule that is asked for each device shares no more than the settings in force.
  if (family.isApart) return keyOfNumbers(parts);
  for (const name of family.facts) parts.push(of.facts.get(name) ?? 0);
  return family.isPlaced ? keyOfNumbers(parts, of.place) : keyOfNumbers(parts);
}
