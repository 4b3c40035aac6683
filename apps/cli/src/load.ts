import { assembleAll, type Picture, type World } from '@ringcheck/assemble';
import { ingest } from '@ringcheck/intake';
import type { Diagnostic, Instant, SourceDocument } from '@ringcheck/model';
import { defaultPolicy, parsePolicy, type Policy } from '@ringcheck/policy';
import { rules } from '@ringcheck/rules';
import { readFile } from 'node:fs/promises';
import { UsageError } from './failure.js';
import { readInputs, sha256, shownPath } from './read-inputs.js';

/** Everything a local command judges: decoded documents, the policy, and a picture per device. */
export interface Fleet {
  readonly documents: readonly SourceDocument[];
  readonly policy: Policy;
  readonly world: World;
  readonly pictures: readonly Picture[];
  readonly policyDiagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** Decode every input; what cannot be read becomes a rejected document, never an error. */
export async function decodeInputs(paths: readonly string[], now: Instant): Promise<SourceDocument[]> {
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
  options: { now: Instant; policy?: string },
): Promise<Fleet> {
  const documents = await decodeInputs(paths, options.now);
  const chosen = await choosePolicy(documents, options.policy);
  const parsed =
    chosen === undefined
      ? { policy: defaultPolicy, diagnostics: [] }
      : parsePolicy(chosen.text, chosen.ref, { ruleIds: rules.map(({ id }) => id) });
  const errors = parsed.diagnostics.filter(({ severity }) => severity === 'error');
  if (chosen !== undefined && (errors.length > 0 || parsed.policy === undefined)) {
    const lines = errors.map(
      (error) =>
        `${chosen.ref.path}${error.at?.line === undefined ? '' : `:${error.at.line}:${error.at.column ?? 1}`}: ${error.message}`,
    );
    throw new UsageError(`the policy does not hold:\n  ${lines.join('\n  ')}`);
  }
  const policy = parsed.policy ?? defaultPolicy;
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
    policyDiagnostics: new Map(chosen === undefined ? [] : [[chosen.ref.path, parsed.diagnostics]]),
  };
}

/** `--policy FILE`, else the only policy file among the inputs. */
async function choosePolicy(documents: readonly SourceDocument[], given: string | undefined) {
  if (given !== undefined) {
    const bytes = await readFile(given).catch(() => {
      throw new UsageError(`--policy ${given}: cannot be read`);
    });
    return { ref: { path: shownPath(given), sha256: sha256(bytes) }, text: bytes.toString('utf8') };
  }
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
