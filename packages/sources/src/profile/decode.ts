import { get, type Diagnostic, type DictValue, type Position, type Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { extendPath } from '../paths.js';
import { isBarePayload, isProfile } from './recognise.js';

/** A payload as it stands in the document, with the key path to it. */
export interface RawPayload {
  readonly dict: DictValue;
  readonly path: string;
}

/** A profile as it stands in the document; `envelope` is absent when only payloads were given. */
export interface RawProfile {
  readonly envelope?: DictValue;
  readonly payloads: readonly RawPayload[];
  readonly encrypted: boolean;
  readonly path: string;
  readonly at: Position;
}

export interface DecodedProfiles {
  readonly profiles: readonly RawProfile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the profiles of a tree; `base` is the key path at which the tree itself stands. */
export function decodeProfiles(value: Value, base = ''): DecodedProfiles {
  if (value.type === 'dict') return isBarePayload(value) ? bare([value], [base]) : decodeOne(value, base);
  if (value.type !== 'array') return { profiles: [], diagnostics: [] };
  const dicts = value.items.flatMap((item, index) =>
    item.type === 'dict' ? [{ dict: item, path: extendPath(base, index) }] : [],
  );
  const envelopes = dicts
    .filter(({ dict }) => isProfile(dict))
    .map(({ dict, path }) => decodeOne(dict, path));
  const loose = dicts.filter(({ dict }) => isBarePayload(dict));
  if (loose.length > 0)
    envelopes.push(
      bare(
        loose.map(({ dict }) => dict),
        loose.map(({ path }) => path),
      ),
    );
  return {
    profiles: envelopes.flatMap((decoded) => decoded.profiles),
    diagnostics: [
      ...envelopes.flatMap((decoded) => decoded.diagnostics),
      ...notProfiles(value.items.length - dicts.length, value.at),
    ],
  };
}

function notProfiles(count: number, at: Position): Diagnostic[] {
  if (count <= 0) return [];
  return [diagnostic('warning', 'not-a-profile', `${count} entries of the list are no profiles.`, at)];
}

function bare(dicts: readonly DictValue[], paths: readonly string[]): DecodedProfiles {
  const [first] = dicts;
  if (first === undefined) return { profiles: [], diagnostics: [] };
  const payloads = dicts.map((dict, index) => ({ dict, path: paths[index] ?? '' }));
  return {
    profiles: [{ payloads, encrypted: false, path: paths[0] ?? '', at: first.at }],
    diagnostics: [
      diagnostic(
        'warning',
        'bare-payload',
        'This is a payload without the profile around it: identifier, scope and removal are unknown. Export the whole profile.',
        first.at,
        paths[0],
      ),
    ],
  };
}

function decodeOne(envelope: DictValue, path: string): DecodedProfiles {
  const encrypted = get(envelope, 'EncryptedPayloadContent') !== undefined;
  const content = get(envelope, 'PayloadContent');
  const items = contentItems(content);
  const contentPath = extendPath(path, 'PayloadContent');
  const diagnostics: Diagnostic[] = wrongType(envelope, path);
  if (encrypted)
    diagnostics.push(
      diagnostic(
        'warning',
        'encrypted-profile',
        'The payloads are encrypted for one device; nothing can be said about their settings. Export the unencrypted profile.',
        get(envelope, 'EncryptedPayloadContent')?.at,
        extendPath(path, 'EncryptedPayloadContent'),
      ),
    );
  else if (items === undefined) diagnostics.push(unreadableContent(envelope, content, contentPath));
  const payloads: RawPayload[] = [];
  for (const [index, item] of (items ?? []).entries()) {
    const itemPath = content?.type === 'array' ? extendPath(contentPath, index) : contentPath;
    if (item.type === 'dict') payloads.push({ dict: item, path: itemPath });
    else
      diagnostics.push(
        diagnostic(
          'error',
          'invalid-payload',
          `The payload is a ${item.type}, not a dictionary.`,
          item.at,
          itemPath,
        ),
      );
  }
  return { profiles: [{ envelope, payloads, encrypted, path, at: envelope.at }], diagnostics };
}

function wrongType(envelope: DictValue, path: string): Diagnostic[] {
  const type = get(envelope, 'PayloadType');
  if (type?.type === 'string' && type.value === 'Configuration') return [];
  const message =
    'The PayloadType of the profile is not Configuration, so devices refuse it. Correct it or export it again.';
  return [
    diagnostic(
      'warning',
      'wrong-profile-type',
      message,
      (type ?? envelope).at,
      extendPath(path, 'PayloadType'),
    ),
  ];
}

/** A single payload instead of a list is written by some tools. */
function contentItems(content: Value | undefined): readonly Value[] | undefined {
  if (content?.type === 'array') return content.items;
  return content !== undefined && isBarePayload(content) ? [content] : undefined;
}

function unreadableContent(envelope: DictValue, content: Value | undefined, path: string): Diagnostic {
  if (content === undefined)
    return diagnostic('warning', 'no-payloads', 'The profile has no PayloadContent.', envelope.at, path);
  const message = `PayloadContent is a ${content.type}, not a list of payloads; export the profile again.`;
  return diagnostic('error', 'unreadable-payload-content', message, content.at, path);
}
