// One list of rules in the words of each dialect, as devices write it: addresses and services have names where they must.

/** `{ name, source?, destination?, protocol, port?, action: 'accept' | 'deny' }`; undefined is any. */
const addressName = (range) => `n-${range.replace('/', '-')}`;
const serviceName = ({ protocol, port }) => `${protocol}-${port ?? 'all'}`;

function addressesOf(rules) {
  return new Set(rules.flatMap(({ source, destination }) => [source ?? [], destination ?? []].flat()));
}

/** One rule for every service, by the name of the service. */
function servicesOf(rules) {
  return new Map(rules.map((rule) => [serviceName(rule), rule]));
}

function dotted(range, isWildcard) {
  const [address, bits] = range.split('/');
  const mask = 2 ** 32 - 2 ** (32 - Number(bits));
  const value = isWildcard ? 2 ** 32 - 1 - mask : mask;
  return `${address} ${[24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')}`;
}

const words = (...parts) => parts.filter(Boolean).join(' ');
const text = (...lines) => [...lines.flat(), ''].join('\n');

export const writers = {
  iptables: (rules) =>
    text(
      '*filter',
      ':FORWARD DROP [0:0]',
      rules.map(({ source, destination, protocol, port, action }) =>
        words(
          '-A FORWARD',
          source && `-s ${source}`,
          destination && `-d ${destination}`,
          protocol && `-p ${protocol}`,
          port && `--dport ${port}`,
          `-j ${action === 'accept' ? 'ACCEPT' : 'DROP'}`,
        ),
      ),
      'COMMIT',
    ),
  nftables: (rules) =>
    text(
      'table ip fw {',
      '  chain fwd {',
      '    type filter hook forward priority 0; policy drop;',
      rules.map(({ source, destination, protocol, port, action }) =>
        words(
          '   ',
          source && `ip saddr ${source}`,
          destination && `ip daddr ${destination}`,
          port ? `${protocol} dport ${port}` : `meta l4proto ${protocol}`,
          action === 'accept' ? 'accept' : 'drop',
        ),
      ),
      '  }',
      '}',
    ),
  pf: (rules) =>
    text(
      'block all',
      rules.map(({ source = 'any', destination = 'any', protocol, port, action }) =>
        words(
          action === 'accept' ? 'pass' : 'block',
          `quick inet proto ${protocol} from ${source} to ${destination}`,
          port && `port ${port}`,
        ),
      ),
    ),
  'cisco-asa': (rules) =>
    text(
      'ASA Version 9.8',
      ...['outside', 'inside'].flatMap((name, at) => [
        `interface GigabitEthernet0/${at}`,
        ` nameif ${name}`,
        ` security-level ${at * 100}`,
      ]),
      [...addressesOf(rules)].flatMap((range) => [
        `object-group network ${addressName(range)}`,
        ` network-object ${dotted(range, false)}`,
      ]),
      rules.map(({ source, destination, protocol, port, action }) =>
        words(
          `access-list out extended ${action === 'accept' ? 'permit' : 'deny'} ${protocol}`,
          ...[source, destination].map((range) => (range ? `object-group ${addressName(range)}` : 'any')),
          port && `eq ${port}`,
        ),
      ),
      'access-group out in interface inside',
    ),
  'cisco-ios': (rules) =>
    text(
      'hostname router',
      'ip access-list extended out',
      rules.map(({ source, destination, protocol, port, action }) =>
        words(
          action === 'accept' ? ' permit' : ' deny',
          protocol,
          ...[source, destination].map((range) => (range ? dotted(range, true) : 'any')),
          port && `eq ${port}`,
        ),
      ),
      'interface Vlan10',
      ' ip access-group out in',
    ),
  panos: (rules) => {
    const members = (key, ...values) =>
      `<${key}>${values.map((value) => `<member>${value}</member>`).join('')}</${key}>`;
    return text(
      '<config version="10.2.0" urldb="paloaltonetworks"><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">',
      '<address>',
      [...addressesOf(rules)].map(
        (range) => `<entry name="${addressName(range)}"><ip-netmask>${range}</ip-netmask></entry>`,
      ),
      '</address><service>',
      [...servicesOf(rules)].map(
        ([name, { protocol, port = '1-65535' }]) =>
          `<entry name="${name}"><protocol><${protocol}><port>${port}</port></${protocol}></protocol></entry>`,
      ),
      '</service><rulebase><security><rules>',
      rules.map((rule) =>
        [
          `<entry name="${rule.name}">`,
          members('from', 'trust'),
          members('to', 'untrust'),
          members('source', rule.source ? addressName(rule.source) : 'any'),
          members('destination', rule.destination ? addressName(rule.destination) : 'any'),
          members('application', 'any'),
          members('service', serviceName(rule)),
          `<action>${rule.action === 'accept' ? 'allow' : 'deny'}</action></entry>`,
        ].join('\n'),
      ),
      '</rules></security></rulebase></entry></vsys></entry></devices></config>',
    );
  },
  fortios: (rules) =>
    text(
      'config firewall address',
      [...addressesOf(rules)].flatMap((range) => [
        `    edit "${addressName(range)}"`,
        `        set subnet ${dotted(range, false)}`,
        '    next',
      ]),
      'end',
      'config firewall service custom',
      [...servicesOf(rules)].flatMap(([name, { protocol, port = '1-65535' }]) => [
        `    edit "${name}"`,
        `        set ${protocol}-portrange ${port}`,
        '    next',
      ]),
      'end',
      'config firewall policy',
      rules.flatMap((rule, index) => [
        `    edit ${index + 1}`,
        '        set srcintf "lan"',
        '        set dstintf "wan1"',
        `        set action ${rule.action}`,
        `        set srcaddr "${rule.source ? addressName(rule.source) : 'all'}"`,
        `        set dstaddr "${rule.destination ? addressName(rule.destination) : 'all'}"`,
        '        set schedule "always"',
        `        set service "${serviceName(rule)}"`,
        '    next',
      ]),
      'end',
    ),
  'juniper-srx': (rules) =>
    text(
      'security {',
      'address-book { global {',
      [...addressesOf(rules)].map((range) => `  address ${addressName(range)} ${range};`),
      '} }',
      'policies { from-zone trust to-zone untrust {',
      rules.map((rule) => {
        const [source, destination] = [rule.source, rule.destination].map((range) =>
          range ? addressName(range) : 'any',
        );
        const match = `source-address ${source}; destination-address ${destination}; application ${serviceName(rule)};`;
        return `policy ${rule.name} { match { ${match} } then { ${rule.action === 'accept' ? 'permit' : 'deny'}; } }`;
      }),
      '} } }',
      'applications {',
      [...servicesOf(rules)].map(
        ([name, { protocol, port }]) =>
          `  application ${name} { protocol ${protocol};${port ? ` destination-port ${port};` : ''} }`,
      ),
      '}',
    ),
  pfsense: (rules) => {
    const side = (key, range, port) =>
      `<${key}>${range ? `<address>${range}</address>` : '<any/>'}${port ? `<port>${port}</port>` : ''}</${key}>`;
    return text(
      '<pfsense><version>22.9</version><filter>',
      rules.map(({ source, destination, protocol, port, action }) =>
        [
          `<rule><type>${action === 'accept' ? 'pass' : 'block'}</type><interface>lan</interface>`,
          `<ipprotocol>inet</ipprotocol><protocol>${protocol}</protocol>`,
          side('source', source),
          side('destination', destination, port),
          '</rule>',
        ].join('\n'),
      ),
      '</filter></pfsense>',
    );
  },
  meraki: (rules) =>
    JSON.stringify({
      rules: rules.map(({ name, source, destination, protocol, port, action }) => ({
        comment: name,
        policy: action === 'accept' ? 'allow' : 'deny',
        protocol,
        srcPort: 'Any',
        srcCidr: source ?? 'Any',
        destPort: port === undefined ? 'Any' : String(port),
        destCidr: destination ?? 'Any',
      })),
    }),
  unifi: (rules) =>
    JSON.stringify({
      meta: { rc: 'ok' },
      data: rules.map(({ name, source, destination, protocol, port, action }, index) => ({
        _id: name,
        ruleset: 'LAN_IN',
        rule_index: String(20_000 + index),
        name,
        enabled: true,
        action: action === 'accept' ? 'accept' : 'drop',
        protocol,
        ...(source ? { src_address: source } : {}),
        ...(destination ? { dst_address: destination } : {}),
        ...(port ? { dst_port: String(port) } : {}),
      })),
    }),
  /** Network lists know the far end only. */
  aws: (rules) =>
    JSON.stringify({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          Entries: rules.map(({ destination, protocol, port, action }, index) => ({
            RuleNumber: index + 1,
            Egress: true,
            RuleAction: action === 'accept' ? 'allow' : 'deny',
            Protocol: protocol === 'tcp' ? '6' : '17',
            CidrBlock: destination ?? '0.0.0.0/0',
            PortRange: { From: port ?? 0, To: port ?? 65535 },
          })),
        },
      ],
    }),
};
