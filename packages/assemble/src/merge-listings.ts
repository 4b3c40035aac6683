import type { Basis, Instant, ListedProfile, ProfileListing, Source } from '@ringcheck/model';
import { compareText } from './identity.js';
import { observedAt, strongestFirst, type SourcedRecord } from './merge-facts.js';
import type { InstalledProfile, InstalledProfiles, Note } from './picture.js';
import { joinProfile, type ProfileIndex } from './profile-index.js';

interface SourcedListing {
  readonly source: SourcedRecord;
  readonly listing: ProfileListing;
}

/**
 * What is installed, from all listings of a device: per channel the newest answer counts;
 * assignments count only where no listing exists. Profiles are joined with their uploaded content.
 */
export function mergeListings(
  records: readonly SourcedRecord[],
  index: ProfileIndex,
): { installed: InstalledProfiles; notes: readonly Note[] } {
  const listings = strongestFirst(records).flatMap((source): SourcedListing[] =>
    source.record.profiles ? [{ source, listing: source.record.profiles }] : [],
  );
  const listed = listings.filter(({ listing }) => listing.basis !== 'assigned');
  const chosen = newestPerChannel(listed.length > 0 ? listed : listings);
  const first = chosen[0];
  if (first === undefined) return { installed: { knowledge: 'none', profiles: [] }, notes: [] };

  const enriched = enricher(listed);
  const profiles: InstalledProfile[] = [];
  const notes: Note[] = [];
  for (const { source, listing } of chosen) {
    for (const profile of listing.profiles) {
      const joined = joinProfile(enriched(profile), listingSource(source, profile), index);
      profiles.push(joined.installed);
      for (const note of joined.notes) notes.push(note);
    }
  }
  return {
    installed: {
      knowledge: listed.length > 0 ? 'listed' : 'assigned',
      basis: first.listing.basis satisfies Basis,
      observedAt: oldest(chosen),
      ...(chosen.some(({ listing }) => listing.managedOnly === true) ? { managedOnly: true } : {}),
      profiles: isSorted(profiles) ? profiles : profiles.sort(byProfile),
    },
    notes,
  };
}

function newestPerChannel(listings: readonly SourcedListing[]): SourcedListing[] {
  const seen = new Map<string, SourcedListing>();
  for (const entry of listings) {
    const { channel } = entry.listing;
    const key = channel.kind === 'device' ? 'device' : `user ${channel.user}`;
    const held = seen.get(key);
    if (held === undefined) seen.set(key, entry);
    // A list taken with ManagedOnly hides profiles; a complete one of the same time says more.
    else if (
      held.listing.managedOnly === true &&
      entry.listing.managedOnly !== true &&
      observedAt(held.source) === observedAt(entry.source)
    )
      seen.set(key, entry);
  }
  return [...seen.values()];
}

/** The oldest of the chosen answers: what is said of the device as a whole is no newer than that. */
function oldest(listings: readonly SourcedListing[]): Instant {
  return listings.map(({ source }) => observedAt(source)).sort(compareText)[0] ?? '';
}

function payloadTypesByUuid(listings: readonly SourcedListing[]): ReadonlyMap<string, readonly string[]> {
  const types = new Map<string, readonly string[]>();
  for (const { listing } of listings) {
    for (const profile of listing.profiles) {
      if (profile.uuid !== undefined && profile.payloadTypes !== undefined)
        types.set(profile.uuid.toUpperCase(), profile.payloadTypes);
    }
  }
  return types;
}

/** Fills in payload types from another list; lists mostly name them, and then none is looked through. */
function enricher(listings: readonly SourcedListing[]): (profile: ListedProfile) => ListedProfile {
  let types: ReadonlyMap<string, readonly string[]> | undefined;
  return (profile) => {
    if (profile.payloadTypes !== undefined || profile.uuid === undefined) return profile;
    types ??= payloadTypesByUuid(listings);
    const payloadTypes = types.get(profile.uuid.toUpperCase());
    return payloadTypes === undefined ? profile : { ...profile, payloadTypes };
  };
}

function isSorted(profiles: readonly InstalledProfile[]): boolean {
  return profiles.every((profile, index) => {
    const before = profiles[index - 1];
    return before === undefined || byProfile(before, profile) <= 0;
  });
}

function listingSource(source: SourcedRecord, profile: ListedProfile): Source {
  const { document } = source;
  const { at, path } = profile;
  return path === undefined ? { document, at } : { document, at, path };
}

function byProfile(a: InstalledProfile, b: InstalledProfile): number {
  return (
    compareText(a.identifier ?? '', b.identifier ?? '') ||
    compareText(a.uuid ?? '', b.uuid ?? '') ||
    compareText(a.displayName ?? '', b.displayName ?? '') ||
    compareText(userOf(a), userOf(b))
  );
}

function userOf({ channel }: InstalledProfile): string {
  return channel.kind === 'user' ? channel.user : '';
}
