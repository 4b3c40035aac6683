import { compilePolicy } from '../compile.js';
import { parseFirewall } from '../parse.js';
import { type LineReach, shadowedLines } from '../shadowed.js';

function reachIn(text: string): LineReach {
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('not read');
  return shadowedLines(compilePolicy(policy));
}

/** Line, why it is dead, the lines behind that, and `superfluous` where they do the same. */
function dead(text: string): unknown[] {
  return reachIn(text).shadowed.map(({ line, kind, by, isRedundant }) => [
    line,
    kind,
    by.map((one) => one.line),
    ...(isRedundant ? ['superfluous'] : []),
  ]);
}

/** Rules are on line 2 and after. */
const table = (...rules: readonly string[]): string => ['*filter', ...rules, 'COMMIT', ''].join('\n');
const ways = (...rules: readonly string[]): string =>
  table(':FORWARD DROP [0:0]', ':SUB - [0:0]', ':DEEP - [0:0]', ...rules);

describe('lines of called chains, in iptables', () => {
  it('are dead where the calls send them no such packet', () => {
    expect(dead(ways('-A FORWARD -p tcp -j SUB', '-A SUB -p udp -j DROP', '-A SUB -j DROP'))).toEqual([
      [6, 'never-sent', [5]],
    ]);
  });

  it('are dead where an earlier line of the calling chain takes their packets', () => {
    expect(
      dead(ways('-A FORWARD -p udp -j DROP', '-A FORWARD -j SUB', '-A SUB -p udp --dport 53 -j ACCEPT')),
    ).toEqual([[7, 'shadowed', [5]]]);
  });

  it('are dead where the calls send some of their packets and an earlier line takes those', () => {
    expect(
      dead(
        ways(
          '-A FORWARD -p udp --dport 53 -j ACCEPT',
          '-A FORWARD -p udp -j SUB',
          '-A SUB -p tcp -j ACCEPT',
          '-A SUB --dport 53 -p udp -j ACCEPT',
          '-A SUB -p udp --dport 50:60 -j DROP',
        ),
      ),
    ).toEqual([
      [7, 'never-sent', [6]],
      [8, 'shadowed', [5], 'superfluous'],
    ]);
  });

  it('are reached when one of several calls reaches them', () => {
    const calls = ['-A FORWARD -p tcp -j SUB', '-A FORWARD -p icmp -j SUB'];
    const lines = ['-A SUB -p udp -j DROP', '-A SUB -p icmp -j DROP'];
    expect(dead(ways(...calls, ...lines))).toEqual([[7, 'never-sent', [5, 6]]]);
    expect(dead(ways(...calls, '-A FORWARD -p udp --dport 9 -j SUB', ...lines))).toEqual([]);
  });

  it('are reached from INPUT where FORWARD sends them nothing, and the other way round', () => {
    const rules = ['-A FORWARD -p tcp -j SUB', '-A SUB -p udp -j DROP'];
    expect(dead(table(':FORWARD DROP [0:0]', ':INPUT DROP [0:0]', ':SUB - [0:0]', ...rules))).toEqual([
      [6, 'never-sent', [5]],
    ]);
    expect(
      dead(table(':FORWARD DROP [0:0]', ':INPUT DROP [0:0]', ':SUB - [0:0]', ...rules, '-A INPUT -j SUB')),
    ).toEqual([]);
  });

  it('are dead with all of a chain that nothing calls, or only such a chain', () => {
    expect(dead(ways('-A SUB -j DEEP', '-A DEEP -j DROP'))).toEqual([
      [5, 'chain-unused', []],
      [6, 'chain-unused', []],
    ]);
  });

  it('take packets from the lines after the call, named with the line that calls', () => {
    expect(
      dead(
        ways(
          '-A FORWARD -p udp -j SUB',
          '-A FORWARD -p udp --dport 53 -j ACCEPT',
          '-A FORWARD -p tcp -j ACCEPT',
          '-A SUB -j LOG',
          '-A SUB -j DROP',
        ),
      ),
    ).toEqual([[6, 'shadowed', [5, 9]]]);
  });

  it('leave to the calling chain what they return', () => {
    const rules = ['-A FORWARD -j SUB', '-A FORWARD -p udp -j ACCEPT'];
    expect(dead(ways(...rules, '-A SUB -p udp -j RETURN', '-A SUB -j DROP'))).toEqual([]);
    expect(dead(ways(...rules, '-A SUB -p udp --dport 1:99 -j RETURN', '-A SUB -j DROP'))).toEqual([]);
    expect(dead(ways(...rules, '-A SUB -p tcp -j RETURN', '-A SUB -j DROP'))).toEqual([
      [6, 'shadowed', [5, 8]],
    ]);
    expect(dead(ways(...rules, '-A SUB -p tcp -j DROP'))).toEqual([]);
  });

  it('do not get back what a chain returns that they went to for good', () => {
    const rules = ['-A SUB -p udp -g DEEP', '-A SUB -p udp -j DROP', '-A DEEP -p tcp -j DROP'];
    expect(dead(ways('-A FORWARD -j SUB', '-A FORWARD -p udp -j ACCEPT', ...rules))).toEqual([
      [8, 'shadowed', [7]],
      [9, 'never-sent', [7]],
    ]);
  });

  it('are followed through chains of chains', () => {
    expect(
      dead(
        ways(
          '-A FORWARD -s 10.0.0.0/8 -j SUB',
          '-A SUB -d 17.0.0.0/8 -j DEEP',
          '-A DEEP -s 10.1.0.0/16 -d 17.1.0.0/16 -j ACCEPT',
          '-A DEEP -s 11.0.0.0/8 -j DROP',
          '-A DEEP -d 18.0.0.0/8 -j DROP',
        ),
      ),
    ).toEqual([
      [8, 'never-sent', [6]],
      [9, 'never-sent', [6]],
    ]);
  });

  it('are dead where the table before drops their packets, and reached where only one way has that table', () => {
    const mangle = (chain: string): string =>
      ['*mangle', `-A ${chain} -p udp -j DROP`, 'COMMIT', ''].join('\n');
    const filter = table(':INPUT DROP [0:0]', '-A INPUT -p udp --dport 53 -j ACCEPT');
    expect(dead(mangle('PREROUTING') + filter)).toEqual([[6, 'shadowed', [2]]]);
    expect(dead(mangle('FORWARD') + filter)).toEqual([]);
    expect(dead(mangle('OUTPUT') + filter)).toEqual([]);
  });

  it('are dead for interfaces that packets of their way do not have', () => {
    expect(dead(table('-A INPUT -i eth0 -j ACCEPT', '-A INPUT ! -o eth0 -j DROP'))).toEqual([]);
    expect(dead(table('-A INPUT -o eth0 -j ACCEPT'))).toEqual([[2, 'never-sent', []]]);
    expect(dead(table('-A OUTPUT -i eth0 -j ACCEPT'))).toEqual([[2, 'never-sent', []]]);
  });

  it('are not called dead in tables that no way through the filter has', () => {
    const nat = ['*nat', '-A POSTROUTING -o wan -j MASQUERADE', 'COMMIT', ''].join('\n');
    expect(dead(nat + table('-A FORWARD -j ACCEPT'))).toEqual([]);
  });

  it('are dead for packets that were taken out of connection tracking before', () => {
    const raw = ['*raw', '-A PREROUTING -p udp -j NOTRACK', 'COMMIT', ''].join('\n');
    const filter = table(
      '-A FORWARD -p udp -m conntrack --ctstate NEW -j ACCEPT',
      '-A FORWARD -p udp -m conntrack --ctstate UNTRACKED -j ACCEPT',
    );
    expect(dead(raw + filter)).toEqual([[5, 'shadowed', [2]]]);
  });
});

