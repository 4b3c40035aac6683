import { assembleAll, type Picture, type World } from '@ringcheck/assemble';
import { decodeText, ingest } from '@ringcheck/intake';
import type { ColumnMapping, Diagnostic, DocumentRef, Instant, SourceDocument } from '@ringcheck/model';
import { defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import { policyVocabulary } from '@ringcheck/rules';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './failure.js';
import { findMapping, readMapping } from './mapping.js';
import { readInputs, sha256, shownPath } from './read-inputs.js';
import { readAnchors } from './decode/anchors.js';
import { digestSecret } from './secret-digest.js';

/** Everything a local command judges: decoded documents, the policy, and a picture per device. */
export interface Fleet {
  readonly documents: readonly SourceDocument[];
  readonly policy: Policy;
  readonly world: World;
  readonly pictures: readonly Picture[];
  readonly policyDiagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Decode every input; what cannot be read becomes a rejected document, never an error. A mapping file among them
 * holds for the tables of all, unless one was named.
 */
export async function decodeInputs(
  paths: readonly string[],
  now: Instant,
  mapping?: ColumnMapping,
  trustAnchors?: readonly Uint8Array[],
): Promise<SourceDocument[]> {
  const documents = await decodeOnce(paths, now, mapping, trustAnchors);
  const found = mapping === undefined ? findMapping(documents) : undefined;
  if (found === undefined) return documents;
  // What came by standard input cannot be read again.
  const again = await decodeOnce(
    paths.filter((given) => given !== '-'),
    now,
    found,
    trustAnchors,
  );
  // A large list is several documents of one path.
  const keyOf = ({ ref }: SourceDocument): string => `${ref.sha256} ${ref.path}`;
  const anew = new Map(again.map((document) => [keyOf(document), document]));
  return documents.map((document) => anew.get(keyOf(document)) ?? document);
}

async function decodeOnce(
  paths: readonly string[],
  now: Instant,
  mapping: ColumnMapping | undefined,
  trustAnchors: readonly Uint8Array[] | undefined,
): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  for await (const file of readInputs(paths)) {
    if (file.unreadable !== undefined) {
      documents.push(unreadable(file.path, file.unreadable, now));
      continue;
    }
    for await (const document of ingest({
      path: file.path,
      bytes: file.bytes,
      receivedAt: now,
      sha256,
      subtle: globalThis.crypto.subtle,
      ...(mapping === undefined ? {} : { columnMapping: mapping }),
      ...(trustAnchors === undefined ? {} : { trustAnchors }),
      digestSecret,
    })) {
      documents.push(document);
    }
  }
  return documents;
}

function unreadable(path: string, reason: string, now: Instant): SourceDocument {
  const message = `The file cannot be read (${reason}). Check its permissions and run the check again.`;
  return {
    ref: { path, sha256: sha256(new Uint8Array()) },
    kind: 'unknown',
    status: 'rejected',
    diagnostics: [{ code: 'unreadable-file', severity: 'error', message }],
    devices: [],
    profiles: [],
    receivedAt: now,
  };
}

/** Load a fleet from paths. A policy that does not validate is a usage error that lists all its faults. */
export async function loadFleet(
  paths: readonly string[],
  options: { now: Instant; policy?: string; mapping?: string; trustAnchors?: string },
): Promise<Fleet> {
  // A policy given by name is judged before hours may be spent on the inputs.
  const named = options.policy === undefined ? undefined : parseChosen(await readChosen(options.policy));
  const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping);
  const anchors = options.trustAnchors === undefined ? undefined : await readAnchors(options.trustAnchors);
  const documents = await decodeInputs(paths, options.now, mapping, anchors);
  const chosen = named ?? parseChosen(findPolicy(documents));
  const policy = chosen?.policy ?? defaultPolicy;
  if (options.policy !== undefined)
    documents.push(...(await filesBeside(options.policy, policy, documents, options.now)));
  const { world, pictures } = assembleAll({
    now: options.now,
    policy,
    documents,
    ...(chosen === undefined ? {} : { policyDocument: chosen.ref }),
  });
  return {
    documents,
    policy,
    world,
    pictures,
    policyDiagnostics: new Map(chosen === undefined ? [] : [[chosen.ref.path, chosen.diagnostics]]),
  };
}

interface PolicyText {
  readonly ref: DocumentRef;
  readonly text: string;
}

interface ChosenPolicy {
  readonly ref: DocumentRef;
  readonly policy: Policy;
  readonly diagnostics: readonly Diagnostic[];
}

function parseChosen(chosen: PolicyText | undefined): ChosenPolicy | undefined {
  if (chosen === undefined) return undefined;
  const { ref, text } = chosen;
  const { policy, diagnostics } = parsePolicy(text, ref, policyVocabulary);
  if (policy !== undefined) return { ref, policy, diagnostics };
  const lines = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ at, message }) => {
      const place = at?.line === undefined ? '' : `:${at.line}:${at.column ?? 1}`;
      return `${ref.path}${place}: ${message}`;
    });
  throw new UsageError(`the policy does not hold:\n  ${lines.join('\n  ')}`);
}

/** Firewall and VPN files that a policy given by name stands on need not be named again. */
async function filesBeside(
  policyFile: string,
  policy: Policy,
  documents: readonly SourceDocument[],
  now: Instant,
): Promise<SourceDocument[]> {
  const known = new Set(documents.map(({ ref }) => path.resolve(ref.path)));
  const named = [
    ...policy.networks.flatMap(({ firewall }) => firewall),
    ...policy.tunnels.map(({ config }) => config),
  ];
  const wanted = named.map((file) =>
    path.isAbsolute(file) ? file : path.join(path.dirname(policyFile), file),
  );
  const absent = [...new Set(wanted)].filter((file) => !known.has(path.resolve(file)) && existsSync(file));
  return decodeInputs(absent, now);
}

async function readChosen(given: string): Promise<PolicyText> {
  const bytes = await readFile(given).catch(() => {
    throw new UsageError(`--policy ${given}: cannot be read`);
  });
  return { ref: { path: shownPath(given), sha256: sha256(bytes) }, text: decodeText(bytes).text };
}

/** The only policy file among the inputs. */
function findPolicy(documents: readonly SourceDocument[]): PolicyText | undefined {
  const found = documents.filter(
    (document) => document.kind === 'policy-file' && document.text !== undefined,
  );
  const first = found[0];
  if (first === undefined) return undefined;
  if (new Set(found.map(({ ref }) => ref.sha256)).size > 1) {
    throw new UsageError(
      `several policy files were given (${found.map(({ ref }) => ref.path).join(', ')}); name one with --policy`,
    );
  }
  return { ref: first.ref, text: first.text ?? '' };
}

/** `--now` as an instant, else the clock. */
export function readNow(given: string | undefined): Instant {
  if (given === undefined) return new Date().toISOString();
  const at = Date.parse(given);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(given)) {
    throw new UsageError(`--now ${given}: expected an ISO 8601 date or time, 2026-11-21T12:00:00Z`);
  }
  return new Date(at).toISOString();
}
