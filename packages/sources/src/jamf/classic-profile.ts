import {
  get,
  optional,
  type Diagnostic,
  type DigestSecret,
  type DocumentRef,
  type Position,
  type Profile,
  type SignatureInfo,
  type Value,
} from '@ringcheck/model';
import { unescapeXmlText, type Layer } from '@ringcheck/plist';
import { diagnostic } from '../diagnostics.js';
import { text } from '../facts/convert.js';
import { at } from '../facts/fact-table.js';
import { decodeNested, openJsonString, type NestedPlist } from '../layers/nested.js';
import { extendPath, layerSeparator } from '../paths.js';
import { decodeProfiles } from '../profile/decode.js';
import { isProfile } from '../profile/recognise.js';
import { normaliseProfile } from '../profile/normalise.js';
import type { XmlElement } from '../xml/element.js';
import type { TextPositions } from '../text-positions.js';
import { vendorIdOf } from './vendor-id.js';

/** Where the escaped profile of a Classic object stands, so that places in it can be told in the outer document. */
export interface ClassicContext {
  readonly ref: DocumentRef;
  readonly signature?: SignatureInfo;
  readonly digestSecret?: DigestSecret;
  /** `mobile` or `macos`. */
  readonly vendorPrefix: string;
  /** For XML: the element of each value, and the text around it. */
  readonly xml?: { readonly elements: ReadonlyMap<Value, XmlElement>; readonly positions: TextPositions };
  /** For JSON: the bytes of the document. */
  readonly bytes?: Uint8Array;
}

export interface ClassicProfile {
  readonly profile?: Profile;
  readonly diagnostics: readonly Diagnostic[];
  readonly isComplete: boolean;
}

/** A profile object of the Classic API, with the plist in `general.payloads` opened. Its scope is a wish, no presence. */
export function readClassicProfile(object: Value, path: string, context: ClassicContext): ClassicProfile {
  const payloads = at(object, 'general.payloads');
  const payloadsPath = extendPath(path, 'general', 'payloads');
  if (payloads?.type !== 'string' || payloads.value.trim() === '')
    return { diagnostics: [noContent(object, payloadsPath)], isComplete: false };
  const nested = openPayloads(payloads, payloadsPath, context);
  const { value } = nested;
  if (value === undefined || !isProfile(value))
    return {
      diagnostics: [...nested.diagnostics, unreadable(payloads.at, payloadsPath)],
      isComplete: false,
    };
  const decoded = decodeProfiles(value, payloadsPath + layerSeparator);
  const [raw] = decoded.profiles;
  if (raw === undefined)
    return { diagnostics: [...nested.diagnostics, ...decoded.diagnostics], isComplete: false };
  const normalised = normaliseProfile(raw, { ...profileContext(object, context) });
  const profile = withDeliveredUuid(normalised.profile, object);
  return {
    profile: profile.profile,
    diagnostics: [
      ...nested.diagnostics,
      ...decoded.diagnostics,
      ...normalised.diagnostics,
      ...profile.diagnostics,
    ],
    isComplete: nested.isComplete,
  };
}

function profileContext(object: Value, context: ClassicContext) {
  const general = get(object, 'general');
  const name = textAt(general, 'name');
  const uuid = textAt(general, 'uuid');
  const scope = scopeOf(textAt(general, 'level'));
  const vendorId = vendorIdOf(context.vendorPrefix, textAt(general, 'id'));
  return {
    ref: context.ref,
    ...(context.signature === undefined ? {} : { signature: context.signature }),
    ...optional('digestSecret', context.digestSecret),
    authoredBy: 'mdm' as const,
    vendorIds: vendorId === undefined ? [] : [vendorId],
    fallback: {
      ...(name === undefined ? {} : { displayName: name }),
      ...(uuid === undefined ? {} : { uuid }),
      ...(scope === undefined ? {} : { scope }),
    },
  };
}

/** Jamf delivers a profile under the UUID of its object, whatever stands in the stored plist. */
function withDeliveredUuid(profile: Profile, object: Value) {
  const uuid = at(object, 'general.uuid');
  const delivered = uuid === undefined ? undefined : text(uuid);
  if (uuid === undefined || delivered === undefined || !isUuid(delivered))
    return { profile, diagnostics: [] };
  if (profile.uuid?.toLowerCase() === delivered.toLowerCase()) return { profile, diagnostics: [] };
  const message =
    'The UUID of the stored profile differs from that of the Jamf object; devices list the latter, so it was taken.';
  return {
    profile: { ...profile, uuid: delivered },
    diagnostics: [diagnostic('info', 'profile-uuid-rewritten', message, uuid.at)],
  };
}

function isUuid(candidate: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(candidate);
}

function openPayloads(
  payloads: Value & { type: 'string' },
  path: string,
  context: ClassicContext,
): NestedPlist {
  const element = context.xml?.elements.get(payloads);
  const layer =
    context.xml !== undefined && element !== undefined
      ? openElement(element, context.xml.positions)
      : openJsonString(payloads, context.bytes);
  const nested = decodeNested(layer.bytes, layer.locate, path);
  return { ...nested, diagnostics: [...layer.diagnostics, ...nested.diagnostics] };
}

/** The document that stands escaped, or as CDATA, between the tags of an element. */
function openElement({ contentStart, contentEnd }: XmlElement, positions: TextPositions): Layer {
  const { offset, line, column } = positions.at(contentStart);
  const start = {
    offset,
    ...optional('line', line),
    ...optional('column', column),
    encoding: positions.encoding,
  };
  return unescapeXmlText(positions.text.slice(contentStart, contentEnd), start);
}

/** Jamf writes `System`, `Computer` or `User` in different cases over the versions. */
function scopeOf(level: string | undefined): 'System' | 'User' | undefined {
  if (level === undefined) return undefined;
  return /^user/i.test(level) ? 'User' : 'System';
}

function noContent(object: Value, path: string): Diagnostic {
  const message =
    'This profile object carries no payloads, so its settings are unknown. Export the profile by its id, not from the list.';
  return diagnostic('warning', 'no-profile-content', message, object.at, path);
}

function unreadable(place: Position, path: string): Diagnostic {
  const message =
    'The payloads are no configuration profile (a template, or damaged). Export the profile again.';
  return diagnostic('error', 'unreadable-payloads', message, place, path);
}

function textAt(value: Value | undefined, key: string): string | undefined {
  const found = get(value, key);
  return found === undefined ? undefined : text(found);
}
