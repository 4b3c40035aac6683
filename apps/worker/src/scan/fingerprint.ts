import { hash } from 'node:crypto';
import type { InstalledProfile, Picture, PlacedNetwork, World } from '@ringcheck/assemble';
import type { RestrictionsReply } from '@ringcheck/model';
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
    Object.entries(facts)
      .map(([name, fact]) => [name, fact.value, fact.basis])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    { ...installed, observedAt: undefined, profiles: installed.profiles.map(profileOf) },
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
  return digest(JSON.stringify(parts));
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

function profileOf({ profile, listing: _, ...listed }: InstalledProfile): object {
  return { ...listed, profile: profile && [profile.document.sha256, profile.at.offset] };
}

function networkOf({ definition, firewalls, missingFirewalls, placedBy }: PlacedNetwork): unknown {
  return [shared(definition), firewalls.map(({ document }) => document.sha256), missingFirewalls, placedBy];
}

function isOlder(a: string, b: string | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}
