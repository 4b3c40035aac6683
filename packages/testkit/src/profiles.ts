import type { InstalledProfile, JoinedBy } from '@ringcheck/assemble';
import type { Channel, DocumentRef, Payload, Profile, SignatureInfo, Source } from '@ringcheck/model';
import { dictOf, Places, type Plain } from './values.js';

/** One payload: its type and, beside it, its keys as plain JavaScript. `PayloadIdentifier`, `PayloadUUID` and `PayloadDisplayName` name it. */
export interface PayloadSpec {
  readonly type: string;
  readonly [key: string]: Plain;
}

/** A profile as a test writes it; what is left out gets a plain default. */
export interface ProfileSpec {
  readonly identifier: string;
  readonly uuid?: string;
  readonly displayName?: string;
  readonly organization?: string;
  readonly scope?: 'System' | 'User';
  readonly removalDate?: string;
  readonly durationUntilRemoval?: number;
  readonly expirationDate?: string;
  readonly removalDisallowed?: boolean;
  readonly targetDeviceType?: number;
  readonly encrypted?: boolean;
  readonly signature?: SignatureInfo;
  readonly vendorIds?: readonly string[];
  readonly authoredBy?: 'file' | 'mdm';
  /** Path of the document; `<identifier>.mobileconfig` by default. */
  readonly document?: string;
  readonly payloads?: readonly PayloadSpec[];
}

/** How the profile stands on a device; the content is known unless said otherwise. */
export interface InstalledSpec extends ProfileSpec {
  /** `device` (default) or the name of a user. */
  readonly channel?: string;
  readonly content?: 'known' | 'encrypted' | 'missing';
  /** As listed; by default those of the payloads, and absent when there are none. */
  readonly payloadTypes?: readonly string[];
  /** True by default; false: installed by hand; null: not said. */
  readonly isManaged?: boolean | null;
  readonly installedAt?: string;
  readonly joinedBy?: JoinedBy;
  readonly uuidDiffers?: boolean;
  readonly viaDeclaration?: boolean;
  /** Makes it a declaration, as the device reports of it. */
  readonly declaration?: NonNullable<InstalledProfile['declaration']>;
}

/** A document reference whose digest follows from its path, so that equal paths are equal documents. */
export function aDocument(path: string): DocumentRef {
  let digest = 0;
  for (const character of path) digest = (digest * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return { path, sha256: digest.toString(16).padStart(8, '0').repeat(8) };
}

/** A configuration profile of the model. */
export function aProfile(spec: ProfileSpec): Profile {
  const places = new Places();
  return {
    document: aDocument(spec.document ?? `${spec.identifier}.mobileconfig`),
    identifier: spec.identifier,
    ...given(spec, [
      'uuid',
      'displayName',
      'organization',
      'scope',
      'removalDate',
      'durationUntilRemoval',
      'expirationDate',
      'removalDisallowed',
      'targetDeviceType',
      'signature',
    ]),
    encrypted: spec.encrypted ?? false,
    vendorIds: spec.vendorIds ?? [],
    authoredBy: spec.authoredBy ?? 'file',
    at: places.next(1),
    payloads: (spec.payloads ?? []).map((payload, index) => payloadOf(payload, index, places)),
  };
}

/** The same profile as a device lists it, joined to its content. */
export function anInstalledProfile(spec: InstalledSpec, listing: Source = aListing()): InstalledProfile {
  const content = spec.content ?? 'known';
  const types = spec.payloadTypes ?? spec.payloads?.map((payload) => payload.type);
  return {
    identifier: spec.identifier,
    ...given(spec, [
      'uuid',
      'displayName',
      'removalDisallowed',
      'installedAt',
      'uuidDiffers',
      'viaDeclaration',
      'declaration',
    ]),
    channel: channelOf(spec.channel),
    ...(types === undefined ? {} : { payloadTypes: types }),
    ...(spec.isManaged === null ? {} : { isManaged: spec.isManaged ?? true }),
    listing,
    content,
    ...(content === 'known'
      ? { profile: aProfile(spec), joinedBy: spec.joinedBy ?? ('identifier' as const) }
      : {}),
  };
}

/** `device`, or the user of that name. */
export function channelOf(name: string | undefined): Channel {
  return name === undefined || name === 'device' ? { kind: 'device' } : { kind: 'user', user: name };
}

/** The ProfileList that listed it. */
export function aListing(path = 'ProfileList.plist', line = 10): Source {
  return { document: aDocument(path), at: { offset: line * 40, line, column: 3 }, path: 'ProfileList[0]' };
}

function payloadOf(spec: PayloadSpec, index: number, places: Places): Payload {
  const { type, PayloadIdentifier, PayloadUUID, PayloadDisplayName, ...settings } = spec;
  const identifier = textOf(PayloadIdentifier);
  const uuid = textOf(PayloadUUID);
  const displayName = textOf(PayloadDisplayName);
  const at = places.next(3);
  return {
    type,
    ...(identifier === undefined ? {} : { identifier }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(displayName === undefined ? {} : { displayName }),
    path: `PayloadContent[${index}]`,
    settings: dictOf(settings, places),
    at,
  };
}

function textOf(plain: Plain | undefined): string | undefined {
  return typeof plain === 'string' ? plain : undefined;
}

/** The named fields that are set: optional fields of the model are absent, never undefined. */
function given<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const result: { [P in K]?: Exclude<T[P], undefined> } = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) result[key] = value as Exclude<T[K], undefined>;
  }
  return result;
}
