import fc from 'fast-check';
import {
  answerFlow,
  compilePolicy,
  decidePacket,
  type Dialect,
  dialects,
  facetimeFlows,
  judgeFaceTime,
  parseFirewall,
  recogniseFirewall,
} from '../index.js';

/**
 * One policy in every dialect: clients of 10.20.0.0/16 may use TCP 80, 443 and 5223 and the UDP ports of FaceTime
 * but 16393-16402, which an earlier rule closes; nothing else goes out.
 */
const texts: Readonly<Record<Dialect, string>> = {
  iptables: `*filter
:FORWARD DROP [0:0]
-A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -s 10.20.0.0/16 -p udp --dport 16393:16402 -j DROP
-A FORWARD -s 10.20.0.0/16 -p tcp -m multiport --dports 80,443,5223 -j ACCEPT
-A FORWARD -s 10.20.0.0/16 -p udp -m multiport --dports 123,3478:3497,16384:16402 -j ACCEPT
COMMIT
`,
  nftables: `table ip fw {
  chain fwd {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ip saddr 10.20.0.0/16 udp dport 16393-16402 drop
    ip saddr 10.20.0.0/16 tcp dport { 80, 443, 5223 } accept
    ip saddr 10.20.0.0/16 udp dport { 123, 3478-3497, 16384-16402 } accept
  }
}
`,
  pf: `clients = "10.20.0.0/16"
block all
pass in on lan inet proto tcp from $clients to any port { 80 443 5223 }
pass in on lan inet proto udp from $clients to any port { 123, 3478:3497, 16384:16402 }
block in on lan inet proto udp from $clients to any port 16393:16402
pass out on wan
nat on wan from $clients to any -> (wan)
`,
  'cisco-asa': `ASA Version 9.8
interface GigabitEthernet0/0
 nameif outside
 security-level 0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
object-group network clients
 network-object 10.20.0.0 255.255.0.0
object-group service web tcp
 port-object eq www
 port-object eq https
 port-object eq 5223
access-list out extended deny udp object-group clients any range 16393 16402
access-list out extended permit tcp object-group clients any object-group web
access-list out extended permit udp object-group clients any eq ntp
access-list out extended permit udp object-group clients any range 3478 3497
access-list out extended permit udp object-group clients any range 16384 16402
access-group out in interface inside
`,
  'cisco-ios': `ip access-list extended out
 deny udp 10.20.0.0 0.0.255.255 any range 16393 16402
 permit tcp 10.20.0.0 0.0.255.255 any eq www 443 5223
 permit udp 10.20.0.0 0.0.255.255 any eq ntp
 permit udp 10.20.0.0 0.0.255.255 any range 3478 3497
 permit udp 10.20.0.0 0.0.255.255 any range 16384 16402
`,
  panos: `<config version="10.2.0" urldb="paloaltonetworks"><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">
<address><entry name="clients"><ip-netmask>10.20.0.0/16</ip-netmask></entry></address>
<service><entry name="media"><protocol><udp><port>16393-16402</port></udp></protocol></entry>
<entry name="web"><protocol><tcp><port>80,443,5223</port></tcp></protocol></entry>
<entry name="calls"><protocol><udp><port>123,3478-3497,16384-16402</port></udp></protocol></entry></service>
<rulebase><security><rules>
<entry name="no-media"><from><member>trust</member></from><to><member>untrust</member></to><source><member>clients</member></source><destination><member>any</member></destination><application><member>any</member></application><service><member>media</member></service><action>drop</action></entry>
<entry name="calls-out"><from><member>trust</member></from><to><member>untrust</member></to><source><member>clients</member></source><destination><member>any</member></destination><application><member>any</member></application><service><member>web</member><member>calls</member></service><action>allow</action></entry>
</rules></security></rulebase></entry></vsys></entry></devices></config>
`,
  fortios: `config firewall address
    edit "clients"
        set subnet 10.20.0.0 255.255.0.0
    next
end
config firewall service custom
    edit "media"
        set udp-portrange 16393-16402
    next
    edit "calls"
        set tcp-portrange 80 443 5223
        set udp-portrange 123 3478-3497 16384-16402
    next
end
config firewall policy
    edit 1
        set srcintf "lan"
        set dstintf "wan1"
        set srcaddr "clients"
        set dstaddr "all"
        set schedule "always"
        set service "media"
    next
    edit 2
        set srcintf "lan"
        set dstintf "wan1"
        set action accept
        set srcaddr "clients"
        set dstaddr "all"
        set schedule "always"
        set service "calls"
        set nat enable
    next
end
`,
  'juniper-srx': `security {
  address-book { global { address clients 10.20.0.0/16; } }
  policies {
    from-zone trust to-zone untrust {
      policy no-media { match { source-address clients; destination-address any; application media; } then { deny; } }
      policy calls { match { source-address clients; destination-address any; application [ web calls ]; } then { permit; } }
    }
  }
}
applications {
  application media { protocol udp; destination-port 16393-16402; }
  application web { term a { protocol tcp destination-port 80; } term b { protocol tcp; destination-port 443; } term c { protocol tcp; destination-port 5223; } }
  application calls { term a { protocol udp; destination-port 123; } term b { protocol udp; destination-port 3478-3497; } term c { protocol udp; destination-port 16384-16402; } }
}
`,
  pfsense: `<pfsense><version>22.9</version><filter>
<rule><type>block</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>udp</protocol><source><address>clients</address></source><destination><any/><port>16393-16402</port></destination></rule>
<rule><type>pass</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>tcp</protocol><source><address>clients</address></source><destination><any/><port>web</port></destination></rule>
<rule><type>pass</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>udp</protocol><source><address>clients</address></source><destination><any/><port>calls</port></destination></rule>
</filter><aliases>
<alias><name>clients</name><type>network</type><address>10.20.0.0/16</address></alias>
<alias><name>web</name><type>port</type><address>80 443 5223</address></alias>
<alias><name>calls</name><type>port</type><address>123 3478:3497 16384:16402</address></alias>
</aliases></pfsense>
`,
  opnsense: `<opnsense><OPNsense><Firewall><Filter version="1.0.4"><rules>
<rule uuid="2"><enabled>1</enabled><sequence>20</sequence><action>pass</action><interface>lan</interface><protocol>TCP</protocol><source_net>10.20.0.0/16</source_net><destination_net>any</destination_net><destination_port>web</destination_port></rule>
<rule uuid="3"><enabled>1</enabled><sequence>30</sequence><action>pass</action><interface>lan</interface><protocol>UDP</protocol><source_net>10.20.0.0/16</source_net><destination_net>any</destination_net><destination_port>calls</destination_port></rule>
<rule uuid="1"><enabled>1</enabled><sequence>10</sequence><action>block</action><interface>lan</interface><protocol>UDP</protocol><source_net>10.20.0.0/16</source_net><destination_net>any</destination_net><destination_port>16393-16402</destination_port></rule>
</rules></Filter><Alias><aliases>
<alias uuid="4"><enabled>1</enabled><name>web</name><type>port</type><content>80
443
5223</content></alias>
<alias uuid="5"><enabled>1</enabled><name>calls</name><type>port</type><content>123
3478:3497
16384:16402</content></alias>
</aliases></Alias></Firewall></OPNsense></opnsense>
`,
  meraki: `{"rules":[
{"comment":"no media","policy":"deny","protocol":"udp","srcPort":"Any","srcCidr":"10.20.0.0/16","destPort":"16393-16402","destCidr":"Any"},
{"comment":"web","policy":"allow","protocol":"tcp","srcPort":"Any","srcCidr":"10.20.0.0/16","destPort":"80,443,5223","destCidr":"Any"},
{"comment":"calls","policy":"allow","protocol":"udp","srcPort":"Any","srcCidr":"10.20.0.0/16","destPort":"123,3478-3497,16384-16402","destCidr":"Any"},
{"comment":"rest","policy":"deny","protocol":"Any","srcPort":"Any","srcCidr":"Any","destPort":"Any","destCidr":"Any"}]}
`,
  unifi: `{"meta":{"rc":"ok"},"data":[
{"_id":"b1","name":"clients","group_type":"address-group","group_members":["10.20.0.0/16"]},
{"_id":"b2","name":"calls","group_type":"port-group","group_members":["123","3478-3497","16384-16402"]},
{"_id":"a3","ruleset":"LAN_IN","rule_index":"2003","name":"calls","enabled":true,"action":"accept","protocol":"udp","src_firewallgroup_ids":["b1"],"dst_firewallgroup_ids":["b2"]},
{"_id":"a4","ruleset":"LAN_IN","rule_index":"2004","name":"rest","enabled":true,"action":"drop","protocol":"all"},
{"_id":"a2","ruleset":"LAN_IN","rule_index":"2002","name":"web","enabled":true,"action":"accept","protocol":"tcp","src_firewallgroup_ids":["b1"],"dst_port":"80,443,5223"},
{"_id":"a1","ruleset":"LAN_IN","rule_index":2001,"name":"no media","enabled":true,"action":"drop","protocol":"udp","src_firewallgroup_ids":["b1"],"dst_port":"16393-16402"}]}
`,
  aws: `{"NetworkAcls":[{"NetworkAclId":"acl-1","Entries":[
{"RuleNumber":120,"Egress":true,"RuleAction":"allow","Protocol":"17","CidrBlock":"0.0.0.0/0","PortRange":{"From":123,"To":16402}},
{"RuleNumber":100,"Egress":true,"RuleAction":"deny","Protocol":"17","CidrBlock":"0.0.0.0/0","PortRange":{"From":16393,"To":16402}},
{"RuleNumber":110,"Egress":true,"RuleAction":"allow","Protocol":"6","CidrBlock":"0.0.0.0/0","PortRange":{"From":80,"To":5223}},
{"RuleNumber":130,"Egress":true,"RuleAction":"allow","Protocol":"-1","CidrBlock":"10.0.0.0/8"},
{"RuleNumber":32767,"Egress":true,"RuleAction":"deny","Protocol":"-1","CidrBlock":"0.0.0.0/0"},
{"RuleNumber":100,"Egress":false,"RuleAction":"allow","Protocol":"-1","CidrBlock":"0.0.0.0/0"}]}]}
`,
};

