import {
  get,
  getBoolean,
  getNumber,
  getString,
  type Diagnostic,
  type DictValue,
  type DigestSecret,
  type DocumentRef,
  type Payload,
  type Profile,
  type SignatureInfo,
  type Value,
} from '@ringcheck/model';
import { lintPayload } from '@ringcheck/catalog';
import { diagnostic } from '../diagnostics.js';
import { instantOf } from '../facts/instant.js';
import { extendPath } from '../paths.js';
import { redactPayload } from '../redact.js';
import type { RawPayload, RawProfile } from './decode.js';

/** What the source knows of a profile beside its content. */
export interface ProfileContext {
  readonly ref: DocumentRef;
  readonly signature?: SignatureInfo;
  readonly digestSecret?: DigestSecret;
  readonly authoredBy: Profile['authoredBy'];
  readonly vendorIds?: readonly string[];
  /** Used where the profile itself does not say. */
  readonly fallback?: {
    readonly identifier?: string;
    readonly uuid?: string;
    readonly displayName?: string;
    readonly scope?: 'System' | 'User';
  };
}

export interface NormalisedProfile {
  readonly profile: Profile;
  readonly diagnostics: readonly Diagnostic[];
}

/** What every payload says of itself; the rest of a payload is its settings. */
const payloadMetadata = new Set([
  'PayloadType',
  'PayloadVersion',
  'PayloadIdentifier',
  'PayloadUUID',
  'PayloadDisplayName',
  'PayloadDescription',
  'PayloadOrganization',
]);

/** Keys of the envelope that are read here, or that say nothing about what the profile does. */
const envelopeKeys = new Set([
  ...payloadMetadata,
  'PayloadContent',
  'EncryptedPayloadContent',
  'PayloadScope',
  'PayloadRemovalDisallowed',
  'PayloadExpirationDate',
  'RemovalDate',
  'DurationUntilRemoval',
  'TargetDeviceType',
  'ConsentText',
  'HasRemovalPasscode',
  'IsEncrypted',
  'IsManaged',
  'SignerCertificates',
  'Source',
]);

