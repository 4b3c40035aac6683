import fc from 'fast-check';
import { anyCondition, type Condition, holds, prefix, type Size, type Tried } from './world.js';

export type Verdict = 'allow' | 'deny' | 'return';
export type Target = Verdict | 'side' | 'deep' | 'goto side' | 'goto deep';

export interface ChainRule extends Condition {
  readonly target: Target;
  readonly onlyLater: boolean;
}

export const chainNames = ['main', 'side', 'deep'] as const;
export type ChainName = (typeof chainNames)[number];

/** The main chain calls the side chain and the deep one, the side chain the deep one. */
export interface Chains extends Readonly<Record<ChainName, readonly ChainRule[]>> {
  readonly allowsOtherwise: boolean;
}

/** Chains with jump, goto and return: what the main chain says, or its policy. */
export function chainsAllow(chains: Chains, tried: Tried): boolean {
  return followed(chains, tried).allows;
}

/** The same, and every rule that the packet meets on its way. */
export function followed(chains: Chains, tried: Tried): { allows: boolean; met: readonly ChainRule[] } {
  const met: ChainRule[] = [];
  const verdict = run(chains, 'main', tried, met);
  return { allows: verdict === 'return' ? chains.allowsOtherwise : verdict === 'allow', met };
}

function run(chains: Chains, name: ChainName, tried: Tried, met: ChainRule[]): Verdict {
  for (const rule of chains[name]) {
    if (!holds(rule, tried) || (rule.onlyLater && !tried.isLater)) continue;
    met.push(rule);
    switch (rule.target) {
      case 'allow':
      case 'deny':
      case 'return':
        return rule.target;
      case 'goto side':
      case 'goto deep':
        return run(chains, rule.target === 'goto side' ? 'side' : 'deep', tried, met);
      case 'side':
      case 'deep': {
        const verdict = run(chains, rule.target, tried, met);
        if (verdict !== 'return') return verdict;
      }
    }
  }
  return 'return';
}

export function anyChains(size: Size): fc.Arbitrary<Chains> {
  const condition = anyCondition(size);
  const rules = (targets: readonly Target[]): fc.Arbitrary<ChainRule[]> =>
    fc.array(
      fc
        .tuple(condition, fc.constantFrom(...targets), fc.nat(5))
        .map(([one, target, dice]) => ({ ...one, target, onlyLater: dice === 0 })),
      { ...size, size: 'max' },
    );
  return fc.record({
    main: rules(['allow', 'deny', 'return', 'side', 'side', 'deep', 'goto side']),
    side: rules(['allow', 'deny', 'return', 'deep', 'goto deep']),
    deep: rules(['allow', 'deny', 'return']),
    allowsOtherwise: fc.boolean(),
  });
}

const iptablesTargets = {
  allow: '-j ACCEPT',
  deny: '-j DROP',
  return: '-j RETURN',
  side: '-j side',
  deep: '-j deep',
  'goto side': '-g side',
  'goto deep': '-g deep',
} as const;

/** Rules stand on line 5 and after, chain after chain. */
export function iptablesText(chains: Chains): string {
  const line = (chain: string, rule: ChainRule): string =>
    [
      `-A ${chain}`,
      part('-s', prefix('10.0.0', rule.source)),
      part('-d', prefix('8.0.0', rule.destination)),
      part('-p', rule.protocol ?? undefined),
      part('--dport', rule.ports?.join(':')),
      rule.onlyLater ? '-m conntrack --ctstate ESTABLISHED' : '',
      iptablesTargets[rule.target],
    ]
      .filter((text) => text !== '')
      .join(' ');
  return [
    '*filter',
    `:FORWARD ${chains.allowsOtherwise ? 'ACCEPT' : 'DROP'} [0:0]`,
    ':side - [0:0]',
    ':deep - [0:0]',
    ...chains.main.map((rule) => line('FORWARD', rule)),
    ...chains.side.map((rule) => line('side', rule)),
    ...chains.deep.map((rule) => line('deep', rule)),
    'COMMIT',
    '',
  ].join('\n');
}

function part(name: string, value: string | undefined): string {
  return value === undefined ? '' : `${name} ${value}`;
}

const nftTargets = {
  allow: 'accept',
  deny: 'drop',
  return: 'return',
  side: 'jump side',
  deep: 'jump deep',
  'goto side': 'goto side',
  'goto deep': 'goto deep',
} as const;

/** Two base chains on one hook: what the first accepts the second still judges. They call the same chains. */
export function nftablesText(first: Chains, second: Chains): string {
  const chain = (name: string, head: string, rules: readonly ChainRule[]): string[] => [
    `  chain ${name} {`,
    ...(head === '' ? [] : [`    ${head}`]),
    ...rules.map((rule) => `    ${nftRule(rule)}`),
    '  }',
  ];
  const hook = (priority: number, { allowsOtherwise }: Chains): string =>
    `type filter hook forward priority ${priority}; policy ${allowsOtherwise ? 'accept' : 'drop'};`;
  return [
    'table ip fw {',
    ...chain('side', '', first.side),
    ...chain('deep', '', first.deep),
    ...chain('one', hook(0, first), first.main),
    ...chain('two', hook(10, second), second.main),
    '}',
    '',
  ].join('\n');
}

function nftRule(rule: ChainRule): string {
  const ports = rule.ports === null ? undefined : `${rule.protocol} dport ${rule.ports.join('-')}`;
  return [
    part('ip saddr', prefix('10.0.0', rule.source)),
    part('ip daddr', prefix('8.0.0', rule.destination)),
    ports ?? part('meta l4proto', rule.protocol ?? undefined),
    rule.onlyLater ? 'ct state established' : '',
    nftTargets[rule.target],
  ]
    .filter((text) => text !== '')
    .join(' ');
}
