import { prefix, type SimpleRule } from './world.js';

const masks = new Map([
  [30, 252],
  [31, 254],
  [32, 255],
]);

/** pf: the last rule that holds decides, unless a quick one held before. */
export function pfText(rules: readonly (SimpleRule & { readonly isQuick: boolean })[]): string {
  const lines = rules.map((rule) =>
    [
      rule.allows ? 'pass' : 'block',
      rule.isQuick ? 'quick' : '',
      'inet',
      rule.protocol === null ? '' : `proto ${rule.protocol}`,
      `from ${prefix('10.0.0', rule.source) ?? 'any'}`,
      `to ${prefix('8.0.0', rule.destination) ?? 'any'}`,
      rule.ports === null ? '' : `port ${rule.ports.join(':')}`,
    ]
      .filter((text) => text !== '')
      .join(' '),
  );
  return ['set block-policy drop', ...lines, ''].join('\n');
}

export type IosRule = SimpleRule & { readonly onlyLater: boolean };

/** An access list without state; `established` holds for later packets of TCP. */
export function iosText(rules: readonly IosRule[]): string {
  const side = (network: '10.0.0' | '8.0.0', value: SimpleRule['source']): string =>
    value === null ? 'any' : `${network}.${value[0]} 0.0.0.${255 - (masks.get(value[1]) ?? 255)}`;
  return [
    'hostname router',
    'ip access-list extended out',
    ...rules.map((rule) =>
      [
        rule.allows ? ' permit' : ' deny',
        rule.protocol ?? 'ip',
        side('10.0.0', rule.source),
        side('8.0.0', rule.destination),
        ciscoPorts(rule),
        rule.onlyLater && rule.protocol === 'tcp' ? 'established' : '',
      ]
        .filter((text) => text !== '')
        .join(' '),
    ),
    'interface Vlan10',
    ' ip access-group out in',
    '',
  ].join('\n');
}

/** A list of a firewall that keeps sessions. */
export function asaText(rules: readonly SimpleRule[]): string {
  const side = (network: '10.0.0' | '8.0.0', value: SimpleRule['source']): string =>
    value === null ? 'any' : `${network}.${value[0]} 255.255.255.${masks.get(value[1]) ?? 255}`;
  return [
    'ASA Version 9.8',
    'interface GigabitEthernet0/0',
    ' nameif outside',
    ' security-level 0',
    'interface GigabitEthernet0/1',
    ' nameif inside',
    ' security-level 100',
    ...rules.map((rule) =>
      [
        `access-list out extended ${rule.allows ? 'permit' : 'deny'}`,
        rule.protocol ?? 'ip',
        side('10.0.0', rule.source),
        side('8.0.0', rule.destination),
        ciscoPorts(rule),
      ]
        .filter((text) => text !== '')
        .join(' '),
    ),
    'access-list out extended deny ip any any',
    'access-group out in interface inside',
    '',
  ].join('\n');
}

function ciscoPorts({ ports }: SimpleRule): string {
  return ports === null ? '' : `range ${ports.join(' ')}`;
}

const numbers = { tcp: '6', udp: '17' } as const;

/** A security group only allows, and knows destinations only. */
export function securityGroupText(rules: readonly SimpleRule[]): string {
  return JSON.stringify({
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'clients',
        IpPermissions: [],
        IpPermissionsEgress: rules.map(({ destination, protocol, ports }) => ({
          IpProtocol: protocol ?? '-1',
          ...(ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] }),
          ...(protocol !== null && ports === null ? { FromPort: 0, ToPort: 65535 } : {}),
          IpRanges: [{ CidrIp: prefix('8.0.0', destination) ?? '0.0.0.0/0' }],
        })),
      },
    ],
  });
}

/** Numbered entries that stand in any order in the file. */
export function networkAclText(rules: readonly SimpleRule[], turn: number): string {
  const entries = rules.map(({ destination, protocol, ports, allows }, index) => ({
    RuleNumber: 100 + index,
    Egress: true,
    RuleAction: allows ? 'allow' : 'deny',
    Protocol: protocol === null ? '-1' : numbers[protocol],
    CidrBlock: prefix('8.0.0', destination) ?? '0.0.0.0/0',
    ...(ports === null ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
  }));
  const last = {
    RuleNumber: 32767,
    Egress: true,
    RuleAction: 'deny',
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  };
  const all = [...entries, last];
  const at = turn % all.length;
  return JSON.stringify({
    NetworkAcls: [{ NetworkAclId: 'acl-1', Entries: [...all.slice(at), ...all.slice(0, at)] }],
  });
}

export function merakiText(rules: readonly SimpleRule[], allowsOtherwise: boolean): string {
  const rule = (
    policy: boolean,
    { source, destination, protocol, ports }: Omit<SimpleRule, 'allows'>,
  ): unknown => ({
    comment: '',
    policy: policy ? 'allow' : 'deny',
    protocol: protocol ?? 'any',
    srcPort: 'Any',
    srcCidr: prefix('10.0.0', source) ?? 'Any',
    destPort: ports === null ? 'Any' : ports.join('-'),
    destCidr: prefix('8.0.0', destination) ?? 'Any',
  });
  const any = { source: null, destination: null, protocol: null, ports: null };
  return JSON.stringify({
    rules: [...rules.map((one) => rule(one.allows, one)), rule(allowsOtherwise, any)],
  });
}

/** Policies between zones: only those of the zones a packet passes count. */
export function zonesText(pairs: readonly (readonly [string, readonly SimpleRule[]])[]): string {
  const addresses = new Set<string>();
  const applications: string[] = [];
  const policies = pairs.map(([zone, rules]) => {
    const lines = rules.map((rule, index) => {
      const sides = [prefix('10.0.0', rule.source), prefix('8.0.0', rule.destination)].map((text) => {
        if (text !== undefined) addresses.add(text);
        return text === undefined ? 'any' : nameOf(text);
      });
      const name = `${zone}-${index}`;
      if (rule.protocol !== null) {
        const ports = rule.ports === null ? '' : ` destination-port ${rule.ports.join('-')};`;
        applications.push(`application ${name} { protocol ${rule.protocol};${ports} }`);
      }
      const application = rule.protocol === null ? 'any' : name;
      const match = `source-address ${sides[0]}; destination-address ${sides[1]}; application ${application};`;
      return `policy ${name} { match { ${match} } then { ${rule.allows ? 'permit' : 'deny'}; } }`;
    });
    return `from-zone ${zone} to-zone untrust {\n${lines.join('\n')}\n}`;
  });
  const book = [...addresses].map((text) => `address ${nameOf(text)} ${text};`);
  return [
    'security {',
    `address-book { global { ${book.join(' ')} } }`,
    `policies {\n${policies.join('\n')}\n}`,
    '}',
    `applications {\n${applications.join('\n')}\n}`,
    '',
  ].join('\n');
}

function nameOf(text: string): string {
  return `a${text.replaceAll(/[./]/g, '-')}`;
}
