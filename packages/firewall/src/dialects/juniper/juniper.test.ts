import { decider, policyOf } from '../testing.js';

const way = { in: 'trust', out: 'untrust' };
const decide = (...lines: readonly string[]) => decider('juniper-srx', lines.join('\n'));
const rule = (name: string, match: string, then: string): string =>
  `policy ${name} { match { ${match} } then { ${then}; } }`;
const any = 'source-address any; destination-address any; application any;';

describe('SRX policies', () => {
  it('match first within their zones, then global ones, then the default', () => {
    const text = (rest: string) => [
      'security { policies {',
      ` from-zone trust to-zone untrust { ${rule('one', 'source-address any; destination-address any; application calls;', 'deny')} }`,
      ` global { ${rule('all', `from-zone trust; to-zone any; ${any}`, 'permit')} }`,
      rest,
      '} }',
      'applications { application calls { protocol udp; destination-port 3478-3497; } }',
    ];
    expect([
      decide(...text(''))(way),
      decide(...text(''))({ ...way, destinationPort: 53 }),
      decide(...text(''))({ in: 'guest', out: 'untrust' }),
      decide(...text('default-policy { permit-all; }'))({ in: 'guest', out: 'untrust' }),
    ]).toEqual(['deny 2', 'allow 3', 'deny', 'allow 4']);
  });

  it('follow application sets, address sets and excluded addresses', () => {
    const ask = decide(
      'set security address-book global address a 10.20.30.0/24',
      'set security address-book global address b 10.20.40.0/24',
      'set security address-book global address-set both address a',
      'set security address-book global address-set both address b',
      'set applications application media protocol udp',
      'set applications application media destination-port 3478-3497',
      'set applications application-set calls application media',
      'set security policies from-zone trust to-zone untrust policy p match source-address both',
      'set security policies from-zone trust to-zone untrust policy p match destination-address any',
      'set security policies from-zone trust to-zone untrust policy p match application calls',
      'set security policies from-zone trust to-zone untrust policy p then permit',
      'set security policies from-zone trust to-zone untrust policy q match source-address both',
      'set security policies from-zone trust to-zone untrust policy q match source-address-excluded',
      'set security policies from-zone trust to-zone untrust policy q match destination-address any',
      'set security policies from-zone trust to-zone untrust policy q match application any',
      'set security policies from-zone trust to-zone untrust policy q then permit',
    );
    expect([ask(way), ask({ ...way, destinationPort: 53 }), ask({ ...way, source: '10.9.9.9' })]).toEqual([
      'allow 8',
      'deny',
      'allow 12',
    ]);
  });

  it('look names up in the book of the zone', () => {
    const book = (zone: string, prefix: string) =>
      `security-zone ${zone} { address-book { address clients ${prefix}; } }`;
    const ask = decide(
      `security { zones { ${book('trust', '10.20.0.0/16')} ${book('lab', '10.30.0.0/16')} }`,
      'policies {',
      `from-zone trust to-zone untrust { ${rule('p', 'source-address clients; destination-address any; application any;', 'permit')} }`,
      `from-zone lab to-zone untrust { ${rule('q', 'source-address clients; destination-address any; application any;', 'permit')} }`,
      '} }',
    );
    expect([
      ask(way),
      ask({ in: 'lab', out: 'untrust' }),
      ask({ in: 'lab', out: 'untrust', source: '10.30.0.1' }),
    ]).toEqual(['allow 3', 'deny', 'allow 4']);
  });

  it('leave out and count what is inactive, in both forms', () => {
    const curly = `security { policies { from-zone trust to-zone untrust {\ninactive: ${rule('one', any, 'deny')}\n${rule('two', any, 'permit')} } } }`;
    expect(decider('juniper-srx', curly)(way)).toBe('allow 3');
    const set = [
      'set security policies from-zone trust to-zone untrust policy one match application any',
      'set security policies from-zone trust to-zone untrust policy one then deny',
      'deactivate security policies from-zone trust to-zone untrust policy one',
      'set security policies from-zone trust to-zone untrust policy two match application any',
      'set security policies from-zone trust to-zone untrust policy two then permit',
    ].join('\n');
    const { rules, notes } = policyOf('juniper-srx', set);
    expect([decider('juniper-srx', set)(way), rules, notes.map(({ id, line }) => [id, line])]).toEqual([
      'allow 4',
      2,
      [['disabled-rule', 3]],
    ]);
  });

  it('take the statements of applied groups', () => {
    const ask = decide(
      'set groups base security policies from-zone trust to-zone untrust policy p match application any',
      'set groups base security policies from-zone trust to-zone untrust policy p then permit',
      'set apply-groups base',
    );
    expect(ask(way)).toBe('allow 1');
  });

  it('record the SIP helper, on or off', () => {
    const noteOf = (line: string) =>
      policyOf('juniper-srx', `${line}\nset security policies default-policy permit-all\n`).notes[0]?.isOn;
    expect([
      noteOf('set security alg sip disable'),
      noteOf('set security alg sip inactive-media-timeout 90'),
    ]).toEqual([false, true]);
  });
});

