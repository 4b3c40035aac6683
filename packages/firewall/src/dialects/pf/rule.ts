import {
  type AddressSet,
  allV4,
  allV6,
  complementAddresses,
  noAddress,
  parseAddresses,
  subtractAddresses,
  uniteAllAddresses,
} from '../../address.js';
import { complementProtocols, Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { rangesOf } from '../../ranges.js';
import { tcpFlags } from '../../tcp-flags.js';
import type { PfFile, PfTable, PfToken } from './statements.js';
import { pairs2, portRange, shortPrefix } from './values.js';

export interface PfRule {
  readonly draft: Draft;
  readonly allows: boolean;
  readonly isQuick: boolean;
  /** Undefined for rules of both directions. */
  readonly direction: 'in' | 'out' | undefined;
  readonly interfaces: readonly { readonly name: string; readonly negated: boolean }[];
  readonly translates: boolean;
  /** Sends packets to another address. */
  readonly redirects: boolean;
}

/** Words that change nothing here, with the number of words each takes along. */
const harmless = new Map([
  ['log', 0],
  ['label', 1],
  ['tag', 1],
  ['queue', 1],
  ['rtable', 1],
  ['allow-opts', 0],
  ['once', 0],
  ['ridentifier', 1],
  ['keep', 1],
  ['modulate', 1],
  ['synproxy', 1],
  ['set', 2],
  ['scrub', 0],
  ['dup-to', 0],
  ['bitmask', 0],
  ['random', 0],
  ['round-robin', 0],
  ['source-hash', 0],
  ['sticky-address', 0],
  ['static-port', 0],
  ['af-to', 1],
]);
const undecidable = new Map<string, readonly [string, number]>([
  ['tagged', ['tag of another rule', 1]],
  ['user', ['user', 1]],
  ['group', ['user', 1]],
  ['tos', ['type of service', 1]],
  ['probability', ['chance', 1]],
  ['os', ['operating system', 1]],
  ['fragment', ['fragments', 0]],
  ['rdomain', ['routing domain', 1]],
  ['prio', ['priority', 1]],
  ['max-pkt-rate', ['rate limit', 1]],
]);

export function readPfRule(tokens: readonly PfToken[], file: PfFile): PfRule {
  return new RuleReader(tokens, file).read();
}

class RuleReader {
  private index = 0;
  private readonly draft = new Draft();
  private allows = false;
  private isQuick = false;
  private direction: 'in' | 'out' | undefined;
  private readonly interfaces: { name: string; negated: boolean }[] = [];
  private translates = false;
  private redirects = false;

  constructor(
    private readonly tokens: readonly PfToken[],
    private readonly file: PfFile,
  ) {}

  read(): PfRule {
    this.allows = this.take() === 'pass';
    while (this.index < this.tokens.length) this.word(this.take());
    return {
      draft: this.draft,
      allows: this.allows,
      isQuick: this.isQuick,
      direction: this.direction,
      interfaces: this.interfaces,
      translates: this.translates,
      redirects: this.redirects,
    };
  }

  private peek(): string {
    return this.tokens[this.index]?.text ?? '';
  }

  private take(): string {
    const text = this.peek();
    this.index += 1;
    return text;
  }

  private word(word: string): void {
    const skipped = harmless.get(word);
    const open = undecidable.get(word);
    if (skipped !== undefined) {
      if (this.peek() !== '(' || skipped < 2) this.index += skipped;
      this.parenthesis();
    } else if (open !== undefined) {
      this.draft.undecidable(open[0]);
      if (open[1] > 0) this.values();
    } else this.keyword(word);
  }

  private keyword(word: string): void {
    switch (word) {
      case 'in':
      case 'out':
        this.direction = word;
        return;
      case 'quick':
        this.isQuick = true;
        return;
      case 'all':
      case 'drop':
      case 'return':
      case ',':
        return;
      case 'return-rst':
      case 'return-icmp':
      case 'return-icmp6':
        this.parenthesis();
        return;
      case 'on':
        this.onInterface();
        return;
      case 'received-on':
        this.receivedOn();
        return;
      case 'inet':
      case 'inet6':
        this.draft.source(word === 'inet' ? { v4: allV4, v6: [] } : { v4: [], v6: allV6 });
        return;
      case 'proto':
        this.protocol();
        return;
      case 'from':
        this.endpoint('source');
        return;
      case 'to':
        this.endpoint('destination');
        return;
      case 'port':
        this.ports('destinationPorts');
        return;
      case 'flags':
        this.flags(this.take());
        return;
      case 'icmp-type':
      case 'icmp6-type':
        this.icmp(word === 'icmp-type' ? 4 : 6);
        return;
      case 'no':
        this.take();
        if (this.allows) this.draft.undecidable('no state: answers need a rule of their own');
        return;
      default:
        this.other(word);
    }
  }

  private other(word: string): void {
    if (word === 'route-to' || word === 'reply-to') this.skipGroup();
    else if (word === 'nat-to' || word === 'binat-to') {
      this.translates = true;
      this.skipGroup();
    } else if (word === 'rdr-to' || word === 'divert-to' || word === 'divert-packet') {
      this.redirects = true;
      this.draft.undecidable('sent to another address');
      this.skipGroup();
    } else this.draft.problem(`word ${word}`);
  }

  private parenthesis(): void {
    if (this.peek() !== '(') return;
    while (this.index < this.tokens.length && this.take() !== ')');
  }

  private skipGroup(): void {
    if (this.peek() === '{') this.values();
    else if (this.peek() === '(') this.parenthesis();
    else this.index += 1;
    if (this.peek() === 'port') this.index += 2;
  }

  /** One value or a list in braces; `!` stays with the value it negates, `= 80` and `1:2` with their operator. */
  private values(): PfToken[][] {
    const isList = this.peek() === '{';
    if (isList) this.index += 1;
    const out: PfToken[][] = [];
    let depth = 0;
    while (this.index < this.tokens.length) {
      if (isList && this.peek() === '}' && depth === 0) {
        this.index += 1;
        return out;
      }
      if (this.peek() === '{') depth += 1;
      if (this.peek() === '}') depth -= 1;
      if ([',', '{', '}'].includes(this.peek())) this.index += 1;
      else out.push(this.value());
      if (!isList) return out;
    }
    return out;
  }

  private value(): PfToken[] {
    const out: PfToken[] = [];
    for (;;) {
      const token = this.tokens[this.index];
      if (token === undefined) return out;
      this.index += 1;
      out.push(token);
      if (token.text === '(') {
        while (this.index < this.tokens.length && this.peek() !== ')')
          out.push(this.tokens[this.index++] as PfToken);
        this.index += 1;
        return out;
      }
      const isOperator = ['!', '=', '!=', '<', '>', '<=', '>=', '<>', '><'].includes(token.text);
      if (!isOperator && this.peek() !== '<>' && this.peek() !== '><') return out;
    }
  }

  private receivedOn(): void {
    const negated = this.peek() === '!';
    const names = this.values().map((value) => value[value[0]?.text === '!' ? 1 : 0]?.text ?? '');
    this.draft.interface('in', { names, negated });
  }

  private onInterface(): void {
    if (this.peek() === 'rdomain') {
      this.draft.undecidable('routing domain');
      this.index += 2;
      return;
    }
    for (const value of this.values()) {
      const words = value.map((token) => token.text);
      const negated = words[0] === '!';
      const name = words[negated ? 1 : 0] ?? '';
      if (name !== 'any') this.interfaces.push({ name, negated });
    }
  }

  private protocol(): void {
    const numbers = this.values().map((value) =>
      protocolNumber(
        value
          .map((token) => token.text)
          .join('')
          .replace(/^=/, ''),
      ),
    );
    if (numbers.includes(undefined)) this.draft.problem('protocol');
    this.draft.protocols(
      rangesOf(numbers.flatMap((one) => (one === undefined ? [] : [[one, one + 1] as const]))),
    );
  }

  private endpoint(side: 'source' | 'destination'): void {
    if (this.peek() !== 'port') this.hosts(side, this.values());
    if (this.peek() !== 'port') return;
    this.index += 1;
    this.ports(side === 'source' ? 'sourcePorts' : 'destinationPorts');
  }

  private hosts(side: 'source' | 'destination', list: readonly (readonly PfToken[])[]): void {
    const sets: AddressSet[] = [];
    let isOpen = false;
    for (const value of list) {
      const words = value.map((token) => token.text);
      const negated = words[0] === '!';
      const one = this.host(words.slice(negated ? 1 : 0).join(''));
      if (typeof one === 'string') {
        this.draft.undecidable(one);
        isOpen = true;
      } else sets.push(negated ? complementAddresses(one) : one);
    }
    if (!isOpen) this.draft[side](uniteAllAddresses(sets));
  }

  private host(word: string): AddressSet | string {
    if (word === 'any' || word === 'all') return { v4: allV4, v6: allV6 };
    // Clients answer from where their routes point, so what fails the reverse-path test is nobody.
    if (word === 'urpf-failed' || word === 'no-route') return noAddress;
    if (word.startsWith('<')) return this.table(word.slice(1, -1));
    const short = shortPrefix(word);
    const set = parseAddresses(short) ?? parseAddresses(short.replace(/\s*-\s*/, '-'));
    if (set !== undefined) return set;
    return word.startsWith('$') ? `macro ${word} is not in the document` : `name or interface ${word}`;
  }

  private table(name: string): AddressSet | string {
    const table = this.file.tables.get(name);
    this.draft.objects.push(`<${name}>`);
    if (table === undefined) return `table ${name} is not in the document`;
    return this.file.resolved.of(name, () => addressesOf(name, table));
  }

  private ports(side: 'sourcePorts' | 'destinationPorts'): void {
    const ranges = this.values().map(portRange);
    if (ranges.includes(undefined)) this.draft.problem('ports');
    const pairs = ranges.flatMap((one) => (one === undefined ? [] : [...pairs2(one)]));
    this.draft[side](rangesOf(pairs));
  }

  private flags(text: string): void {
    const [value, mask] = text.split('/');
    if (text === 'any') return;
    const letters = (part: string | undefined): number | undefined => {
      const names = [...(part ?? '')].map((letter) => flagNames.get(letter));
      return names.length === 0 ? 0 : tcpFlags(names.map((name) => name ?? '?').join(','));
    };
    const [wanted, looked] = [letters(value), letters(mask)];
    if (wanted === undefined || looked === undefined) this.draft.problem(`flags ${text}`);
    // States answer for everything but the first packet, a bare SYN; flags ask nothing of other protocols.
    else if ((2 & looked) !== wanted) this.draft.protocols(complementProtocols([6, 7]));
  }

  private icmp(family: 4 | 6): void {
    const ranges = this.values().map((value) => icmpTypes(value.map((token) => token.text).join(''), family));
    if (this.peek() === 'code') {
      this.index += 1;
      this.values();
      this.draft.undecidable('ICMP code');
    }
    if (ranges.includes(undefined)) this.draft.undecidable('ICMP type');
    else
      this.draft.destinationPorts(rangesOf(ranges.flatMap((one) => (one === undefined ? [] : pairs2(one)))));
  }
}

function addressesOf(name: string, table: PfTable): AddressSet | string {
  if (!table.isComplete) return `table ${name} is filled at run time`;
  const inside: AddressSet[] = [];
  const outside: AddressSet[] = [];
  for (const member of table.members) {
    const set = parseAddresses(shortPrefix(member.replace(/^!/, '')));
    if (set === undefined) return `member ${member} of table ${name}`;
    (member.startsWith('!') ? outside : inside).push(set);
  }
  return subtractAddresses(uniteAllAddresses(inside), uniteAllAddresses(outside));
}

const flagNames = new Map([
  ['F', 'FIN'],
  ['S', 'SYN'],
  ['R', 'RST'],
  ['P', 'PSH'],
  ['A', 'ACK'],
  ['U', 'URG'],
  ['E', 'ECE'],
  ['W', 'CWR'],
]);
