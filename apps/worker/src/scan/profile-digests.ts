import { isSameButListing, type InstalledProfile } from '@ringcheck/assemble';
import { keysOf } from '@ringcheck/model';

type Field = Exclude<keyof InstalledProfile, 'listing'>;

/** Every field but where it is listed: one that is new must be named to compile. */
const fields = keysOf<Field>({
  identifier: true,
  uuid: true,
  displayName: true,
  channel: true,
  payloadTypes: true,
  isManaged: true,
  removalDisallowed: true,
  installedAt: true,
  viaDeclaration: true,
  declaration: true,
  content: true,
  profile: true,
  joinedBy: true,
  uuidDiffers: true,
});

interface Known {
  readonly sample: InstalledProfile;
  readonly digest: string;
}

/** Profiles of one name that differ; more are told apart each time anew. */
const mostOfName = 8;
const mostNames = 20_000;

/** Digests of installed profiles by all that is said of them; devices that list the same share it part by part. */
export class ProfileDigests {
  private readonly known = new Map<string, Known[]>();

  constructor(private readonly digestOf: (text: string) => string) {}

  of(installed: InstalledProfile): string {
    const name = installed.uuid ?? installed.identifier ?? installed.displayName ?? '';
    const held = this.known.get(name) ?? [];
    for (const { sample, digest } of held) if (isSameButListing(sample, installed)) return digest;
    const digest = this.digestOf(saidOf(installed));
    if (held.length >= mostOfName) return digest;
    if (this.known.size >= mostNames) this.known.clear();
    this.known.set(name, [...held, { sample: installed, digest }]);
    return digest;
  }
}

/** Of its content where that stands. */
function saidOf(installed: InstalledProfile): string {
  return JSON.stringify(
    fields.map((field) => {
      if (field !== 'profile') return installed[field];
      const { profile } = installed;
      return profile && [profile.document.sha256, profile.at.offset];
    }),
  );
}
