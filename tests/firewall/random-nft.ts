import type { Dice } from './dice.js';

type Family = 4 | 6;
type TableFamily = 'inet' | 'ip' | 'ip6';

const hosts: Readonly<Record<Family, readonly [string, ...string[]]>> = {
  4: ['10.0.0.0/24', '10.0.0.2', '10.0.1.2-10.0.1.4', '{ 10.0.0.4, 10.0.1.0/30 }', '$lan4', '@clients4'],
  6: ['fd00:a::/64', 'fd00:a::2', 'fd00:b::2-fd00:b::4', '{ fd00:a::4, fd00:b::/126 }', '$lan6', '@clients6'],
};
const servers: Readonly<Record<Family, readonly [string, ...string[]]>> = {
  4: ['8.0.0.0/30', '8.0.0.4', '8.0.0.1-8.0.0.4', '{ 8.0.0.1, 8.0.0.8/29 }', '@servers4'],
  6: ['2a00:8::/126', '2a00:8::4', '2a00:8::1-2a00:8::4', '{ 2a00:8::1, 2a00:8::8/125 }', '@servers6'],
};
const word: Readonly<Record<Family, string>> = { 4: 'ip', 6: 'ip6' };

/** One random ruleset for `nft -f`, over the addresses and ports of the topology. */
export function randomNft(dice: Dice): string {
  const split = dice.chance(3);
  const tables: readonly TableFamily[] = split ? ['ip', 'ip6'] : ['inet'];
  return [
    'flush ruleset',
    'define lan4 = 10.0.0.0/24',
    'define lan6 = { fd00:a::/64, fd00:b::5 }',
    ...tables.flatMap((family) => new TableMaker(dice, family).lines()),
    ...(dice.chance(4) ? translation : []),
    '',
  ].join('\n');
}

const translation = [
  'table ip nat {',
  ' chain post { type nat hook postrouting priority srcnat; oifname "wan0" masquerade; }',
  '}',
];

class TableMaker {
  private readonly families: readonly [Family, ...Family[]];

  constructor(
    private readonly dice: Dice,
    private readonly table: TableFamily,
  ) {
    this.families = table === 'inet' ? [4, 6] : table === 'ip' ? [4] : [6];
  }

  lines(): string[] {
    const { dice } = this;
    const chains = ['forward', 'one', 'two', 'three'] as const;
    const rules = (name: string, callable: readonly string[]): string[] => [
      ` chain ${name} {`,
      ...(name === 'forward' ? [this.hook()] : []),
      ...Array.from({ length: 2 + dice.below(6) }, () => `  ${this.rule(callable)}`),
      ' }',
    ];
    return [
      `table ${this.table} fw {`,
      ...this.families.flatMap((family) => setsOf(family)),
      ' set ports { type inet_service; flags interval; auto-merge; elements = { 7001-7002, 7005 } }',
      ' map decide { type inet_service : verdict; elements = { 7001 : accept, 7002 : drop, 7003 : goto three } }',
      ' map later { type inet_proto . inet_service : verdict; flags interval; elements = { tcp . 7001-7003 : jump three, udp . 7004 : accept } }',
      ...chains.flatMap((name, index) => rules(name, chains.slice(index + 1))),
      ...this.early(),
      ...(dice.chance(3) ? this.second() : []),
      '}',
    ];
  }

  private hook(): string {
    const { dice } = this;
    const priority = dice.pick(['filter', '0', 'filter - 5', 'mangle']);
    const policy = dice.pick(['policy accept;', 'policy drop;', 'policy drop;', '']);
    const states = dice.pick([
      '',
      '\n  ct state established,related accept',
      '\n  ct state vmap { established : accept, related : accept, invalid : drop }',
    ]);
    return `  type filter hook forward priority ${priority}; ${policy}${states}`;
  }

  /** A chain in front of connection tracking, where every packet counts as invalid. */
  private early(): string[] {
    const { dice } = this;
    if (!dice.chance(3)) return [];
    const verdict = dice.pick(['drop', 'accept', 'notrack', 'meta mark set 1']);
    return [
      ' chain early {',
      '  type filter hook prerouting priority raw; policy accept;',
      `  ${this.match(false)} ${verdict}`,
      ' }',
    ];
  }

