import { decider, policyOf } from '../testing.js';

const group = (id: string, ...egress: readonly object[]) => ({
  GroupId: id,
  IpPermissions: [],
  IpPermissionsEgress: egress,
});
const permit = (protocol: string, from: number, to: number, ...cidrs: readonly string[]) => ({
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
});
const decide = (document: object) => decider('aws', JSON.stringify(document, null, 1));

describe('AWS security groups', () => {
  it('allow what any rule names and nothing else, in both families', () => {
    const ask = decide({
      SecurityGroups: [
        group('sg-1', permit('tcp', 443, 443, '0.0.0.0/0', '::/0'), permit('17', 3478, 3497, '8.8.8.0/24')),
      ],
    });
    const v6 = { source: '2001:470::5', destination: '2600::1' };
    expect([
      ask(),
      ask({ destination: '9.9.9.9' }),
      ask({ protocol: 'tcp', destinationPort: 443, ...v6 }),
      ask(v6),
    ]).toEqual(['allow 23', 'deny', 'allow 8', 'deny']);
  });

  it('understand everything by -1, and deny where egress was emptied', () => {
    const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    expect(decide({ SecurityGroups: [group('sg-1', all)] })()).toBe('allow 8');
    expect(decide({ SecurityGroups: [group('sg-1')] })()).toBe('deny');
  });

  it('leave members of lists and of other groups open', () => {
    const ask = decide({
      SecurityGroups: [group('sg-1', { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] })],
    });
    expect(ask()).toBe('unknown 8: members of pl-1');
  });

  it('allow together where several stand on one interface', () => {
    const document = {
      SecurityGroups: [
        group('sg-1', permit('tcp', 443, 443, '0.0.0.0/0')),
        group('sg-2', permit('udp', 3478, 3497, '0.0.0.0/0')),
      ],
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }] },
      ],
    };
    const ask = decide(document);
    expect(policyOf('aws', JSON.stringify(document)).paths.map(({ name }) => name)).toEqual([
      'eni-1',
      'sg-1',
      'sg-2',
      'all groups',
    ]);
    expect([
      ask(),
      ask({ chain: 'sg-1' }),
      ask({ chain: 'all groups' }),
      ask({ destinationPort: 53 }),
    ]).toEqual(['allow 25', 'deny', 'allow 25', 'deny']);
  });

  it('read the flat list of rules', () => {
    const rule = {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-1',
      IsEgress: true,
      IpProtocol: 'udp',
      FromPort: -1,
      ToPort: -1,
      CidrIpv4: '0.0.0.0/0',
    };
    expect(decide({ SecurityGroupRules: [rule, { ...rule, IsEgress: false, IpProtocol: 'tcp' }] })()).toBe(
      'allow 7',
    );
  });
});

describe('AWS network lists', () => {
  const entry = (
    number: number,
    isEgress: boolean,
    action: string,
    protocol = '-1',
    range?: readonly [number, number],
  ) => ({
    RuleNumber: number,
    Egress: isEgress,
    RuleAction: action,
    Protocol: protocol,
    CidrBlock: '0.0.0.0/0',
    ...(range === undefined ? {} : { PortRange: { From: range[0], To: range[1] } }),
  });

  it('match by number in both directions, and know no sessions', () => {
    const ask = decide({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Entries: [
            entry(32_767, true, 'deny'),
            entry(200, true, 'allow', '17', [3478, 3497]),
            entry(100, true, 'deny', '17', [3480, 3480]),
            entry(100, false, 'allow', '17', [1024, 65_535]),
            entry(32_767, false, 'deny'),
          ],
        },
      ],
    });
    const back = { source: '8.8.8.8', destination: '10.20.30.40', sourcePort: 3478, chain: 'acl-1 ingress' };
    expect([
      ask(),
      ask({ destinationPort: 3480 }),
      ask({ protocol: 'tcp' }),
      ask({ ...back, destinationPort: 50_000, state: 'established' }),
      ask({ ...back, destinationPort: 80, state: 'established' }),
    ]).toEqual(['allow 14', 'deny 25', 'deny 7', 'allow 36', 'deny 47']);
  });
});
