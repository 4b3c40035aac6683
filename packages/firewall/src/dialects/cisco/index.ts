import { Draft } from '../../draft.js';
import type { Path, Stage } from '../../policy.js';
import { linesOf, type SourceLine } from '../../text.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { readEntry } from './entry.js';
import { Objects } from './objects.js';

export function recognisesAsa({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^: Saved|^(ASA|PIX|FWSM) Version/m.test(text) ||
    /^\s*nameif\s+\S+/m.test(text) ||
    /^access-group\s+\S+\s+(in|out)\s+interface\s/m.test(text) ||
    /^access-list\s+\S+\s+(line \d+ )?extended\s+(permit|deny)/m.test(text)
  );
}

export function recognisesIos({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^\s*ip(v6)? access-list\s+/m.test(text) ||
    /^\s*access-list\s+\d+\s+(permit|deny)\s/m.test(text) ||
    /^\s+ip access-group\s+\S+\s+(in|out)/m.test(text)
  );
}

/** Reads the running configuration of an ASA, PIX or FWSM. */
export function parseAsa(text: string): ParsedPolicy {
  return { policy: new CiscoReader('cisco-asa').read(text), diagnostics: [] };
}

/** Reads the configuration of a router or switch with IOS, IOS-XE or a look-alike. */
export function parseIos(text: string): ParsedPolicy {
  return { policy: new CiscoReader('cisco-ios').read(text), diagnostics: [] };
}

interface Binding {
  readonly list: string;
  readonly way: 'in' | 'out';
  readonly interface: string;
}

type Context =
  | { readonly kind: 'none' }
  | { readonly kind: 'interface'; name: string; level: number | undefined }
  | { readonly kind: 'members'; readonly lines: (readonly string[])[] }
  | { readonly kind: 'list'; readonly name: string; readonly family: 4 | 6; readonly isStandard: boolean };

class CiscoReader {
  private readonly builder: PolicyBuilder;
  private readonly objects: Objects;
  private readonly bindings: Binding[] = [];
  private readonly levels = new Map<string, number>();
  private readonly outside = new Set<string>();
  private readonly lists: string[] = [];
  private readonly waiting: (() => void)[] = [];
  private context: Context = { kind: 'none' };
  private hasV6 = false;
  private hasV4 = false;
  private inspects = false;
  private readonly isAsa: boolean;

  constructor(dialect: 'cisco-asa' | 'cisco-ios') {
    this.isAsa = dialect === 'cisco-asa';
    this.builder = new PolicyBuilder(dialect);
    this.objects = new Objects(!this.isAsa);
  }

  read(text: string): ReturnType<PolicyBuilder['build']> {
    for (const line of linesOf(text)) this.line(line);
    // Entries are read last: an object may be defined after the list that uses it.
    for (const entry of this.waiting) entry();
    return this.builder.build({
      families: this.hasV6 ? (this.hasV4 ? [4, 6] : [6]) : [4],
      paths: this.paths(),
      outside: this.outsideInterfaces(),
    });
  }

  private line(line: SourceLine): void {
    const words = line.text.trim().split(/\s+/);
    const [first = '', second = ''] = words;
    if (first === '' || first.startsWith('!')) return;
    if (this.inContext(line, words)) return;
    this.context = { kind: 'none' };
    switch (first) {
      case 'interface':
        this.context = { kind: 'interface', name: second, level: undefined };
        return;
      case 'name':
        this.objects.name(second, words[2] ?? '');
        return;
      case 'nameif':
        this.levels.set(words[2] ?? '', Number((words[3] ?? '').replace(/\D/g, '')));
        return;
      case 'object':
      case 'object-group':
        this.object(words);
        return;
      case 'access-list':
        this.flatEntry(line, words);
        return;
      case 'ip':
      case 'ipv6':
        if (second === 'access-list') this.openList(first, words.slice(2));
        return;
      case 'access-group':
        this.bind(words);
        return;
      case 'inspect':
        if (second === 'sip') this.builder.sipHelper(true, line.number, line.text);
        return;
    }
  }

