import { get, optional, type Diagnostic, type DictValue, type Profile, type Value } from '@ringcheck/model';
import { findPayload, lintPayload } from '@ringcheck/catalog';
import { capped, diagnostic } from '../diagnostics.js';
import { UnreadKeys } from '../facts/unread-keys.js';
import { extendPath } from '../paths.js';
import { redactPayload } from '../redact.js';
import type { Making, Source, SourceInput, SourceOutput } from '../source.js';
import { openDeclarations, type OpenedDeclaration } from './decode.js';
import { isBlueprint, isDeclarations } from './recognise.js';

/** Declarations of Declarative Device Management, as a server or a file of GitOps holds them. */
export const declarationSource: Source = {
  id: 'declaration',
  recognise: ({ value }) => value !== undefined && isDeclarations(value),
  read,
};

function read(input: SourceInput): SourceOutput {
  const { value } = input;
  if (value === undefined) return output([], []);
  if (isBlueprint(value)) return output([], [blueprint(value)]);
  const unread = new UnreadKeys(['Type', 'Identifier', 'ServerToken', 'Payload']);
  const opened = openDeclarations(value, input.bytes);
  const profiles = opened.declarations.flatMap((one) => profileOf(one, input) ?? []);
  const diagnostics = opened.declarations.flatMap((one) => remarksOn(one, unread));
  const found = output(profiles, [...opened.diagnostics, ...diagnostics]);
  return {
    ...found,
    diagnostics: [...found.diagnostics, ...unread.diagnostics('unimplemented-declaration-keys')],
  };
}

function output(profiles: readonly Profile[], diagnostics: readonly Diagnostic[]): SourceOutput {
  const isPartial = diagnostics.some((found) => found.severity !== 'info');
  return {
    kind: 'declaration',
    status: isPartial ? 'partial' : 'ingested',
    devices: [],
    profiles,
    diagnostics: capped(diagnostics),
  };
}

const configurationType = 'com.apple.configuration.';

/** Configurations set something; activations, assets and management declarations say when, from what and about whom. */
function profileOf(one: OpenedDeclaration, { ref, digestSecret }: Making): Profile | undefined {
  const { type, payload, identifier, serverToken, at } = one;
  if (!type.startsWith(configurationType)) return undefined;
  const settings: DictValue = redactPayload(type, payload, digestSecret);
  return {
    document: ref,
    identifier,
    encrypted: false,
    vendorIds: [],
    // Only an MDM server can deliver it: a file to install would be of no use.
    authoredBy: 'mdm',
    declaration: { type, ...optional('serverToken', serverToken) },
    payloads: [{ type, identifier, path: one.payloadPath, settings, at: payload.at }],
    at,
  };
}

function remarksOn(one: OpenedDeclaration, unread: UnreadKeys): readonly Diagnostic[] {
  const { type, payload, path, at } = one;
  unread.note(one.declaration);
  if (!type.startsWith(configurationType)) {
    const message = `A declaration ${shortened(type)} sets nothing by itself. Whether a configuration is in force comes from the device's status report.`;
    return [diagnostic('info', 'unimplemented-declaration', message, at, path)];
  }
  const unnamed = one.identifier === '' ? [nameless(one)] : [];
  if (type.startsWith('com.apple.configuration.legacy')) return [...unnamed, refersToProfile(one)];
  const unknown = findPayload(type) === undefined ? [notJudged(one)] : [];
  const lint = lintPayload(type, payload).map((found) => ({
    ...found,
    path: extendPath(one.payloadPath, ...(found.path === undefined ? [] : [found.path])),
  }));
  return [...unnamed, ...unknown, ...lint];
}

function nameless({ at, path }: OpenedDeclaration): Diagnostic {
  const message =
    'The declaration has no Identifier, so it cannot be found in status reports of devices. Export it again.';
  return diagnostic('warning', 'missing-declaration-identifier', message, at, path);
}

function refersToProfile({ at, path }: OpenedDeclaration): Diagnostic {
  const message =
    'The declaration installs a configuration profile from an address; its settings stand in that profile. Upload the profile too.';
  return diagnostic('info', 'declaration-refers-to-profile', message, at, path);
}

function notJudged({ type, at, path }: OpenedDeclaration): Diagnostic {
  const message = `Declarations ${shortened(type)} are kept, but no rule reads them.`;
  return diagnostic('info', 'unimplemented-declaration', message, at, path);
}

function blueprint(value: Value): Diagnostic {
  const message =
    "A Jamf blueprint is written in Jamf's own words, which only Jamf turns into declarations; what it sets is unknown. Export what a device was sent instead: GET /api/v1/dss-declarations/{id}.";
  return diagnostic(
    'warning',
    'unimplemented-blueprint',
    message,
    get(value, 'steps')?.at ?? value.at,
    'steps',
  );
}

function shortened(type: string): string {
  return type.slice(0, 100);
}
