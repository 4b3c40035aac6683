import { decodeText } from '@ringcheck/intake';
import type { ColumnMapping, SourceDocument } from '@ringcheck/model';
import { parseColumnMapping } from '@ringcheck/policy';
import { readFile } from 'node:fs/promises';
import { UsageError } from './failure.js';
import { shownPath } from './read-inputs.js';

/** The mapping file named by `--mapping`. One that does not hold is a usage error that lists all its faults. */
export async function readMapping(given: string): Promise<ColumnMapping> {
  const bytes = await readFile(given).catch(() => {
    throw new UsageError(`--mapping ${given}: cannot be read`);
  });
  return parsed(shownPath(given), decodeText(bytes).text);
}

/** The only mapping file among the inputs. */
export function findMapping(documents: readonly SourceDocument[]): ColumnMapping | undefined {
  const found = documents.filter(({ kind, text }) => kind === 'column-mapping' && text !== undefined);
  const [first] = found;
  if (first === undefined) return undefined;
  if (new Set(found.map(({ ref }) => ref.sha256)).size > 1) {
    const names = found.map(({ ref }) => ref.path).join(', ');
    throw new UsageError(`several mapping files were given (${names}); name one with --mapping`);
  }
  return parsed(first.ref.path, first.text ?? '');
}

function parsed(path: string, text: string): ColumnMapping {
  const { mapping, diagnostics } = parseColumnMapping(text);
  if (mapping !== undefined) return mapping;
  const lines = diagnostics.map(
    ({ at, message }) => `${path}:${at?.line ?? 1}:${at?.column ?? 1}: ${message}`,
  );
  throw new UsageError(`the mapping does not hold:\n  ${lines.join('\n  ')}`, 'ringcheck schema mapping');
}
