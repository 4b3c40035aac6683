import { parseFirewall, recogniseFirewall } from '../index.js';

const set = 'rulebase security rules out action allow';

describe('what is a firewall policy', () => {
  it.each([
    ['cisco-ios', 'ipv4 access-list edge\n 10 permit tcp any any eq 443\n'],
    ['cisco-asa', 'access-list x extended permit ip any any\naccess-group x global\n'],
    ['panos', `set ${set}\n`],
    ['panos', `set device-group "a b" pre-${set}\n`],
    ['juniper-srx', 'set firewall family inet filter f term t then accept\n'],
    [
      'juniper-srx',
      'firewall {\n  family inet6 {\n    filter f {\n      term t { then accept; }\n    }\n  }\n}\n',
    ],
    ['nftables', 'flush ruleset\ntable inet fw {\n chain forward { }\n}\n'],
    ['nftables', 'nft add rule filter forward tcp dport 443 accept\n'],
    ['pf', 'ext_if = "em0"\nblock return\npass\npass out on $ext_if\n'],
    ['unifi', '[{"meta":{"rc":"ok"},"data":[{"ruleset":"WAN_OUT","action":"drop"}]}]'],
    ['meraki', '[{"policy":"deny","type":"application","value":{"name":"FaceTime"}}]'],
    ['aws', '\ufeff{"NextToken":"x","SecurityGroups":[]}'],
    ['aws', '{"NetworkAcls":[{"Entries":[{"RuleNumber":1'],
    ['pfsense', '<?xml version="1.0"?>\n<!-- <opnsense> -->\n<pfsense><filter/></pfsense>'],
  ])('%s: %s', (dialect, text) => {
    expect(recogniseFirewall(text)).toBe(dialect);
  });

  it.each([
    [
      'a report that quotes policies',
      '{"files":[{"name":"a","head":"{\\"SecurityGroups\\":[","note":"\\"NetworkAcls\\": "}]}',
    ],
    ['an inventory with a policy key', '[{"device":"a","policy":"allow","type":"iPad"}]'],
    ['an object that has the key, but no list', '{"SecurityGroups":{"Type":"AWS::EC2::SecurityGroup"}}'],
    [
      'a profile with a script inside',
      '<?xml version="1.0"?><plist><dict><string>\niptables -A FORWARD -j DROP\npass in quick all\n</string></dict></plist>',
    ],
    ['XML that mentions pfSense', '<report><pfsense version="2"/></report>'],
    ['a table of devices', 'serial,name,note\nX1,a,"block all calls"\nX2,b,pass\n'],
    [
      'prose',
      'pass\nblock all incoming calls at night, said the head.\nWe then add rule by rule.\nTables help.\n',
    ],
    ['a style sheet', 'table td {\n  color: red;\n}\n'],
    [
      'a program',
      'class A:\n    def f(self):\n        pass\n    def g(self):\n        return 1\nblock in quick\nprint(A)\nimport os\nimport re\nfor x in y:\n  print(x)\n',
    ],
    ['YAML', 'version: 1\nnetworks:\n  - name: campus\n    firewall: campus.rules\n'],
    ['nothing', ''],
  ])('not %s', (_what, text) => {
    expect(recogniseFirewall(text)).toBeUndefined();
  });

  it('says where the firewall of macOS is judged', () => {
    const profile =
      '<?xml version="1.0"?><plist><dict><key>PayloadType</key><string>com.apple.security.firewall</string></dict></plist>';
    const [diagnostic] = parseFirewall(profile).diagnostics;
    expect([diagnostic?.code, diagnostic?.message.includes('ringcheck check')]).toEqual([
      'firewall-of-applications',
      true,
    ]);
  });
});
