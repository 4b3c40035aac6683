import type { InstalledProfiles, Picture } from '@ringcheck/assemble';
import type { DocumentRef, Fact, ReplyValue, Source } from '@ringcheck/model';
import { conditions, isBefore, seenValue } from './ground.js';
import { asksProfiles, asksRestrictions, type Family } from './sight.js';
import { mark, slotEvidence, slotSource, type Seen, type Spot } from './slots.js';

/** One device as one family sees it. */
export interface View extends Seen {
  readonly family: Family;
  /** Those of the device's profiles that the family sees, in the order of its list. */
  readonly places: readonly number[];
  /** When the profiles were listed matters: one of those seen goes by itself. */
  readonly hasEnd: boolean;
  readonly looksAtProduct: boolean;
}

/** What the n-th slot of a family's canonical picture stands for. */
export function spotAt({ family, picture, places }: View, slot: number): Spot | undefined {
  const name = family.facts[slot];
  if (name !== undefined) return picture.facts[name] && { of: 'fact', name };
  let index = slot - family.facts.length;
  if (index < places.length) return { of: 'profile', index };
  index -= places.length;
  const evidence = evidenceSeen(family, picture);
  if (index < evidence) return { of: 'network', index };
  index -= evidence;
  if (picture.restrictions === undefined) return undefined;
  if (index === 0) return { of: 'reply' };
  return index === 1 ? { of: 'answers' } : { of: 'answer', index: index - 2 };
}

function evidenceSeen({ isPlaced }: Family, { network }: Picture): number {
  return isPlaced ? (network?.evidence.length ?? 0) : 0;
}

/** A picture that all devices of one key have in common. */
export interface Canonical {
  /** To resolve, with the profiles the family sees. */
  readonly picture: Picture;
  /** For rules, which must not look at a list of which they see a part. */
  readonly forRules: Picture;
}

/** Places are slots, and whoever looks at what the key does not speak of calls `onLook`: such an answer is not shared. */
export function canonicalOf(view: View, onLook: () => void): Canonical {
  const { family, picture } = view;
  const seen: Parts = { facts: canonicalFacts(view, onLook), identity: canonicalIdentity(picture) };
  if (family.isPlaced && picture.network !== undefined)
    seen.network = canonicalNetwork(view, picture.network, onLook);
  const closed = closedTo(family);
  // What a picture does not have is in the key too: it may be asked for.
  const guard = (parts: Parts): Picture => guarded(parts, picture, (name) => !closed.has(name), onLook);
  if (!asksProfiles(family)) {
    const only = guard(seen);
    return { picture: only, forRules: only };
  }
  if (picture.restrictions !== undefined)
    seen.restrictions = canonicalRestrictions(view, picture.restrictions);
  const installed = canonicalInstalled(view);
  const listed = { ...seen, installed: unlisted(installed, picture.installed, onLook) };
  return { picture: guard({ ...seen, installed }), forRules: guard(listed) };
}

/** What stands in the canonical picture in place of what is the device's own. */
type Parts = {
  -readonly [K in 'facts' | 'identity' | 'network' | 'installed' | 'restrictions']?: Picture[K];
};

function canonicalIdentity({ identity }: Picture): Picture['identity'] {
  const named: { serial?: string; udid?: string } = {};
  if (identity.serial !== undefined) named.serial = mark;
  if (identity.udid !== undefined) named.udid = mark;
  return named;
}

/** What is known of the profiles of a device, but for the profiles. */
function unlisted(
  canonical: InstalledProfiles,
  { profiles }: InstalledProfiles,
  onLook: () => void,
): InstalledProfiles {
  return Object.defineProperty({ ...canonical }, 'profiles', {
    get() {
      onLook();
      return profiles;
    },
  });
}

const closedParts: readonly string[] = [
  'id',
  'aliases',
  'stale',
  'freshUntil',
  'installed',
  'restrictions',
  'group',
  'network',
  'place',
  'notes',
];
const closed = new WeakMap<Family, ReadonlySet<string>>();

/** Parts of a picture that a family must not look at. */
function closedTo(family: Family): ReadonlySet<string> {
  let parts = closed.get(family);
  if (parts === undefined) {
    const open = new Set([
      ...(family.isPlaced ? ['network', 'place'] : []),
      ...(asksProfiles(family) ? ['installed', 'restrictions'] : []),
    ]);
    closed.set(family, (parts = new Set(closedParts.filter((name) => !open.has(name)))));
  }
  return parts;
}

