import {
  optional,
  evidenceOf,
  isSameList,
  sameChannel,
  type Instant,
  type ListedProfile,
  type Profile,
  type Source,
  type Writable,
} from '@ringcheck/model';
import { compareText } from './identity.js';
import type { InstalledProfile, JoinedBy, Note } from './picture.js';

/** An uploaded profile with the time it was received: of several copies the newest counts. */
export interface UploadedProfile {
  readonly profile: Profile;
  readonly receivedAt: Instant;
}

/** Uploaded profiles, found by what a device's listing names. */
export class ProfileIndex {
  private readonly byUuid = new Map<string, Profile>();
  private readonly byIdentifier = new Map<string, Profile>();
  private readonly byVendorId = new Map<string, Profile>();
  private readonly declarations = new Map<string, Profile>();
  private readonly byName = new Map<string, Profile | 'ambiguous'>();
  private readonly joined = new Map<string, readonly Joined[]>();
  private joinedCount = 0;

  constructor(uploads: readonly UploadedProfile[]) {
    const newestFirst = [...uploads].sort(
      (a, b) =>
        compareText(b.receivedAt, a.receivedAt) ||
        compareText(a.profile.document.path, b.profile.document.path) ||
        compareText(a.profile.document.sha256, b.profile.document.sha256),
    );
    for (const { profile } of newestFirst) {
      if (profile.uuid !== undefined) keepFirst(this.byUuid, profile.uuid.toUpperCase(), profile);
      // A declaration is found by what a status report names, never by a list of profiles.
      if (profile.declaration !== undefined) {
        keepFirst(this.declarations, profile.identifier, profile);
        continue;
      }
      if (profile.identifier !== '') keepFirst(this.byIdentifier, profile.identifier, profile);
      for (const id of profile.vendorIds) keepFirst(this.byVendorId, id, profile);
      this.addName(profile);
    }
  }

  private addName(profile: Profile): void {
    if (profile.displayName === undefined || profile.displayName === '') return;
    const held = this.byName.get(profile.displayName);
    if (held === undefined) this.byName.set(profile.displayName, profile);
    else if (held !== 'ambiguous' && held.identifier !== profile.identifier)
      this.byName.set(profile.displayName, 'ambiguous');
  }

  /** The same for all devices that list the same: made once, so that a fleet's pictures share what they have in common. */
  join(listed: ListedProfile): Joined {
    const name = listed.uuid ?? listed.identifier ?? listed.displayName ?? '';
    const known = this.joined.get(name);
    if (known !== undefined) for (const one of known) if (saySame(one.listed, listed)) return one;
    const joined = joinedOf(listed, this.find(listed));
    // A list that holds the content itself is the device's own.
    if (listed.content !== undefined) return joined;
    if (++this.joinedCount > mostJoined) {
      this.joined.clear();
      this.joinedCount = 1;
    }
    this.joined.set(name, [...(this.joined.get(name) ?? []), joined]);
    return joined;
  }

  /** The uploaded content of a declaration a device reports on. */
  findDeclaration(identifier: string): Profile | undefined {
    return this.declarations.get(identifier);
  }

  /** The uploaded content of a listed profile, by the strictest join that holds. */
  find(listed: ListedProfile): { profile: Profile; joinedBy: JoinedBy } | undefined {
    if (listed.content) return { profile: listed.content, joinedBy: 'listing' };
    const { uuid, identifier, vendorId, displayName } = listed;
    const byUuid = uuid === undefined ? undefined : this.byUuid.get(uuid.toUpperCase());
    if (byUuid !== undefined) return { profile: byUuid, joinedBy: 'uuid' };
    const byIdentifier = identifier === undefined ? undefined : this.byIdentifier.get(identifier);
    if (byIdentifier !== undefined) return { profile: byIdentifier, joinedBy: 'identifier' };
    const byVendorId = vendorId === undefined ? undefined : this.byVendorId.get(vendorId);
    if (byVendorId !== undefined) return { profile: byVendorId, joinedBy: 'vendor-id' };
    const byName = displayName === undefined ? undefined : this.byName.get(displayName);
    return byName === undefined || byName === 'ambiguous'
      ? undefined
      : { profile: byName, joinedBy: 'display-name' };
  }
}

/** Entries of a fleet's lists that differ in more than their places. */
const mostJoined = 20_000;

