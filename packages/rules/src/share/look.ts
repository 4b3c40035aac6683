import { payloadTypes } from '@ringcheck/catalog';
import type { FactName } from '@ringcheck/model';
import type { InstalledProfile, Picture } from '@ringcheck/assemble';
import type { View } from './canonical.js';
import { factToken, groundOf, placeToken, profileGroundOf, replyToken } from './ground.js';
import type { Kind, Kinds } from './kinds.js';
import type { Numbers } from './numbers.js';
import {
  asksProfiles,
  asksRestrictions,
  notesFamily,
  otherNotesFamily,
  type Family,
  type SharePlan,
} from './sight.js';

/** One device while it is judged: all that families may see of it, part by part. Equal parts, equal answers. */
export interface Look {
  readonly picture: Picture;
  readonly plan: SharePlan;
  readonly assumeInstalled: boolean;
  /** Profiles that some family sees, in the order of the device's list, and their kinds. */
  readonly profiles: readonly InstalledProfile[];
  readonly kinds: readonly Kind[];
  readonly ground: string;
  readonly profileGround: string;
  readonly place: string;
  readonly reply: string;
  /** Of all of the above, and of the facts that families look at. */
  readonly key: string;
}

/** What families' keys are made of, once for each class of devices. */
export interface Parts {
  readonly ground: number;
  readonly profileGround: number;
  readonly facts: ReadonlyMap<FactName, string>;
}

const separator = '\u0001';

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
  const profiles: InstalledProfile[] = [];
  const kinds: Kind[] = [];
  const names: string[] = [];
  let key = '';
  for (const installed of picture.installed.profiles) {
    if (installed.joinedBy === 'listing') return undefined;
    const kind = all.of(installed);
    if (names.includes(kind.name)) return undefined;
    names.push(kind.name);
    if (all.seenBy(kind, plan).length === 0 && !kind.bearing.isNoteworthy) continue;
    profiles.push(installed);
    kinds.push(kind);
    key += `${kind.number} `;
    if (kind.hasEnd) key += `${picture.installed.observedAt ?? ''} `;
  }
  const { looksAtProduct } = plan;
  const ground = `${assumeInstalled ? '+' : ''}${groundOf(picture, numbers)}`;
  const profileGround = profileGroundOf(picture, looksAtProduct);
  for (const name of plan.facts) key += separator + factToken(name, picture, looksAtProduct);
  const place = placeToken(picture, numbers);
  const reply = picture.restrictions === undefined ? '' : replyToken(picture.restrictions);
  key = `${ground}\n${profileGround}\n${key}${separator}${place}${separator}${reply}`;
  return { picture, plan, assumeInstalled, profiles, kinds, ground, profileGround, place, reply, key };
}

export function partsOf({ picture, plan, ground, profileGround }: Look, numbers: Numbers): Parts {
  return {
    ground: numbers.ofText(ground),
    profileGround: numbers.ofText(`${ground}\n${profileGround}`),
    facts: new Map(plan.facts.map((name) => [name, factToken(name, picture, plan.looksAtProduct)])),
  };
}

/** Which of the device's profiles a family sees: places in `profiles`. */
export function seenIn({ kinds, plan }: Look, family: Family, all: Kinds): readonly number[] {
  const index = plan.families.indexOf(family);
  return kinds.flatMap((kind, place) => (all.seenBy(kind, plan).includes(index) ? [place] : []));
}

/** Profiles that may give notes, those together that speak of the same payload types: only they can meet. */
export function noteGroups({ kinds }: Look): readonly NoteGroup[] {
  let groups: { readonly types: ReadonlySet<string>; readonly seen: readonly number[] }[] = [];
  for (const [place, { bearing }] of kinds.entries()) {
    const { types, isNoteworthy } = bearing;
    if (!isNoteworthy || types === 'any') continue;
    const meets = groups.filter((group) => [...types].some((type) => group.types.has(type)));
    const merged = {
      types: new Set([...types, ...meets.flatMap((group) => [...group.types])]),
      seen: [...meets.flatMap(({ seen }) => seen), place].sort((a, b) => a - b),
    };
    groups = [...groups.filter((group) => !meets.includes(group)), merged];
  }
  const isRestricting = ({ types }: (typeof groups)[number]): boolean => types.has(payloadTypes.restrictions);
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
  seen: readonly number[],
): View {
  return {
    family,
    picture,
    seen: seen.flatMap((place) => profiles[place] ?? []),
    hasEnd: seen.some((place) => kinds[place]?.hasEnd === true),
    looksAtProduct: plan.looksAtProduct,
  };
}

/** What devices have in common for which a family says the same. */
export function keyOf(look: Look, of: Parts, family: Family, seen: readonly number[]): string {
  const { picture, kinds } = look;
  const parts: (string | number)[] = [asksProfiles(family) ? of.profileGround : of.ground];
  for (const place of seen) parts.push(kinds[place]?.number ?? '');
  if (seen.some((place) => kinds[place]?.hasEnd === true)) parts.push(picture.installed.observedAt ?? '');
  if (asksRestrictions(family)) parts.push(look.reply);
  // A rule that is asked for each device shares no more than the settings in force.
  if (family.isApart) return parts.join(separator);
  for (const name of family.facts) parts.push(of.facts.get(name) ?? '');
  if (family.isPlaced) parts.push(look.place);
  return parts.join(separator);
}
