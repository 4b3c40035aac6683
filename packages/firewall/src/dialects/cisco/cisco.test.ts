import { decider, policyOf } from '../testing.js';

const ios = (...lines: readonly string[]) => decider('cisco-ios', lines.join('\n'));
const asa = (...lines: readonly string[]) => decider('cisco-asa', lines.join('\n'));
const inside = { in: 'inside', out: 'outside' };
const levels = [
  'interface Gi0/0',
  ' nameif outside',
  ' security-level 0',
  'interface Gi0/1',
  ' nameif inside',
  ' security-level 100',
];

describe('IOS access lists', () => {
  it('match first and end in a deny', () => {
    const list = ['ip access-list extended out', ' deny udp any any eq 3478', ' permit udp any any'];
    expect([
      ios(...list)(),
      ios(...list)({ destinationPort: 53 }),
      ios(...list)({ protocol: 'tcp' }),
    ]).toEqual(['deny 2', 'allow 3', 'deny']);
  });

  it('stand in the order of their numbers', () => {
    expect(
      ios('ip access-list extended out', ' 20 permit udp any any', ' 10 deny udp any any eq 3478')(),
    ).toBe('deny 3');
  });

  it('take the lists of both interfaces of a packet', () => {
    const config = ios(
      'interface Gi0/1',
      ' ip access-group lan in',
      'interface Gi0/0',
      ' ip nat outside',
      ' ip access-group wan out',
      'ip access-list extended lan',
      ' permit ip 10.20.0.0 0.0.255.255 any',
      'ip access-list extended wan',
      ' deny udp any any range 3478 3497',
      ' permit ip any any',
    );
    const way = { in: 'Gi0/1', out: 'Gi0/0' };
    expect([
      config(way),
      config({ ...way, destinationPort: 53 }),
      config({ ...way, source: '10.9.9.9' }),
    ]).toEqual(['deny 9', 'allow 7', 'deny']);
  });

  it('know established and discontiguous wildcards', () => {
    const config = ios(
      'access-list 101 permit tcp any any established',
      'access-list 101 permit udp 10.20.0.40 0.0.255.0 any',
    );
    expect([
      config({ protocol: 'tcp' }),
      config({ protocol: 'tcp', state: 'established' }),
      config(),
      config({ source: '10.20.30.41' }),
    ]).toEqual(['deny', 'allow 1', 'allow 2', 'deny']);
  });

  it('follow nested object groups', () => {
    const config = ios(
      'object-group network labs',
      ' 10.20.30.0 255.255.255.0',
      'object-group network all',
      ' group-object labs',
      ' host 10.9.9.9',
      'object-group service calls',
      ' udp range 3478 3497',
      'ip access-list extended out',
      ' permit object-group calls object-group all any',
    );
    expect([config(), config({ source: '10.9.9.9' }), config({ source: '10.21.0.1' })]).toEqual([
      'allow 9',
      'allow 9',
      'deny',
    ]);
  });

  it('count on an interface by the list it was given last, of each family and direction', () => {
    const lists = [
      'ip access-list extended safe',
      ' deny ip any any',
      'ip access-list extended lan',
      ' permit udp any any',
    ];
    const port = 'interface Vlan10';
    const given = ios(...lists, port, ' ip access-group safe in', port, ' ip access-group lan in');
    const six = ['ipv6 access-list six', ' deny ipv6 any any'];
    const both = ios(...lists, ...six, port, ' ip access-group lan in', ' ipv6 traffic-filter six in');
    const sides = ios(...lists, port, ' ip access-group lan in', ' ip access-group safe out');
    const from = { in: 'Vlan10', out: 'Vlan20' };
    expect([given(from), both(from), sides(from), sides({ in: 'Vlan10', out: 'Vlan10' })]).toEqual([
      'allow 4',
      'allow 4',
      'allow 4',
      'deny 2',
    ]);
    const again = asa(
      ...levels,
      'access-list safe extended deny ip any any',
      'access-list lan extended permit udp any any',
      'access-group safe in interface inside',
      'access-group lan in interface inside',
    );
    expect(again(inside)).toBe(`allow ${levels.length + 2}`);
  });

  it('ask IPv6 lists about IPv6 only', () => {
    const config = ios(
      'ip access-list extended four',
      ' permit ip any any',
      'ipv6 access-list six',
      ' sequence 10 deny udp any any range 3478 3497',
      ' permit ipv6 any any',
    );
    const v6 = { source: '2001:470::5', destination: '2600::1' };
    expect([config(), config(v6), config({ ...v6, chain: 'six' }), config({ chain: 'six' })]).toEqual([
      'allow 2',
      'deny 4',
      'deny 4',
      'unknown: this list says nothing about IPv4',
    ]);
  });

  it('read IOS-XR lists and NX-OS groups', () => {
    const xr = ios('ipv4 access-list edge', ' 10 deny udp any any eq 3478', ' 20 permit ipv4 any any');
    expect([xr(), xr({ destinationPort: 1 })]).toEqual(['deny 2', 'allow 3']);
    const nx = ios(
      'object-group ip address clients',
      '  10 10.20.0.0/16',
      'object-group ip port calls',
      '  10 range 3478 3497',
      'ip access-list out',
      '  10 permit udp addrgroup clients any portgroup calls',
    );
    expect([nx(), nx({ destinationPort: 80 })]).toEqual(['allow 6', 'deny']);
  });

  it('leave the way through open where zones decide too', () => {
    const config = policyOf(
      'cisco-ios',
      'interface Gi0/1\n zone-member security in\n ip access-group out in\nip access-list extended out\n permit ip any any\nzone-pair security a source in destination out\n',
    );
    expect(config.notes.map(({ id, line }) => [id, line])).toEqual([['ignored-part', 6]]);
    expect(config.paths[0]?.stages.map(({ chain }) => chain)).toContain('zones');
  });

  it('record the SIP helper of address translation', () => {
    const { notes } = policyOf(
      'cisco-ios',
      'no ip nat service sip udp port 5060\naccess-list 101 permit ip any any\n',
    );
    expect(notes).toEqual([
      { id: 'sip-helper', line: 1, detail: 'no ip nat service sip udp port 5060', isOn: false },
    ]);
  });
});

