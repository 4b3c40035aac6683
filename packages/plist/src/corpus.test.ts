import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeJson, decodePlist, type PlistResult } from './decode.js';
import { get, getArray, getString, type Value } from '@ringcheck/model';

/** What independent tools found out about one file of a corpus; more is recorded there than is compared here. */
interface Truth {
  readonly what?: string;
  readonly parse_ok: boolean;
  readonly read_with?: string | null;
  readonly envelope?: unknown;
  readonly identifier?: string | null;
  readonly uuid?: string | null;
  readonly display_name?: string | null;
  readonly payload_types?: readonly (string | null)[];
  readonly keys?: readonly string[];
}

const folder = process.env['RINGCHECK_CORPUS'] ?? '';
const truthFile = path.join(folder, 'truth.json');

function truths(): [string, Truth][] {
  const { files } = JSON.parse(readFileSync(truthFile, 'utf8')) as { files: Record<string, Truth> };
  return Object.entries(files).filter(([name, truth]) => isOurs(name, truth));
}

/** Signed files are unwrapped by another package; CSV and firewall files are no property lists. */
function isOurs(name: string, truth: Truth): boolean {
  const isPlist = truth.what === 'mobileconfig' || truth.what === 'mdm-message' || truth.what === 'json';
  return isPlist && truth.envelope === undefined && existsSync(path.join(folder, name));
}

function read(name: string, truth: Truth): PlistResult {
  const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
  return truth.what === 'json' ? decodeJson(bytes) : decodePlist(bytes);
}

function differencesOf(value: Value, truth: Truth): string[] {
  const differences: string[] = [];
  const same = (what: string, ours: unknown, theirs: unknown): void => {
    if (theirs === undefined || JSON.stringify(ours) === JSON.stringify(theirs)) return;
    differences.push(`${what}: ${JSON.stringify(ours)} where ${JSON.stringify(theirs)} was found`);
  };
  same('identifier', getString(value, 'PayloadIdentifier') ?? null, truth.identifier);
  same('uuid', getString(value, 'PayloadUUID') ?? null, truth.uuid);
  same('display name', getString(value, 'PayloadDisplayName') ?? null, truth.display_name);
  const types = (getArray(value, 'PayloadContent') ?? []).map(
    (payload) => getString(payload, 'PayloadType') ?? null,
  );
  same('payload types', types, truth.payload_types);
  // Long lists of keys are cut off in the truth, so only absence counts.
  const missing = (truth.keys ?? []).filter((key) => get(value, key) === undefined);
  if (missing.length > 0) differences.push(`keys not found: ${missing.join(', ')}`);
  return differences;
}

describe('a corpus of real files', () => {
  if (folder === '' || !existsSync(truthFile)) {
    it('is left out: RINGCHECK_CORPUS names no folder with a truth.json', () => {
      console.log('left out: the corpus of property lists (set RINGCHECK_CORPUS to its folder)');
      expect(existsSync(truthFile)).toBe(false);
    });
    return;
  }

  it('is read as the independent truth has it, and the rest gets a position', () => {
    const counts = new Map<string, number>();
    const differences: string[] = [];
    for (const [name, truth] of truths()) {
      const result = read(name, truth);
      const kind = truth.parse_ok ? 'readable' : truth.read_with ? 'readable once repaired' : 'unreadable';
      const counted = `${kind} there, ${result.status} here`;
      counts.set(counted, (counts.get(counted) ?? 0) + 1);
      if (truth.parse_ok && result.status === 'rejected') differences.push(`${name}: rejected`);
      if (!truth.parse_ok && !result.diagnostics.every(({ at }) => at !== undefined))
        differences.push(`${name}: a diagnostic without position`);
      if (truth.read_with === null && result.diagnostics.length === 0)
        differences.push(`${name}: nothing was said of a file that no other tool reads`);
      const compared = truth.parse_ok || typeof truth.read_with === 'string' ? result.value : undefined;
      if (compared !== undefined)
        differences.push(...differencesOf(compared, truth).map((difference) => `${name}: ${difference}`));
    }
    for (const [counted, count] of [...counts].sort()) console.log(`corpus: ${count} ${counted}`);
    expect(differences).toEqual([]);
  });
});
