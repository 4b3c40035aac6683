import type { Family } from '../../address.js';
import { Draft } from '../../draft.js';
import { type Path, type Stage, stateBits } from '../../policy.js';
import { PolicyBuilder } from '../builder.js';
import type { ParsedPolicy } from '../dialect.js';
import { textOfJson } from './json.js';
import { readNftRule } from './rule.js';
import { chainKey, type NftChain, type NftRuleset, readStructure } from './structure.js';
import type { Token } from './tokens.js';

export function recognisesNftables(text: string): boolean {
  if (/^\s*\{/.test(text)) return /^\s*\{\s*"nftables"\s*:\s*\[/.test(text);
  return (
    /^\s*table\s+(ip|ip6|inet|arp|bridge|netdev)?\s*[\w$-]+\s*\{/m.test(text) ||
    /^\s*(nft\s+)?add\s+(table|chain|rule)\s+/m.test(text) ||
    /type\s+filter\s+hook\s+\w+/.test(text)
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

  constructor(
    private readonly ruleset: NftRuleset,
    private readonly lineOf: (line: number) => number,
  ) {}

  build(): ReturnType<PolicyBuilder['build']> {
    const chains = [...this.ruleset.chains].filter(([, chain]) => chain.family !== 'other');
    for (const [key, chain] of chains) {
      this.builder.chain(key);
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
    });
    const line = this.lineOf(tokens[0]?.line ?? 1);
    if (read.translates && read.outInterface !== undefined) this.outside.add(read.outInterface);
    if (read.helper) this.builder.note('sip-helper', line, textOf(tokens));
    read.parts.forEach(({ draft, action }, index) =>
      this.builder.add(key, { line, text: textOf(tokens), draft, action, counts: index === 0 }),
    );
  }

  private paths(): Path[] {
    const paths = ways.map(({ name, reply, hooks }) => ({
      name,
      reply,
      tracksSessions: false,
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

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.isString ? `"${token.text}"` : token.text))
    .join(' ')
    .replace(/ ,/g, ',');
}
