import { payloadTypes } from '@ringcheck/catalog';
import type { FactName } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { View } from './canonical.js';
import { factNumber, groundOf, placeOf, profileGroundOf, replyText } from './ground.js';
import type { Kind, Kinds } from './kinds.js';
import { mergeMeeting } from './meeting.js';
import { keyOfNumbers, type Numbers } from './numbers.js';
import {
  asksProfiles,
  asksRestrictions,
  notesFamily,
  otherNotesFamily,
  type Family,
  type SharePlan,
} from './sight.js';
import type { Seen } from './slots.js';

/** One device while it is judged: all that families may see of it, part by part. Equal parts, equal answers. */
export interface Look extends Seen {
  readonly plan: SharePlan;
  readonly assumeInstalled: boolean;
  /** Those of its profiles, which are in the order of the device's list. */
  readonly kinds: readonly Kind[];
  readonly ground: readonly number[];
  readonly profileGround: readonly number[];
  /** In the order of the plan. */
  readonly facts: readonly number[];
  readonly place: readonly number[];
  readonly reply: number;
  /** Of all of the above, and of the facts that families look at. */
  readonly key: string;
  /** The same without the place. */
  readonly baseKey: string;
}

/** What families' keys are made of, once for each class of devices. */
export interface Parts {
  readonly ground: number;
  readonly profileGround: number;
  readonly observedAt: number;
  readonly facts: ReadonlyMap<FactName, number>;
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
  if (listed.some(({ joinedBy }) => joinedBy === 'listing')) return undefined;
  const known = all.ofAll(listed);
  if (known === undefined) return undefined;
  const isOfUse = (kind: Kind | undefined): boolean =>
    kind !== undefined && (kind.bearing.isNoteworthy || all.seenBy(kind, plan).length > 0);
  const profiles = listed.filter((_, index) => isOfUse(known[index]));
  const kinds = known.filter(isOfUse);
  const { looksAtProduct } = plan;
  const ground = groundOf(picture, assumeInstalled, numbers);
  const profileGround = profileGroundOf(picture, looksAtProduct, numbers);
  const facts = plan.facts.map((name) => factNumber(name, picture, looksAtProduct, numbers));
  const place = placeOf(picture, numbers);
  const reply = numbers.ofValue(picture.restrictions && replyText(picture.restrictions));
  const seen = [reply, kinds.length, ...kinds.map(({ number }) => number)];
  if (kinds.some(({ hasEnd }) => hasEnd)) seen.push(numbers.ofValue(picture.installed.observedAt));
  const baseKey = keyOfNumbers(ground, profileGround, seen, facts);
  const key = baseKey + keyOfNumbers(place);
  const keys = { key, baseKey };
  return {
    picture,
    plan,
    assumeInstalled,
    profiles,
    kinds,
    ground,
    profileGround,
    facts,
    place,
    reply,
    ...keys,
  };
}

export function partsOf({ picture, plan, ground, profileGround, facts }: Look, numbers: Numbers): Parts {
  return {
    ground: numbers.ofValue(keyOfNumbers(ground)),
    profileGround: numbers.ofValue(keyOfNumbers(ground, profileGround)),
    observedAt: numbers.ofValue(picture.installed.observedAt),
    facts: new Map(plan.facts.map((name, index) => [name, facts[index] ?? 0])),
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
export function keyOf(
  { kinds, reply, place }: Look,
  of: Parts,
  family: Family,
  seen: readonly number[],
): string {
  const parts = [asksProfiles(family) ? of.profileGround : of.ground, seen.length];
  for (const index of seen) parts.push(kinds[index]?.number ?? 0);
  if (seen.some((index) => kinds[index]?.hasEnd === true)) parts.push(of.observedAt);
  if (asksRestrictions(family)) parts.push(reply);
  // A rule that is asked for each device shares no more than the settings in force.
  if (family.isApart) return keyOfNumbers(parts);
  for (const name of family.facts) parts.push(of.facts.get(name) ?? 0);
  return family.isPlaced ? keyOfNumbers(parts, place) : keyOfNumbers(parts);
}
