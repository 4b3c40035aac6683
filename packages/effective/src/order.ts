import type { InstalledProfile } from '@ringcheck/assemble';
import { compareText, type Channel } from '@ringcheck/model';

export { compareText };

/** Profiles in an order that does not depend on the order of the input, each once. */
export function inOrder(profiles: readonly InstalledProfile[]): InstalledProfile[] {
  if (profiles.length < 2) return [...profiles];
  const sorted = [...profiles].sort(compareProfiles);
  return sorted.filter((profile, index) => {
    const before = sorted[index - 1];
    return before === undefined || !isSame(before, profile);
  });
}

/** Names mostly differ, so the rest is only looked at where they do not. */
function compareProfiles(a: InstalledProfile, b: InstalledProfile): number {
  return (
    compareText(profileName(a), profileName(b)) ||
    compareText(identityKey(a), identityKey(b)) ||
    compareText(listingKey(a), listingKey(b))
  );
}

function isSame(a: InstalledProfile, b: InstalledProfile): boolean {
  return profileName(a) === profileName(b) && identityKey(a) === identityKey(b);
}

/** Two entries with the same text are the same profile, listed or uploaded twice. */
function identityKey(installed: InstalledProfile): string {
  const { profile } = installed;
  return [
    installed.uuid ?? profile?.uuid ?? '',
    channelKey(installed.channel),
    installed.displayName ?? '',
    installed.content,
    profile?.document.sha256 ?? '',
    profile === undefined ? '' : String(profile.at.offset),
    String(installed.isManaged ?? ''),
    installed.installedAt ?? '',
    (installed.payloadTypes ?? []).join(' '),
  ].join('\u0000');
}

function listingKey({ listing }: InstalledProfile): string {
  return [listing.document.path, listing.document.sha256, String(listing.at.offset)].join('\u0000');
}

/** `device`, or `user:` and the name. */
export function channelKey(channel: Channel): string {
  return channel.kind === 'device' ? 'device' : `user:${channel.user}`;
}

/** How an admin knows the profile: its identifier, else the name it is shown by. */
export function profileName({ identifier, profile, displayName, uuid }: InstalledProfile): string {
  return identifier ?? profile?.identifier ?? displayName ?? uuid ?? '';
}
