import { decider, policyOf } from '../testing.js';

const rule = (fields: string): string =>
  `<rule><interface>lan</interface><ipprotocol>inet</ipprotocol><source><any/></source>${fields.includes('<destination>') ? '' : '<destination><any/></destination>'}${fields}</rule>`;
const pfsense = (rules: readonly string[], rest = ''): string =>
  `<pfsense><filter>\n${rules.join('\n')}\n</filter>${rest}</pfsense>`;
const decide = (...rules: readonly string[]) => decider('pfsense', pfsense(rules));
const way = { in: 'lan', out: 'wan' };
const udp = '<protocol>udp</protocol>';

describe('pfSense', () => {
  it('takes the first match of an interface and blocks what no rule names', () => {
    const ask = decide(rule(`<type>block</type>${udp}`), rule('<type>pass</type>'));
    expect([ask(way), ask({ ...way, protocol: 'tcp' }), ask({ ...way, in: 'opt1' })]).toEqual([
      'deny 2',
      'allow 3',
      'deny',
    ]);
  });

  it('asks quick floating rules first, and other floating rules only where nothing else matched', () => {
    const floating = (quick: string) =>
      `<rule><type>block</type><floating>yes</floating>${quick}<interface>lan,opt1</interface><direction>any</direction>${udp}<source><any/></source><destination><any/></destination></rule>`;
    expect(decide(rule('<type>pass</type>'), floating('<quick>yes</quick>'))(way)).toBe('deny 3');
    expect(decide(rule('<type>pass</type>'), floating(''))(way)).toBe('allow 2');
  });

  it('asks rules for the way out when the packet leaves', () => {
    const out = `<rule><type>block</type><floating>yes</floating><interface>wan</interface><direction>out</direction>${udp}<source><any/></source><destination><any/><port>3478:3497</port></destination></rule>`;
    const ask = decide(rule('<type>pass</type>'), out);
    expect([ask(way), ask({ ...way, destinationPort: 53 })]).toEqual(['deny 3', 'allow 2']);
  });

  it('follows aliases inside aliases, and turns addresses round', () => {
    const aliases =
      '<aliases><alias><name>inner</name><type>host</type><address>10.20.30.40</address></alias><alias><name>outer</name><type>network</type><address>inner 10.30.0.0/16</address></alias><alias><name>base</name><type>port</type><address>3478:3497</address></alias><alias><name>calls</name><type>port</type><address>base 16384</address></alias><alias><name>list</name><type>urltable</type><address>https://example.com/x</address></alias></aliases>';
    const from = (source: string, port = 'calls') =>
      decider(
        'pfsense',
        pfsense(
          [
            `<rule><type>pass</type><interface>lan</interface>${udp}<source>${source}</source><destination><any/><port>${port}</port></destination></rule>`,
          ],
          aliases,
        ),
      );
    expect([
      from('<address>outer</address>')(way),
      from('<address>outer</address>')({ ...way, source: '10.31.0.1' }),
      from('<address>outer</address><not/>')(way),
      from('<address>list</address>')(way),
      from('<any/>', '80')(way),
    ]).toEqual(['allow 2', 'deny', 'deny', 'unknown 2: alias list (urltable)', 'deny']);
  });

  it('takes the networks of interfaces from the document', () => {
    const interfaces =
      '<interfaces><lan><ipaddr>10.20.0.1</ipaddr><subnet>16</subnet></lan><opt1><ipaddr>dhcp</ipaddr></opt1></interfaces>';
    const from = (name: string) =>
      decider(
        'pfsense',
        pfsense(
          [
            `<rule><type>pass</type><interface>lan</interface><source><network>${name}</network></source><destination><any/></destination></rule>`,
          ],
          interfaces,
        ),
      );
    expect([from('lan')(way), from('lan')({ ...way, source: '10.9.9.9' }), from('opt1')(way)]).toEqual([
      'allow 2',
      'deny',
      'unknown 2: addresses of opt1 are given at run time',
    ]);
  });

  it('passes over disabled rules by the mere element, and leaves schedules and tags open', () => {
    const off = pfsense([rule('<type>block</type><disabled/>'), rule('<type>pass</type>')]);
    expect([
      decider('pfsense', off)(way),
      policyOf('pfsense', off).rules,
      policyOf('pfsense', off).notes[0]?.line,
    ]).toEqual(['allow 3', 2, 2]);
    expect(decide(rule('<type>pass</type><sched>lessons</sched>'))(way)).toBe('unknown 2: time of day');
    expect(decide(rule('<type>pass</type><statetype>none</statetype>'))(way)).toMatch(/^unknown 2: no state/);
  });
});

describe('OPNsense', () => {
  const model = (sequence: number, fields: string): string =>
    `<rule uuid="${sequence}"><enabled>1</enabled><sequence>${sequence}</sequence>${fields}</rule>`;
  const opnsense = (...rules: readonly string[]): string =>
    `<opnsense><OPNsense><Firewall><Filter><rules>\n${rules.join('\n')}\n</rules></Filter></Firewall></OPNsense></opnsense>`;

  it('orders rules of the newer model by sequence, rules of several interfaces first', () => {
    const ask = decider(
      'opnsense',
      opnsense(
        model(20, '<action>block</action><interface>lan</interface><protocol>UDP</protocol>'),
        model(
          10,
          '<action>pass</action><interface>lan</interface><destination_port>3478-3497</destination_port><protocol>UDP</protocol>',
        ),
        model(30, '<action>block</action><interface>lan,opt1</interface><protocol>TCP</protocol>'),
      ),
    );
    expect([ask(way), ask({ ...way, destinationPort: 53 }), ask({ ...way, protocol: 'tcp' })]).toEqual([
      'allow 3',
      'deny 2',
      'deny 4',
    ]);
  });

  it('knows negated interfaces and both families', () => {
    const ask = decider(
      'opnsense',
      opnsense(
        model(1, '<interface>opt1</interface><interfacenot>1</interfacenot><ipprotocol>inet46</ipprotocol>'),
      ),
    );
    expect([
      ask({ in: 'lan', out: 'wan' }),
      ask({ in: 'opt1', out: 'wan' }),
      ask({ ...way, source: 'fd00::5', destination: '2600::1' }),
    ]).toEqual(['allow 2', 'deny', 'allow 2']);
  });
});