export function normaliseProfile(raw: RawProfile, context: ProfileContext): NormalisedProfile {
  const payloads = raw.payloads.map((payload) => normalisePayload(payload, context.digestSecret));
  const { envelope } = raw;
  const head = envelope ?? raw.payloads[0]?.dict;
  const fallback = context.fallback ?? {};
  const uuid = textOf(head, 'PayloadUUID') ?? fallback.uuid;
  const identifier = textOf(head, 'PayloadIdentifier') ?? fallback.identifier;
  const displayName = textOf(head, 'PayloadDisplayName') ?? fallback.displayName;
  const organization = textOf(head, 'PayloadOrganization');
  const profile: Profile = {
    document: context.ref,
    identifier: identifier ?? uuid ?? '',
    ...(uuid === undefined ? {} : { uuid }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(organization === undefined ? {} : { organization }),
    ...lifetime(envelope, fallback.scope),
    encrypted: raw.encrypted,
    ...(context.signature === undefined ? {} : { signature: context.signature }),
    vendorIds: context.vendorIds ?? [],
    authoredBy: context.authoredBy,
    payloads: payloads.map(({ payload }) => payload),
    at: raw.at,
  };
  return {
    profile,
    diagnostics: [
      ...missingNames(raw, identifier, uuid),
      ...unreadEnvelope(envelope, raw.path),
      ...payloads.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

function lifetime(envelope: DictValue | undefined, fallbackScope: 'System' | 'User' | undefined) {
  const scope = scopeOf(getString(envelope, 'PayloadScope')) ?? fallbackScope;
  const removalDate = instantOf(get(envelope, 'RemovalDate'));
  const duration = getNumber(envelope, 'DurationUntilRemoval');
  const expirationDate = instantOf(get(envelope, 'PayloadExpirationDate'));
  const removalDisallowed = getBoolean(envelope, 'PayloadRemovalDisallowed');
  const target = getNumber(envelope, 'TargetDeviceType');
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(removalDate === undefined ? {} : { removalDate }),
    ...(duration === undefined ? {} : { durationUntilRemoval: duration }),
    ...(expirationDate === undefined ? {} : { expirationDate }),
    ...(removalDisallowed === undefined ? {} : { removalDisallowed }),
    ...(target === undefined ? {} : { targetDeviceType: target }),
  };
}

function scopeOf(text: string | undefined): 'System' | 'User' | undefined {
  const word = text?.trim().toLowerCase();
  if (word === 'system') return 'System';
  return word === 'user' ? 'User' : undefined;
}

function textOf(dict: DictValue | undefined, key: string): string | undefined {
  const text = getString(dict, key)?.trim();
  return text === '' ? undefined : text;
}

function missingNames(raw: RawProfile, identifier?: string, uuid?: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (identifier === undefined)
    found.push(
      diagnostic(
        'warning',
        'missing-payload-identifier',
        'The profile has no PayloadIdentifier, so it joins installed profiles by UUID or name only.',
        raw.at,
        raw.path,
      ),
    );
  if (uuid === undefined)
    found.push(
      diagnostic(
        'warning',
        'missing-payload-uuid',
        'The profile has no PayloadUUID, so it cannot be told whether the installed version is this one.',
        raw.at,
        raw.path,
      ),
    );
  return found;
}

function unreadEnvelope(envelope: DictValue | undefined, path: string): Diagnostic[] {
  const unread = (envelope?.entries ?? []).filter((entry) => !envelopeKeys.has(entry.key));
  const [first] = unread;
  if (first === undefined) return [];
  const names = unread.map((entry) => entry.key.slice(0, 80)).slice(0, 20);
  return [
    diagnostic(
      'info',
      'unimplemented-profile-keys',
      `Keys of the profile that are not read: ${names.join(', ')}.`,
      first.keyAt,
      extendPath(path, first.key),
    ),
  ];
}

interface NormalisedPayload {
  readonly payload: Payload;
  readonly diagnostics: readonly Diagnostic[];
}

function normalisePayload(raw: RawPayload, digestSecret: DigestSecret | undefined): NormalisedPayload {
  const type = textOf(raw.dict, 'PayloadType');
  const identifier = textOf(raw.dict, 'PayloadIdentifier');
  const uuid = textOf(raw.dict, 'PayloadUUID');
  const displayName = textOf(raw.dict, 'PayloadDisplayName');
  const settings = redactPayload(type ?? '', settingsOf(raw.dict), digestSecret);
  const payload: Payload = {
    type: type ?? '',
    ...(identifier === undefined ? {} : { identifier }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(displayName === undefined ? {} : { displayName }),
    path: raw.path,
    settings,
    at: raw.dict.at,
  };
  if (type === undefined) return { payload, diagnostics: [missingType(raw)] };
  const lint = lintPayload(type, settings).map((found) => ({
    ...found,
    path: found.path === undefined ? raw.path : extendPath(raw.path) + joinTail(raw.path, found.path),
  }));
  return { payload, diagnostics: lint };
}

function joinTail(base: string, tail: string): string {
  return base === '' || tail.startsWith('[') ? tail : `.${tail}`;
}

function missingType(raw: RawPayload): Diagnostic {
  const message = 'The payload has no PayloadType: a device refuses the profile. Export it again.';
  return diagnostic('error', 'missing-payload-type', message, raw.dict.at, raw.path);
}

/** The settings of a payload: everything that is not its name tag. */
export function settingsOf(dict: DictValue): DictValue {
  const entries = dict.entries.filter((entry) => !payloadMetadata.has(entry.key));
  return { type: 'dict', entries, at: dict.at };
}

/** True when a listed payload carries more than its name tag. */
export function hasSettings(value: Value): boolean {
  return value.type === 'dict' && settingsOf(value).entries.length > 0;
}
