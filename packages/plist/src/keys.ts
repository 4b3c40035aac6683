import type { DictValue, Entry, Position } from '@ringcheck/model';
import type { Diagnostics } from './diagnostics.js';
import { formatPath } from './path.js';

/** Keys repeat thousands of times in an export: each is kept once, and its number finds duplicates without a set. */
export class KeyTable {
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly lastDict: number[] = [];
  private dicts = 0;

  idOf(key: string): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.ids.set(key, id);
    this.names.push(key);
    this.lastDict.push(0);
    return id;
  }

  nameOf(id: number): string {
    return this.names[id] as string;
  }

  hasDuplicates(ids: readonly number[]): boolean {
    const dict = ++this.dicts;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (this.lastDict[id] === dict) return true;
      this.lastDict[id] = dict;
    }
    return false;
  }
}

/** A dictionary where some key stands twice: the last entry of each is kept, as Apple's parser does, and the others named. */
export function dictWithoutDuplicates(
  entries: readonly Entry[],
  at: Position,
  diagnostics: Diagnostics,
  path: () => string,
): DictValue {
  const last = new Map<string, Entry>();
  for (const entry of entries) last.set(entry.key, entry);
  const kept: Entry[] = [];
  for (const entry of entries) {
    const winner = last.get(entry.key);
    if (winner === undefined || winner === entry) kept.push(entry);
    else {
      const { line, offset } = winner.keyAt;
      const place = line === undefined ? `at byte ${offset}` : `in line ${line}`;
      diagnostics.add(
        'duplicate-key',
        `This key stands again ${place}; the last one counts, as in Apple's parser.`,
        entry.keyAt,
        joinPath(path(), entry.key),
      );
    }
  }
  return { type: 'dict', entries: kept, at };
}

function joinPath(above: string, key: string): string {
  const step = formatPath([key]);
  return above === '' || step.startsWith('[') ? above + step : `${above}.${step}`;
}
