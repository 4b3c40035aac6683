import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { toJson, type SourceDocument } from '@ringcheck/model';
import { ingest } from './intake.js';

const corpus = process.env['RINGCHECK_CORPUS'];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface PayloadTruth {
  readonly index: number;
  readonly type: string;
  readonly restrictions?: Record<string, unknown>;
}

interface Truth {
  readonly what?: string;
  readonly parse_ok?: boolean | null;
  readonly read_with?: string;
  readonly identifier?: string | null;
  readonly uuid?: string | null;
  readonly payload_types?: readonly string[];
  readonly payloads?: readonly PayloadTruth[];
}

/** What the truth file adds to the restrictions of its own. */
const summary = 'facetime_in_lists';

async function documentsOf(file: string): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  const bytes = new Uint8Array(await readFile(path.join(corpus ?? '', file)));
  const input = { path: file, bytes, receivedAt: '2026-11-21T00:00:00Z', sha256, subtle: crypto.subtle };
  for await (const document of ingest(input)) documents.push(document);
  return documents;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function truthOf(folder: string): Promise<Map<string, Truth>> {
  const file = path.join(folder, 'truth.json');
  if (!existsSync(file)) return new Map();
  const content: { files: Record<string, Truth> } = JSON.parse(await readFile(file, 'utf8'));
  return new Map(Object.entries(content.files));
}

/** How a document differs from what independent tools found in the file; empty when it does not. */
function differences(truth: Truth, documents: readonly SourceDocument[]): string[] {
  const [profile] = documents.flatMap((document) => document.profiles);
  const isEmpty = typeof truth.identifier !== 'string' && (truth.payload_types ?? []).length === 0;
  if (profile === undefined) return isEmpty ? [] : ['no profile was read'];
  const found: string[] = [];
  const same = (name: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      found.push(`${name}: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`);
  };
  if (typeof truth.identifier === 'string') same('identifier', profile.identifier, truth.identifier);
  if (typeof truth.uuid === 'string') same('uuid', profile.uuid, truth.uuid);
  const types = profile.payloads.map((payload) => payload.type);
  if (truth.payload_types) same('payload types', [...types].sort(), [...truth.payload_types].sort());
  for (const payload of truth.payloads ?? []) {
    const entries = profile.payloads[payload.index]?.settings.entries ?? [];
    const settings = new Map(entries.map((entry) => [entry.key, toJson(entry.value)]));
    for (const [key, value] of Object.entries(payload.restrictions ?? {}))
      if (key !== summary) same(key, settings.get(key), value);
  }
  return found;
}

/** A profile that other tools do not read is not passed over in silence: something of it has a place and a reason. */
function unexplained(documents: readonly SourceDocument[]): string[] {
  return documents.flatMap(({ status, diagnostics }) => {
    if (status === 'ingested') return ['ingested although no other tool reads it'];
    const isPlaced = diagnostics.some(({ at }) => at !== undefined);
    return isPlaced ? [] : [`${status} without a place`];
  });
}

function count(list: Map<string, number>, key: string): void {
  list.set(key, (list.get(key) ?? 0) + 1);
}

describe('a corpus of real files', () => {
  if (corpus === undefined) {
    it('is read when RINGCHECK_CORPUS names its folder', () => {
      console.log('RINGCHECK_CORPUS is not set: no corpus was read.');
      expect(corpus).toBeUndefined();
    });
    return;
  }

  it('ends file by file in a document or in a reason, and as independent tools read it', async () => {
    const truths = await truthOf(corpus);
    const results = new Map<string, number>();
    const problems: string[] = [];
    let compared = 0;
    let unreadable = 0;
    for (const file of await filesBelow(corpus)) {
      const documents = await documentsOf(file);
      const [folder] = file.split(path.sep);
      if (documents.length === 0) problems.push(`${file}: no document`);
      for (const document of documents) {
        count(results, `${folder ?? ''}: ${document.status} ${document.kind}`);
        if (document.status !== 'ingested' && document.diagnostics.length === 0)
          problems.push(`${file}: ${document.status} without a reason`);
      }
      const truth = truths.get(file);
      if (truth?.what !== 'mobileconfig') continue;
      if (truth.parse_ok !== true && typeof truth.read_with !== 'string') {
        unreadable++;
        problems.push(...unexplained(documents).map((problem) => `${file}: ${problem}`));
        continue;
      }
      compared++;
      problems.push(...differences(truth, documents).map((difference) => `${file}: ${difference}`));
    }
    const lines = [...results].sort().map(([key, number]) => `${String(number).padStart(6)}  ${key}`);
    console.log(
      [
        ...lines,
        `${compared} profiles compared with the truth file`,
        `${unreadable} that no other tool reads`,
      ].join('\n'),
    );
    expect(problems).toEqual([]);
  }, 600_000);
});