/** The line that closes 16393-16402 in each text. */
const closingLine: Readonly<Record<Dialect, number>> = {
  iptables: 4,
  nftables: 5,
  pf: 5,
  'cisco-asa': 14,
  'cisco-ios': 2,
  panos: 7,
  fortios: 16,
  'juniper-srx': 5,
  pfsense: 2,
  opnsense: 4,
  meraki: 2,
  unifi: 7,
  aws: 3,
};
/** Access lists without state of their own: answers are a matter of other lists. */
const stateless: readonly Dialect[] = ['cisco-ios'];

/** Dialects of which a rule is a line, shown as written. */
const isPlain: readonly Dialect[] = ['iptables', 'pf', 'cisco-asa', 'cisco-ios'];

let seed = 7;
const noise = Array.from({ length: 200_000 }, () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return String.fromCharCode(seed >>> 24);
}).join('');
const hostile = [
  '',
  '\u0000\ufeff\ud800',
  '__proto__ constructor toString\nset __proto__ constructor\n',
  noise,
  '{('.repeat(50_000),
  '<a>'.repeat(30_000),
  '[['.repeat(50_000),
  '"\\'.repeat(50_000),
  'a '.repeat(50_000),
  '!\n'.repeat(20_000),
  '{"__proto__":{"rules":[]},"rules":[null,1,"x",[],{}],"data":[null],"SecurityGroups":[null,{"IpPermissions":[null]}],"NetworkAcls":[{"Entries":[null]}],"nftables":[null,{"rule":null}]}',
];