describe('lines that depend on what no policy decides', () => {
  const undecided = (text: string): unknown[] =>
    reachIn(text).undecided.map(({ line, by, isGivenUp }) => [
      line,
      by.map((one) => `${one.line}: ${one.reason}`),
      isGivenUp,
    ]);

  it('are neither dead nor reached behind a line that may take all their packets', () => {
    const text = ways('-A FORWARD -m owner --uid-owner 0 -j DROP', '-A FORWARD -p udp -j ACCEPT');
    expect(dead(text)).toEqual([]);
    expect(undecided(text)).toEqual([[6, ['5: process owner'], false]]);
  });

  it('are neither in a chain that is called on such a condition', () => {
    const text = ways(
      '-A FORWARD -m owner --uid-owner 0 -j SUB',
      '-A SUB -p udp -j ACCEPT',
      '-A SUB -j DROP',
    );
    expect(undecided(text)).toEqual([
      [6, ['5: process owner'], false],
      [7, ['5: process owner'], false],
    ]);
  });

  it('are dead when they are dead either way', () => {
    const rules = ['-A FORWARD -p udp -m owner --uid-owner 0 -j DROP', '-A FORWARD -p udp -j DROP'];
    const text = ways(...rules, '-A FORWARD -p udp --dport 53 -j ACCEPT');
    expect(dead(text)).toEqual([[7, 'shadowed', [6]]]);
    expect(undecided(text)).toEqual([[6, ['5: process owner'], false]]);
  });

  it('are reached where such a condition is their own, or touches some of their packets only', () => {
    const text = ways(
      '-A FORWARD -p udp --dport 53 -m owner --uid-owner 0 -j DROP',
      '-A FORWARD -p udp --dport 50:60 -j ACCEPT',
    );
    expect(reachIn(text)).toEqual({ shadowed: [], undecided: [] });
  });

  it('are neither where packets sent to other addresses may come to them', () => {
    const text = [
      '*mangle',
      '-A PREROUTING -d 10.0.0.5 -j DROP',
      'COMMIT',
      '*nat',
      '-A PREROUTING -p tcp --dport 443 -j DNAT --to-destination 10.0.0.5:8443',
      'COMMIT',
      table(
        '-A FORWARD -d 10.0.0.5 -p tcp --dport 8443 -j ACCEPT',
        '-A FORWARD -d 10.0.0.5 -p udp -j ACCEPT',
      ),
    ].join('\n');
    expect(dead(text)).toEqual([[9, 'shadowed', [2]]]);
    expect(undecided(text)).toEqual([[8, ['5: sent to another address'], false]]);
  });

  it('are neither behind a line that nobody understands', () => {
    const text = ways('-A FORWARD -m cosmic --rays 7 -j SUB', '-A SUB -p udp -j ACCEPT');
    expect(undecided(text)).toEqual([[6, [expect.stringMatching(/^5: not understood/)], false]]);
  });
});