  private second(): string[] {
    const { dice } = this;
    return [
      ' chain second {',
      `  type filter hook ${dice.pick(['forward', 'postrouting', 'prerouting'])} priority 10; policy accept;`,
      `  ${this.match(false)} ${dice.pick(['drop', 'accept', 'counter'])}`,
      ' }',
    ];
  }

  private rule(callable: readonly string[]): string {
    const { dice } = this;
    const decision = dice.pick([
      () => this.plain(callable),
      () => this.plain(callable),
      () => this.mapped(callable),
    ]);
    return decision();
  }

  private plain(callable: readonly string[]): string {
    const { dice } = this;
    const [first, ...others] = callable;
    const chain = first === undefined ? '' : dice.pick([first, ...others]);
    const verdict = dice.pick([
      'accept',
      'accept',
      'drop',
      'reject',
      'reject with tcp reset',
      this.table === 'ip6'
        ? 'reject with icmpv6 type admin-prohibited'
        : 'reject with icmp type host-prohibited',
      this.table === 'inet' ? 'reject with icmpx type port-unreachable' : 'drop',
      'return',
      'continue',
      '',
      'counter accept',
      'log prefix "seen: drop " accept',
      'counter packets 0 bytes 0 drop comment "made by chance, accept"',
      chain === '' ? 'accept' : `jump ${chain}`,
      chain === '' ? 'drop' : `goto ${chain}`,
    ]);
    const fixed = verdict.includes('icmpv6') ? 6 : verdict.includes('icmp type') ? 4 : undefined;
    return `${this.match(true, verdict.includes('tcp reset') ? 'tcp' : undefined, fixed)} ${verdict}`;
  }

  private not(): string {
    return this.dice.chance(4) ? '!= ' : '';
  }

  private match(hasOut: boolean, protocol?: string, fixed?: Family): string {
    const { dice } = this;
    const out: string[] = [];
    const family = fixed ?? dice.pick(this.families);
    if (dice.chance(4))
      out.push(`iifname ${this.not()}${dice.pick(['"lan0"', '{ "lan0", "wan0" }', '"lan*"', 'lan1'])}`);
    if (hasOut && dice.chance(5))
      out.push(`oifname ${this.not()}${dice.pick(['"wan0"', '{ "lan0", "lan1" }', '"w*"'])}`);
    if (dice.chance(3)) out.push(`${word[family]} saddr ${this.not()}${dice.pick(hosts[family])}`);
    if (dice.chance(3)) out.push(`${word[family]} daddr ${this.not()}${dice.pick(servers[family])}`);
    if (dice.chance(8)) out.push(this.masked(family));
    if (this.table === 'inet' && dice.chance(6)) out.push(this.familyWords(family));
    out.push(...this.protocol(protocol, family));
    if (dice.chance(5)) {
      out.push(
        `ct state ${dice.pick(['new', 'established', '{ new, related }', 'new,untracked', '!= new', 'invalid', '!= { established, related }'])}`,
      );
    }
    return out.join(' ');
  }

  private masked(family: Family): string {
    return family === 4
      ? this.dice.pick(['ip saddr & 255.255.255.254 == 10.0.0.2', 'ip daddr & 255.255.255.253 != 8.0.0.4'])
      : 'ip6 daddr & ffff:ffff:: == 2a00:8::';
  }

  private familyWords(family: Family): string {
    return this.dice.pick(
      family === 4 ? ['meta nfproto ipv4', 'meta protocol ip'] : ['meta nfproto ipv6', 'meta protocol ip6'],
    );
  }

