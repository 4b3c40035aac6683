import { decider, policyOf } from '../testing.js';

const legacy = (fields: object) => ({
  ruleset: 'LAN_IN',
  rule_index: 2000,
  name: 'r',
  enabled: true,
  action: 'drop',
  ...fields,
});
const file = (...items: readonly object[]): string =>
  `{"meta":{"rc":"ok"},"data":[\n${items.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
const decide = (...items: readonly object[]) => decider('unifi', file(...items));

describe('older UniFi rules', () => {
  it('stand in the order of their index, before the predefined way out', () => {
    const ask = decide(
      legacy({ rule_index: '4000', protocol: 'udp' }),
      legacy({ rule_index: 20_005, action: 'accept', protocol: 'udp', dst_port: '3478-3497' }),
    );
    expect([ask(), ask({ destinationPort: 53 }), ask({ protocol: 'tcp' })]).toEqual([
      'allow 3',
      'deny 2',
      'allow',
    ]);
  });

  it('find groups and networks by id, and leave those of other exports open', () => {
    const ask = decide(
      { _id: 'g1', name: 'calls', group_type: 'port-group', group_members: ['3478-3497', '16384'] },
      { _id: 'n1', name: 'Staff', ip_subnet: '10.20.0.1/16' },
      legacy({
        src_networkconf_id: 'n1',
        src_networkconf_type: 'NETv4',
        dst_firewallgroup_ids: ['g1'],
        protocol: 'tcp_udp',
      }),
      legacy({ rule_index: 2001, src_firewallgroup_ids: ['gone'], protocol: 'udp' }),
    );
    expect([ask(), ask({ source: '10.9.9.9' }), ask({ protocol: 'tcp' })]).toEqual([
      'deny 4',
      'unknown 5: group gone is not in the document',
      'deny 4',
    ]);
  });

  it('ask only for the states they name, and turn excepted protocols round', () => {
    const ask = decide(
      legacy({ state_invalid: true }),
      legacy({ rule_index: 2001, protocol: 'tcp', protocol_match_excepted: true }),
    );
    expect([ask({ state: 'invalid' }), ask(), ask({ protocol: 'tcp' })]).toEqual([
      'deny 2',
      'deny 3',
      'allow',
    ]);
  });

  it('keep IPv6 rulesets and switched-off rules apart', () => {
    const items = [legacy({ ruleset: 'LANv6_IN', protocol: 'udp' }), legacy({ enabled: false })];
    const v6 = { source: '2001:470::5', destination: '2600::1' };
    expect([decide(...items)(), decide(...items)(v6)]).toEqual(['allow', 'deny 2']);
    expect(policyOf('unifi', file(...items)).notes).toEqual([{ id: 'disabled-rule', line: 3, detail: 'r' }]);
  });
});

const zoned = (fields: object, source: object = {}, destination: object = {}) => ({
  name: 'p',
  enabled: true,
  index: 10_000,
  action: 'BLOCK',
  protocol: 'all',
  ip_version: 'BOTH',
  connection_state_type: 'ALL',
  source: { zone_id: 'zi', matching_target: 'ANY', ...source },
  destination: { zone_id: 'ze', matching_target: 'ANY', ...destination },
  ...fields,
});
const zones = [
  { _id: 'zi', name: 'Internal', network_ids: ['n1'] },
  { _id: 'ze', name: 'External', network_ids: [] },
];
const way = { in: 'Internal', out: 'External' };

describe('UniFi zone policies', () => {
  it('stand in the order of their index per pair of zones, predefined ones last', () => {
    const ask = decide(
      ...zones,
      zoned({ index: 1, predefined: true, action: 'ALLOW' }),
      zoned({ index: 10_001, protocol: 'udp' }, {}, { port_matching_type: 'SPECIFIC', port: '3478-3497' }),
    );
    expect([
      ask(way),
      ask({ ...way, destinationPort: 53 }),
      ask({ in: 'External', out: 'Internal' }),
    ]).toEqual(['deny 5', 'allow 4', 'deny']);
  });

  it('understand answers only, the opposite of a list, and networks by id', () => {
    const network = { _id: 'n1', name: 'Staff', ip_subnet: '10.20.0.1/16' };
    const ask = decide(
      ...zones,
      network,
      zoned({ index: 1, action: 'ALLOW', connection_state_type: 'RESPOND_ONLY' }),
      zoned({ index: 2 }, { matching_target: 'NETWORK', network_ids: ['n1'], match_opposite_networks: true }),
      zoned(
        { index: 3, action: 'ALLOW' },
        {},
        { matching_target: 'IP', ips: ['8.8.8.0/24'], match_opposite_ips: true },
      ),
    );
    expect([ask(way), ask({ ...way, destination: '9.9.9.9' }), ask({ ...way, source: '10.9.9.9' })]).toEqual([
      'deny',
      'allow 7',
      'deny 6',
    ]);
  });

  it('leave applications, regions and schedules open', () => {
    const ask = (fields: object, destination: object = {}) =>
      decide(...zones, zoned({ action: 'ALLOW', ...fields }, {}, destination))(way);
    expect([
      ask({}, { matching_target: 'APP', app_ids: [1] }),
      ask({ schedule: { mode: 'EVERY_DAY' } }),
    ]).toEqual(['unknown 4: app of the destination', 'unknown 4: time of day']);
  });

  it('record the SIP module of the site', () => {
    const { notes } = policyOf('unifi', file({ key: 'usg', sip_module: false }, ...zones, zoned({})));
    expect(notes).toEqual([{ id: 'sip-helper', line: 1, detail: 'sip_module false', isOn: false }]);
  });
});
