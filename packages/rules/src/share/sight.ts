import { payloadTypes } from '@ringcheck/catalog';
import type { Picture } from '@ringcheck/assemble';
import type { FactName, Platform } from '@ringcheck/model';
import { profileReads } from '../reads.js';
import type { Rule } from '../types.js';
import { mergeMeeting } from './meeting.js';

/** Rules that look at the same side of a device, and are answered together. */
export interface Family {
  readonly rules: readonly Rule[];
  /** Payload types its rules ask for; `every` for the notes of a device, which are about all of them. */
  readonly types: ReadonlySet<string> | 'every';
  /** Facts its rules look at. */
  readonly facts: readonly FactName[];
  /** Its rules look at the network the device is in. */
  readonly isPlaced: boolean;
  /** Its rules look at a fact of the device's own: they are asked for each device. */
  readonly isApart: boolean;
  /** What it says hangs on the place, or on the version of the OS itself and not on what that is compared with. */
  readonly isOfClass: boolean;
}

/** How devices of one platform, of which the same freely varying facts are known, are judged. */
export interface SharePlan {
  /** From 0 on, in the order in which plans were made. */
  readonly number: number;
  /** Those of rules; `confinementFamily` comes last. */
  readonly families: readonly Family[];
  /** Facts that families look at which are not asked for each device, but for the version of the OS. */
  readonly facts: readonly FactName[];
  /** For each rule of the pack its family and its place in there. */
  readonly order: readonly { readonly family: number; readonly rule: number }[];
  /** Whether any of its rules asks for the product itself; otherwise only its family is looked at. */
  readonly looksAtProduct: boolean;
}

const silent = { rules: [], facts: [], isPlaced: false, isApart: false, isOfClass: false } as const;

/** What is told of a device beside the answers of rules: the notes of the step that resolves its profiles. */
export const notesFamily: Family = { ...silent, types: 'every' };

/** The same of profiles that restrict nothing: what the device answers of its restrictions is not about them. */
export const otherNotesFamily: Family = { ...silent, types: 'every' };

/** What proves that a device cannot leave its network. */
export const confinementFamily: Family = {
  ...silent,
  types: new Set([payloadTypes.restrictions, payloadTypes.wifi]),
};

/** Facts that are different from device to device, or from day to day: with them in a key nothing would be shared. */
const freelyVarying: readonly FactName[] = [
  'storageFreeGB',
  'storageTotalGB',
  'subscriptions',
  'apps',
  'partNumber',
  'build',
  'timeZone',
  'buildSince',
  'linesSince',
  'name',
  'ssid',
  'ipAddress',
];

const none: ReadonlySet<string> = new Set();

/** The plan for a device; made once for each platform and set of freely varying facts that is met. */
export function planner(rules: readonly Rule[]): (picture: Picture) => SharePlan {
  const plans = new Map<Platform | undefined, Map<number, SharePlan>>();
  const families = new Map<string, Family>();
  let made = 0;
  const asked = freelyVarying.filter((name) => rules.some((rule) => readsFact(rule, name)));
  return ({ facts }) => {
    const platform = facts.platform?.value;
    let ofPlatform = plans.get(platform);
    if (ofPlatform === undefined) plans.set(platform, (ofPlatform = new Map<number, SharePlan>()));
    let present = 0;
    for (let index = 0; index < asked.length; index++) {
      const name = asked[index];
      if (name !== undefined && facts[name] !== undefined) present |= 1 << index;
    }
    let plan = ofPlatform.get(present);
    if (plan === undefined) {
      const own = new Set(asked.filter((fact) => facts[fact] !== undefined));
      ofPlatform.set(present, (plan = planFor(made++, rules, platform, own, families)));
    }
    return plan;
  };
}

const readsFact = (rule: Rule, name: FactName): boolean => rule.reads.includes(`fact:${name}`);

function planFor(
  number: number,
  rules: readonly Rule[],
  platform: Platform | undefined,
  own: ReadonlySet<FactName>,
  known: Map<string, Family>,
): SharePlan {
  const families = groupsOf(rules, platform, own).map((members) => {
    const key = `${[...own].join()} ${members.map(({ id }) => id).join()}`;
    let family = known.get(key);
    if (family === undefined) known.set(key, (family = familyOf(members, platform, own)));
    return family;
  });
  const shared = families.filter(({ isApart }) => !isApart);
  return {
    number,
    families: [...families, confinementFamily],
    facts: [...new Set(shared.flatMap(({ facts }) => facts))].filter((name) => name !== 'osVersion'),
    order: rules.map((rule) => {
      const family = families.findIndex((one) => one.rules.includes(rule));
      return { family, rule: families[family]?.rules.indexOf(rule) ?? -1 };
    }),
    looksAtProduct: rules.some((rule) => readsFact(rule, 'productName')),
  };
}

/**
 * Rules that ask for a payload type together, or for none, are one family: what they have in common is the larger part
 * of their keys. Those that are not asked on this platform look at nothing.
 */
function groupsOf(
  rules: readonly Rule[],
  platform: Platform | undefined,
  own: ReadonlySet<FactName>,
): readonly (readonly Rule[])[] {
  const each = rules.map((rule) => {
    const side = sideOf(rule, platform, own);
    return { side, types: side === unasked ? none : typesOf(rule), rules: [rule] };
  });
  const groups = mergeMeeting(
    each,
    (one, other) => one.side === other.side && overlap(one.types, other.types),
    (all) => ({
      side: all[0]?.side ?? unasked,
      types: new Set(all.flatMap(({ types }) => [...types])),
      rules: all.flatMap((group) => group.rules),
    }),
  );
  return groups.map((group) => group.rules);
}

const unasked = 'unasked';

function sideOf(rule: Rule, platform: Platform | undefined, own: ReadonlySet<FactName>): string {
  if (platform === undefined || !rule.platforms.includes(platform)) return unasked;
  const isApart = [...own].some((name) => readsFact(rule, name));
  return `${rule.reads.includes('network') ? 'network' : ''} ${isApart ? 'apart' : ''}`;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size === 0 || b.size === 0) return a.size === b.size;
  return [...a].some((type) => b.has(type));
}

function familyOf(
  rules: readonly Rule[],
  platform: Platform | undefined,
  own: ReadonlySet<FactName>,
): Family {
  const asked = platform === undefined ? [] : rules.filter((rule) => rule.platforms.includes(platform));
  const reads = new Set(asked.flatMap((rule) => rule.reads));
  const facts = [...reads].flatMap((read) =>
    read.startsWith('fact:') ? [read.slice('fact:'.length) as FactName] : [],
  );
  const isPlaced = reads.has('network');
  const isApart = facts.some((name) => own.has(name));
  return {
    rules,
    types: asked.length === 0 ? none : new Set(asked.flatMap((rule) => [...typesOf(rule)])),
    facts: facts.sort(),
    isPlaced,
    isApart,
    // Settings that are asked later, for each device, may still ask for the version then.
    isOfClass: isPlaced || isApart || facts.includes('osVersion'),
  };
}

/** Payload types a rule asks for, by its declared reads. */
function typesOf(rule: Rule): ReadonlySet<string> {
  return new Set(profileReads(rule).map(({ type }) => type));
}

export function asksProfiles({ types }: Family): boolean {
  return types === 'every' || types.size > 0;
}

/** Whether a family looks at what the device answers of its restrictions. */
export function asksRestrictions(family: Family): boolean {
  return family.types === 'every' ? family === notesFamily : family.types.has(payloadTypes.restrictions);
}
