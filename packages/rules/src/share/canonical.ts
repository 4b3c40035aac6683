import type { InstalledProfile, Picture, PlacedNetwork } from '@ringcheck/assemble';
import { productFamily } from '@ringcheck/effective';
import type { DocumentRef, Fact, Facts, RestrictionsReply, ReplyValue } from '@ringcheck/model';
import { mark, slotEvidence, slotSource, type Place } from './slots.js';

/** What a set of answers may look at: the facts by name, and which side of the picture. */
export interface Sight {
  readonly facts: readonly (keyof Facts)[];
  readonly side: 'profiles' | 'network';
  /** No rule asks for the product itself, only the conditions do, for its family. */
  readonly familyOnly: boolean;
}

/** What a device has in common with others (`key`), and what is its own (`places`), for one sight. */
export interface Shape {
  readonly key: string;
  readonly places: readonly Place[];
}

/** Numbers for objects: the same object has the same number, another one another. */
export class Numbers {
  private readonly numbers = new WeakMap<object, number>();
  private last = 0;

  of(object: object): number {
    let number = this.numbers.get(object);
    if (number === undefined) this.numbers.set(object, (number = ++this.last));
    return number;
  }

  /** An array by its items, so that two lists made of the same things are the same. */
  token(value: unknown): string {
    if (typeof value !== 'object' || value === null)
      return typeof value === 'string' ? `"${value}` : String(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.token(item)).join()}]`;
    return `#${this.of(value)}`;
  }
}

const separator = '\u0001';

/** Undefined where the device cannot share: its order of answers could hang on where its profiles are listed. */
export function shapeOf(picture: Picture, sight: Sight, numbers: Numbers): Shape | undefined {
  // What a device says profile by profile has places of its own in the reply.
  if (picture.restrictions?.reply.profiles !== undefined && sight.side === 'profiles') return undefined;
  const places: Place[] = [];
  const parts: string[] = [];
  for (const name of sight.facts) {
    const fact = picture.facts[name];
    if (fact === undefined) {
      parts.push('');
      continue;
    }
    parts.push(
      `${fact.basis}${fact.source.path === undefined ? '' : '/'}${scalar(seenOf(name, fact.value, sight))}`,
    );
    places.push(fact.source);
  }
  for (const [name, value] of Object.entries(picture))
    if (!apartFields.has(name)) parts.push(name, numbers.token(value));
  parts.push(identityKey(picture), egressKey(picture, numbers));
  if (sight.side === 'network')
    return { key: [...parts, networkKey(picture, places, numbers)].join(separator), places };
  const profiles = profilesKey(picture, places, numbers);
  if (profiles === undefined) return undefined;
  parts.push(profiles, restrictionsKey(picture, places));
  return { key: parts.join(separator), places };
}

/** Parts of a picture that have a key of their own here, or that answers must not look at. */
const apartFields: ReadonlySet<string> = new Set([
  'id',
  'aliases',
  'identity',
  'facts',
  'stale',
  'freshUntil',
  'installed',
  'restrictions',
  'group',
  'network',
  'place',
  'egresses',
  'notes',
]);

/** What may be seen of a fact's value. */
function seenOf(name: keyof Facts, value: unknown, { familyOnly }: Sight): unknown {
  return familyOnly && name === 'productName' && typeof value === 'string' ? productFamily(value) : value;
}

const scalar = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Only whether the device has these names may matter. */
function identityKey({ identity }: Picture): string {
  return `${identity.serial === undefined ? '' : 's'}${identity.udid === undefined ? '' : 'u'}`;
}

function egressKey({ egresses }: Picture, numbers: Numbers): string {
  return egresses
    .map(
      ({ vpn, network }) =>
        `${numbers.of(vpn)} ${networkNumbers(network, numbers)} ${network.evidence.length}`,
    )
    .join();
}

