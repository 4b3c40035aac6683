import type { InstalledProfile, InstalledProfiles } from '@ringcheck/assemble';
import type { Instant } from '@ringcheck/model';
import type { ResolveOptions } from './types.js';

/** `gone`: removed by the system. `overdue`: its date has passed, yet a later listing still shows it. */
export type Lifetime =
  { readonly state: 'present' } | { readonly state: 'gone' | 'overdue'; readonly since: Instant };

/** Whether the system has removed a profile by itself: at its date, or so many seconds after installation. */
export function lifetimeOf(
  installed: InstalledProfile,
  listing: InstalledProfiles,
  { isPast }: Pick<ResolveOptions, 'isPast'>,
): Lifetime {
  const moment = removalMoment(installed);
  if (moment === undefined || !isPast(moment)) return { state: 'present' };
  const seen = listing.observedAt === undefined ? NaN : Date.parse(listing.observedAt);
  return { state: seen > Date.parse(moment) ? 'overdue' : 'gone', since: moment };
}

/** The earlier of the two wins. */
function removalMoment({ profile, installedAt }: InstalledProfile): Instant | undefined {
  const byDate = profile?.removalDate;
  const byDuration = after(installedAt, profile?.durationUntilRemoval);
  if (byDate === undefined || byDuration === undefined) return byDate ?? byDuration;
  return Date.parse(byDuration) < Date.parse(byDate) ? byDuration : byDate;
}

function after(from: Instant | undefined, seconds: number | undefined): Instant | undefined {
  if (from === undefined || seconds === undefined) return undefined;
  const moment = new Date(Date.parse(from) + seconds * 1000);
  // A date that is none has no text.
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
