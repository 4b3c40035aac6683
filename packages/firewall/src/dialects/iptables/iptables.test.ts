import fc from 'fast-check';
import {
  answerFlow,
  compilePolicy,
  decidePacket,
  facetimeFlows,
  type Packet,
  parseFirewall,
} from '../../index.js';
import type { FirewallPolicy } from '../../policy.js';

function policyOf(...lines: readonly string[]): FirewallPolicy {
  const { policy } = parseFirewall(lines.join('\n'), 'iptables');
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

const save = (policy: 'ACCEPT' | 'DROP', ...rules: readonly string[]): FirewallPolicy =>
  policyOf(
    '*filter',
    ':INPUT DROP [0:0]',
    `:FORWARD ${policy} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    ':own - [0:0]',
    ...rules,
    'COMMIT',
  );

const udp: Packet = {
  protocol: 'udp',
  source: '10.0.0.5',
  sourcePort: 50000,
  destination: '8.8.8.8',
  destinationPort: 3478,
};

const decide = (policy: FirewallPolicy, packet: Partial<Packet> = {}): string => {
  const { action, line } = decidePacket(compilePolicy(policy), { ...udp, ...packet });
  return line === undefined ? action : `${action} ${line}`;
};

describe('iptables-save', () => {
  it.each([
    ['-A FORWARD -p udp -m udp --dport 3478:3497 -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p 17 --dport 3478 -j ACCEPT', 'allow 6'],
    ['[12:3456] -A FORWARD -p udp -m multiport --dports 53,3470:3480 -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p udp -m multiport ! --dports 53,80 -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p udp -m multiport --ports 50000 -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p udp --dport 3479: -j ACCEPT', 'deny 3'],
    ['-A FORWARD ! -p tcp -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p ! udp -j ACCEPT', 'deny 3'],
    ['-A FORWARD -s !10.0.0.0/8 -j ACCEPT', 'deny 3'],
    ['-A FORWARD -s 192.168.0.0/16,10.0.0.0/255.0.0.0 -j ACCEPT', 'allow 6'],
    ['-A FORWARD ! -d 8.8.8.0/24 -j ACCEPT', 'deny 3'],
    ['-A FORWARD -m iprange --src-range 10.0.0.1-10.0.0.9 -j ACCEPT', 'allow 6'],
    ['-A FORWARD -m state --state NEW,RELATED -j ACCEPT', 'allow 6'],
    ['-A FORWARD -m conntrack ! --ctstate NEW -j ACCEPT', 'deny 3'],
    ['-A FORWARD -m conntrack --ctstate ESTABLISHED,DNAT -j ACCEPT', 'deny 3'],
    ['-A FORWARD -m comment --comment "-j DROP \\"quoted\\"" -j ACCEPT', 'allow 6'],
    ['-A FORWARD -p tcp --syn -j ACCEPT', 'deny 3'],
    ['-A FORWARD -j LOG --log-prefix "seen "', 'deny 3'],
    ['-A FORWARD -j MARK --set-xmark 0x1/0xffffffff', 'deny 3'],
    ['-A FORWARD -m rpfilter --validmark --invert -j ACCEPT', 'deny 3'],
    ['-A FORWARD -i + -j ACCEPT', 'allow 6'],
  ])('reads %s', (rule, expected) => {
    const policy = save('DROP', rule);
    expect(policy.unparsed).toEqual([]);
    expect(decide(policy)).toBe(expected);
  });

  it.each([
    ['-A FORWARD -m owner --uid-owner 0 -j ACCEPT', 'process owner'],
    ['-A FORWARD -m limit --limit 5/min -j ACCEPT', 'rate limit'],
    ['-A FORWARD -m set --match-set allowed dst -j ACCEPT', 'ipset allowed'],
    ['-A FORWARD -m string --string "-x" --algo bm -j ACCEPT', 'payload string'],
    ['-A FORWARD -m mac --mac-source 02:00:00:00:00:01 -j ACCEPT', 'hardware address'],
    ['-A FORWARD -j NFQUEUE --queue-num 1', 'handed to a program'],
  ])('understands %s and leaves it undecided', (rule, reason) => {
    const policy = save('DROP', rule);
    expect(policy.unparsed).toEqual([]);
    expect(decidePacket(compilePolicy(policy), udp)).toEqual({
      action: 'unknown',
      rule: 'FORWARD 1',
      line: 6,
      reason,
    });
  });

  it('is not undecided by a condition that changes nothing', () => {
    expect(decide(save('DROP', '-A FORWARD -m owner --uid-owner 0 -j DROP'))).toBe('deny 3');
  });

  it('is not undecided by a condition behind the deciding rule', () => {
    expect(
      decide(save('DROP', '-A FORWARD -p udp -j ACCEPT', '-A FORWARD -m owner --uid-owner 0 -j DROP')),
    ).toBe('allow 6');
  });

  it('lists what it cannot read and leaves only that open', () => {
    const policy = save(
      'DROP',
      '-A FORWARD -p udp -m nosuch --thing 1 -j ACCEPT',
      '-A FORWARD -p tcp --dport what -j ACCEPT',
    );
    expect(policy.unparsed).toEqual([
      { line: 6, text: '-A FORWARD -p udp -m nosuch --thing 1 -j ACCEPT', reason: 'match nosuch' },
      { line: 7, text: '-A FORWARD -p tcp --dport what -j ACCEPT', reason: 'ports what' },
    ]);
    expect(policy.rules - policy.understood).toBe(2);
    expect([
      decide(policy),
      decide(policy, { protocol: 'tcp' }),
      decide(policy, { protocol: 'icmp' }),
    ]).toEqual(['unknown 6', 'unknown 7', 'deny 3']);
  });

  it('lets a line that is no statement leave the whole table open', () => {
    expect(decide(save('DROP', 'open the door'))).toBe('unknown 6');
  });

  it('follows jumps, returns and gotos', () => {
    const back = save(
      'ACCEPT',
      '-A FORWARD -p udp -j own',
      '-A FORWARD -j DROP',
      '-A own -s 10.0.0.0/8 -j RETURN',
      '-A own -j ACCEPT',
    );
    expect(decide(back)).toBe('deny 7');
    const gone = save(
      'ACCEPT',
      '-A FORWARD -p udp -g own',
      '-A FORWARD -j DROP',
      '-A own -s 10.0.0.0/8 -j RETURN',
      '-A own -j ACCEPT',
    );
    expect(decide(gone)).toBe('allow 3');
  });

  it('keeps a jump to a chain that is not there undecided', () => {
    const policy = save('ACCEPT', '-A FORWARD -p udp -j nowhere');
    expect([decide(policy), policy.unparsed[0]?.reason]).toEqual(['unknown 6', 'target nowhere']);
  });

  it('refuses chains that call each other in a circle', () => {
    const text = [
      '*filter',
      ':FORWARD ACCEPT [0:0]',
      ':a - [0:0]',
      ':b - [0:0]',
      '-A FORWARD -j a',
      '-A a -j b',
      '-A b -j a',
      'COMMIT',
    ];
    const { policy, diagnostics } = parseFirewall(text.join('\n'));
    expect([policy, diagnostics[0]?.code]).toEqual([undefined, 'firewall-chain-loop']);
  });

  it('refuses chains nested too deep instead of following them', () => {
    const chains = Array.from({ length: 20_000 }, (_, index) => `-A c${index} -j c${index + 1}`);
    const names = Array.from({ length: 20_001 }, (_, index) => `:c${index} - [0:0]`);
    const { diagnostics } = parseFirewall(
      ['*filter', ':FORWARD ACCEPT', ...names, ...chains, 'COMMIT'].join('\n'),
    );
    expect(diagnostics[0]?.code).toBe('firewall-chain-depth');
  });

  it('gives up on chains made to explode', () => {
    const rules = Array.from({ length: 60 }, (_, index) => [
      `-A c${index} -m owner --uid-owner 1 -j c${index + 1}`,
      `-A c${index} -m owner --uid-owner 2 -j c${index + 1}`,
    ]).flat();
    const names = Array.from({ length: 61 }, (_, index) => `:c${index} - [0:0]`);
    const policy = policyOf(
      '*filter',
      ':FORWARD DROP',
      ...names,
      '-A FORWARD -j c0',
      ...rules,
      '-A c60 -j ACCEPT',
      'COMMIT',
    );
    const [flow] = facetimeFlows;
    expect(decide(policy).split(' ')[0]).toBe('unknown');
    expect(flow === undefined ? '' : answerFlow(compilePolicy(policy), flow).verdict).toBe('unknown');
  });

  it('honours insertions in order', () => {
    expect(
      decide(
        save('DROP', '-A FORWARD -j ACCEPT', '-I FORWARD -p udp -j DROP', '-I FORWARD 1 -p udp -j ACCEPT'),
      ),
    ).toBe('allow 8');
  });

  it('takes drops in raw, mangle and diversions in nat into account', () => {
    const filter = ['*filter', ':FORWARD ACCEPT [0:0]', 'COMMIT'];
    const raw = policyOf('*raw', '-A PREROUTING -p udp --dport 3478 -j DROP', 'COMMIT', ...filter);
    const mangle = policyOf('*mangle', '-A FORWARD -p udp -j DROP', 'COMMIT', ...filter);
    const nat = policyOf('*nat', '-A PREROUTING -p udp -j REDIRECT --to-ports 3128', 'COMMIT', ...filter);
    expect([decide(raw), decide(mangle), decide(nat)]).toEqual(['deny 2', 'deny 2', 'unknown 2']);
    expect(decide(nat, { state: 'established' })).toBe('allow 5');
  });

  it('makes untracked packets of NOTRACK ones', () => {
    const policy = policyOf(
      '*raw',
      '-A PREROUTING -p udp -j NOTRACK',
      'COMMIT',
      '*filter',
      ':FORWARD DROP [0:0]',
      '-A FORWARD -m state --state NEW -j ACCEPT',
      '-A FORWARD -m state --state UNTRACKED -j ACCEPT',
      'COMMIT',
    );
    expect([decide(policy), decide(policy, { protocol: 'tcp' })]).toEqual(['allow 7', 'allow 6']);
  });

  it('resolves ipsets saved in the same file', () => {
    const policy = policyOf(
      'create relays hash:net family inet',
      'add relays 8.8.0.0/16',
      'add relays 8.8.4.0/24 nomatch',
      'create media bitmap:port range 0-65535',
      'add media 3478-3497',
      '*filter',
      ':FORWARD DROP [0:0]',
      '-A FORWARD -p udp -m set --match-set relays dst -m set --match-set media dst -j ACCEPT',
      'COMMIT',
    );
    expect([
      decide(policy),
      decide(policy, { destination: '8.8.4.4' }),
      decide(policy, { destinationPort: 53 }),
    ]).toEqual(['allow 8', 'deny 7', 'deny 7']);
  });

  it('answers on the forwarding path, and on OUTPUT where nothing is forwarded', () => {
    expect(save('DROP').paths[0]?.name).toBe('FORWARD');
    const host = policyOf('*filter', ':INPUT ACCEPT', ':OUTPUT DROP', '-A OUTPUT -p udp -j ACCEPT', 'COMMIT');
    expect(host.paths[0]?.name).toBe('OUTPUT');
    expect(decide(save('DROP'), { chain: 'OUTPUT' })).toBe('allow 4');
    expect(decide(save('DROP'), { chain: 'nothing' })).toBe('unknown');
  });

  it('takes a missing policy line as ACCEPT', () => {
    expect(decide(policyOf('*filter', '-A FORWARD -p tcp -j DROP', 'COMMIT'))).toBe('allow');
  });

  it('needs the interface for rules on one', () => {
    const policy = save('DROP', '-A FORWARD -i lan+ ! -o wan1 -j ACCEPT');
    expect([
      decide(policy),
      decide(policy, { in: 'lan7', out: 'wan0' }),
      decide(policy, { in: 'lan7', out: 'wan1' }),
      decide(policy, { in: 'wan0' }),
    ]).toEqual(['unknown 6', 'allow 6', 'deny 3', 'deny 3']);
  });

  it('speaks of IPv6 only where the file is of IPv6', () => {
    const six = policyOf(
      '# Generated by ip6tables-save v1.8.9',
      '*filter',
      ':FORWARD DROP [0:0]',
      '-A FORWARD -p udp -j ACCEPT',
      'COMMIT',
    );
    expect(decide(six, { source: '2001:db8::1', destination: '2606:4700::1' })).toBe('allow 4');
    expect(decide(six)).toBe('unknown');
    expect(decide(save('ACCEPT'), { source: '2001:db8::1', destination: '2606:4700::1' })).toBe('unknown');
  });

  it('keeps both families of one file apart', () => {
    const both = policyOf(
      '# Generated by iptables-save v1.8.9',
      '*filter',
      ':FORWARD ACCEPT [0:0]',
      'COMMIT',
      '# Generated by ip6tables-save v1.8.9',
      '*filter',
      ':FORWARD DROP [0:0]',
      'COMMIT',
    );
    expect(both.families).toEqual([4, 6]);
    expect([decide(both), decide(both, { source: '2001:db8::1', destination: '2606:4700::1' })]).toEqual([
      'allow 3',
      'deny 7',
    ]);
  });

  it('reads a script of iptables commands', () => {
    const policy = policyOf(
      '#!/bin/sh',
      'IPTABLES=/sbin/iptables',
      '$IPTABLES -P FORWARD DROP',
      '$IPTABLES -N lan',
      'if true; then',
      '  $IPTABLES -A FORWARD -j lan',
      '  iptables -t filter -A lan -p udp --dport 3478 -j ACCEPT',
      'fi',
    );
    expect([decide(policy), policy.rules, policy.unparsed]).toEqual(['allow 7', 2, []]);
  });

  it('notes a SIP helper', () => {
    const policy = policyOf('*raw', '-A PREROUTING -p udp --dport 5060 -j CT --helper sip', 'COMMIT');
    expect(policy.notes).toEqual([
      {
        id: 'sip-helper',
        line: 2,
        detail: '-A PREROUTING -p udp --dport 5060 -j CT --helper sip',
        isOn: true,
      },
    ]);
  });

  it('notes the helper modules a script loads and unloads', () => {
    const policy = policyOf(
      '#!/bin/sh',
      'modprobe nf_conntrack_sip ports=5060',
      '/sbin/rmmod nf_nat_sip',
      'sysctl -w net.netfilter.nf_conntrack_helper=0',
      'iptables -P FORWARD ACCEPT',
    );
    expect(policy.notes.map(({ id, line, isOn }) => [id, line, isOn])).toEqual([
      ['sip-helper', 2, true],
      ['sip-helper', 3, false],
      ['sip-helper', 4, false],
    ]);
  });

  it('counts every packet of the raw table as invalid: connections are not tracked yet', () => {
    const raw = (match: string): string =>
      decide(
        policyOf(
          '*raw',
          ':PREROUTING ACCEPT [0:0]',
          `-A PREROUTING ${match} -j DROP`,
          'COMMIT',
          '*filter',
          ':FORWARD ACCEPT [0:0]',
          'COMMIT',
        ),
      );
    expect([
      raw('-m conntrack --ctstate NEW'),
      raw('-m conntrack ! --ctstate NEW'),
      raw('-m state --state INVALID'),
    ]).toEqual(['allow 6', 'deny 3', 'deny 3']);
  });

  it('never throws, whatever stands in the file', () => {
    const word = fc.constantFrom(
      '-A',
      'FORWARD',
      '-p',
      'udp',
      '!',
      '-m',
      'multiport',
      '--dports',
      '1:2,',
      '-j',
      'ACCEPT',
      '"',
      '*filter',
      ':',
      '-I',
      '-s',
      '::',
      '-c',
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.oneof(word, fc.string()), { maxLength: 8 }), { maxLength: 8 }),
        (lines) => {
          const { policy } = parseFirewall(lines.map((words) => words.join(' ')).join('\n'), 'iptables');
          if (policy !== undefined) decide(policy);
        },
      ),
      { numRuns: 500 },
    );
  });
});
