import { type AddressSet, allV4, allV6, anyAddress, type Family, parseAddresses } from '../../address.js';
import { Draft } from '../../draft.js';
import { icmpTypes } from '../../names/icmp.js';
import type { RuleAction } from '../../policy.js';
import { stateBits } from '../../policy.js';
import { onlyAddresses } from '../bindings.js';
import { type Objects, portOperator, protocolsNamed, type Service } from './objects.js';

export interface Entry {
  readonly draft: Draft;
  readonly action: RuleAction;
  readonly isInactive: boolean;
}

/** Words at the end of an entry that change nothing here, and how many words each takes along. */
const harmless = new Map([
  ['log', 0],
  ['log-input', 0],
  ['reflect', 1],
  ['timeout', 1],
  ['counter', 1],
  ['rule', 1],
  ['interval', 1],
  ['disable', 0],
  ['default', 0],
  ['warnings', 0],
  ['informational', 0],
  ['notifications', 0],
  ['debugging', 0],
  ['errors', 0],
  ['critical', 0],
  ['alerts', 0],
  ['emergencies', 0],
]);
/** Conditions no policy can decide, with the number of words that follow. */
const undecidable = new Map<string, readonly [string, number]>([
  ['time-range', ['time of day', 1]],
  ['fragments', ['fragments', 0]],
  ['dscp', ['DSCP', 1]],
  ['tos', ['type of service', 1]],
  ['precedence', ['precedence', 1]],
  ['ttl', ['time to live', 2]],
  ['option', ['IP option', 1]],
  ['match-any', ['TCP flags', 1]],
  ['match-all', ['TCP flags', 1]],
  ['vlan', ['VLAN', 1]],
  ['http-method', ['HTTP method', 1]],
  ['udf', ['payload bytes', 4]],
  ['packet-length', ['packet length', 2]],
  ['flow-label', ['flow label', 1]],
  ['routing', ['routing header', 0]],
  ['mobility', ['mobility header', 0]],
  ['dest-option', ['destination options', 0]],
  ['undetermined-transport', ['transport header', 0]],
]);
/** Words that ask who sends, before the address. */
const identities = new Set([
  'user',
  'user-group',
  'object-group-user',
  'security-group',
  'object-group-security',
]);
const flagWords = new Set(['ack', 'fin', 'psh', 'rst', 'syn', 'urg']);

/** Reads an entry from its `permit` or `deny` on; without a family it speaks of both, standard ones of a source only. */
export function readEntry(
  words: readonly string[],
  objects: Objects,
  family: Family | undefined,
  isStandard: boolean,
): Entry {
  return new EntryReader(words, objects, family).read(isStandard);
}

class EntryReader {
  private index = 1;
  private readonly draft = new Draft();
  private isInactive = false;
  private isIcmp = false;
  private isIcmp6 = false;

  constructor(
    private readonly words: readonly string[],
    private readonly objects: Objects,
    private readonly family: Family | undefined,
  ) {}

  read(isStandard: boolean): Entry {
    const [verb] = this.words;
    if (this.family !== undefined) this.draft.source(onlyAddresses(this.family));
    if (verb === 'evaluate') this.evaluate();
    else if (isStandard) this.address('source');
    else this.extended();
    this.trailer();
    const action: RuleAction = {
      type: verb === 'permit' ? 'allow' : verb === 'evaluate' ? 'unknown' : 'deny',
    };
    return { draft: this.draft, action, isInactive: this.isInactive };
  }

  /** Mirrors what left before: no connection starts by it. */
  private evaluate(): void {
    this.draft.undecidable(`reflexive list ${this.take()}`);
    this.draft.states(stateBits.established | stateBits.related);
  }

  private peek(ahead = 0): string {
    return this.words[this.index + ahead] ?? '';
  }

  private take(): string {
    const word = this.peek();
    this.index += 1;
    return word;
  }

  private extended(): void {
    this.protocol();
    this.address('source');
    this.ports('sourcePorts');
    this.address('destination');
    this.ports('destinationPorts');
    if (this.isIcmp) this.icmpType();
  }

  private protocol(): void {
    const word = this.take();
    if (word === 'object-group' || word === 'object') {
      const name = this.take();
      if (this.objects.isService(name)) this.services(name);
      else this.draft.problem(`service ${name}`);
      return;
    }
    const protocols = protocolsNamed(this.family === 6 && word === 'icmp' ? 'icmpv6' : word);
    if (protocols === undefined) this.draft.problem(`protocol ${word}`);
    else this.draft.protocols(protocols);
    this.isIcmp = word.startsWith('icmp') || word === '1' || word === '58';
    this.isIcmp6 = this.family === 6 || word === 'icmp6' || word === 'icmpv6' || word === '58';
  }

