import { hash } from 'node:crypto';
import type { InstalledProfile, Picture, PlacedNetwork, World } from '@ringcheck/assemble';
import type { FactName, RestrictionsReply } from '@ringcheck/model';
import { rulePackVersion } from '@ringcheck/rules';

const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
const digests = new WeakMap<object, string>();

/** Digest of something that all devices of a scan share; made once. */
function shared(value: object): string {
  let known = digests.get(value);
  if (known === undefined) digests.set(value, (known = digest(JSON.stringify(value))));
  return known;
}

/**
 * Digest of everything that can change what is stored of a device, but for time (`reviewAt`) and for where things
 * stand. Equal digests: nothing needs to be judged or written.
 */
export function fingerprintOf(world: World, picture: Picture): string {
  const {
    id,
    aliases,
    identity,
    facts,
    installed,
    restrictions,
    stale,
    group,
    network,
    place,
    notes,
    ...rest
  } = picture;
  const parts = [
    rulePackVersion,
    shared(world.policy),
    id,
    aliases,
    identity,
    { ...installed, observedAt: undefined, profiles: undefined },
    restrictions === undefined
      ? null
      : [saidOf(restrictions.reply), isOlder(restrictions.observedAt, installed.observedAt)],
    stale,
    group?.name,
    network === undefined ? null : networkOf(network),
    place,
    picture.egresses.map(({ network: egress }) => networkOf(egress)),
    Object.entries(rest).map(([name, value]) => [name, restOf(name, value)]),
    notes.map(({ ruleId, message, data }) => [ruleId, message, data]),
  ];
  return digest(`${factsText(facts)}${profilesText(installed.profiles)}${JSON.stringify(parts)}`);
}

/** A reply without its places. */
function saidOf({ booleans, numbers, intersections, unions, empty }: RestrictionsReply): unknown {
  return [
    empty,
    ...[booleans, numbers, intersections, unions].map((list) => list.map(({ key, value }) => [key, value])),
  ];
}

/** Moments move every night without a change; whether they matter is `reviewAt`. The rest is shared by all devices. */
function restOf(name: string, value: unknown): unknown {
  if (name === 'freshUntil' || name === 'egresses') return null;
  if (Array.isArray(value)) return value.map((item: unknown) => restOf('', item));
  return typeof value === 'object' && value !== null ? shared(value) : value;
}

/** Value and basis of every fact, in the order of their names. */
function factsText(facts: Picture['facts']): string {
  let text = '';
  for (const name of (Object.keys(facts) as FactName[]).sort()) {
    const fact = facts[name];
    if (fact === undefined) continue;
    text += `${name} ${fact.basis} ${sized(fact.value)}`;
  }
  return text;
}

/** Every field of every profile but where it is listed; of its content where that stands. */
function profilesText(profiles: readonly InstalledProfile[]): string {
  let text = '';
  for (const installed of profiles) {
    for (const name of Object.keys(installed) as (keyof InstalledProfile)[]) {
      if (name === 'listing') continue;
      const value = name === 'profile' ? contentOf(installed) : installed[name];
      text += `${name} ${sized(value)}`;
    }
  }
  return text;
}

/** With its length in front, so that no value reads like the next one. */
function sized(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `${text.length}:${text}`;
}

function contentOf({ profile }: InstalledProfile): string {
  return profile === undefined ? '' : `${profile.document.sha256} ${profile.at.offset}`;
}

function networkOf({ definition, firewalls, missingFirewalls, placedBy }: PlacedNetwork): unknown {
  return [shared(definition), firewalls.map(({ document }) => document.sha256), missingFirewalls, placedBy];
}

function isOlder(a: string, b: string | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}
