import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { assembleAll, type Picture } from '@ringcheck/assemble';
import { ingest } from '@ringcheck/intake';
import type { DocumentRef, Instant, SourceDocument } from '@ringcheck/model';
import { judgeDevice, type JudgedDevice } from '@ringcheck/plan';
import { parsePolicy, type Policy } from '@ringcheck/policy';
import { guardReads, policyVocabulary, type DeviceEvaluation } from '@ringcheck/rules';
import { evaluateDevice } from '@ringcheck/rules';
import { fleetOf } from '@ringcheck/testkit';

/** The uploads of a fleet, decoded, with its policy. */
export interface Uploads {
  readonly documents: readonly SourceDocument[];
  readonly policy: Policy;
  readonly policyDocument: DocumentRef;
}

export const now: Instant = '2026-11-21T12:00:00Z';
const received: Instant = '2026-11-20T12:00:00Z';

interface File {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The sample fleet as it stands in the fixtures: one device for each thing that can be wrong. */
export async function sampleUploads(): Promise<Uploads> {
  const folder = path.join(process.cwd(), 'tests/fixtures/sample-fleet');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const files = await Promise.all(
    names.sort().map(async (name) => ({ path: path.relative(folder, name), bytes: await readFile(name) })),
  );
  return uploadsOf(files);
}

/** A made-up fleet, in many small exports so that their order can differ. */
export async function madeUploads(devices: number, seed: number): Promise<Uploads> {
  const fleet = fleetOf({ devices, seed, profiles: 24, networks: 8, page: 20 });
  return uploadsOf([...fleet.files()].map((file) => ({ path: file.path, bytes: file.bytes() })));
}

async function uploadsOf(files: readonly File[]): Promise<Uploads> {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const documents: SourceDocument[] = [];
  for (const file of files) {
    for await (const document of ingest({ ...file, receivedAt: received, sha256 })) documents.push(document);
  }
  const file = documents.find(({ kind }) => kind === 'policy-file');
  if (file?.text === undefined) throw new Error('the fleet has no policy');
  const { policy } = parsePolicy(file.text, file.ref, policyVocabulary);
  if (policy === undefined) throw new Error('the policy of the fleet does not hold');
  return { documents, policy, policyDocument: file.ref };
}

/** The pictures of all devices at a moment, sorted by id. */
export function picturesOf(
  { policy, policyDocument, documents }: Uploads,
  changed: readonly SourceDocument[] = documents,
  at: Instant = now,
): readonly Picture[] {
  return assembleAll({ now: at, policy, policyDocument, documents: changed }).pictures;
}

/** Everything said of each device, places left out: what may never depend on how it was said. */
export function outcomesOf(
  uploads: Uploads,
  pictures: readonly Picture[],
  at: Instant = now,
): Map<string, string> {
  return new Map(
    pictures.map((picture) => [picture.id, outcomeText(judgeDevice(picture, uploads.policy, at))]),
  );
}

export function outcomeText({ evaluation, compliance, judgement }: Omit<JudgedDevice, 'picture'>): string {
  const { id, verdict, expected, coverage, results, notes, gaps, stale, reviewAt } = evaluation;
  const told = [
    ...results.map(({ evidence: _, ...finding }) => finding),
    ...notes.map(({ evidence: _, ...note }) => note),
  ];
  return JSON.stringify(
    [
      { id, verdict, expected, coverage, stale, reviewAt, compliance, judgement: judgement?.compliance },
      told.map((one) => JSON.stringify(one)).sort(),
      gaps,
    ],
    undefined,
    1,
  );
}

/** The evaluation with the guard on what every rule asks for. */
export function guarded(
  picture: Picture,
  { policy }: Pick<Uploads, 'policy'>,
  at: Instant = now,
): DeviceEvaluation {
  return evaluateDevice(picture, {
    now: at,
    thresholds: policy.thresholds,
    overrides: policy.rules,
    window: (rule, subject) => guardReads(rule, subject, new Set()),
  });
}

/** Rules that say nothing but that all is well. */
export function clearRules(evaluation: DeviceEvaluation): ReadonlySet<string> {
  const spoilt = new Set<string>();
  const clear = new Set<string>();
  for (const { ruleId, outcome } of evaluation.results) {
    if (outcome === 'clear') clear.add(ruleId);
    else if (outcome !== 'not-applicable') spoilt.add(ruleId);
  }
  return new Set([...clear].filter((id) => !spoilt.has(id)));
}
