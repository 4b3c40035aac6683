import type { Diagnostic, Position, Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';

interface KnownKeys {
  readonly children: Map<string, KnownKeys>;
  /** Everything below is read (or deliberately left) as a whole. */
  whole: boolean;
}

const shownNames = 25;
const keptNames = 2000;

/**
 * Remembers which keys of the records of a document nobody reads, so that they are named once instead of dropped
 * in silence. Secrets cannot leak: only key names are kept, never values.
 */
export class UnreadKeys {
  private readonly known: KnownKeys = { children: new Map(), whole: false };
  private readonly unread = new Map<string, Position>();

  /** `knownPaths` are dotted key paths; a path stands for everything below it. */
  constructor(knownPaths: readonly string[]) {
    // Annotations of OData (`@odata.type`) hold a dot in their name.
    for (const path of knownPaths) this.learn(path.startsWith('@') ? [path] : path.split('.'));
  }

  private learn(steps: readonly string[]): void {
    let node = this.known;
    for (const step of steps) {
      const next = node.children.get(step) ?? { children: new Map(), whole: false };
      node.children.set(step, next);
      node = next;
    }
    node.whole = true;
  }

  /** Looks through one record. */
  note(record: Value | undefined): void {
    if (record !== undefined) this.walk(record, this.known, '');
  }

  private walk(value: Value, known: KnownKeys, path: string): void {
    if (value.type !== 'dict' || known.whole) return;
    for (const entry of value.entries) {
      const child = known.children.get(entry.key);
      if (child !== undefined) this.walk(entry.value, child, path + entry.key + '.');
      else if (entry.value.type !== 'null') this.keep(path + entry.key, entry.keyAt);
    }
  }

  private keep(name: string, at: Position): void {
    if (this.unread.size < keptNames && !this.unread.has(name)) this.unread.set(name, at);
  }

  /** One diagnostic that names the unread keys, or none. */
  diagnostics(code = 'unimplemented-keys'): readonly Diagnostic[] {
    const [first] = this.unread;
    if (first === undefined) return [];
    const names = [...this.unread.keys()].map((name) => name.slice(0, 100));
    const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
    const message = `Keys that are not read: ${names.slice(0, shownNames).join(', ')}${more}.`;
    return [diagnostic('info', code, message, first[1], first[0])];
  }
}
