import { decider, policyOf } from '../testing.js';

const decide = (...lines: readonly string[]) => decider('pf', lines.join('\n'));
const lan = { in: 'em1', out: 'em0' };

describe('pf.conf', () => {
  it('passes what no rule matches, and lets the last match win over earlier ones', () => {
    expect(decide('pass in proto tcp')(lan)).toBe('allow');
    expect(decide('block all', 'pass in proto udp', 'pass out')(lan)).toBe('allow 2');
    expect(decide('pass in proto udp', 'block all', 'pass out')(lan)).toBe('deny 2');
  });

  it('stops at a quick match', () => {
    expect(decide('block in quick proto udp', 'pass all')(lan)).toBe('deny 1');
  });

  it('asks a packet on its way in and on its way out', () => {
    const policy = decide('pass in', 'block out on em0 proto udp to port 3478');
    expect([policy(lan), policy({ ...lan, destinationPort: 53 })]).toEqual(['deny 2', 'allow 1']);
  });

  it('holds the conditions of an anchor for the rules in its braces', () => {
    const policy = decide(
      'block in',
      'anchor "lan" in on em1 {',
      '  anchor proto udp {',
      '    pass from 10.20.0.0/16 to any port 3478:3497',
      '  }',
      '}',
    );
    expect([
      policy(lan),
      policy({ ...lan, in: 'em2' }),
      policy({ ...lan, protocol: 'tcp' }),
      policy({ ...lan, destinationPort: 80 }),
    ]).toEqual(['allow 4', 'deny 1', 'deny 1', 'deny 1']);
  });

  it('keeps the last match of a quick anchor against rules after it', () => {
    const policy = decide('anchor quick in on em1 {', 'block all', 'pass proto udp', '}', 'block in');
    expect([policy(lan), policy({ ...lan, protocol: 'tcp' }), policy({ ...lan, in: 'em2' })]).toEqual([
      'allow 3',
      'deny 2',
      'deny 5',
    ]);
  });

  it('leaves open what an anchor loads at run time may do', () => {
    expect(decide('pass all', 'anchor "com.apple/*"')(lan)).toMatch(/^unknown 2: anchor/);
    expect(decide('anchor "guests" in on em2', 'pass all')(lan)).toBe('allow 2');
  });

  it('reads tables as written, with their exceptions, and leaves those filled later open', () => {
    const table = 'table <clients> persist { 10.20.0.0/16, !10.20.9.0/24 }';
    const policy = decide(table, 'block all', 'pass quick from <clients>');
    expect([policy(lan), policy({ ...lan, source: '10.20.9.1' })]).toEqual(['allow 3', 'deny 2']);
    expect(decide('table <bad> persist file "/etc/bad"', 'pass all', 'block in quick from <bad>')(lan)).toBe(
      'unknown 3: table bad is filled at run time',
    );
  });

  it('lets interfaces under set skip through, by the line that says so', () => {
    expect(decide('set skip on { lo0 em1 }', 'block in all', 'pass out')(lan)).toBe('allow 1');
  });

  it('takes forged addresses as left out, and says so', () => {
    const { notes, rules, understood } = policyOf('pf', 'antispoof quick for em1 inet\npass all\n');
    expect([rules, understood, notes[0]?.id, notes[0]?.line]).toEqual([2, 2, 'assumed', 1]);
    expect(decide('block in quick from urpf-failed', 'pass all')(lan)).toBe('allow 2');
  });

  it('knows block return and answers for passes without state', () => {
    expect(decide('block return in proto udp')(lan)).toBe('deny 1');
    expect(decide('block all', 'pass in proto udp no state', 'pass out')(lan)).toMatch(
      /^unknown 2: no state/,
    );
  });

  it('lets match rules decide nothing unless they send the packet elsewhere', () => {
    expect(decide('match out on em0 nat-to (em0)', 'pass all')(lan)).toBe('allow 2');
    expect(decide('match in proto udp to port 3478 rdr-to 10.0.0.9', 'pass all')(lan)).toBe(
      'unknown 1: sent to another address',
    );
    expect(policyOf('pf', 'match out on em0 nat-to (em0)\npass all\n').outside).toEqual(['em0']);
  });

  it('knows which families a rule speaks of', () => {
    const policy = decide('block all', 'pass inet6 proto udp');
    const v6 = { source: 'fd00::5', destination: '2600::1' };
    expect([policy(lan), policy({ ...lan, ...v6 })]).toEqual(['deny 1', 'allow 2']);
  });

  it('reads negated lists, port operators and macros inside macros', () => {
    const policy = decide(
      'a = "10.20.0.0/16"',
      'b = "{" $a "10.30.0.0/16 }"',
      'block all',
      'pass quick proto udp from $b to ! 9.9.9.9 port >= 3478',
    );
    expect([
      policy(lan),
      policy({ ...lan, destination: '9.9.9.9' }),
      policy({ ...lan, destinationPort: 53 }),
    ]).toEqual(['allow 4', 'deny 3', 'deny 3']);
  });

  it('takes egress for every way out, and counts an included file as not understood', () => {
    expect(decide('block all', 'pass in', 'pass out on egress')(lan)).toBe('allow 2');
    const { unparsed } = policyOf('pf', 'pass all\ninclude "/etc/pf.more"\n');
    expect(unparsed).toEqual([{ line: 2, text: 'include "/etc/pf.more"', reason: 'rules of another file' }]);
  });
});
