import { compilePolicy, decidePacket, type Packet, parseFirewall } from '../../index.js';
import type { FirewallPolicy } from '../../policy.js';

const udp: Packet = {
  protocol: 'udp',
  source: '10.0.0.5',
  sourcePort: 50000,
  destination: '8.8.8.8',
  destinationPort: 3478,
};

function policyOf(...lines: readonly string[]): FirewallPolicy {
  const { policy } = parseFirewall(lines.join('\n'), 'nftables');
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

const table = (...lines: readonly string[]): FirewallPolicy =>
  policyOf(
    'table inet fw {',
    'chain own { udp dport 3478 accept; }',
    'set web { type inet_service; flags interval; elements = { 80, 3478-3497 }; }',
    'set later { type ipv4_addr; }',
    'chain fwd {',
    'type filter hook forward priority filter; policy drop;',
    ...lines,
    '}',
    '}',
  );

const decide = (policy: FirewallPolicy, packet: Partial<Packet> = {}): string => {
  const { action, line } = decidePacket(compilePolicy(policy), { ...udp, ...packet });
  return line === undefined ? action : `${action} ${line}`;
};

describe('nft rulesets', () => {
  it.each([
    ['udp dport 3478-3497 counter packets 0 bytes 0 accept', 'allow 7'],
    ['udp dport { 53, 3478-3497 } log prefix "drop it" accept comment "x"', 'allow 7'],
    ['udp dport @web accept', 'allow 7'],
    ['meta l4proto udp th dport 3478 accept', 'allow 7'],
    ['meta l4proto != tcp accept', 'allow 7'],
    ['tcp dport 3478 accept', 'deny 6'],
    ['ip saddr 10.0.0.0/8 ip daddr != { 9.9.9.9, 8.0.0.0/8 } accept', 'deny 6'],
    ['ip6 saddr ::/0 accept', 'deny 6'],
    ['ct state established,related accept', 'deny 6'],
    ['ct state { new, related } accept', 'allow 7'],
    ['udp dport 3478 jump own', 'allow 2'],
    ['udp dport vmap { 53 : drop, 3478 : accept }', 'allow 7'],
    ['ip protocol vmap { tcp : drop, udp : jump own }', 'allow 2'],
    ['ip daddr . udp dport { 8.8.8.8 . 53, 8.8.8.8 . 3478 } accept', 'allow 7'],
    ['ip saddr . udp dport vmap { 10.0.0.5 . 3478 : accept }', 'allow 7'],
    ['meta mark set 0x1', 'deny 6'],
    ['iifname != "lan0" accept', 'unknown 7'],
    ['ip daddr @later accept', 'unknown 7'],
    ['limit rate 5/second accept', 'unknown 7'],
    ['meta skuid 0 accept', 'unknown 7'],
    ['reject with icmpx type admin-prohibited', 'deny 7'],
    ['tcp flags & (fin|syn|rst|ack) == syn accept', 'deny 6'],
  ])('read %s', (rule, expected) => {
    const policy = table(rule);
    expect(policy.unparsed).toEqual([]);
    expect(decide(policy)).toBe(expected);
  });

  it('lists what they cannot read and leave only that open', () => {
    const policy = table('udp frobnicate 1 accept', 'tcp dport nowhere drop');
    expect(policy.unparsed.map(({ line, reason }) => [line, reason])).toEqual([[8, 'ports nowhere']]);
    expect(decide(policy)).toBe('unknown 7');
    expect(decide(table('wibble wobble accept'))).toBe('unknown 7');
  });

  it('ask the chains of a hook by priority; drop is final, accept is not', () => {
    const policy = policyOf(
      'table ip a { chain late { type filter hook forward priority 10; policy accept; udp dport 3478 drop; } }',
      'table ip b { chain early { type filter hook forward priority -5; policy drop; accept; } }',
    );
    expect([decide(policy), decide(policy, { destinationPort: 53 })]).toEqual(['deny 1', 'allow 1']);
  });

  it('follow definitions and command form', () => {
    const policy = policyOf(
      'define relays = { 8.8.8.0/24, 9.9.9.9 }',
      'add table ip fw',
      'add chain ip fw fwd { type filter hook forward priority 0; policy drop; }',
      'add set ip fw ports { type inet_service; }',
      'add element ip fw ports { 3478, 3479 }',
      'add rule ip fw fwd ip daddr $relays udp dport @ports accept',
    );
    expect([decide(policy), decide(policy, { destinationPort: 53 })]).toEqual(['allow 6', 'deny 3']);
  });

  it('leave what destination translation sends elsewhere open', () => {
    const policy = policyOf(
      'table ip nat { chain pre { type nat hook prerouting priority dstnat; udp dport 3478 redirect to :1; } }',
      'table ip fw { chain fwd { type filter hook forward priority 0; policy accept; } }',
    );
    expect([decide(policy), decide(policy, { state: 'established' })]).toEqual(['unknown 1', 'allow 2']);
  });

  it('read JSON with the line of each rule', () => {
    const rule = (expr: readonly unknown[]): string =>
      JSON.stringify({ rule: { family: 'inet', table: 'fw', chain: 'fwd', handle: 4, expr } });
    const policy = policyOf(
      '{"nftables":[{"metainfo":{"json_schema_version":1}},{"table":{"family":"inet","name":"fw","handle":1}},',
      '{"chain":{"family":"inet","table":"fw","name":"fwd","type":"filter","hook":"forward","prio":0,"policy":"drop"}},',
      '{"set":{"family":"inet","table":"fw","name":"near","type":"ipv4_addr","elem":[{"prefix":{"addr":"10.0.0.0","len":8}}]}},',
      `${rule([{ match: { op: 'in', left: { ct: { key: 'state' } }, right: ['established', 'related'] } }, { accept: null }])},`,
      `${rule([{ match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: '@near' } }, { match: { op: '==', left: { payload: { protocol: 'udp', field: 'dport' } }, right: { set: [53, { range: [3478, 3497] }] } } }, { counter: { packets: 0, bytes: 0 } }, { accept: null }])},`,
      `${rule([{ xt: { type: 'match', name: 'comment' } }, { drop: null }])}`,
      ']}',
    );
    expect([
      decide(policy),
      decide(policy, { state: 'established' }),
      decide(policy, { destinationPort: 1 }),
    ]).toEqual(['allow 5', 'allow 4', 'unknown 6']);
  });

  it('count every packet as invalid where connections are not tracked yet', () => {
    const early = (rule: string): string =>
      decide(
        policyOf(
          'table inet fw {',
          'chain early {',
          'type filter hook prerouting priority raw; policy accept;',
          rule,
          '}',
          'chain forward {',
          'type filter hook forward priority filter; policy accept;',
          '}',
          '}',
        ),
      );
    expect([
      early('ct state new drop'),
      early('ct state invalid drop'),
      early('ct state != { established } drop'),
    ]).toEqual(['allow 7', 'deny 4', 'deny 4']);
  });

  it('compare ports, mask addresses, and look outside of combinations', () => {
    expect([
      decide(table('udp dport >= 3478 accept')),
      decide(table('udp dport < 3478 accept')),
      decide(table('ip saddr & 255.255.0.0 == 10.0.0.0 accept')),
      decide(table('ip saddr & 255.255.0.0 != 10.0.0.0 accept')),
      decide(table('ip saddr . udp dport != { 10.0.0.5 . 3478, 10.0.0.6 . 53 } accept')),
      decide(table('ip saddr . udp dport != { 10.0.0.5 . 53, 10.0.0.6 . 3478 } accept')),
    ]).toEqual(['allow 7', 'deny 6', 'allow 7', 'deny 6', 'deny 6', 'allow 7']);
  });

  it('refuse with what fits the packet only', () => {
    expect([
      decide(table('reject with tcp reset', 'accept')),
      decide(table('reject with tcp reset', 'accept'), { protocol: 'tcp' }),
      decide(table('reject with icmpv6 type admin-prohibited', 'accept')),
      decide(table('reject with icmp type host-prohibited', 'accept')),
    ]).toEqual(['allow 8', 'deny 7', 'allow 8', 'deny 7']);
  });

  it('take the star of a map for what it does not name, even after a jump that came back', () => {
    const map = 'udp dport vmap { 53 : jump own, 3478 : continue, * : drop }';
    expect([
      decide(table(map, 'accept')),
      decide(table(map, 'accept'), { destinationPort: 53 }),
      decide(table(map, 'accept'), { destinationPort: 80 }),
    ]).toEqual(['allow 8', 'allow 8', 'deny 7']);
  });

  it('take reverse paths for being in order', () => {
    expect([
      decide(table('fib saddr . iif oif missing drop', 'accept')),
      decide(table('meta nfproto ipv4 fib saddr . mark . iif oif missing drop', 'accept')),
      decide(table('fib daddr type local drop', 'accept')),
    ]).toEqual(['allow 8', 'allow 8', 'unknown 7']);
  });

  it('read statements that change the packet', () => {
    expect(
      decide(table('tcp flags syn tcp option maxseg size set rt mtu', 'ct mark set meta mark', 'accept')),
    ).toBe('allow 9');
  });

  it('clear what scripts clear', () => {
    const script = (...lines: readonly string[]): string =>
      decide(
        policyOf(
          'table ip fw { chain forward { type filter hook forward priority 0; policy drop; udp dport 3478 accept; } }',
          ...lines,
        ),
      );
    expect([
      script(),
      script('flush chain ip fw forward'),
      script(
        'flush ruleset',
        'table ip x { chain forward { type filter hook forward priority 0; policy accept; } }',
      ),
    ]).toEqual(['allow 1', 'deny 1', 'allow 3']);
  });

  it('name the SIP helper of an object', () => {
    const { notes } = policyOf(
      'table inet fw {',
      'ct helper voice { type "sip" protocol udp; }',
      'chain pre { type filter hook prerouting priority filter; udp dport 5060 ct helper set "voice"; }',
      '}',
    );
    expect(notes.map(({ id, line, isOn }) => [id, line, isOn])).toEqual([['sip-helper', 3, true]]);
  });

  it('leave open what an included file may do', () => {
    const policy = policyOf(
      'include "/etc/nftables/*.nft"',
      'table ip fw { chain forward { type filter hook forward priority 0; policy accept; } }',
    );
    expect([policy.unparsed.length, decide(policy)]).toEqual([1, 'unknown 1']);
  });

  it('refuse JSON that is none', () => {
    const { policy, diagnostics } = parseFirewall('{"nftables":[}', 'nftables');
    expect([policy, diagnostics[0]?.code]).toEqual([undefined, 'firewall-json']);
  });
});
