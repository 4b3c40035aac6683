import type { Family } from '../../address.js';
import type { FirewallPolicy, Path, PolicyNote, Rule, Stage, UnparsedLine } from '../../policy.js';
import { stateBits } from '../../policy.js';
import { excerpt, type SourceLine } from '../../text.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { readRule } from './rule.js';
import { type RawChain, type RawTables, readTables } from './tables.js';

const builtIn = new Set(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']);

/** The order in which the kernel asks the tables, per way of a packet. */
const ways: readonly {
  readonly name: string;
  readonly reply: string;
  readonly hooks: readonly [string, string][];
}[] = [
  {
    name: 'FORWARD',
    reply: 'FORWARD',
    hooks: [
      ['raw', 'PREROUTING'],
      ['mangle', 'PREROUTING'],
      ['nat', 'PREROUTING'],
      ['mangle', 'FORWARD'],
      ['filter', 'FORWARD'],
      ['security', 'FORWARD'],
      ['mangle', 'POSTROUTING'],
    ],
  },
  {
    name: 'OUTPUT',
    reply: 'INPUT',
    hooks: [
      ['raw', 'OUTPUT'],
      ['mangle', 'OUTPUT'],
      ['nat', 'OUTPUT'],
      ['filter', 'OUTPUT'],
      ['security', 'OUTPUT'],
      ['mangle', 'POSTROUTING'],
    ],
  },
  {
    name: 'INPUT',
    reply: 'OUTPUT',
    hooks: [
      ['raw', 'PREROUTING'],
      ['mangle', 'PREROUTING'],
      ['nat', 'PREROUTING'],
      ['mangle', 'INPUT'],
      ['filter', 'INPUT'],
      ['security', 'INPUT'],
    ],
  },
];

export function recognisesIptables({ form, text }: Shape): boolean {
  if (form !== 'text') return false;
  return (
    /^\*(filter|nat|mangle|raw|security)\s*$/m.test(text) ||
    /^(\[\d+:\d+\]\s*)?-[AI] (INPUT|OUTPUT|FORWARD|PREROUTING|POSTROUTING) /m.test(text) ||
    /^-P (INPUT|OUTPUT|FORWARD) (ACCEPT|DROP)/m.test(text) ||
    /^:(INPUT|OUTPUT|FORWARD) (ACCEPT|DROP)/m.test(text) ||
    /^[ \t]*(\$IP6?TABLES|(\/[\w./-]*)?ip6?tables)\s+(-t \w+ )?-[AIPN] /m.test(text)
  );
}

/** Reads `iptables-save` and `ip6tables-save` output, with `ipset save` in the same file if need be. */
export function parseIptables(text: string): ParsedPolicy {
  const raw = readTables(text);
  const builder = new PolicyBuilder(raw);
  return builder.build();
}

type Named = { readonly name: string; readonly isCalled: boolean; rules: Rule[] };

class PolicyBuilder {
  private readonly unparsed: UnparsedLine[] = [];
  private readonly notes: PolicyNote[] = [];
  private readonly outside = new Set<string>();
  private rules = 0;
  private understood = 0;

  constructor(private readonly raw: RawTables) {}

  build(): ParsedPolicy {
    const chains = this.raw.families.flatMap((family) =>
      [...(this.raw.tables.get(family) ?? [])].flatMap(([table, members]) => {
        const own = new Set([...members.keys()].filter((key) => !builtIn.has(key)));
        return [...members].map(([name, chain]) => this.chain({ family, table, own }, name, chain));
      }),
    );
    this.addStrangers(chains);
    for (const { line, isOn } of this.raw.helpers) {
      this.notes.push({ id: 'sip-helper', line: line.number, detail: excerpt(line.text), isOn });
    }
    const policy: FirewallPolicy = {
      dialect: 'iptables',
      rules: this.rules,
      understood: this.understood,
      unparsed: this.unparsed.sort((a, b) => a.line - b.line),
      families: this.raw.families,
      chains,
      paths: this.paths(),
      outside: [...this.outside],
      notes: this.notes,
    };
    return { policy, diagnostics: [] };
  }

  /** Plain names for the filter table; the second family of one file gets a mark. */
  private nameOf(family: Family, table: string, chain: string): string {
    const plain = table === 'filter' ? chain : `${table}:${chain}`;
    return family === 6 && this.raw.families.length > 1 ? `ip6 ${plain}` : plain;
  }

  private chain(place: Place, name: string, chain: RawChain): Named {
    const { family, table, own } = place;
    const scope = { family, sets: this.raw.sets, isBeforeTracking: table === 'raw' };
    const full = this.nameOf(family, table, name);
    const rules = chain.rules.map(({ line, words }, index): Rule => {
      const read = readRule(words, own, scope);
      const { action, draft } = read;
      this.count(draft.problems, line);
      if (read.translatesOn !== undefined) this.outside.add(read.translatesOn);
      if (read.helper === 'sip') {
        this.notes.push({ id: 'sip-helper', line: line.number, detail: excerpt(line.text), isOn: true });
      }
      return {
        id: `${full} ${index + 1}`,
        line: line.number,
        text: excerpt(line.text),
        matches: draft.matches,
        opaque: draft.opaque,
        action: 'chain' in action ? { ...action, chain: this.nameOf(family, table, action.chain) } : action,
        ...(draft.objects.length === 0 ? {} : { objects: draft.objects }),
      };
    });
    return { name: full, isCalled: own.has(name), rules };
  }

  private count(problems: readonly string[], line: SourceLine): void {
    this.rules += 1;
    if (problems.length === 0) this.understood += 1;
    else this.unparsed.push({ line: line.number, text: excerpt(line.text), reason: problems.join('; ') });
  }

  /** A line nobody understands could be a rule of any chain of its table: it stands in all of them. */
  private addStrangers(chains: Named[]): void {
    const places = new Map<
      string,
      { readonly family: Family; readonly table: string; readonly rules: Rule[] }
    >();
    for (const { line, family, table, reason } of this.raw.strangers) {
      this.count([reason], line);
      const key = `${family} ${table}`;
      const place = places.get(key) ?? { family, table, rules: [] };
      places.set(key, place);
      place.rules.push({
        id: `line ${line.number}`,
        line: line.number,
        text: excerpt(line.text),
        matches: [{}],
        opaque: [`not understood: ${reason}`],
        action: { type: 'unknown' },
      });
    }
    for (const { family, table, rules } of places.values()) {
      const members = this.raw.tables.get(family)?.get(table);
      const hooks = table === 'filter' ? ['INPUT', 'FORWARD', 'OUTPUT'] : [];
      const names = [...(members?.keys() ?? []), ...hooks].map((name) => this.nameOf(family, table, name));
      const known = new Map(chains.map((chain) => [chain.name, chain]));
      for (const name of new Set(names)) {
        const chain = known.get(name);
        if (chain === undefined) chains.push({ name, isCalled: false, rules: [...rules] });
        else chain.rules = byLine(chain.rules, rules);
      }
    }
  }

  private paths(): Path[] {
    const paths = ways.map(({ name, reply, hooks }) => ({
      name,
      reply,
      tracksSessions: false,
      isOnlyInOrder: true,
      ...(name === 'FORWARD' ? {} : ({ without: name === 'INPUT' ? 'out' : 'in' } as const)),
      stages: this.raw.families.flatMap((family) =>
        hooks.flatMap(([table, chain]) => this.stage(family, table, chain) ?? []),
      ),
    }));
    const isRouter = this.raw.families.some((family) => {
      const forward = this.raw.tables.get(family)?.get('filter')?.get('FORWARD');
      return forward !== undefined && (forward.policy !== undefined || forward.rules.length > 0);
    });
    return isRouter ? paths : [...paths.slice(1), ...paths.slice(0, 1)];
  }

  private stage(family: Family, table: string, name: string): Stage | undefined {
    const chain = this.raw.tables.get(family)?.get(table)?.get(name);
    const isMain = table === 'filter';
    if (!isMain && (chain === undefined || (chain.rules.length === 0 && chain.policy !== 'DROP'))) {
      return undefined;
    }
    const full = this.nameOf(family, table, name);
    const line = chain?.policyLine;
    return {
      chain: full,
      fallback: chain?.policy === 'DROP' ? 'deny' : 'allow',
      fallbackId: `${full} policy`,
      fallbackText: line === undefined ? `${name} has no policy line: ACCEPT` : excerpt(line.text),
      ...(line === undefined ? {} : { fallbackLine: line.number }),
      ...(table === 'nat' ? { states: stateBits.new } : {}),
      ...(this.raw.families.length > 1 ? { family } : {}),
      isMain,
    };
  }
}

interface Place {
  readonly family: Family;
  readonly table: string;
  /** The user's own chains of the table. */
  readonly own: ReadonlySet<string>;
}

/** Strangers put in front of the first rule that stands below them. */
function byLine(rules: readonly Rule[], strangers: readonly Rule[]): Rule[] {
  const out: Rule[] = [];
  let next = 0;
  for (const rule of rules) {
    for (; next < strangers.length && (strangers[next]?.line ?? 0) < rule.line; next += 1)
      out.push(strangers[next] as Rule);
    out.push(rule);
  }
  for (; next < strangers.length; next += 1) out.push(strangers[next] as Rule);
  return out;
}
