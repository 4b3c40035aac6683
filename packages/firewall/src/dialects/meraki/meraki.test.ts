import { decider, policyOf } from '../testing.js';

const rule = (policy: string, fields: Record<string, string> = {}) => ({
  comment: '',
  policy,
  protocol: 'any',
  srcCidr: 'Any',
  srcPort: 'Any',
  destCidr: 'Any',
  destPort: 'Any',
  ...fields,
});
const text = (...rules: readonly object[]): string =>
  `{"rules":[\n${rules.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
const decide = (...rules: readonly object[]) => decider('meraki', text(...rules));

describe('Meraki rules', () => {
  it('match first and allow what none names, with and without the default rule written', () => {
    const closed = rule('deny', { protocol: 'udp', destPort: '3478-3497, 16384' });
    expect([decide(closed)(), decide(closed)({ destinationPort: 53 })]).toEqual(['deny 2', 'allow']);
    const written = decide(closed, rule('allow', { comment: 'Default rule' }));
    expect([written(), written({ destinationPort: 53 })]).toEqual(['deny 2', 'allow 3']);
    expect(decide(rule('allow', { protocol: 'tcp' }), rule('deny', { comment: 'Default rule' }))()).toBe(
      'deny 3',
    );
  });

  it('ask layer 7 only of what layer 3 lets through', () => {
    const ask = decide(
      { policy: 'deny', type: 'ipRange', value: '8.8.8.0/24:3478' },
      { policy: 'deny', type: 'port', value: '53' },
      rule('deny', { protocol: 'tcp' }),
    );
    expect([
      ask(),
      ask({ destinationPort: 53 }),
      ask({ protocol: 'tcp' }),
      ask({ destination: '9.9.9.9' }),
    ]).toEqual(['deny 2', 'deny 3', 'deny 4', 'allow']);
  });

  it('leave applications, names, VLANs and policy objects open', () => {
    const reason = (fields: object) => decide({ ...rule('deny'), ...fields })();
    expect([
      decide({
        policy: 'deny',
        type: 'application',
        value: { id: 'meraki:layer7/application/1', name: 'FaceTime' },
      })(),
      reason({ destCidr: 'facetime.example.com' }),
      reason({ srcCidr: 'VLAN(20).*' }),
      reason({ destCidr: 'OBJ[12],10.0.0.0/8' }),
    ]).toEqual([
      'unknown 2: application FaceTime',
      'unknown 2: not in the document: name facetime.example.com',
      'unknown 2: not in the document: addresses of VLAN(20).*',
      'unknown 2: not in the document: policy object OBJ[12]',
    ]);
  });

  it('keep the way in apart where both answers are in one file; it denies by default', () => {
    const both = `{"l3FirewallRules":{"rules":[\n${JSON.stringify(rule('deny', { protocol: 'tcp' }))}]},\n"inboundFirewallRules":{"rules":[\n${JSON.stringify(rule('allow', { protocol: 'tcp' }))}]}}`;
    const ask = decider('meraki', both);
    expect([
      ask({ protocol: 'tcp' }),
      ask({ protocol: 'tcp', chain: 'inbound' }),
      ask({ chain: 'inbound' }),
    ]).toEqual(['deny 2', 'allow 4', 'deny']);
  });

  it('count what they cannot read', () => {
    const { unparsed, rules } = policyOf(
      'meraki',
      text(rule('deny', { destPort: '99999' }), rule('perhaps')),
    );
    expect([rules, unparsed.map(({ line }) => line)]).toEqual([2, [2, 3]]);
  });
});
