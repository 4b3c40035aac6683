import type { Family } from '../../address.js';
import { Draft } from '../../draft.js';
import { type Path, type Stage, stateBits } from '../../policy.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import type { Shape } from '../shape.js';
import { textOfJson } from './json.js';
import type { KeyPlace } from './keys.js';
import { readNftRule } from './rule.js';
import { chainKey, type NftChain, type NftRuleset, type NftSet, readStructure } from './structure.js';
import type { Token } from './tokens.js';

export function recognisesNftables({ form, text }: Shape): boolean {
  if (form === 'json') return /^[\s\ufeff]*\{\s*"nftables"\s*:\s*\[/.test(text);
  if (form !== 'text') return false;
  return (
    /^[ \t]*(add\s+)?table\s+(ip|ip6|inet|arp|bridge|netdev)\s+[\w$.-]+\s*[{;\n]/m.test(text) ||
    /^[ \t]*table\s+[\w$.-]+\s*\{\s*(chain|set|map|flags|comment)\b/m.test(text) ||
    /^[ \t]*(nft\s+)?add\s+(table|chain|rule)\s+(ip|ip6|inet|arp|bridge|netdev)\s/m.test(text) ||
    /^[ \t]*nft\s+add\s+(table|chain|rule)\s/m.test(text) ||
    /^[ \t]*type\s+filter\s+hook\s+(ingress|prerouting|input|forward|output|postrouting)\s/m.test(text)
  );
}

/** Reads `nft list ruleset`, a script for `nft -f`, or the same as JSON. */
export function parseNftables(text: string): ParsedPolicy {
  if (!/^\s*\{/.test(text))
    return { policy: new NftPolicy(readStructure(text), (line) => line).build(), diagnostics: [] };
  const converted = textOfJson(text);
  if (converted === undefined) {
    const message =
      'The JSON of this nftables ruleset cannot be read; export it again with `nft -j list ruleset`.';
    return { diagnostics: [{ code: 'firewall-json', severity: 'error', message }] };
  }
  const lines = converted.lines;
  return {
    policy: new NftPolicy(readStructure(converted.text), (line) => lines[line - 1] ?? line).build(),
    diagnostics: [],
  };
}

const ways = [
  { name: 'forward', reply: 'forward', hooks: ['prerouting', 'forward', 'postrouting'] },
  { name: 'output', reply: 'input', hooks: ['output', 'postrouting'] },
  { name: 'input', reply: 'output', hooks: ['prerouting', 'input'] },
] as const;

class NftPolicy {
  private readonly builder = new PolicyBuilder('nftables');
  private readonly outside = new Set<string>();
  private readonly tracking: ReadonlyMap<string, KeyPlace['tracking']>;

  constructor(
    private readonly ruleset: NftRuleset,
    private readonly lineOf: (line: number) => number,
  ) {
    this.tracking = trackingOf(ruleset);
  }

  build(): ReturnType<PolicyBuilder['build']> {
    const chains = [...this.ruleset.chains].filter(([, chain]) => chain.family !== 'other');
    for (const [key, chain] of chains) {
      this.builder.chain(key);
      if (chain.hook === undefined) this.builder.isCalled(key);
      for (const stranger of this.ruleset.strangers) this.addStranger(key, stranger);
      for (const rule of chain.rules) this.addRule(key, chain, rule);
    }
    if (chains.length === 0) for (const stranger of this.ruleset.strangers) this.addStranger('', stranger);
    const families: Family[] = [];
    if (chains.some(([, chain]) => chain.family !== 'ip6')) families.push(4);
    if (chains.some(([, chain]) => chain.family !== 'ip')) families.push(6);
    return this.builder.build({
      families: families.length === 0 ? [4, 6] : families,
      paths: this.paths(),
      outside: [...this.outside],
    });
  }

  private addStranger(chain: string, tokens: readonly Token[]): void {
    const draft = new Draft();
    draft.problem(`statement ${tokens[0]?.text ?? ''}`);
    const line = this.lineOf(tokens[0]?.line ?? 1);
    const isFirst = chain === [...this.ruleset.chains.keys()][0] || chain === '';
    this.builder.add(chain, {
      line,
      text: textOf(tokens),
      draft,
      action: { type: 'unknown' },
      counts: isFirst,
    });
  }

  private addRule(key: string, chain: NftChain, tokens: readonly Token[]): void {
    const { family, table } = chain;
    const read = readNftRule(tokens, {
      set: (name) => this.ruleset.sets.get(chainKey(family, table, name)),
      chain: (name) => chainKey(family, table, name),
      isSipHelper: (name) => this.ruleset.sipHelpers.has(name),
      tracking: this.tracking.get(key) ?? 'done',
    });
    const line = this.lineOf(tokens[0]?.line ?? 1);
    if (read.translates && read.outInterface !== undefined) this.outside.add(read.outInterface);
    if (read.helper) this.builder.sipHelper(true, line, textOf(tokens));
    read.parts.forEach(({ draft, action }, index) =>
      this.builder.add(key, { line, text: textOf(tokens), draft, action, counts: index === 0 }),
    );
  }

  private paths(): Path[] {
    const paths = ways.map(({ name, reply, hooks }) => ({
      name,
      reply,
      tracksSessions: false,
      isOnlyInOrder: true,
      ...(name === 'forward' ? {} : ({ without: name === 'input' ? 'out' : 'in' } as const)),
      stages: hooks.flatMap((hook) => this.stages(hook, name)),
    }));
    const routes = [...this.ruleset.chains.values()].some(
      (chain) => chain.hook === 'forward' && chain.family !== 'other',
    );
    return routes ? paths : [...paths.slice(1), ...paths.slice(0, 1)];
  }

  private stages(hook: string, way: string): Stage[] {
    return [...this.ruleset.chains]
      .filter(([, chain]) => chain.hook === hook && chain.family !== 'other')
      .sort(([, a], [, b]) => a.priority - b.priority)
      .map(([key, chain]): Stage => {
        const { policy } = chain;
        return {
          chain: key,
          fallback: policy?.accepts === false ? 'deny' : 'allow',
          fallbackId: `${key} policy`,
          fallbackText:
            policy === undefined ? 'no policy: accept' : `policy ${policy.accepts ? 'accept' : 'drop'}`,
          ...(policy === undefined ? {} : { fallbackLine: this.lineOf(policy.line) }),
          ...(chain.type === 'nat' ? { states: stateBits.new } : {}),
          ...(chain.family === 'inet' ? {} : { family: chain.family === 'ip' ? 4 : 6 }),
          isMain: hook === way && chain.type !== 'nat',
        };
      });
  }
}

/** Connection tracking hooks in at this priority; chains with a lower one see packets before it. */
const trackingPriority = -200;

/** Where each chain stands to connection tracking; a chain called from both sides is `either`. */
function trackingOf(ruleset: NftRuleset): Map<string, KeyPlace['tracking']> {
  const found = new Map<string, KeyPlace['tracking']>();
  const waiting: [string, 'done' | 'ahead'][] = [...ruleset.chains].flatMap(([key, chain]) =>
    chain.hook === undefined
      ? []
      : [[key, chain.priority < trackingPriority && chain.hook !== 'input' ? 'ahead' : 'done']],
  );
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [key, side] = next;
    const known = found.get(key);
    if (known === side || known === 'either') continue;
    found.set(key, known === undefined ? side : 'either');
    const chain = ruleset.chains.get(key);
    if (chain !== undefined) for (const target of targetsOf(ruleset, chain)) waiting.push([target, side]);
  }
  return found;
}

/** Of the verdicts of a map; looked for once, however many rules ask it. */
const chainsInSet = new WeakMap<NftSet, readonly string[]>();

function targetsOf(ruleset: NftRuleset, chain: NftChain): string[] {
  const { family, table } = chain;
  const named = (tokens: readonly Token[]): string[] =>
    tokens.flatMap((token, index) => {
      const previous = tokens[index - 1]?.text;
      if (previous === 'jump' || previous === 'goto') return [chainKey(family, table, token.text)];
      if (!token.text.startsWith('@')) return [];
      const set = ruleset.sets.get(chainKey(family, table, token.text.slice(1)));
      return set === undefined ? [] : namedInSet(set);
    });
  const namedInSet = (set: NftSet): readonly string[] => {
    const names = chainsInSet.get(set) ?? set.elements.flatMap(namedIn);
    chainsInSet.set(set, names);
    return names;
  };
  const namedIn = (tokens: readonly Token[]): string[] =>
    tokens.flatMap((token, index) =>
      ['jump', 'goto'].includes(tokens[index - 1]?.text ?? '') ? [chainKey(family, table, token.text)] : [],
    );
  return [...new Set(chain.rules.flatMap(named))];
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.isString ? `"${token.text}"` : token.text))
    .join(' ')
    .replace(/ ,/g, ',');
}
