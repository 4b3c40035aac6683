import type { Element } from '../../xml.js';
import { linesOf, shellWords } from '../../text.js';

const place = String.raw`(?:(?:shared|(?:vsys|device-group)\s+(?:"[^"]*"|\S+))\s+)?`;
const ruleLine = new RegExp(
  String.raw`^[ \t]*set\s+${place}(?:pre-|post-)?rulebase\s+(?:security\s+rules|default-security-rules\s+rules)\s+\S`,
  'm',
);

/** The form of `set cli config-output-format set`. */
export function recognisesPanosSet(text: string): boolean {
  return ruleLine.test(text);
}

interface Node extends Element {
  readonly attributes: Map<string, string>;
}

/** Lists of named entries; everything else below them is a key. */
const lists = new Set([
  'address',
  'address-group',
  'service',
  'service-group',
  'rules',
  'zone',
  'vsys',
  'device-group',
]);
/** Keys whose values are members, one or several in brackets. */
const memberKeys = new Set([
  'from',
  'to',
  'source',
  'destination',
  'application',
  'service',
  'source-user',
  'category',
  'hip-profiles',
  'source-hip',
  'destination-hip',
  'static',
  'members',
  'tag',
]);
/** Keys that only lead to others. */
const containers = new Set([
  'rulebase',
  'pre-rulebase',
  'post-rulebase',
  'security',
  'default-security-rules',
  'application-override',
  'shared',
  'alg-override',
  'protocol',
  'tcp',
  'udp',
  'sctp',
  'dynamic',
  'target',
  'devices',
]);
/** Branches of a configuration that hold no rules, objects or zones. */
const wanted = new Set([
  'shared',
  'vsys',
  'device-group',
  'rulebase',
  'pre-rulebase',
  'post-rulebase',
  'address',
  'address-group',
  'service',
  'service-group',
  'zone',
  'alg-override',
]);

/** The statements as the tree that the XML form of the same configuration has. */
export function treeOfSet(text: string): Element {
  const root = made('config', 1);
  const index: EntryIndex = new Map();
  for (const { number, text: line } of linesOf(text)) {
    const words = wordsOf(line);
    if (words[0]?.text !== 'set' || !wanted.has(words[1]?.text ?? '')) continue;
    new Statement(words.slice(1), number, index).into(root);
  }
  return root;
}

/** Entries by list and name; looking through a list of thousands for each statement would be quadratic. */
type EntryIndex = Map<Element, Map<string, Element>>;

interface SetWord {
  readonly text: string;
  readonly isQuoted: boolean;
}

function wordsOf(line: string): SetWord[] {
  return shellWords(line.trim()).flatMap((word) => {
    if (word.isQuoted) return [word];
    const parts = word.text.split(/([[\]])/).filter((part) => part !== '');
    return parts.map((text) => ({ text, isQuoted: false }));
  });
}

function made(name: string, line: number): Node {
  return { name, attributes: new Map(), children: [], line, text: '' };
}

class Statement {
  private next = 0;

  constructor(
    private readonly words: readonly SetWord[],
    private readonly line: number,
    private readonly index: EntryIndex,
  ) {}

  into(root: Element): void {
    let at = root;
    /** The entry whose keys are being set: a statement may set several of them one after the other. */
    let entry = root;
    while (this.next < this.words.length) {
      const key = this.take();
      const isListOfEntries = lists.has(key) && !(key === 'service' && entry !== root && this.isRule(entry));
      if (isListOfEntries) {
        at = this.entry(this.child(at, key), this.take());
        entry = at;
      } else if (memberKeys.has(key)) {
        const list = this.child(at, key);
        for (const value of this.values()) this.add(list, 'member', value);
        at = entry;
      } else if (containers.has(key)) at = this.child(at, key);
      else {
        this.child(at, key).text = this.values().join(' ');
        if (this.isRule(entry)) at = entry;
      }
    }
  }

  private isRule(entry: Element): boolean {
    return entry.attributes.get('kind') === 'rules';
  }

  private take(): string {
    const word = this.words[this.next];
    this.next += 1;
    return word?.text ?? '';
  }

  private values(): string[] {
    if (this.words[this.next]?.text !== '[' || this.words[this.next]?.isQuoted === true) {
      return this.next < this.words.length ? [this.take()] : [];
    }
    this.next += 1;
    const out: string[] = [];
    while (this.next < this.words.length) {
      const word = this.words[this.next];
      this.next += 1;
      if (word?.text === ']' && !word.isQuoted) break;
      out.push(word?.text ?? '');
    }
    return out;
  }

  private child(parent: Element, name: string): Element {
    const known = parent.children.find((one) => one.name === name);
    if (known !== undefined) return known;
    const node = made(name, this.line);
    parent.children.push(node);
    return node;
  }

  private add(parent: Element, name: string, text: string): void {
    const node = made(name, this.line);
    node.text = text;
    parent.children.push(node);
  }

  private entry(list: Element, name: string): Element {
    const entries = this.index.get(list) ?? new Map<string, Element>();
    this.index.set(list, entries);
    const known = entries.get(name);
    if (known !== undefined) return known;
    const node = made('entry', this.line);
    node.attributes.set('name', name).set('kind', list.name);
    list.children.push(node);
    entries.set(name, node);
    return node;
  }
}