  /** True when the line belongs to the block that is open. */
  private inContext(line: SourceLine, words: readonly string[]): boolean {
    const { context } = this;
    const isIndented = /^\s/.test(line.text);
    switch (context.kind) {
      case 'none':
        return false;
      case 'interface':
        return this.interfaceLine(context, words) || isIndented;
      case 'members': {
        const isMember =
          isIndented || /^(network|service|port|protocol|icmp|group)-object$/.test(words[0] ?? '');
        if (isMember) context.lines.push(words);
        return isMember;
      }
      case 'list':
        return this.listLine(context, line, words);
    }
  }

  private interfaceLine(context: Extract<Context, { kind: 'interface' }>, words: readonly string[]): boolean {
    const [first, second, third = '', way] = words;
    if (first === 'nameif' && second !== undefined) context.name = second;
    else if (first === 'security-level') context.level = Number(second);
    else if (
      (first === 'ip' && second === 'access-group') ||
      (first === 'ipv6' && second === 'traffic-filter')
    ) {
      if (way === 'in' || way === 'out') this.bindings.push({ list: third, way, interface: context.name });
    } else if (first === 'ip' && second === 'nat' && third === 'outside') this.outside.add(context.name);
    else if (first === 'ip' && second === 'inspect') this.inspects = true;
    else return false;
    if (context.level !== undefined) this.levels.set(context.name, context.level);
    return true;
  }

  private object(words: readonly string[]): void {
    const [verb, kind = '', name = '', protocol = ''] = words;
    if (kind === 'network') this.context = { kind: 'members', lines: this.objects.network(name) };
    else if (['service', 'protocol', 'icmp-type'].includes(kind)) {
      this.context = { kind: 'members', lines: this.objects.service(name, protocol) };
    } else if (verb === 'object-group') this.context = { kind: 'members', lines: [] };
    const isInline = verb === 'object' && words.length > 3 && this.context.kind === 'members';
    if (isInline && this.context.kind === 'members') this.context.lines.push(words.slice(3));
  }

  private openList(family: string, words: readonly string[]): void {
    const typed = words[0] === 'extended' || words[0] === 'standard';
    const name = (typed ? words[1] : words[0]) ?? '';
    this.context = {
      kind: 'list',
      name,
      family: family === 'ip' ? 4 : 6,
      isStandard: words[0] === 'standard',
    };
    this.known(name);
  }

  private known(name: string): void {
    if (this.builder.hasChain(name)) return;
    this.builder.chain(name);
    this.lists.push(name);
  }

  private listLine(
    context: Extract<Context, { kind: 'list' }>,
    line: SourceLine,
    words: readonly string[],
  ): boolean {
    const numbered = /^\d+$/.test(words[0] ?? '') ? words.slice(1) : words;
    const at = numbered[0] === 'sequence' ? numbered.slice(2) : numbered;
    const [verb] = at;
    if (verb === 'remark' || verb === 'statistics' || verb === 'description') return true;
    if (verb !== 'permit' && verb !== 'deny' && verb !== 'evaluate') return false;
    this.entry(line, context.name, at, context.family, context.isStandard);
    return true;
  }

  private flatEntry(line: SourceLine, words: readonly string[]): void {
    const [, name = '', ...rest] = words;
    let entry = rest[0] === 'line' ? rest.slice(2) : rest;
    const type = entry[0];
    if (type === 'ethertype' || type === 'webtype') {
      this.builder.count(line.number, line.text);
      this.builder.note('ignored-part', line.number, line.text);
      return;
    }
    if (type === 'extended' || type === 'standard') entry = entry.slice(1);
    if (entry[0] !== 'permit' && entry[0] !== 'deny') return;
    const number = Number(name);
    const isStandardNumber = !this.isAsa && (number < 100 || (number >= 1300 && number < 2000));
    this.known(name);
    this.entry(line, name, entry, 4, type === 'standard' || isStandardNumber);
  }

