import { hash } from 'node:crypto';
import { listNames, statementNames, type Picture, type PlacedNetwork, type World } from '@ringcheck/assemble';
import { type Facts, type FactName, type RestrictionsReply, keysOf } from '@ringcheck/model';
import { rulePackVersion } from '@ringcheck/rules';
import { ProfileDigests } from './profile-digests.js';

const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
const digests = new WeakMap<object, string>();

/** Digest of something that devices of a scan share; made once. */
function kept<T extends object>(value: T, saidOf: (value: T) => unknown = (said) => said): string {
  let known = digests.get(value);
  if (known === undefined) digests.set(value, (known = digest(JSON.stringify(saidOf(value)))));
  return known;
}

/** Of the profiles of one world, or of several that follow each other. */
const profileDigests = new WeakMap<World['profiles'], ProfileDigests>();

/**
 * Digest of everything that can change what is stored of a device, but for time (`reviewAt`) and for where things
 * stand. Equal digests: nothing needs to be judged or written.
 */
export function fingerprintOf(world: World, picture: Picture): string {
  const { installed, restrictions, network } = picture;
  const parts: unknown[] = [
    rulePackVersion,
    kept(world.policy),
    picture.id,
    picture.aliases,
    picture.identity,
    picture.stale,
    picture.group?.name,
    picture.place,
    kept(picture.egresses, (egresses) => egresses.map(({ network: egress }) => networkOf(egress))),
    network && networkOf(network),
    restrictions && [saidOf(restrictions.reply), isOlder(restrictions.observedAt, installed.observedAt)],
    picture.notes.map(({ ruleId, message, data }) => [ruleId, message, data]),
  ];
  for (const name of statementNames) parts.push(sharedOf(picture[name]));
  for (const name of listNames) parts.push(installed[name]);
  let known = profileDigests.get(world.profiles);
  if (known === undefined) profileDigests.set(world.profiles, (known = new ProfileDigests(digest)));
  for (const profile of installed.profiles) parts.push(known.of(profile));
  addFacts(parts, picture.facts);
  return digest(JSON.stringify(parts));
}

/** Every fact, always in the same order. */
const factNames = keysOf<FactName>({
  name: true,
  platform: true,
  productName: true,
  modelName: true,
  partNumber: true,
  osVersion: true,
  build: true,
  supplementalBuild: true,
  isAppleSilicon: true,
  isSupervised: true,
  enrolment: true,
  isUserApproved: true,
  isSharedIpad: true,
  temporarySessionOnly: true,
  awaitingConfiguration: true,
  lostMode: true,
  doNotDisturb: true,
  lockdownMode: true,
  storeAccountActive: true,
  betaEnrollment: true,
  timeZone: true,
  storageFreeGB: true,
  storageTotalGB: true,
  hasCellular: true,
  dataRoamingEnabled: true,
  subscriptions: true,
  firewall: true,
  apps: true,
  managedAppleAccountDomains: true,
  networkQuality: true,
  ssid: true,
  ipAddress: true,
  site: true,
  tags: true,
  buildSince: true,
  linesSince: true,
});

/** Value and basis; the number of its name before each, so that no fact reads like another. Most have one basis. */
function addFacts(parts: unknown[], facts: Facts): void {
  let number = 0;
  let last: string | undefined;
  for (const name of factNames) {
    number++;
    const fact = facts[name];
    if (fact === undefined) continue;
    if (fact.basis !== last) parts.push((last = fact.basis));
    parts.push(number, fact.value);
  }
}

function sharedOf(value: object | undefined): unknown {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map((item: object) => kept(item)) : kept(value);
}

/** A reply without its places. */
function saidOf({ booleans, numbers, intersections, unions, empty }: RestrictionsReply): unknown {
  return [
    empty,
    ...[booleans, numbers, intersections, unions].map((list) => list.map(({ key, value }) => [key, value])),
  ];
}

function networkOf({ definition, firewalls, missingFirewalls, placedBy }: PlacedNetwork): unknown {
  const texts = kept(firewalls, (files) => files.map(({ document }) => document.sha256));
  return [kept(definition), texts, missingFirewalls, placedBy];
}

function isOlder(a: string, b: string | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}
