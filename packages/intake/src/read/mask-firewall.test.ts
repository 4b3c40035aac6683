import { dialects, parseFirewall } from '@ringcheck/firewall';
import { readFileSync } from 'node:fs';
import { maskFirewallText } from './mask-firewall.js';

const planted = 'Pl4nted!Value';

describe('the text of a firewall', () => {
  it.each([
    ['cisco-asa', `enable password ${planted} encrypted`],
    ['cisco-asa', `username ada password ${planted} privilege 15`],
    ['cisco-asa', ` ikev1 pre-shared-key ${planted}`],
    ['cisco-asa', ` ikev2 remote-authentication pre-shared-key ${planted}`],
    ['cisco-asa', `snmp-server community ${planted}`],
    ['cisco-asa', `snmp-server host inside 192.0.2.9 community ${planted} version 2c`],
    ['cisco-asa', `aaa-server radius (inside) host 192.0.2.8\n key ${planted}`],
    ['cisco-asa', `failover key ${planted}`],
    ['cisco-ios', `enable secret 5 ${planted}`],
    ['cisco-ios', `crypto isakmp key ${planted} address 192.0.2.1`],
    ['cisco-ios', `ntp authentication-key 1 md5 ${planted} 7`],
    ['cisco-ios', `snmp-server user ada group v3 auth sha ${planted} priv aes 128 ${planted}`],
    ['fortios', `        set psksecret ENC ${planted}`],
    ['fortios', `        set passwd "${planted}"`],
    ['fortios', `        set auth-pwd ${planted}`],
    ['fortios', `config system snmp community\n    edit 1\n        set name "${planted}"`],
    ['juniper-srx', `root-authentication { encrypted-password "${planted}"; }`],
    ['juniper-srx', `pre-shared-key ascii-text "${planted}"; ## SECRET-DATA`],
    ['juniper-srx', `set snmp community ${planted} authorization read-only`],
    ['juniper-srx', `secret "$9$${planted}";`],
    ['panos', `<config><phash>${planted}</phash></config>`],
    ['panos', `<pre-shared-key><key>${planted}</key></pre-shared-key>`],
    ['pfsense', `<user><bcrypt-hash>${planted}</bcrypt-hash></user>`],
    ['pfsense', `<ipsec><pre-shared-key><![CDATA[${planted}]]></pre-shared-key></ipsec>`],
    ['opnsense', `<cert><prv>${planted}</prv></cert>`],
    ['opnsense', `<server ldap_bindpw="x" password="${planted}"/>`],
    ['unifi', `{"x_passphrase":"${planted}","name":"a"}`],
    ['unifi', `{"x_passphrase" : "${planted}`],
    ['aws', `{"PreSharedKey": "${planted}"}`],
    ['iptables', `# password: ${planted}`],
    ['nftables', `# see https://ada:${planted}@git.example.org/x`],
    ['pf', `# -----BEGIN RSA PRIVATE KEY-----\n${planted}\n-----END RSA PRIVATE KEY-----`],
  ])('of %s keeps its lines without %s', (dialect, text) => {
    const masked = maskFirewallText(text, dialect);
    expect(masked).not.toContain(planted);
    expect(masked.split('\n')).toHaveLength(text.split('\n').length);
  });

  it.each([
    ['cisco-asa', 'access-list out extended permit tcp any any eq www log'],
    ['cisco-asa', 'object-group service password tcp'],
    ['cisco-ios', ' permit tcp host 192.0.2.1 any eq 443'],
    ['iptables', '-A FORWARD -m comment --comment "key community" -p tcp --dport 443 -j ACCEPT'],
    ['fortios', '        set srcaddr "secret-lab"'],
    ['juniper-srx', 'policy secret-lab { match { source-address any; } then { permit; } }'],
    ['pfsense', '<rule><descr>password policy</descr><type>pass</type></rule>'],
    ['meraki', '{"comment":"password reset","policy":"allow"}'],
  ])('of %s keeps the rule %s', (dialect, text) => {
    expect(maskFirewallText(text, dialect)).toBe(text);
  });

  it.each(dialects)('of %s means the same to the parser', (dialect) => {
    const text = readFileSync(`tests/fuzz/seeds/firewall/${dialect}.txt`, 'utf8');
    expect(parseFirewall(maskFirewallText(text, dialect), dialect)).toEqual(parseFirewall(text, dialect));
  });
});