describe('lines of other dialects', () => {
  const nft = (...lines: readonly string[]): string => ['table inet fw {', ...lines, '}', ''].join('\n');
  const hook = (priority: number): string => `type filter hook forward priority ${priority}; policy accept;`;

  it('are followed through jumps, gotos and verdict maps of nftables', () => {
    const text = nft(
      'chain tcponly {',
      'udp dport 53 accept',
      'tcp dport 53 accept',
      '}',
      'chain rest {',
      'meta l4proto tcp drop',
      '}',
      'chain forward {',
      hook(0),
      'meta l4proto vmap { tcp : jump tcponly, udp : goto rest }',
      'udp dport 3478 accept',
      '}',
    );
    expect(dead(text)).toEqual([
      [3, 'never-sent', [11]],
      [7, 'never-sent', [11]],
      [12, 'shadowed', [11]],
    ]);
  });

  it('are dead in a second base chain whose packets the first one drops, not those it accepts', () => {
    const two = (verdict: string): string =>
      nft(
        'chain first {',
        hook(0),
        `udp dport 53 ${verdict}`,
        '}',
        'chain second {',
        hook(10),
        'udp dport 53 drop',
        '}',
      );
    expect(dead(two('drop'))).toEqual([[8, 'shadowed', [4], 'superfluous']]);
    expect(dead(two('accept'))).toEqual([]);
  });

  it('are dead in a chain of nftables that nothing calls', () => {
    expect(dead(nft('chain old {', 'udp dport 53 drop', '}'))).toEqual([[3, 'chain-unused', []]]);
  });

  it('count in pf as reached when they can still decide: the last match, or the first quick one', () => {
    expect(dead('block all\npass proto udp to port 53\nblock proto udp to port 53\n')).toEqual([
      [2, 'shadowed', [3]],
    ]);
    expect(dead('pass quick proto udp\nblock proto udp to port 53\nblock proto tcp to port 53\n')).toEqual([
      [2, 'shadowed', [1]],
    ]);
    expect(
      dead('anchor "a" on em0 {\n pass quick proto udp\n block proto udp to port 53\n}\nblock on em1\n'),
    ).toEqual([[3, 'shadowed', [2]]]);
  });

  it('of pf decide on the way out too, also for packets that nothing let in', () => {
    expect(dead('block in all\npass out proto udp to port 53\n')).toEqual([]);
    expect(dead('block quick all\npass out proto udp to port 53\n')).toEqual([[2, 'shadowed', [1]]]);
  });

  it('are told by zone in FortiOS and PAN-OS', () => {
    const policy = (id: number, from: string, to: string, action: string): string[] => [
      `edit ${id}`,
      `set srcintf "${from}"`,
      `set dstintf "${to}"`,
      'set srcaddr "all"',
      'set dstaddr "all"',
      'set service "ALL"',
      'set schedule "always"',
      `set action ${action}`,
      'next',
    ];
    const fortios = [
      'config firewall policy',
      ...policy(1, 'lan', 'wan', 'accept'),
      ...policy(2, 'dmz', 'wan', 'deny'),
      ...policy(3, 'lan', 'wan', 'deny'),
      'end',
      '',
    ].join('\n');
    expect(reachIn(fortios).shadowed.map(({ rule, by }) => [rule, by.map((one) => one.rule)])).toEqual([
      ['policy 3', ['policy 1']],
    ]);
    const set = (name: string, from: string, action: string): string =>
      [
        `set rulebase security rules ${name} from ${from}`,
        `set rulebase security rules ${name} to untrust`,
        `set rulebase security rules ${name} source any`,
        `set rulebase security rules ${name} destination any`,
        `set rulebase security rules ${name} application any`,
        `set rulebase security rules ${name} service any`,
        `set rulebase security rules ${name} action ${action}`,
      ].join('\n');
    const panos = [
      set('web', 'trust', 'allow'),
      set('guests', 'guest', 'deny'),
      set('all', 'trust', 'deny'),
      '',
    ];
    expect(
      reachIn(panos.join('\n')).shadowed.map(({ rule, by }) => [rule, by.map((one) => one.rule)]),
    ).toEqual([['all', ['web']]]);
  });

  it('of an access list count by themselves where no interface has it, and only there', () => {
    const list = ['ip access-list extended in', ' permit udp any any', ' deny udp any any eq 53'];
    const bound = ['interface Vlan10', ' ip access-group in in', ''];
    const head = ['hostname router'];
    expect(dead([...head, ...list, ...bound].join('\n'))).toEqual([[4, 'shadowed', [3]]]);
    expect(dead([...head, ...list, ''].join('\n'))).toEqual([[4, 'shadowed', [3]]]);
  });
});

