import type { InstalledProfile } from '@ringcheck/assemble';
import { bearingOf, type Bearing } from '@ringcheck/effective';
import type { Numbers } from './numbers.js';
import type { Family, SharePlan } from './sight.js';

/** Installed profiles that differ in nothing but where they are listed. */
export interface Kind {
  readonly number: number;
  readonly bearing: Bearing;
  /** Of two profiles of a device with one of these the place in the list decides which goes first. */
  readonly name: number;
  /** The system removes it by itself: when it was seen may matter. */
  readonly hasEnd: boolean;
}

const separator = '\u0001';

/** The kinds of a fleet's profiles; a few hundred. */
export class Kinds {
  private readonly kinds = new Map<string, Kind>();
  private readonly seen = new WeakMap<Kind, Map<SharePlan, readonly number[]>>();

  constructor(private readonly numbers: Numbers) {}

  of(installed: InstalledProfile): Kind {
    const key = this.keyOf(installed);
    let kind = this.kinds.get(key);
    if (kind === undefined) {
      if (this.kinds.size >= mostKinds) this.kinds.clear();
      this.kinds.set(key, (kind = this.make(installed, key)));
    }
    return kind;
  }

  /** Which families of a plan see profiles of the kind. */
  seenBy(kind: Kind, plan: SharePlan): readonly number[] {
    let known = this.seen.get(kind);
    if (known === undefined) this.seen.set(kind, (known = new Map<SharePlan, readonly number[]>()));
    let families = known.get(plan);
    if (families === undefined) {
      families = plan.families.flatMap((family, index) => (sees(family, kind) ? [index] : []));
      known.set(plan, families);
    }
    return families;
  }

  private make(installed: InstalledProfile, key: string): Kind {
    const { identifier, uuid, displayName, profile, channel } = installed;
    const name = identifier ?? profile?.identifier ?? displayName ?? uuid ?? '';
    const user = channel.kind === 'user' ? channel.user : '';
    return {
      number: this.numbers.ofText(key),
      bearing: bearingOf(installed),
      name: this.numbers.ofText([name, uuid ?? '', user].join(separator)),
      hasEnd: profile?.removalDate !== undefined || profile?.durationUntilRemoval !== undefined,
    };
  }

  /** Of every field but `listing`; a test holds it to the fields there are. */
  private keyOf(installed: InstalledProfile): string {
    const { profile, channel, payloadTypes, declaration } = installed;
    let key = installed.listing.path === undefined ? '' : '/';
    if (profile !== undefined) key += this.numbers.of(profile);
    key += shown(installed.identifier) + shown(installed.uuid) + shown(installed.displayName);
    key += shown(installed.installedAt) + shown(installed.content) + shown(installed.joinedBy);
    key += flag(installed.isManaged) + flag(installed.removalDisallowed);
    key += flag(installed.viaDeclaration) + flag(installed.uuidDiffers);
    if (channel.kind === 'user') key += `@${channel.user}`;
    if (payloadTypes !== undefined) key += separator + payloadTypes.join();
    return declaration === undefined ? key : `${key}${separator}${JSON.stringify(declaration)}`;
  }
}

const shown = (text: string | undefined): string => (text === undefined ? separator : `${separator}=${text}`);
const flag = (value: boolean | undefined): string => (value === undefined ? '?' : value ? '+' : '-');

const mostKinds = 50_000;

function sees(family: Family, { bearing }: Kind): boolean {
  const { types } = family;
  if (types === 'every') return true;
  if (bearing.types === 'any') return types.size > 0;
  for (const type of bearing.types) if (types.has(type)) return true;
  return false;
}