/** Answers from `seen`, or `real` where nothing stands in its place, for what is open; the rest is told. */
function guarded<T extends object>(
  seen: object,
  real: T,
  isOpen: (name: string) => boolean,
  onLook: () => void,
): T {
  return new Proxy(seen, {
    get(target, name) {
      if (typeof name !== 'string' || !isOpen(name)) onLook();
      else if (Object.hasOwn(target, name)) return Reflect.get(target, name) as unknown;
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

const platformOnly = ['platform'] as const;

function canonicalFacts(view: View, onLook: () => void): Picture['facts'] {
  const { family, picture } = view;
  const facts: { [name: string]: unknown } = {};
  const known = asksProfiles(family) ? conditions : platformOnly;
  for (const name of known) {
    const fact = picture.facts[name];
    if (fact !== undefined)
      facts[name] = new OnlyValue(seenValue(name, fact.value, view.looksAtProduct), fact, onLook);
  }
  const own = family.isApart ? [] : family.facts;
  own.forEach((name, slot) => {
    const fact = picture.facts[name];
    if (fact !== undefined)
      facts[name] = new Timeless(
        seenValue(name, fact.value, view.looksAtProduct),
        slotSource(slot, fact.source),
        fact,
        onLook,
      );
  });
  const open = new Set<string>([...known, ...own]);
  return guarded(facts, picture.facts, (name) => open.has(name), onLook);
}

/** Of a condition only the value is in the key. */
class OnlyValue implements Fact<unknown> {
  constructor(
    readonly value: unknown,
    private readonly real: Fact<unknown>,
    private readonly onLook: () => void,
  ) {}

  get basis(): Fact<unknown>['basis'] {
    this.onLook();
    return this.real.basis;
  }

  get observedAt(): string {
    this.onLook();
    return this.real.observedAt;
  }

  get source(): Source {
    this.onLook();
    return this.real.source;
  }
}

/** Of what a family looks at the time is not in the key. */
class Timeless implements Fact<unknown> {
  readonly basis: Fact<unknown>['basis'];

  constructor(
    readonly value: unknown,
    readonly source: Source,
    private readonly real: Fact<unknown>,
    private readonly onLook: () => void,
  ) {
    this.basis = real.basis;
  }

  get observedAt(): string {
    this.onLook();
    return this.real.observedAt;
  }
}

function canonicalNetwork(
  { family, places }: View,
  network: NonNullable<Picture['network']>,
  onLook: () => void,
): NonNullable<Picture['network']> {
  const first = family.facts.length + places.length;
  return { ...network, evidence: network.evidence.map((_, index) => slotEvidence(first + index, onLook)) };
}

/** Only whether the reply came before the list of profiles is in the key, unless one of them goes by itself. */
const earlier = '1970-01-01T00:00:00.001Z';
const later = '1970-01-01T00:00:00.002Z';

function canonicalInstalled({ family, picture, profiles: all, places, hasEnd }: View): InstalledProfiles {
  const { observedAt } = picture.installed;
  const profiles = places.flatMap((place, index) => {
    const profile = all[place];
    return profile === undefined
      ? []
      : [{ ...profile, listing: slotSource(family.facts.length + index, profile.listing) }];
  });
  const time = observedAt === undefined ? {} : { observedAt: hasEnd ? observedAt : later };
  return { ...picture.installed, ...time, profiles };
}

function canonicalRestrictions(
  { family, picture, places, hasEnd }: View,
  { reply, observedAt, source }: NonNullable<Picture['restrictions']>,
): NonNullable<Picture['restrictions']> {
  const listedAt = picture.installed.observedAt;
  const isOlder = isBefore(observedAt, listedAt);
  const time = isOlder ? earlier : hasEnd ? (listedAt ?? later) : later;
  let next = family.facts.length + places.length + evidenceSeen(family, picture);
  const { document } = source;
  const whole = slotSource(next++, source);
  const at = slotSource(next++, { document, at: reply.at }).at;
  const values = <T>(list: readonly ReplyValue<T>[]): readonly ReplyValue<T>[] =>
    asksRestrictions(family) ? list.map((value) => placedValue(value, document, next++)) : [];
  return {
    observedAt: time,
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
}

function placedValue<T>(value: ReplyValue<T>, document: DocumentRef, slot: number): ReplyValue<T> {
  const { at, path } = slotSource(slot, { document, at: value.at, path: value.path });
  return { ...value, at, path: path ?? '' };
}
