import type { Family } from '../../address.js';
import { linesOf, type SourceLine } from '../../text.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { readEntry } from './entry.js';
import { noteLine } from './notes.js';
import { Objects } from './objects.js';
import { CiscoPaths } from './paths.js';

export function recognisesAsa({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^: Saved|^(ASA|PIX|FWSM) Version/m.test(text) ||
    /^[ \t]*nameif\s+\S+/m.test(text) ||
    /^access-group\s+\S+\s+((in|out)\s+interface\s|global\s*$)/m.test(text) ||
    /^access-list\s+\S+\s+(line \d+ )?extended\s+(permit|deny)/m.test(text)
  );
}

export function recognisesIos({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^[ \t]*ip(v[46])? access-list\s+/m.test(text) ||
    /^[ \t]*access-list\s+\d+\s+(permit|deny)\s/m.test(text) ||
    /^[ \t]+ip(v4)? access-group\s+\S+\s+(in|out|ingress|egress)/m.test(text)
  );
}

/** Reads the running configuration of an ASA, PIX or FWSM. */
export function parseAsa(text: string): ParsedPolicy {
  return { policy: new CiscoReader('cisco-asa', text).read(), diagnostics: [] };
}

/** Reads the configuration of a router or switch with IOS, IOS-XE, IOS-XR, NX-OS or a look-alike. */
export function parseIos(text: string): ParsedPolicy {
  return { policy: new CiscoReader('cisco-ios', text).read(), diagnostics: [] };
}

type Context =
  | { readonly kind: 'none' }
  | { readonly kind: 'interface'; name: string; level: number | undefined }
  | { readonly kind: 'members'; readonly lines: (readonly string[])[] }
  | { readonly kind: 'list'; readonly name: string; readonly family: Family; readonly isStandard: boolean };

interface Waiting {
  readonly list: string;
  readonly sequence: number;
  readonly add: () => void;
}

class CiscoReader {
  private readonly builder: PolicyBuilder;
  private readonly objects: Objects;
  private readonly paths: CiscoPaths;
  private waiting: Waiting[] = [];
  private context: Context = { kind: 'none' };
  private readonly families = new Set<Family>();
  private readonly isAsa: boolean;
  /** Since ASA 9.0 a list speaks of both families; a document that names none of IPv6 is about IPv4. */
  private readonly isMixed: boolean;

  constructor(
    dialect: 'cisco-asa' | 'cisco-ios',
    private readonly text: string,
  ) {
    this.isAsa = dialect === 'cisco-asa';
    this.isMixed =
      this.isAsa &&
      /^[ \t]*(access-list|network-object|host|subnet|range)\b.*(\bany6\b|[0-9a-f]*:[0-9a-f]*:)/im.test(text);
    this.builder = new PolicyBuilder(dialect);
    this.objects = new Objects(!this.isAsa);
    this.paths = new CiscoPaths(this.builder, this.isAsa);
  }

  read(): ReturnType<PolicyBuilder['build']> {
    for (const line of linesOf(this.text)) this.line(line);
    // Entries are read last: an object may be defined after the list that uses it.
    for (const entry of this.waiting.sort((a, b) => a.sequence - b.sequence)) entry.add();
    const families = ([4, 6] as const).filter((family) => this.families.has(family));
    const { paths, outside } = this.paths.build();
    return this.builder.build({ families: families.length === 0 ? [4] : families, paths, outside });
  }

