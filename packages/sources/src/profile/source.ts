import { makingOf, type Source, type SourceInput, type SourceOutput } from '../source.js';
import type { Diagnostic, Value } from '@ringcheck/model';
import { capped, diagnostic, isLoss } from '../diagnostics.js';
import { decodeProfiles } from './decode.js';
import { normaliseProfile, type ProfileContext } from './normalise.js';
import { hasWrongCase, recogniseProfile } from './recognise.js';

/** Configuration profiles (`.mobileconfig`), whole or stripped to their payloads. */
export const profileSource: Source = { id: 'configuration-profile', recognise: recogniseProfile, read };

function read(input: SourceInput): SourceOutput {
  if (input.value === undefined) return rejected([]);
  if (hasWrongCase(input.value)) return rejected([wrongCase(input.value)]);
  const decoded = decodeProfiles(input.value);
  const context: ProfileContext = {
    ...makingOf(input),
    authoredBy: 'file',
    ...(input.signature === undefined ? {} : { signature: input.signature }),
  };
  const normalised = decoded.profiles.map((raw) => normaliseProfile(raw, context));
  const diagnostics = [...decoded.diagnostics, ...normalised.flatMap((one) => one.diagnostics)];
  const isPartial = diagnostics.some(isLoss) || diagnostics.some((found) => partialCodes.has(found.code));
  return {
    kind: 'configuration-profile',
    status: isPartial ? 'partial' : 'ingested',
    devices: [],
    profiles: normalised.map((one) => one.profile),
    diagnostics: capped(diagnostics),
  };
}

function rejected(diagnostics: SourceOutput['diagnostics']): SourceOutput {
  return { kind: 'configuration-profile', status: 'rejected', devices: [], profiles: [], diagnostics };
}

function wrongCase(value: Value): Diagnostic {
  const message =
    'The keys of the profile are written in another case (payloadcontent for PayloadContent), so devices refuse it. Export it again.';
  return diagnostic('error', 'keys-wrong-case', message, value.at);
}

/** Warnings that mean a part of the profile is not known. */
const partialCodes = new Set([
  'bare-payload',
  'encrypted-profile',
  'missing-payload-identifier',
  'missing-payload-uuid',
  'not-a-profile',
  'wrong-profile-type',
]);
