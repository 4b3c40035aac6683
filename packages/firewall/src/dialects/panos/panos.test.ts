import { decider, policyOf } from '../testing.js';

const way = { in: 'trust', out: 'untrust' };
const entry = (name: string, fields: string): string => `<entry name="${name}">${fields}</entry>`;
const members = (key: string, ...names: readonly string[]): string =>
  `<${key}>${names.map((name) => `<member>${name}</member>`).join('')}</${key}>`;
const rule = (name: string, action: string, fields = ''): string =>
  entry(
    name,
    [
      ...['from', 'to', 'source', 'destination', 'application', 'service']
        .filter((key) => !fields.includes(`<${key}>`))
        .map((key) => members(key, 'any')),
      fields,
      `<action>${action}</action>`,
    ].join(''),
  );
const rulebase = (kind: string, ...rules: readonly string[]): string =>
  `<${kind}><security><rules>${rules.join('\n')}</rules></security></${kind}>`;
const vsys = (...inner: readonly string[]): string =>
  `<config urldb="x"><devices><entry name="localhost.localdomain"><vsys>${entry('vsys1', inner.join('\n'))}</vsys></entry></devices></config>`;
const decide = (text: string) => decider('panos', text);

describe('PAN-OS', () => {
  it('matches first; between zones it denies, within one it allows', () => {
    const ask = decide(
      vsys(
        `<zone>${entry('trust', '')}${entry('untrust', '')}</zone>`,
        rulebase('rulebase', rule('a', 'allow', members('from', 'trust'))),
      ),
    );
    expect([ask(way), ask({ in: 'guest', out: 'untrust' }), ask({ in: 'untrust', out: 'untrust' })]).toEqual([
      'allow 2',
      'deny',
      'allow',
    ]);
  });

  it('passes over disabled rules and turns negated addresses round', () => {
    const negated = `${members('source', '10.20.0.0/16')}<negate-source>yes</negate-source>`;
    const text = vsys(
      rulebase(
        'rulebase',
        rule('off', 'deny', '<disabled>yes</disabled>'),
        rule('not', 'deny', negated),
        rule('rest', 'allow'),
      ),
    );
    expect([decide(text)(way), decide(text)({ ...way, source: '10.9.9.9' })]).toEqual(['allow 3', 'deny 2']);
    expect(policyOf('panos', text).notes).toEqual([{ id: 'disabled-rule', line: 1, detail: 'off' }]);
  });

  it('leaves to App-ID what only App-ID can tell', () => {
    const application = (...names: readonly string[]) =>
      decide(
        vsys(rulebase('rulebase', rule('a', 'deny', members('application', ...names)), rule('b', 'allow'))),
      )(way);
    expect(application('facetime', 'stun')).toBe('unknown 1: application facetime, stun');
    const web = `${members('application', 'ssl')}${members('service', 'application-default')}`;
    expect(decide(vsys(rulebase('rulebase', rule('a', 'deny', web), rule('b', 'allow'))))(way)).toBe(
      'allow 2',
    );
  });

  it('puts the rules of Panorama around the firewall’s own', () => {
    const group = entry(
      'campus',
      [
        `<address>${entry('clients', '<ip-netmask>10.20.0.0/16</ip-netmask>')}</address>`,
        rulebase(
          'pre-rulebase',
          rule('pre', 'deny', `${members('source', 'clients')}${members('service', 'udp-x')}`),
        ),
        rulebase('post-rulebase', rule('post', 'allow')),
      ].join('\n'),
    );
    const text = [
      '<config urldb="x"><shared>',
      `<service>${entry('udp-x', '<protocol><udp><port>3478-3497</port></udp></protocol>')}</service>`,
      rulebase('pre-rulebase', rule('first', 'allow', members('source', '10.20.30.40'))),
      rulebase('post-rulebase', rule('last', 'deny')),
      `</shared><devices><entry name="localhost.localdomain"><device-group>${group}</device-group></entry></devices></config>`,
    ].join('\n');
    const ask = decide(text);
    expect([
      ask(way),
      ask({ ...way, source: '10.20.0.9' }),
      ask({ ...way, source: '10.20.0.9', destinationPort: 53 }),
    ]).toEqual(['allow 3', 'deny 6', 'allow 7']);
    expect(policyOf('panos', text).rules).toBe(4);
  });

  it('gives every device group a way of its own, below its parents', () => {
    const group = (name: string, ...rules: readonly string[]) =>
      entry(name, rulebase('pre-rulebase', ...rules));
    const text = [
      '<config urldb="x"><devices><entry name="localhost.localdomain"><device-group>',
      group('all', rule('no media', 'deny', members('destination', '8.8.8.8'))),
      group('campus', rule('out', 'allow')),
      '</device-group></entry></devices><readonly><devices><entry name="localhost.localdomain"><device-group>',
      entry('campus', '<parent-dg>all</parent-dg>'),
      '</device-group></entry></devices></readonly></config>',
    ].join('\n');
    const ask = decide(text);
    expect(policyOf('panos', text).paths.map(({ name }) => name)).toEqual(['all', 'campus']);
    expect([
      ask({ ...way, chain: 'campus' }),
      ask({ ...way, chain: 'campus', destination: '9.9.9.9' }),
    ]).toEqual(['deny 2', 'allow 3']);
  });

  it('asks an intrazone rule within its zones only, an interzone rule between them only', () => {
    const typed = (type: string) =>
      decide(
        vsys(
          rulebase(
            'rulebase',
            rule('a', 'allow', `${members('from', 'trust', 'lab')}<rule-type>${type}</rule-type>`),
          ),
        ),
      );
    expect([typed('intrazone')(way), typed('intrazone')({ in: 'lab', out: 'lab' })]).toEqual([
      'deny',
      'allow 1',
    ]);
    expect([typed('interzone')(way), typed('interzone')({ in: 'lab', out: 'lab' })]).toEqual([
      'allow 1',
      'deny',
    ]);
  });

  it('reads the set form with quotes, lists and several keys on a line', () => {
    const ask = decide(
      [
        'set deviceconfig system hostname fw1',
        'set address clients ip-netmask 10.20.0.0/16',
        'set address-group all static [ clients 10.9.9.9 ]',
        'set service media protocol udp port 3478-3497,16384-16387 source-port 1024-65535',
        'set service-group calls members [ media service-https ]',
        'set zone trust network layer3 [ ethernet1/2 ]',
        'set rulebase security rules "no media" from trust to [ untrust dmz ] source all destination any application any service media action drop',
        'set rulebase security rules "no media" disabled yes',
        'set rulebase security rules out from trust',
        'set rulebase security rules out to untrust',
        'set rulebase security rules out source all',
        'set rulebase security rules out destination any',
        'set rulebase security rules out application any',
        'set rulebase security rules out service calls',
        'set rulebase security rules out action allow',
        'set rulebase default-security-rules rules interzone-default action deny',
      ].join('\n'),
    );
    expect([
      ask(way),
      ask({ ...way, destinationPort: 53 }),
      ask({ ...way, protocol: 'tcp', destinationPort: 443 }),
      ask({ ...way, sourcePort: 1000 }),
      ask({ ...way, source: '10.9.9.9' }),
      ask({ in: 'trust', out: 'trust', source: '172.16.0.1' }),
    ]).toEqual(['allow 9', 'deny 16', 'allow 9', 'deny 16', 'allow 9', 'allow']);
  });

  it('reads groups of devices and shared objects in set form', () => {
    const ask = decide(
      [
        'set shared address clients ip-range 10.20.0.0-10.20.255.255',
        'set device-group campus pre-rulebase security rules out source clients',
        'set device-group campus pre-rulebase security rules out action allow',
        'set device-group campus post-rulebase security rules end action deny',
      ].join('\n'),
    );
    expect([ask(way), ask({ ...way, source: '10.9.9.9' })]).toEqual(['allow 2', 'deny 4']);
  });

  it('records what switches the SIP helper off', () => {
    const { notes } = policyOf(
      'panos',
      vsys(
        rulebase('rulebase', rule('a', 'allow')),
        `<alg-override><application>${entry('sip', '<alg-disabled>yes</alg-disabled>')}</application></alg-override>`,
        `<rulebase><application-override><rules>${entry('plain-sip', '<port>5060</port><application>own-sip</application>')}</rules></application-override></rulebase>`,
      ),
    );
    expect(notes).toEqual([
      { id: 'sip-helper', line: 2, detail: 'alg-override sip: alg-disabled yes', isOn: false },
      { id: 'sip-helper', line: 3, detail: 'application override plain-sip: own-sip', isOn: false },
    ]);
  });
});