  private line(line: SourceLine): void {
    const words = line.text.trim().split(/\s+/);
    const [first = '', second = ''] = words;
    if (first === '' || first.startsWith('!')) return;
    noteLine(this.builder, words, line);
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
        this.paths.level(words[2] ?? '', Number((words[3] ?? '').replace(/\D/g, '')));
        return;
      case 'object':
      case 'object-group':
        this.object(words);
        return;
      case 'access-list':
        this.flatEntry(line, words);
        return;
      case 'ip':
      case 'ipv4':
      case 'ipv6':
        if (second === 'access-list') this.openList(first === 'ipv6' ? 6 : 4, words.slice(2));
        return;
      case 'access-group':
        this.bind(words);
        return;
      case 'no':
        this.remove(words);
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
        return this.interfaceLine(context, words, line) || isIndented;
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

  private interfaceLine(
    context: Extract<Context, { kind: 'interface' }>,
    words: readonly string[],
    line: SourceLine,
  ): boolean {
    const [first = '', second, third = '', fourth] = words;
    const way = fourth === 'ingress' ? 'in' : fourth === 'egress' ? 'out' : fourth;
    const isV6 = first === 'ipv6';
    if (first === 'nameif' && second !== undefined) context.name = second;
    else if (first === 'security-level') context.level = Number(second);
    else if (/^ip(v[46])?$/.test(first) && (second === 'access-group' || second === 'traffic-filter')) {
      if (way === 'in' || way === 'out') this.paths.bind(third, way, context.name, isV6 ? 6 : 4);
    } else if (first === 'ip' && second === 'nat' && third === 'outside') this.paths.isOutside(context.name);
    else if (first === 'ip' && second === 'inspect') this.paths.inspects();
    else if (first === 'zone-member') this.paths.hasZones(line.number);
    else return false;
    if (context.level !== undefined) this.paths.level(context.name, context.level);
    return true;
  }

  private object(words: readonly string[]): void {
    const [verb, kind = '', name = '', protocol = ''] = words;
    if (kind === 'network') this.context = { kind: 'members', lines: this.objects.network(name) };
    else if (['service', 'protocol', 'icmp-type'].includes(kind)) {
      this.context = { kind: 'members', lines: this.objects.service(name, protocol) };
    } else if (/^ip(v6)?$/.test(kind) && (name === 'address' || name === 'port')) {
      const lines =
        name === 'port' ? this.objects.service(protocol, 'ports') : this.objects.network(protocol);
      this.context = { kind: 'members', lines };
    } else if (verb === 'object-group') this.context = { kind: 'members', lines: [] };
    const isInline = verb === 'object' && words.length > 3 && this.context.kind === 'members';
    if (isInline && this.context.kind === 'members') this.context.lines.push(words.slice(3));
  }

  private openList(family: Family, words: readonly string[]): void {
    const typed = words[0] === 'extended' || words[0] === 'standard';
    const name = (typed ? words[1] : words[0]) ?? '';
    this.context = { kind: 'list', name, family, isStandard: words[0] === 'standard' };
    this.paths.list(name, family);
  }

  private listLine(
    context: Extract<Context, { kind: 'list' }>,
    line: SourceLine,
    words: readonly string[],
  ): boolean {
    const isNumbered = /^\d+$/.test(words[0] ?? '');
    const numbered = isNumbered ? words.slice(1) : words;
    const at = numbered[0] === 'sequence' ? numbered.slice(2) : numbered;
    const [verb] = at;
    if (verb === 'remark' || verb === 'statistics' || verb === 'description' || verb === 'fragments')
      return true;
    if (verb !== 'permit' && verb !== 'deny' && verb !== 'evaluate') return false;
    const sequence = isNumbered
      ? Number(words[0])
      : numbered[0] === 'sequence'
        ? Number(numbered[1])
        : undefined;
    this.entry(line, context.name, at, { family: context.family, isStandard: context.isStandard, sequence });
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
    const family = this.isMixed ? undefined : 4;
    this.paths.list(name, family);
    const isStandard = type === 'standard' || isStandardNumber;
    this.entry(line, name, entry, { family, isStandard, sequence: undefined });
  }

  private entry(
    line: SourceLine,
    list: string,
    words: readonly string[],
    how: {
      readonly family: Family | undefined;
      readonly isStandard: boolean;
      readonly sequence: number | undefined;
    },
  ): void {
    for (const family of how.family === undefined ? ([4, 6] as const) : [how.family])
      this.families.add(family);
    const last = this.waiting.findLast((one) => one.list === list)?.sequence ?? 0;
    const add = (): void => {
      const { draft, action, isInactive } = readEntry(words, this.objects, how.family, how.isStandard);
      if (isInactive) {
        this.builder.count(line.number, line.text, draft.problems);
        this.builder.note('disabled-rule', line.number, line.text);
      } else this.builder.add(list, { line: line.number, text: line.text, draft, action });
    };
    this.waiting.push({ list, sequence: how.sequence ?? last + 10, add });
  }

  private bind(words: readonly string[]): void {
    const [, list = '', way, , name, purpose] = words;
    if (way === 'global') this.paths.bind(list, 'in', '*', undefined);
    else if ((way === 'in' || way === 'out') && name !== undefined && purpose !== 'control-plane')
      this.paths.bind(list, way, name, undefined);
  }

  /** `no access-list 101`, `no ip access-list extended out`: scripts clear a list before they fill it. */
  private remove(words: readonly string[]): void {
    const isFlat = words[1] === 'access-list' && words.length === 3;
    if (!isFlat && words[2] !== 'access-list') return;
    const name = words[words.length - 1] ?? '';
    this.waiting = this.waiting.filter((one) => one.list !== name);
  }
}
