import { listNames, statementNames, type Picture } from '@ringcheck/assemble';
import { productFamily } from '@ringcheck/effective';
import { bases, isAtLeast, type FactName, type RestrictionsReply, type ReplyValue } from '@ringcheck/model';
import type { Numbers, Plain } from './numbers.js';

/**
 * Facts that are looked at beside the rules: which payloads and keys can act. The version of the OS is only compared,
 * and what was compared is kept with the answer.
 */
export const conditions = [
  'platform',
  'isSupervised',
  'enrolment',
  'isUserApproved',
  'isSharedIpad',
  'productName',
] as const satisfies readonly FactName[];

/** What every family may see of a device: its platform, and what is stated of it. */
export function addGround(
  parts: number[],
  picture: Picture,
  assumeInstalled: boolean,
  numbers: Numbers,
): void {
  const { facts, identity, egresses } = picture;
  const named = (identity.serial === undefined ? 0 : 1) + (identity.udid === undefined ? 0 : 2);
  parts.push(named + (assumeInstalled ? 4 : 0), numbers.ofValue(facts.platform?.value));
  for (const name of statementNames) numbers.add(parts, picture[name]);
  parts.push(egresses.length);
  for (const { vpn, network } of egresses) {
    parts.push(numbers.of(vpn));
    addNetwork(parts, network, numbers);
  }
}

/** What families that ask for profiles see besides: by what payloads and keys can act, and what is known of the list. */
export function addProfileGround(
  parts: number[],
  { facts, installed, restrictions }: Picture,
  looksAtProduct: boolean,
  numbers: Numbers,
): void {
  parts.push(saidOf(restrictions, installed), isVersion(facts.osVersion?.value) ? 1 : 0);
  for (const name of conditions)
    parts.push(numbers.ofValue(plain(seenValue(name, facts[name]?.value, looksAtProduct))));
  for (const name of listNames) parts.push(numbers.ofValue(installed[name]));
}

/** Whether it can be compared at all: the rest of a version is no part of a family's ground. */
function isVersion(text: string | undefined): boolean {
  return text !== undefined && isAtLeast(text, '0') !== undefined;
}

/** What may be seen of a fact's value: of a product its family, unless a rule asks for more. */
export function seenValue(name: FactName, value: unknown, looksAtProduct: boolean): unknown {
  return name === 'productName' && !looksAtProduct && typeof value === 'string'
    ? productFamily(value)
    : value;
}

/** A fact without its place, and without its time. */
export function factNumber(
  name: FactName,
  { facts }: Picture,
  looksAtProduct: boolean,
  numbers: Numbers,
): number {
  const fact = facts[name];
  if (fact === undefined) return 0;
  const { value, basis, source } = fact;
  const number = numbers.ofValue(plain(seenValue(name, value, looksAtProduct)));
  return (number * bases.length + bases.indexOf(basis)) * 2 + (source.path === undefined ? 0 : 1);
}

function plain(value: unknown): Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value);
}

/** The network a device is in, and whether anything says so. */
export function addPlace(parts: number[], { network, place }: Picture, numbers: Numbers): void {
  parts.push(place === undefined ? 0 : 1 + (place.known ? 1 : 0) + (place.firewallsDescribed ? 2 : 0));
  if (network !== undefined) addNetwork(parts, network, numbers);
}

/** Whether the device answered for itself, in words that count, and whether a list of profiles came later. */
function saidOf(restrictions: Picture['restrictions'], installed: Picture['installed']): number {
  if (restrictions === undefined) return 0;
  const { reply, observedAt } = restrictions;
  return 1 + (reply.empty ? 1 : 0) + (isBefore(observedAt, installed.observedAt) ? 2 : 0);
}

export function isBefore(a: string, b: string | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}

function addNetwork(
  parts: number[],
  { definition, firewalls, missingFirewalls, placedBy, document, evidence }: NonNullable<Picture['network']>,
  numbers: Numbers,
): void {
  parts.push(
    numbers.of(definition),
    numbers.of(firewalls),
    missingFirewalls.length === 0 ? 0 : numbers.ofValue(missingFirewalls.join('/')),
    numbers.ofValue(placedBy),
    document === undefined ? 0 : numbers.of(document),
    evidence.length,
  );
}

/** The words of a reply, without their places; 0 where there is none. */
export function replyNumber(restrictions: Picture['restrictions'], numbers: Numbers): number {
  return restrictions === undefined ? 0 : numbers.ofValue(replyText(restrictions));
}

function replyText({ reply, source }: NonNullable<Picture['restrictions']>): string {
  const said = JSON.stringify(reply, (name, value: unknown) =>
    name === 'at' || name === 'path' ? undefined : value,
  );
  return `${source.path === undefined ? '' : '/'}${said}`;
}

export function valuesOf(reply: RestrictionsReply): readonly ReplyValue<unknown>[] {
  return [...reply.booleans, ...reply.numbers, ...reply.intersections, ...reply.unions];
}