function networkNumbers(
  { definition, firewalls, missingFirewalls, placedBy, document }: PlacedNetwork,
  numbers: Numbers,
): string {
  const file = document === undefined ? '' : numbers.of(document);
  return `${numbers.of(definition)} ${numbers.of(firewalls)} ${missingFirewalls.join('/')} ${placedBy} ${file}`;
}

function networkKey({ network, place }: Picture, places: Place[], numbers: Numbers): string {
  const known = place === undefined ? '' : JSON.stringify(place);
  if (network === undefined) return known;
  for (const evidence of network.evidence) places.push({ whole: evidence });
  return `${known} ${networkNumbers(network, numbers)} ${network.evidence.length}`;
}

function profilesKey({ installed }: Picture, places: Place[], numbers: Numbers): string | undefined {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(installed))
    if (name !== 'profiles' && name !== 'observedAt') parts.push(name, scalar(value));
  const seen = new Set<string>();
  for (const profile of installed.profiles) {
    if (profile.joinedBy === 'listing' || isTwin(profile, seen)) return undefined;
    parts.push(profileKey(profile, numbers));
    places.push(profile.listing);
  }
  return parts.join(separator);
}

/** Of two entries with one name the place in the list decides which goes first. */
function isTwin(
  { identifier, uuid, displayName, profile, channel }: InstalledProfile,
  seen: Set<string>,
): boolean {
  const name = identifier ?? profile?.identifier ?? displayName ?? uuid ?? '';
  const before = seen.size;
  seen.add(`${name}${separator}${uuid ?? ''}${separator}${channel.kind === 'user' ? channel.user : ''}`);
  return seen.size === before;
}

function profileKey(installed: InstalledProfile, numbers: Numbers): string {
  let key = installed.listing.path === undefined ? '' : '/';
  for (const [name, value] of Object.entries(installed)) {
    if (name === 'listing') continue;
    key += `${separator}${name}=`;
    key += name === 'profile' && installed.profile ? numbers.of(installed.profile) : scalar(value);
  }
  return key;
}

/** With the times: a reply older than the list of profiles says nothing, and a list outlives a profile's end. */
function restrictionsKey({ restrictions, installed }: Picture, places: Place[]): string {
  const lists = installed.profiles.some(({ profile }) => hasEnd(profile));
  if (restrictions === undefined) return lists ? `${installed.observedAt ?? ''}` : '';
  const { reply, observedAt, source } = restrictions;
  places.push(source, { document: source.document, at: reply.at });
  for (const value of valuesOf(reply))
    places.push({ document: source.document, at: value.at, path: value.path });
  const said = JSON.stringify(reply, (name, value: unknown) =>
    name === 'at' || name === 'path' ? undefined : value,
  );
  return `${installed.observedAt ?? ''} ${observedAt} ${source.path === undefined ? '' : '/'} ${said}`;
}

function hasEnd(profile: InstalledProfile['profile']): boolean {
  return (
    profile !== undefined && (profile.removalDate !== undefined || profile.durationUntilRemoval !== undefined)
  );
}

function valuesOf({
  booleans,
  numbers,
  intersections,
  unions,
}: RestrictionsReply): readonly ReplyValue<unknown>[] {
  return [...booleans, ...numbers, ...intersections, ...unions];
}

/**
 * A picture that all devices of one shape have in common: places are slots, and whoever looks at what the key does
 * not speak of calls `onLook`: such an answer is not shared.
 */
