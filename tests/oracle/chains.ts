import fc from 'fast-check';
import { anyCondition, type Condition, holds, prefix, type Size, type Tried } from './world.js';

export type Verdict = 'allow' | 'deny' | 'return';
export type Target = Verdict | 'side';

export interface ChainRule extends Condition {
  readonly target: Target;
  readonly onlyLater: boolean;
}

export interface Chains {
  readonly main: readonly ChainRule[];
  readonly side: readonly ChainRule[];
  readonly allowsOtherwise: boolean;
}

/** Chains with jump and return: what the main chain says, or its policy. */
export function chainsAllow({ main, side, allowsOtherwise }: Chains, tried: Tried): boolean {
  const verdict = run(main, side, tried);
  return verdict === 'return' ? allowsOtherwise : verdict === 'allow';
}

function run(rules: readonly ChainRule[], side: readonly ChainRule[], tried: Tried): Verdict {
  for (const rule of rules) {
    if (!holds(rule, tried) || (rule.onlyLater && !tried.isLater)) continue;
    const verdict = rule.target === 'side' ? run(side, [], tried) : rule.target;
    if (verdict !== 'return' || rule.target === 'return') return verdict;
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
    main: rules(['allow', 'deny', 'return', 'side', 'side']),
    side: rules(['allow', 'deny', 'return']),
    allowsOtherwise: fc.boolean(),
  });
}

const iptablesTargets = { allow: 'ACCEPT', deny: 'DROP', return: 'RETURN', side: 'side' } as const;

export function iptablesText({ main, side, allowsOtherwise }: Chains): string {
  const line = (chain: string, rule: ChainRule): string =>
    [
      `-A ${chain}`,
      part('-s', prefix('10.0.0', rule.source)),
      part('-d', prefix('8.0.0', rule.destination)),
      part('-p', rule.protocol ?? undefined),
      part('--dport', rule.ports?.join(':')),
      rule.onlyLater ? '-m conntrack --ctstate ESTABLISHED' : '',
      `-j ${iptablesTargets[rule.target]}`,
    ]
      .filter((text) => text !== '')
      .join(' ');
  return [
    '*filter',
    `:FORWARD ${allowsOtherwise ? 'ACCEPT' : 'DROP'} [0:0]`,
    ':side - [0:0]',
    ...main.map((rule) => line('FORWARD', rule)),
    ...side.map((rule) => line('side', rule)),
    'COMMIT',
    '',
  ].join('\n');
}

function part(name: string, value: string | undefined): string {
  return value === undefined ? '' : `${name} ${value}`;
}

const nftTargets = { allow: 'accept', deny: 'drop', return: 'return', side: 'jump side' } as const;

/** Two base chains on one hook: what the first accepts the second still judges. */
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