  private services(name: string, onlyPorts?: 'sourcePorts' | 'destinationPorts'): void {
    const { items, opaque } = this.objects.resolveService(name);
    this.draft.objects.push(name);
    for (const reason of opaque) this.draft.undecidable(reason);
    if (opaque.length > 0) return;
    this.draft.either(items.map((item) => (copy: Draft) => applyService(copy, item, onlyPorts)));
  }

  private address(side: 'source' | 'destination'): void {
    const word = this.take();
    if (word === '' || word === 'any') return;
    if (identities.has(word)) {
      this.draft.undecidable('user');
      this.index += word === 'security-group' ? 2 : 1;
      this.address(side);
      return;
    }
    if (word === 'any4') this.draft[side]({ v4: allV4, v6: [] });
    else if (word === 'any6') this.draft[side]({ v4: [], v6: allV6 });
    else if (word === 'object' || word === 'object-group' || word === 'addrgroup')
      this.addressObject(side, this.take());
    else if (word === 'interface') this.draft.undecidable(`address of interface ${this.take()}`);
    else if (word === 'host') this.addressSet(side, parseAddresses(this.objects.literal(this.take())), word);
    else this.addressLiteral(side, word);
  }

  private addressLiteral(side: 'source' | 'destination', word: string): void {
    const next = this.peek();
    const masked = /^\d+\.\d+\.\d+\.\d+$/.test(next) ? this.objects.masked(word, next) : undefined;
    if (masked !== undefined) this.index += 1;
    const set = masked ?? parseAddresses(this.objects.literal(word));
    this.addressSet(side, set, `${word} ${next}`);
  }

  private addressSet(side: 'source' | 'destination', set: AddressSet | undefined, text: string): void {
    if (set === undefined) this.draft.problem(`address ${text}`);
    else this.draft[side](set);
  }

  private addressObject(side: 'source' | 'destination', name: string): void {
    const network = this.objects.resolveNetwork(name);
    this.draft.objects.push(name);
    for (const reason of network.opaque) this.draft.undecidable(reason);
    this.draft[side](network.opaque.length > 0 ? anyAddress : network.addresses);
  }

  private ports(side: 'sourcePorts' | 'destinationPorts'): void {
    const word = this.peek();
    if ((word === 'object-group' || word === 'portgroup') && this.objects.isService(this.peek(1))) {
      this.index += 1;
      this.services(this.take(), side);
      return;
    }
    if (!['eq', 'neq', 'gt', 'lt', 'range'].includes(word)) return;
    const read = portOperator(this.words.slice(this.index));
    if (read === undefined) {
      this.draft.problem(`ports ${this.words.slice(this.index).join(' ')}`);
      this.index = this.words.length;
    } else {
      this.draft[side](read.ports);
      this.index += read.takes;
    }
  }

  private icmpType(): void {
    const word = this.peek();
    const code = /^\d+$/.test(word) && /^\d+$/.test(this.peek(1)) ? `/${this.peek(1)}` : '';
    const types = icmpTypes(`${word}${code}`, this.isIcmp6 ? 6 : 4);
    if (types === undefined) return;
    this.draft.destinationPorts(types);
    this.index += code === '' ? 1 : 2;
  }

  private trailer(): void {
    while (this.index < this.words.length) {
      const word = this.take();
      const known = harmless.get(word);
      const open = undecidable.get(word);
      if (known !== undefined) this.index += known;
      else if (open !== undefined) {
        this.draft.undecidable(open[0]);
        this.index += open[1];
      } else if (word === 'established') {
        this.draft.states(stateBits.established, stateBits.related | stateBits.invalid | stateBits.untracked);
      } else if (word === 'inactive') this.isInactive = true;
      else if (flagWords.has(word)) this.draft.undecidable('TCP flags');
      else if (!/^\d+$/.test(word)) this.draft.problem(`word ${word}`);
    }
  }
}

function applyService(
  draft: Draft,
  item: Service,
  onlyPorts: 'sourcePorts' | 'destinationPorts' | undefined,
): void {
  draft.protocols(item.protocols);
  if (onlyPorts !== undefined) {
    if (item.destination !== undefined) draft[onlyPorts](item.destination);
    return;
  }
  if (item.source !== undefined) draft.sourcePorts(item.source);
  if (item.destination !== undefined) draft.destinationPorts(item.destination);
}