describe.each(dialects.map((dialect) => [dialect, texts[dialect]] as const))('%s', (dialect, text) => {
  const { policy, diagnostics } = parseFirewall(text);

  it('is recognised by its content', () => {
    expect([recogniseFirewall(text), policy?.dialect, diagnostics]).toEqual([dialect, dialect, []]);
  });

  it('is understood to the last rule', () => {
    expect(policy?.unparsed).toEqual([]);
    expect(policy?.understood).toBe(policy?.rules);
    expect(policy?.rules).toBeGreaterThan(1);
  });

  it('gives the same answer on every flow, with the line that closes media', () => {
    if (policy === undefined) throw new Error('no policy');
    const compiled = compilePolicy(policy);
    const answers = facetimeFlows.map((flow) => answerFlow(compiled, flow, { from: '10.20.30.0/24' }));
    const inFour = answers.map((answer) => [
      answer.flow.id,
      [...new Set(answer.parts.filter((part) => part.family === 4).map((part) => part.action))].join(),
    ]);
    expect(inFour).toEqual(facetimeFlows.map(({ id }) => [id, id === 'media' ? 'deny' : 'allow']));
    const media = answers.find(({ flow }) => flow.id === 'media');
    expect(media?.decidedBy[0]?.line).toBe(closingLine[dialect]);
    const back = answers.find(({ flow }) => flow.id === 'relay')?.returnTraffic;
    expect(back).toBe(stateless.includes(dialect) ? 'blocked' : 'allowed');
  });

  it('limits calls by that: a required flow is wholly closed', () => {
    if (policy === undefined) throw new Error('no policy');
    const compiled = compilePolicy({ ...policy, families: [4] });
    const { outcome, findings } = judgeFaceTime(
      facetimeFlows.map((flow) => answerFlow(compiled, flow, { from: '10.20.30.0/24' })),
    );
    expect(outcome).toBe('limited');
    expect(findings.find(({ id }) => id === 'udp-ports-missing')?.ports).toEqual([[16393, 16402]]);
  });

  it('says where everything stands', () => {
    if (policy === undefined) throw new Error('no policy');
    const lines = text.split('\n');
    const rules = policy.chains.flatMap((chain) => chain.rules).filter((rule) => rule.line !== 0);
    expect(new Set(rules.map((rule) => rule.line)).size).toBeGreaterThan(1);
    for (const rule of rules) {
      expect(lines[rule.line - 1] ?? '').not.toBe('');
      expect(rule.text).not.toBe('');
      if (isPlain.includes(dialect)) expect(lines[rule.line - 1]?.trim()).toBe(rule.text);
    }
    const names = new Set(policy.chains.map((chain) => chain.name));
    expect(policy.paths.length).toBeGreaterThan(0);
    for (const stage of policy.paths[0]?.stages ?? [])
      if (stage.isMain === true) expect(names).toContain(stage.chain);
  });

  it('keeps its lines whatever the line ends', () => {
    const windows = parseFirewall(text.replaceAll('\n', '\r\n')).policy;
    const places = (of: typeof policy) => of?.chains.flatMap((chain) => chain.rules.map((rule) => rule.line));
    expect([windows?.dialect, places(windows)]).toEqual([dialect, places(policy)]);
  });

  it('ends in a value or a diagnostic when it is cut off, empty, noise or nothing but brackets', () => {
    const cuts = Array.from({ length: 25 }, (_, index) =>
      text.slice(0, Math.floor((text.length * index) / 25)),
    );
    for (const broken of [...cuts, ...hostile]) {
      const parsed = parseFirewall(broken, dialect);
      expect(parsed.policy !== undefined || parsed.diagnostics.length > 0).toBe(true);
      if (parsed.policy !== undefined) {
        expect(parsed.policy.understood + parsed.policy.unparsed.length).toBe(parsed.policy.rules);
        expect(compilePolicy(parsed.policy).policy).toBe(parsed.policy);
      }
    }
  });

  it('ends in a value or a diagnostic however the text is damaged', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12 }), (at, length, put) => {
        const damaged = text.slice(0, at) + put + text.slice(at + length);
        const parsed = parseFirewall(damaged, dialect);
        if (parsed.policy === undefined) {
          expect(parsed.diagnostics.length).toBeGreaterThan(0);
          return;
        }
        const { action } = decidePacket(compilePolicy(parsed.policy), {
          protocol: 'udp',
          source: '10.20.30.40',
          sourcePort: 50000,
          destination: '8.8.8.8',
          destinationPort: 3478,
        });
        expect(['allow', 'deny', 'unknown']).toContain(action);
      }),
      { numRuns: 150 },
    );
  });
});