describe('Junos packet filters', () => {
  const filter = [
    'policy-options { prefix-list clients { 10.20.0.0/16; } }',
    'firewall { family inet { filter out {',
    ' term media { from { source-prefix-list { clients; } protocol udp; destination-port [ 3478-3497 16384 ]; } then { count calls; accept; } }',
    ' term web { from { source-address { 10.0.0.0/8; 10.20.30.0/24 except; } protocol tcp; port 443; } then accept; }',
    ' term back { from { tcp-established; } then accept; }',
    ' term count { from { protocol icmp; } then count pings; }',
    ' term skip { from { protocol udp; } then next term; }',
    ' term no { from { protocol udp; destination-port-except 53; } then { reject; } }',
    '} } }',
  ];

  it('match first, end in a discard, and have no state of their own', () => {
    const ask = decide(...filter);
    expect([
      ask(),
      ask({ destinationPort: 16385 }),
      ask({ destinationPort: 53 }),
      ask({ protocol: 'tcp', destinationPort: 443 }),
      ask({ protocol: 'tcp', destinationPort: 443, source: '10.20.31.1' }),
      ask({ protocol: 'tcp', destinationPort: 80, state: 'established' }),
      ask({ protocol: 'icmp' }),
    ]).toEqual(['allow 3', 'deny 8', 'deny', 'deny', 'allow 4', 'allow 5', 'allow 6']);
  });

  it('read the same from set statements, and at interfaces in both directions', () => {
    const ask = decide(
      'set firewall family inet filter lan term ok from source-address 10.20.0.0/16',
      'set firewall family inet filter lan term ok then accept',
      'set firewall family inet filter wan term no from protocol udp',
      'set firewall family inet filter wan term no from destination-port 3478-3497',
      'set firewall family inet filter wan term no then discard',
      'set firewall family inet filter wan term rest then accept',
      'set interfaces ge-0/0/1 unit 0 family inet filter input lan',
      'set interfaces ge-0/0/0 unit 0 family inet filter output wan',
      'set interfaces lo0 unit 0 family inet filter input wan',
    );
    const through = { in: 'ge-0/0/1.0', out: 'ge-0/0/0.0' };
    expect([
      ask(through),
      ask({ ...through, destinationPort: 53 }),
      ask({ ...through, source: '10.9.9.9' }),
      ask({ chain: 'lan' }),
    ]).toEqual(['deny 3', 'allow 1', 'deny', 'allow 1']);
  });

  it('hold for any value of a condition that is given in several statements', () => {
    const term = 'set firewall family inet filter edge term calls';
    const ask = decide(
      `${term} from destination-address 17.0.0.0/8`,
      `${term} from destination-address 8.0.0.0/8`,
      `${term} from destination-port 443`,
      `${term} from destination-port 3478-3497`,
      `${term} then accept`,
    );
    expect([
      ask({ destination: '17.1.1.1', destinationPort: 3478 }),
      ask({ destination: '8.8.8.8', destinationPort: 443 }),
      ask({ destination: '9.9.9.9', destinationPort: 443 }),
    ]).toEqual(['allow 1', 'allow 1', 'deny']);
  });

  it('leave open what prefix lists elsewhere and unusual conditions decide', () => {
    const term = (from: string) =>
      decide(
        `firewall { filter f { term t { from { ${from}; } then discard; } term u { then accept; } } }`,
      )();
    expect([
      term('source-prefix-list gone'),
      term('dscp ef'),
      term('ttl 1'),
      term('moon-phase full'),
    ]).toEqual([
      'unknown 1: prefix list gone is not in the document',
      'unknown 1: DSCP',
      'unknown 1: time to live',
      'unknown 1: not understood: condition moon-phase',
    ]);
  });

  it('keep the families apart', () => {
    const ask = decide(
      'set firewall family inet filter f term a then accept',
      'set firewall family inet6 filter f term a from next-header udp',
      'set firewall family inet6 filter f term a then discard',
    );
    expect([ask(), ask({ source: '2001:470::5', destination: '2600::1' })]).toEqual(['allow 1', 'deny 2']);
  });
});
