import { evidenceOf, optional, type DeclarationState, type Source } from '@ringcheck/model';
import { compareText } from './identity.js';
import { strongestFirst, type SourcedRecord } from './merge-facts.js';
import type { InstalledProfile, Note } from './picture.js';
import type { ProfileIndex } from './profile-index.js';

interface Declared {
  readonly profiles: readonly InstalledProfile[];
  readonly notes: readonly Note[];
}

const none: Declared = { profiles: [], notes: [] };

/**
 * The configurations a device reports by declaration, each with its newest state: reports name only what changed, so
 * they add up. Contents are joined by identifier.
 */
export function mergeDeclarations(records: readonly SourcedRecord[], index: ProfileIndex): Declared {
  const newest = new Map<string, { readonly state: DeclarationState; readonly source: Source }>();
  for (const { record, document } of strongestFirst(records)) {
    for (const state of record.declarations ?? []) {
      if (state.kind !== 'configuration' || newest.has(state.identifier)) continue;
      newest.set(state.identifier, { state, source: { document, at: state.at, path: state.path } });
    }
  }
  if (newest.size === 0) return none;
  const joined = [...newest.values()]
    .sort((a, b) => compareText(a.state.identifier, b.state.identifier))
    .map(({ state, source }) => join(state, source, index));
  return { profiles: joined.map(({ profile }) => profile), notes: joined.flatMap(({ notes }) => notes) };
}

function join(
  { identifier, active, valid, reasons, serverToken }: DeclarationState,
  listing: Source,
  index: ProfileIndex,
): { readonly profile: InstalledProfile; readonly notes: readonly Note[] } {
  const content = index.findDeclaration(identifier);
  const uploaded = content?.declaration?.serverToken;
  const differs = uploaded !== undefined && serverToken !== undefined && uploaded !== serverToken;
  const profile: InstalledProfile = {
    identifier,
    channel: { kind: 'device' },
    isManaged: true,
    listing,
    content: content === undefined ? 'missing' : 'known',
    declaration: { ...optional('active', active), ...optional('valid', valid), reasons },
    ...(content === undefined
      ? {}
      : {
          profile: content,
          payloadTypes: content.payloads.map(({ type }) => type),
          joinedBy: 'identifier' as const,
        }),
    ...(differs ? { uuidDiffers: true } : {}),
  };
  if (!differs) return { profile, notes: [] };
  const evidence = [
    evidenceOf(listing.document, listing.at, { profile: identifier, ...optional('path', listing.path) }),
    ...(content === undefined ? [] : [evidenceOf(content.document, content.at, { profile: identifier })]),
  ];
  const data = { profile: identifier, installed: serverToken, uploaded };
  return { profile, notes: [{ ruleId: 'join', message: 'version-differs', data, evidence }] };
}
