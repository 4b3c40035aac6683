import { removesItself, type Facts, type Instant } from '@ringcheck/model';
import { type ageLimits, isStale, staleFrom } from './ages.js';
import { compareText } from './identity.js';
import type { Picture } from './picture.js';
import type { World } from './world.js';

/** What is older than its limit, and when the next of the rest will be. */
export function freshness(
  world: World,
  facts: Facts,
  answers: { readonly installed: Picture['installed']; readonly restrictions: Picture['restrictions'] },
  limits: ReturnType<typeof ageLimits>,
): { readonly stale: Picture['stale']; readonly freshUntil: Instant | undefined } {
  const stale: Stale[] = [];
  const ends: Instant[] = [];
  const check = (what: Stale['what'], at: string | undefined, days: number): void => {
    if (at === undefined) return;
    if (isStale(at, days, world.now)) {
      stale.push({ what, observedAt: at });
      return;
    }
    const end = staleFrom(at, days);
    if (end !== undefined) ends.push(end);
  };
  check('profiles', answers.installed.observedAt, limits.profiles);
  check('restrictions', answers.restrictions?.observedAt, limits.profiles);
  check('security', facts.firewall?.observedAt, limits.facts);
  check('place', (facts.ssid ?? facts.ipAddress)?.observedAt, limits.place);
  check('facts', facts.osVersion?.observedAt, limits.facts);
  return { stale, freshUntil: firstOf(ends) };
}

type Stale = Picture['stale'][number];

function firstOf(instants: readonly Instant[]): Instant | undefined {
  let first = instants[0];
  for (const instant of instants) if (first !== undefined && compareText(instant, first) < 0) first = instant;
  return first;
}

/**
 * Whether the device would be judged otherwise if the same were observed again today: something is stale, or a
 * profile removes itself and a later listing would show that it did not.
 */
export function agesMatter(picture: Picture): boolean {
  return picture.stale.length > 0 || picture.installed.profiles.some(({ profile }) => removesItself(profile));
}

/** The earlier of two moments at which time alone could change something. */
export function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}
