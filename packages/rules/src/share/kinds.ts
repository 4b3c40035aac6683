import { isSameButListing, type InstalledProfile } from '@ringcheck/assemble';
import { bearingOf, type Bearing } from '@ringcheck/effective';
import { removesItself } from '@ringcheck/model';
import type { Numbers } from './numbers.js';
import type { Family, SharePlan } from './sight.js';

/** Installed profiles that differ in nothing but where they are listed. */
export interface Kind {
  readonly number: number;
  readonly bearing: Bearing;
  /** Of two profiles of a device with one of these the place in the list decides which goes first. */
  readonly name: Name;
  /** The system removes it by itself: when it was seen may matter. */
  readonly hasEnd: boolean;
  /** By the numbers of plans: which families of the plan see it. */
  readonly seenBy: (readonly number[] | undefined)[];
}

/** One for all kinds of a name. */
interface Name {
  /** The last device that was found to have it. */
  metIn: number;
}

const separator = '\u0001';

interface Known {
  readonly sample: InstalledProfile;
  readonly kind: Kind;
}

/** The kinds of a fleet's profiles; a few hundred. */
export class Kinds {
  private readonly known = new Map<string, Known[]>();
  private readonly names = new Map<string, Name>();
  private size = 0;
  private devices = 0;

  constructor(private readonly numbers: Numbers) {}

  of(installed: InstalledProfile): Kind {
    const name = installed.uuid ?? installed.identifier ?? installed.displayName ?? '';
    const held = this.known.get(name);
    if (held !== undefined) for (const { sample, kind } of held) if (isAlike(sample, installed)) return kind;
    const kind = this.make(installed);
    this.size++;
    this.known.set(name, [...(this.known.get(name) ?? []), { sample: installed, kind }]);
    return kind;
  }

  /** The kinds of all profiles of a device, in its order; undefined where two have one name. */
  ofAll(profiles: readonly InstalledProfile[]): readonly Kind[] | undefined {
    const device = ++this.devices;
    if (this.size > mostKinds) this.forget();
    const kinds: Kind[] = [];
    for (const installed of profiles) {
      const kind = this.of(installed);
      if (kind.name.metIn === device) return undefined;
      kind.name.metIn = device;
      kinds.push(kind);
    }
    return kinds;
  }

  /** Which families of a plan see profiles of the kind. */
  seenBy(kind: Kind, plan: SharePlan): readonly number[] {
    return (kind.seenBy[plan.number] ??= plan.families.flatMap((family, index) =>
      sees(family, kind) ? [index] : [],
    ));
  }

  private make(installed: InstalledProfile): Kind {
    const { identifier, uuid, displayName, profile, channel } = installed;
    const name = identifier ?? profile?.identifier ?? displayName ?? uuid ?? '';
    const user = channel.kind === 'user' ? channel.user : '';
    return {
      number: this.numbers.next(),
      bearing: bearingOf(installed),
      name: this.nameOf([name, uuid ?? '', user].join(separator)),
      hasEnd: removesItself(profile),
      seenBy: [],
    };
  }

  /** Between devices only: two profiles of one must not have two names where there is one. */
  private forget(): void {
    this.known.clear();
    this.names.clear();
    this.size = 0;
  }

  private nameOf(text: string): Name {
    let name = this.names.get(text);
    if (name === undefined) this.names.set(text, (name = { metIn: 0 }));
    return name;
  }
}

const mostKinds = 50_000;

/** Places with and without a path are told in different words. */
function isAlike(a: InstalledProfile, b: InstalledProfile): boolean {
  return (a.listing.path === undefined) === (b.listing.path === undefined) && isSameButListing(a, b);
}

function sees(family: Family, { bearing }: Kind): boolean {
  const { types } = family;
  if (types === 'every') return true;
  if (bearing.types === 'any') return types.size > 0;
  for (const type of bearing.types) if (types.has(type)) return true;
  return false;
}