  private protocol(wanted: string | undefined, family: Family): string[] {
    const { dice } = this;
    const protocol = wanted ?? dice.pick(['', '', 'udp', 'udp', 'tcp', 'th', 'l4']);
    if (protocol === '') return [];
    if (protocol === 'l4') {
      const direct = family === 4 ? 'ip protocol' : 'ip6 nexthdr';
      return [
        dice.pick([
          'meta l4proto udp',
          'meta l4proto { tcp, udp }',
          'meta l4proto != tcp',
          `${direct} udp`,
          `${direct} { tcp, icmp }`,
          'meta l4proto 17',
        ]),
      ];
    }
    const start = protocol === 'th' ? 'meta l4proto { tcp, udp } th' : protocol;
    const ports = dice.pick([
      `${start} dport ${this.not()}7002`,
      `${start} dport 7001-7003`,
      `${start} dport ${this.not()}{ 7001, 7004-7005 }`,
      `${start} dport ${this.not()}@ports`,
      `${start} dport >= 7003`,
      `${start} dport < 7003`,
      `${start} sport ${this.not()}20000-40000`,
      `${start} sport > 30000`,
    ]);
    const flags =
      protocol === 'tcp' && dice.chance(4)
        ? dice.pick([
            'tcp flags syn / fin,syn,rst,ack',
            'tcp flags & (fin|syn|rst|ack) == syn',
            'tcp flags ack',
            'tcp flags != syn',
          ])
        : '';
    return flags === '' ? [ports] : [flags, ports];
  }

  /** Verdict maps and concatenations. */
  private mapped(callable: readonly string[]): string {
    const { dice } = this;
    const family = dice.pick(this.families);
    const ip = word[family];
    const [a, b, c, d] =
      family === 4
        ? ['10.0.0.2', '10.0.1.0/24', '8.0.0.1', '8.0.0.2']
        : ['fd00:a::2', 'fd00:b::/64', '2a00:8::1', '2a00:8::2'];
    const call = callable[0] === undefined ? 'accept' : `${dice.pick(['jump', 'goto'])} ${callable[0]}`;
    const before = dice.chance(3) ? `iifname "lan0" ` : '';
    return `${before}${dice.pick([
      `tcp dport vmap { 7001 : accept, 7002-7003 : drop, 7004 : ${call} }`,
      `udp dport vmap { 7001 : ${call}, 7002 : drop, 7003-7005 : accept }`,
      callable[0] === undefined ? 'udp dport 7001 accept' : 'udp dport vmap @decide',
      callable[0] === undefined ? 'meta l4proto tcp accept' : 'meta l4proto . th dport vmap @later',
      `iifname vmap { "lan0" : ${call}, "lan1" : continue }`,
      `meta l4proto vmap { tcp : accept, udp : ${call} }`,
      `ct state vmap { new : ${call}, established : accept }`,
      `${ip} saddr vmap { ${a} : accept, ${b} : ${call} }`,
      `${ip} saddr . ${ip} daddr vmap { ${a} . ${c} : accept, ${b} . ${d} : drop }`,
      `${ip} daddr . udp dport vmap { ${c} . 7001 : accept, ${d} . 7002-7004 : drop }`,
      `${ip} saddr . tcp dport { ${a} . 7001, ${b} . 7002-7004 } accept`,
      `${ip} saddr . udp dport @pairs${family} ${dice.pick(['accept', 'drop'])}`,
      `${ip} daddr . meta l4proto . th dport { ${c} . udp . 7001-7002, ${d} . tcp . 7003 } ${dice.pick(['accept', 'drop'])}`,
      `iifname . ${ip} daddr { "lan0" . ${c}, "lan1" . ${d} } accept`,
      `${ip} saddr . ${ip} daddr != { ${a} . ${c}, ${b} . ${d} } drop`,
    ])}`;
  }
}

function setsOf(family: Family): string[] {
  const ip = word[family];
  return family === 4
    ? [
        ' set clients4 { type ipv4_addr; flags interval; elements = { 10.0.0.2-10.0.0.3, 10.0.1.5 comment "one" } }',
        ' set servers4 { type ipv4_addr; elements = { 8.0.0.1, 8.0.0.9 } }',
        ' set pairs4 { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/30 . 7001, 10.0.1.5 . 7002-7005 } }',
      ]
    : [
        ' set clients6 { type ipv6_addr; flags interval; elements = { fd00:a::2-fd00:a::3, fd00:b::5 } }',
        ` set servers6 { typeof ${ip} daddr; elements = { 2a00:8::1, 2a00:8::9 } }`,
        ' set pairs6 { typeof ip6 saddr . udp dport; flags interval; elements = { fd00:a::/126 . 7001, fd00:b::5 . 7002-7005 } }',
      ];
}