export function canonicalOf(picture: Picture, sight: Sight, onLook: () => void): Picture {
  const slots = new SlotMaker();
  const facts: { [name: string]: unknown } = {};
  for (const name of sight.facts) {
    const fact = picture.facts[name];
    if (fact !== undefined)
      facts[name] = canonicalFact({ ...fact, value: seenOf(name, fact.value, sight) }, slots, onLook);
  }
  const sighted = new Set<string>(sight.facts);
  const seen: Record<string, unknown> = {
    ...picture,
    facts: guarded(facts, picture.facts, (name) => sighted.has(name), onLook),
    identity: {
      ...(picture.identity.serial === undefined ? {} : { serial: mark }),
      ...(picture.identity.udid === undefined ? {} : { udid: mark }),
    },
  };
  const closed = new Set(apartFields);
  for (const name of ['facts', 'identity', 'egresses']) closed.delete(name);
  if (sight.side === 'network') {
    if (picture.network !== undefined) seen['network'] = canonicalNetwork(picture.network, slots, onLook);
    for (const name of ['network', 'place']) closed.delete(name);
  } else {
    seen['installed'] = canonicalInstalled(picture, slots, onLook);
    if (picture.restrictions !== undefined)
      seen['restrictions'] = canonicalRestrictions(picture.restrictions, slots);
    for (const name of ['installed', 'restrictions']) closed.delete(name);
  }
  // What a picture does not have is in the key too: it may be asked for.
  return guarded(seen, picture, (name) => !closed.has(name), onLook);
}

/** Slots in the order in which `shapeOf` finds the places. */
class SlotMaker {
  private next = 0;
  readonly source = (real: Picture['installed']['profiles'][number]['listing']) =>
    slotSource(this.next++, real);
  readonly evidence = (onLook: () => void) => slotEvidence(this.next++, onLook);
}

/** Answers from `seen` for what is open, and from `real` for the rest, which is told. */
function guarded<T extends object>(
  seen: object,
  real: T,
  isOpen: (name: string) => boolean,
  onLook: () => void,
): T {
  return new Proxy(seen, {
    get(target, name) {
      if (typeof name === 'string' && isOpen(name)) return Reflect.get(target, name) as unknown;
      onLook();
      return Reflect.get(real, name) as unknown;
    },
    has(_, name) {
      onLook();
      return Reflect.has(real, name);
    },
    ownKeys() {
      onLook();
      return Reflect.ownKeys(seen);
    },
  }) as T;
}

function canonicalFact(fact: Fact<unknown>, slots: SlotMaker, onLook: () => void): Fact<unknown> {
  return {
    value: fact.value,
    basis: fact.basis,
    get observedAt() {
      onLook();
      return fact.observedAt;
    },
    source: slots.source(fact.source),
  };
}

function canonicalNetwork(network: PlacedNetwork, slots: SlotMaker, onLook: () => void): PlacedNetwork {
  return { ...network, evidence: network.evidence.map(() => slots.evidence(onLook)) };
}

function canonicalInstalled(
  { installed, restrictions }: Picture,
  slots: SlotMaker,
  onLook: () => void,
): Picture['installed'] {
  const inKey = restrictions !== undefined || installed.profiles.some(({ profile }) => hasEnd(profile));
  const { observedAt, ...rest } = installed;
  const profiles = installed.profiles.map((profile) => ({
    ...profile,
    listing: slots.source(profile.listing),
  }));
  if (observedAt === undefined) return { ...rest, profiles };
  if (inKey) return { ...rest, observedAt, profiles };
  return {
    ...rest,
    profiles,
    get observedAt() {
      onLook();
      return observedAt;
    },
  };
}

function canonicalRestrictions(
  { reply, observedAt, source }: NonNullable<Picture['restrictions']>,
  slots: SlotMaker,
): NonNullable<Picture['restrictions']> {
  const place = (document: DocumentRef) => {
    const whole = slots.source(source);
    const at = slots.source({ document, at: reply.at }).at;
    const values = <T>(list: readonly ReplyValue<T>[]): readonly ReplyValue<T>[] =>
      list.map((value) => {
        const slot = slots.source({ document, at: value.at, path: value.path });
        return { ...value, at: slot.at, path: slot.path ?? '' };
      });
    return {
      source: whole,
      reply: {
        ...reply,
        at,
        booleans: values(reply.booleans),
        numbers: values(reply.numbers),
        intersections: values(reply.intersections),
        unions: values(reply.unions),
      },
    };
  };
  return { observedAt, ...place(source.document) };
}
