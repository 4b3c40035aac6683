import { decider, policyOf } from '../testing.js';

const way = { in: 'lan', out: 'wan1' };
const policy = (id: number, ...settings: readonly string[]): string =>
  [
    `edit ${id}`,
    'set srcintf "lan"',
    'set dstintf "wan1"',
    ...settings,
    ...(settings.some((one) => one.startsWith('set srcaddr')) ? [] : ['set srcaddr "all"']),
    ...(settings.some((one) => one.startsWith('set dstaddr')) ? [] : ['set dstaddr "all"']),
    ...(settings.some((one) => one.startsWith('set service')) ? [] : ['set service "ALL"']),
    'set schedule "always"',
    'next',
  ].join('\n');
const policies = (...all: readonly string[]): string =>
  ['config firewall policy', ...all, 'end', ''].join('\n');
const decide = (...parts: readonly string[]) => decider('fortios', parts.join('\n'));
const calls =
  'config firewall service custom\nedit "calls"\nset udp-portrange 3478-3497:49152-65535 16384\nnext\nend';

describe('FortiOS', () => {
  it('matches in the order of the file, not of the numbers, and denies what no policy names', () => {
    const text = policies(policy(9, 'set action deny'), policy(1, 'set action accept'));
    expect([decide(text)(way), decide(text)({ ...way, in: 'guest' })]).toEqual(['deny 2', 'deny']);
  });

  it('denies by a policy without an action, and passes over one switched off', () => {
    expect(decide(policies(policy(1)))(way)).toBe('deny 2');
    const off = policies(policy(1, 'set status disable'), policy(2, 'set action accept'));
    expect([decide(off)(way), policyOf('fortios', off).notes[0]?.id]).toEqual(['allow 11', 'disabled-rule']);
  });

  it('reads services with source ports, groups of them, and negated addresses', () => {
    const text = [
      calls,
      'config firewall service group\nedit "all calls"\nset member "calls"\nnext\nend',
      'config firewall address\nedit "labs"\nset subnet 10.20.30.0 255.255.255.0\nnext\nend',
      policies(
        policy(
          1,
          'set action accept',
          'set service "all calls"',
          'set srcaddr "labs"',
          'set srcaddr-negate enable',
        ),
      ),
    ];
    const packet = { ...way, source: '10.20.31.1' };
    expect([
      decide(...text)(packet),
      decide(...text)({ ...packet, sourcePort: 1024 }),
      decide(...text)(way),
      decide(...text)({ ...packet, destinationPort: 16384 }),
    ]).toEqual(['allow 17', 'deny', 'deny', 'allow 17']);
  });

  it('takes members out of a group that excludes them', () => {
    const objects = [
      'config firewall address',
      'edit "site"\nset subnet 10.20.0.0 255.255.0.0\nnext',
      'edit "labs"\nset type iprange\nset start-ip 10.20.30.1\nset end-ip 10.20.30.99\nnext',
      'end',
      'config firewall addrgrp\nedit "rest"\nset member "site"\nset exclude enable\nset exclude-member "labs"\nnext\nend',
    ];
    const text = decide(...objects, policies(policy(1, 'set action accept', 'set srcaddr "rest"')));
    expect([text(way), text({ ...way, source: '10.20.30.100' })]).toEqual(['deny', 'allow 19']);
  });

  it('reads IPv6 addresses of the same policy', () => {
    const text = decide(
      policies(
        policy(1, 'set action accept', 'set srcaddr6 "all"', 'set dstaddr6 "all"', 'set srcaddr "none"'),
      ),
    );
    expect([text({ ...way, source: '2001:470::5', destination: '2600::1' }), text(way)]).toEqual([
      'allow 2',
      'deny',
    ]);
  });

  it('keeps VDOMs apart, each with objects of its own', () => {
    const vdom = (name: string, subnet: string, action: string) =>
      [
        `edit ${name}`,
        `config firewall address\nedit "clients"\nset subnet ${subnet}\nnext\nend`,
        policies(policy(1, `set action ${action}`, 'set srcaddr "clients"')).trimEnd(),
        'next',
      ].join('\n');
    const text = [
      'config vdom\nedit root\nnext\nedit guests\nnext\nend',
      'config vdom',
      vdom('root', '10.20.0.0 255.255.0.0', 'accept'),
      vdom('guests', '10.30.0.0 255.255.0.0', 'accept'),
      'end',
    ].join('\n');
    const ask = decider('fortios', text);
    expect(policyOf('fortios', text).paths.map(({ name }) => name)).toEqual(['root', 'guests']);
    expect([
      ask(way),
      ask({ ...way, chain: 'guests' }),
      ask({ ...way, chain: 'guests', source: '10.30.0.1' }),
    ]).toEqual(['allow 15', 'deny', 'allow 33']);
  });

  it('leaves open what applications, services of the internet, users and schedules decide', () => {
    const accept = (setting: string) => decide(policies(policy(1, 'set action accept', setting)))(way);
    expect([
      accept('set application-list "strict"'),
      accept('set internet-service enable'),
      accept('set groups "staff"'),
      decide(policies(policy(1, 'set action accept').replace('always', 'lessons')))(way),
    ]).toEqual([
      'unknown 2: application control strict',
      'unknown 2: internet service',
      'unknown 2: user',
      'unknown 2: schedule lessons',
    ]);
  });

  it('sees that an application list lets everything pass', () => {
    const list = (action: string) =>
      `config application list\nedit "watch"\nconfig entries\nedit 1\nset category 23\nset action ${action}\nnext\nend\nnext\nend`;
    const text = policies(policy(1, 'set action accept', 'set application-list "watch"'));
    expect(decide(list('pass'), text)(way)).toBe('allow 12');
    expect(decide(list('block'), text)(way)).toBe('unknown 12: application control watch');
  });

  it('records SIP helpers, virtual addresses and central translation', () => {
    const { notes, outside } = policyOf(
      'fortios',
      [
        'config system settings\nset sip-helper disable\nend',
        'config firewall vip\nedit "web"\nset extip 198.51.100.9\nnext\nend',
        'config firewall central-snat-map\nedit 1\nset dstintf "wan1"\nnext\nend',
        'config system session-helper\nedit 13\nset name sip\nset port 5060\nnext\nend',
        policies(policy(1, 'set action accept')),
      ].join('\n'),
    );
    expect(notes.map(({ id, line, isOn }) => [id, line, isOn])).toEqual([
      ['nat', 5, undefined],
      ['nat', 10, undefined],
      ['sip-helper', 2, false],
      ['sip-helper', 15, true],
    ]);
    expect(outside).toEqual(['wan1']);
  });
});
