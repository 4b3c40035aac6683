import type { Picture } from '@ringcheck/assemble';
import { productFamily } from '@ringcheck/effective';
import type { FactName, RestrictionsReply, ReplyValue } from '@ringcheck/model';
import type { Numbers } from './numbers.js';

const separator = '\u0001';

/** Facts that are looked at beside the rules: which payloads and keys can act. */
export const conditions = [
  'platform',
  'osVersion',
  'isSupervised',
  'enrolment',
  'isUserApproved',
  'isSharedIpad',
  'productName',
] as const satisfies readonly FactName[];

/** Parts of a picture that are no part of the ground; those that answers never look at, and those with keys of their own. */
type Apart =
  | 'id'
  | 'aliases'
  | 'identity'
  | 'facts'
  | 'stale'
  | 'freshUntil'
  | 'installed'
  | 'restrictions'
  | 'group'
  | 'network'
  | 'place'
  | 'egresses'
  | 'notes';

const statements: Readonly<Record<Exclude<keyof Picture, Apart>, true>> = {
  accounts: true,
  externalControls: true,
  attestations: true,
  knowledge: true,
  serviceStatus: true,
  appBlockers: true,
  tunnels: true,
  policyDocument: true,
};
const statementNames = Object.keys(statements) as readonly (keyof typeof statements)[];

const ofTheList: Readonly<Record<Exclude<keyof Picture['installed'], 'profiles' | 'observedAt'>, true>> = {
  knowledge: true,
  basis: true,
  managedOnly: true,
};
const listNames = Object.keys(ofTheList) as readonly (keyof typeof ofTheList)[];

/** What every family may see of a device: its platform, and what is stated of it. */
export function groundOf(picture: Picture, numbers: Numbers): string {
  const { facts, identity, egresses } = picture;
  const names = `${identity.serial === undefined ? '' : 's'}${identity.udid === undefined ? '' : 'u'}`;
  let ground = `${names} ${facts.platform?.value ?? ''}`;
  for (const name of statementNames) ground += ` ${numbers.token(picture[name])}`;
  for (const { vpn, network } of egresses)
    ground += ` ${numbers.of(vpn)} ${networkToken(network, numbers)} ${network.evidence.length}`;
  return ground;
}

/** What families that ask for profiles see besides: by what payloads and keys can act, and what is known of the list. */
export function profileGroundOf(picture: Picture, looksAtProduct: boolean): string {
  const { facts, installed, restrictions } = picture;
  let ground = saidOf(restrictions, installed);
  for (const name of conditions) {
    const value = seenValue(name, facts[name]?.value, looksAtProduct);
    ground += `${separator}${value === undefined ? '' : String(value)}`;
  }
  for (const name of listNames) ground += `${separator}${String(installed[name] ?? '')}`;
  return ground;
}

/** What may be seen of a fact's value: of a product its family, unless a rule asks for more. */
export function seenValue(name: FactName, value: unknown, looksAtProduct: boolean): unknown {
  return name === 'productName' && !looksAtProduct && typeof value === 'string'
    ? productFamily(value)
    : value;
}

/** A fact without its place, and without its time. */
export function factToken(name: FactName, { facts }: Picture, looksAtProduct: boolean): string {
  const fact = facts[name];
  if (fact === undefined) return '';
  const value = seenValue(name, fact.value, looksAtProduct);
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `${fact.basis}${fact.source.path === undefined ? '' : '/'}${shown}`;
}

/** The network a device is in, and whether anything says so. */
export function placeToken({ network, place }: Picture, numbers: Numbers): string {
  const known = place === undefined ? '' : `${place.known} ${place.firewallsDescribed}`;
  return network === undefined
    ? known
    : `${known} ${networkToken(network, numbers)} ${network.evidence.length}`;
}

/** Whether the device answered for itself, in words that count, and whether a list of profiles came later. */
function saidOf(restrictions: Picture['restrictions'], installed: Picture['installed']): string {
  if (restrictions === undefined) return '';
  const { reply, observedAt } = restrictions;
  return `${reply.empty ? 'empty' : 'said'} ${isBefore(observedAt, installed.observedAt) ? 'before' : ''}`;
}

export function isBefore(a: string, b: string | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}

function networkToken(
  { definition, firewalls, missingFirewalls, placedBy, document }: NonNullable<Picture['network']>,
  numbers: Numbers,
): string {
  const file = document === undefined ? '' : numbers.of(document);
  return `${numbers.of(definition)} ${numbers.of(firewalls)} ${missingFirewalls.join('/')} ${placedBy} ${file}`;
}

/** The words of a reply, without their places. */
export function replyToken({ reply, source }: NonNullable<Picture['restrictions']>): string {
  const said = JSON.stringify(reply, (name, value: unknown) =>
    name === 'at' || name === 'path' ? undefined : value,
  );
  return `${source.path === undefined ? '' : '/'}${said}`;
}

export function valuesOf(reply: RestrictionsReply): readonly ReplyValue<unknown>[] {
  return [...reply.booleans, ...reply.numbers, ...reply.intersections, ...reply.unions];
}