  private entry(
    line: SourceLine,
    list: string,
    words: readonly string[],
    family: 4 | 6,
    isStandard: boolean,
  ): void {
    if (family === 6) this.hasV6 = true;
    else this.hasV4 = true;
    this.waiting.push(() => {
      const { draft, action, isInactive } = readEntry(words, this.objects, family, isStandard);
      if (isInactive) {
        this.builder.count(line.number, line.text, draft.problems);
        this.builder.note('disabled-rule', line.number, line.text);
      } else this.builder.add(list, { line: line.number, text: line.text, draft, action });
    });
  }

  private bind(words: readonly string[]): void {
    const [, list = '', way, , name] = words;
    if (way === 'global') this.bindings.push({ list, way: 'in', interface: '*' });
    else if ((way === 'in' || way === 'out') && name !== undefined)
      this.bindings.push({ list, way, interface: name });
  }

  private outsideInterfaces(): string[] {
    if (!this.isAsa) return [...this.outside];
    const lowest = Math.min(...[...this.levels.values()].filter(Number.isFinite));
    return [...this.levels].filter(([, level]) => level === lowest && lowest < 100).map(([name]) => name);
  }

  private paths(): Path[] {
    const lists = this.lists.map((name): Path => ({
      name,
      tracksSessions: this.isAsa,
      stages: [this.listStage(name)],
    }));
    const bound = this.bindings.filter((binding) => this.builder.hasChain(binding.list));
    if (bound.length === 0 && (this.levels.size === 0 || lists.length > 0)) return lists;
    const stages = (['in', 'out'] as const).map((way) => this.interfaceStage(way, bound));
    return [{ name: 'forward', tracksSessions: this.isAsa || this.inspects, stages }, ...lists];
  }

  private listStage(name: string): Stage {
    return {
      chain: name,
      fallback: 'deny',
      fallbackId: `${name} implicit deny`,
      fallbackText: 'end of the list: deny',
      isMain: true,
    };
  }

  /** A chain that sends packets to the list of their interface; the list's end denies. */
  private interfaceStage(way: 'in' | 'out', bound: readonly Binding[]): Stage {
    const chain = `${way}bound interfaces`;
    this.builder.chain(chain);
    const own = bound.filter((binding) => binding.way === way);
    for (const binding of [...own].sort(
      (a, b) => Number(a.interface === '*') - Number(b.interface === '*'),
    )) {
      const draft = new Draft();
      if (binding.interface !== '*') draft.interface(way, { names: [binding.interface], negated: false });
      const denied = `${binding.list} end`;
      if (!this.builder.hasChain(denied)) {
        this.add(denied, new Draft(), `${binding.list} implicit deny`, 'deny');
      }
      this.builder.add(chain, {
        line: 0,
        text: '',
        draft,
        action: { type: 'jump', chain: binding.list },
        counts: false,
      });
      this.builder.add(chain, {
        line: 0,
        text: '',
        draft,
        action: { type: 'jump', chain: denied },
        counts: false,
      });
    }
    if (way === 'in' && this.isAsa) this.bySecurityLevel(chain);
    const isOpen = way === 'out' || !this.isAsa;
    return {
      chain,
      fallback: isOpen ? 'allow' : 'deny',
      fallbackId: isOpen ? `no list on the interface (${way})` : 'security level',
      isMain: way === 'in',
    };
  }

  /** Without a list an ASA lets connections start towards interfaces of a lower security level. */
  private bySecurityLevel(chain: string): void {
    for (const [name, level] of this.levels) {
      const lower = [...this.levels].filter(([, other]) => other < level).map(([other]) => other);
      if (lower.length === 0) continue;
      const draft = new Draft();
      draft.interface('in', { names: [name], negated: false });
      draft.interface('out', { names: lower, negated: false });
      this.add(chain, draft, `security level of ${name}`, 'allow');
    }
  }

  private add(chain: string, draft: Draft, id: string, type: 'allow' | 'deny'): void {
    this.builder.add(chain, { line: 0, text: id, id, draft, action: { type }, counts: false });
  }
}