function keepFirst<V>(map: Map<string, V>, key: string, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** What a join makes of all listed profiles that say the same. */
interface Joined {
  readonly listed: ListedProfile;
  /** But for where it is listed. */
  readonly installed: InstalledProfile;
  readonly found: { readonly profile: Profile; readonly joinedBy: JoinedBy } | undefined;
}

/** Join one listed profile with its uploaded content; looser joins and differing versions are said in notes. */
export function joinProfile(
  listed: ListedProfile,
  listing: Source,
  index: ProfileIndex,
): { installed: InstalledProfile; notes: readonly Note[] } {
  const { installed, found } = index.join(listed);
  return {
    installed: { ...installed, listing },
    notes: found === undefined ? noNotes : joinNotes(listed, listing, found, installed.uuidDiffers === true),
  };
}

const noNotes: readonly Note[] = [];

const nowhere: Source = { document: { path: '', sha256: '' }, at: { offset: 0 } };

function joinedOf(listed: ListedProfile, found: Joined['found']): Joined {
  const uuidDiffers =
    found !== undefined &&
    found.joinedBy !== 'listing' &&
    listed.uuid !== undefined &&
    found.profile.uuid !== undefined &&
    listed.uuid !== found.profile.uuid &&
    listed.uuid.toUpperCase() !== found.profile.uuid.toUpperCase();
  const content =
    found === undefined
      ? listed.encrypted === true
        ? 'encrypted'
        : 'missing'
      : found.profile.encrypted
        ? 'encrypted'
        : 'known';
  const uploaded = content === 'known' ? found?.profile : undefined;
  const installed: Writable<InstalledProfile> = {
    ...namesOf(listed, found?.profile, uploaded),
    channel: listed.channel,
    listing: nowhere,
    content,
  };
  if (uploaded !== undefined) installed.profile = uploaded;
  if (found !== undefined) installed.joinedBy = found.joinedBy;
  if (uuidDiffers) installed.uuidDiffers = uuidDiffers;
  return { listed, installed, found };
}

/** Whether two entries of lists say the same; a test holds it to the fields there are. */
function saySame(a: ListedProfile, b: ListedProfile): boolean {
  return (
    a.identifier === b.identifier &&
    a.uuid === b.uuid &&
    a.displayName === b.displayName &&
    a.vendorId === b.vendorId &&
    a.encrypted === b.encrypted &&
    a.isManaged === b.isManaged &&
    a.removalDisallowed === b.removalDisallowed &&
    a.viaDeclaration === b.viaDeclaration &&
    a.installedAt === b.installedAt &&
    a.content === b.content &&
    sameChannel(a.channel, b.channel) &&
    isSameList(a.payloadTypes, b.payloadTypes)
  );
}

/** Assigned one by one, which is several times faster than spreading, once for each profile of each device. */
function namesOf(
  listed: ListedProfile,
  found: Profile | undefined,
  uploaded: Profile | undefined,
): Partial<InstalledProfile> {
  const names: Writable<Partial<InstalledProfile>> = {};
  const identifier = listed.identifier ?? found?.identifier;
  const displayName = listed.displayName ?? found?.displayName;
  const payloadTypes = listed.payloadTypes ?? (uploaded && typesOf(uploaded));
  const removalDisallowed = listed.removalDisallowed ?? found?.removalDisallowed;
  if (identifier !== undefined) names.identifier = identifier;
  if (listed.uuid !== undefined) names.uuid = listed.uuid;
  if (displayName !== undefined) names.displayName = displayName;
  if (payloadTypes !== undefined) names.payloadTypes = payloadTypes;
  if (listed.isManaged !== undefined) names.isManaged = listed.isManaged;
  if (removalDisallowed !== undefined) names.removalDisallowed = removalDisallowed;
  if (listed.installedAt !== undefined) names.installedAt = listed.installedAt;
  if (listed.viaDeclaration !== undefined) names.viaDeclaration = listed.viaDeclaration;
  return names;
}

const types = new WeakMap<Profile, readonly string[]>();

function typesOf(profile: Profile): readonly string[] {
  let known = types.get(profile);
  if (known === undefined) types.set(profile, (known = profile.payloads.map(({ type }) => type)));
  return known;
}

function joinNotes(
  listed: ListedProfile,
  listing: Source,
  found: { profile: Profile; joinedBy: JoinedBy },
  uuidDiffers: boolean,
): readonly Note[] {
  const isLoose = found.joinedBy === 'vendor-id' || found.joinedBy === 'display-name';
  if (!isLoose && !uuidDiffers) return noNotes;
  const notes: Note[] = [];
  const name = listed.displayName ?? listed.identifier ?? found.profile.identifier;
  const evidence = [
    evidenceOf(listing.document, listing.at, { profile: name, ...optional('path', listing.path) }),
    evidenceOf(found.profile.document, found.profile.at, { profile: found.profile.identifier }),
  ];
  if (isLoose) {
    notes.push({
      ruleId: 'join',
      message: `joined-by-${found.joinedBy}`,
      data: { profile: name, document: found.profile.document.path },
      evidence,
    });
  }
  if (uuidDiffers) {
    notes.push({
      ruleId: 'join',
      message: 'version-differs',
      data: { profile: name, installed: listed.uuid ?? '', uploaded: found.profile.uuid ?? '' },
      evidence,
    });
  }
  return notes;
}
