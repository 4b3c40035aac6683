import type { DeclarationContent } from './declaration.js';
import type { Position } from './position.js';
import type { DictValue } from './value.js';

/** A file or a layer inside one, as evidence names it: `export.zip!/restrictions.mobileconfig`. */
export interface DocumentRef {
  readonly path: string;
  /** SHA-256 of the bytes of that file or archive entry, lower-case hex. */
  readonly sha256: string;
}

/** Signature state of a CMS-signed document; expiry is judged later against `now`. */
export interface SignatureInfo {
  readonly integrity: 'intact' | 'broken' | 'unverified';
  readonly signer?: string;
  readonly issuer?: string;
  /** ISO 8601, UTC. */
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** Which part of a Mac or Shared iPad a profile is installed for. */
export type Channel = { readonly kind: 'device' } | { readonly kind: 'user'; readonly user: string };

export function sameChannel(a: Channel, b: Channel): boolean {
  return a.kind === 'device' ? b.kind === 'device' : b.kind === 'user' && a.user === b.user;
}

/** The content of a configuration profile: what an upload says it would set. */
export interface Profile {
  readonly document: DocumentRef;
  readonly identifier: string;
  readonly uuid?: string;
  readonly displayName?: string;
  readonly organization?: string;
  /** `PayloadScope`: `System` or `User`; absent when the profile does not say. */
  readonly scope?: 'System' | 'User';
  /** ISO 8601. The system removes the profile at this date. */
  readonly removalDate?: string;
  /** Seconds after installation. */
  readonly durationUntilRemoval?: number;
  /** `PayloadExpirationDate`, ISO 8601: a warning only, settings stay in force. */
  readonly expirationDate?: string;
  readonly removalDisallowed?: boolean;
  readonly targetDeviceType?: number;
  /** Content is in `EncryptedPayloadContent` or a CMS envelope: nothing can be said about its settings. */
  readonly encrypted: boolean;
  readonly signature?: SignatureInfo;
  /** The vendor's own ids, `jamf:41`. */
  readonly vendorIds: readonly string[];
  /** Written by the MDM server itself or by an admin's file: decides whether a corrected file may be offered. */
  readonly authoredBy: 'file' | 'mdm';
  /** Present when this is no configuration profile but a declaration. */
  readonly declaration?: DeclarationContent;
  readonly payloads: readonly Payload[];
  readonly at: Position;
}

/** Whether the system removes the profile by itself, at a date or some time after its installation. */
export function removesItself(profile: Profile | undefined): boolean {
  return profile?.removalDate !== undefined || profile?.durationUntilRemoval !== undefined;
}

export interface Payload {
  readonly type: string;
  readonly identifier?: string;
  readonly uuid?: string;
  readonly displayName?: string;
  /** Key path of the payload in the document, `PayloadContent[0]`. */
  readonly path: string;
  readonly settings: DictValue;
  readonly at: Position;
}

/** A profile as a device (or a server on its behalf) lists it. ProfileList carries no settings. */
export interface ListedProfile {
  readonly identifier?: string;
  readonly uuid?: string;
  readonly displayName?: string;
  readonly vendorId?: string;
  /** Known from ProfileList; absent when the source does not list payloads. */
  readonly payloadTypes?: readonly string[];
  readonly encrypted?: boolean;
  readonly isManaged?: boolean;
  readonly removalDisallowed?: boolean;
  /** Delivered by a declaration (`com.apple.configuration.legacy`), not by a command. */
  readonly viaDeclaration?: boolean;
  /** ISO 8601. */
  readonly installedAt?: string;
  readonly channel: Channel;
  /** The content itself, where the source gives it with the list (`profiles show`, enriched exports). */
  readonly content?: Profile;
  readonly at: Position;
  readonly path?: string;
}