describe('ASA', () => {
  it('lets connections start towards lower security levels without a list', () => {
    const config = asa(...levels);
    expect([config(inside), config({ in: 'outside', out: 'inside' })]).toEqual(['allow', 'deny']);
  });

  it('goes on to the global list where the interface has none that matches', () => {
    const config = asa(
      ...levels,
      'access-list in extended deny udp any any eq 3478',
      'access-list all extended permit udp any any',
      'access-group in in interface inside',
      'access-group all global',
    );
    expect([
      config(inside),
      config({ ...inside, destinationPort: 53 }),
      config({ ...inside, protocol: 'tcp' }),
    ]).toEqual(['deny 7', 'allow 8', 'deny']);
  });

  it('passes over inactive entries and leaves those for a time or a user open', () => {
    const list = (entry: string) =>
      asa(
        ...levels,
        entry,
        'access-list in extended permit ip any any',
        'access-group in in interface inside',
      );
    expect(list('access-list in extended deny udp any any inactive')(inside)).toBe('allow 8');
    expect(list('access-list in extended deny udp any any time-range exams')(inside)).toBe(
      'unknown 7: time of day',
    );
    expect(list('access-list in extended deny udp user LAB\\joe any any')(inside)).toBe('unknown 7: user');
  });

  it('speaks of both families where the document does', () => {
    const text = [
      'access-list in extended permit udp any any',
      'access-list in extended permit tcp any6 any6',
    ];
    const config = asa(...text);
    expect([config(), config({ source: 'fd00::5', destination: '2600::1' })]).toEqual(['allow 1', 'allow 1']);
    expect(policyOf('cisco-asa', text[0] ?? '').families).toEqual([4]);
  });

  it('notes translation, exemption from it, and SIP inspection', () => {
    const text = [
      'nat (inside,outside) source static lan lan destination static vpn vpn',
      'policy-map global_policy',
      ' class inspection_default',
      '  inspect sip ',
      'access-list in extended permit ip any any',
    ].join('\n');
    expect(policyOf('cisco-asa', text).notes).toEqual([
      {
        id: 'nat',
        line: 1,
        detail: 'NAT exemption: nat (inside,outside) source static lan lan destination static vpn vpn',
      },
      { id: 'sip-helper', line: 4, detail: 'inspect sip', isOn: true },
    ]);
  });

  it('lists what it cannot read and leaves that entry open', () => {
    const text =
      'access-list in extended deny udp any any neq foo\naccess-list in extended permit udp any any\n';
    expect(policyOf('cisco-asa', text).unparsed.map(({ line }) => line)).toEqual([1]);
    expect(asa(text)()).toMatch(/^unknown 1: not understood/);
  });
});