describe('policies made to be too much', () => {
  it('of thirty chains that each call the next twice are told exactly', () => {
    const names = Array.from({ length: 30 }, (_, n) => `c${n}`);
    const text = (first: string): string =>
      table(
        ':FORWARD DROP [0:0]',
        ...names.map((name) => `:${name} - [0:0]`),
        first,
        '-A FORWARD -j c0',
        ...names
          .slice(1)
          .flatMap((name, n) => [
            `-A c${n} -s 10.0.0.0/${31 - n} -j ${name}`,
            `-A c${n} ! -s 10.0.0.0/${31 - n} -j ${name}`,
          ]),
        '-A c29 -p udp --dport 53 -j ACCEPT',
        '-A c29 -p tcp --dport 53 -j ACCEPT',
      );
    expect(reachIn(text('-A FORWARD -p udp -j DROP'))).toEqual({
      shadowed: [
        expect.objectContaining({ rule: 'c29 1', by: [expect.objectContaining({ rule: 'FORWARD 1' })] }),
      ],
      undecided: [],
    });
  }, 120_000);

  it('of ten thousand chains with a rule each are told line by line', () => {
    const each = <T>(make: (n: number) => T): T[] => Array.from({ length: 10_000 }, (_, n) => make(n));
    const text = table(
      ':FORWARD DROP [0:0]',
      ...each((n) => `:c${n} - [0:0]`),
      ...each((n) => `-A FORWARD -d 8.3.${n >> 8}.${n & 255} -j c${n}`),
      ...each((n) => `-A c${n} ${n === 77 ? '-d 9.9.9.9' : '-p udp'} -j ACCEPT`),
    );
    expect(
      reachIn(text).shadowed.map(({ rule, kind, by }) => [rule, kind, by.map((one) => one.rule)]),
    ).toEqual([['c77 1', 'never-sent', ['FORWARD 78']]]);
  }, 120_000);

  it('of calls four hundred deep are followed to the end', () => {
    const names = Array.from({ length: 400 }, (_, n) => `c${n}`);
    const text = table(
      ':FORWARD DROP [0:0]',
      ...names.map((name) => `:${name} - [0:0]`),
      '-A FORWARD -p udp -j c0',
      ...names.slice(1).map((name, n) => `-A c${n} -j ${name}`),
      '-A c399 -p udp -j ACCEPT',
      '-A c399 -p tcp -j ACCEPT',
    );
    expect(reachIn(text)).toEqual({
      shadowed: [expect.objectContaining({ rule: 'c399 2', kind: 'never-sent' })],
      undecided: [],
    });
  });

  it('that call each other in a circle are refused before', () => {
    const circle = ['-A SUB -j DEEP', '-A DEEP -j SUB'];
    for (const rules of [circle, ['-A FORWARD -j SUB', ...circle]]) {
      expect(parseFirewall(ways(...rules)).policy).toBeUndefined();
    }
  });
});
