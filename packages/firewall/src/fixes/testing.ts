import type { Dialect } from '../policy.js';

/**
 * One policy in every dialect, for clients in 10.20.0.0/16: an early line closes UDP 16384-16402, later ones open TCP
 * 80 and 443 and UDP 16384-16402, and the rest is closed by the last line or the end of the list.
 */
export const closedPolicies: Readonly<Record<Dialect, string>> = {
  iptables: `*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -d 10.0.0.0/8 -j DROP
-A FORWARD -p udp -m udp --dport 16384:16402 -j REJECT
-A FORWARD -s 10.20.0.0/16 -p tcp -m multiport --dports 80,443 -j ACCEPT
-A FORWARD -s 10.20.0.0/16 -p udp -m udp --dport 16384:16402 -j ACCEPT
COMMIT
`,
  nftables: `table inet fw {
	chain fwd {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
		udp dport 16384-16402 drop
		ip saddr 10.20.0.0/16 tcp dport { 80, 443 } accept
		ip saddr 10.20.0.0/16 udp dport 16384-16402 accept
	}
}
`,
  pf: `block all
pass in on lan inet proto tcp from 10.20.0.0/16 to any port { 80 443 }
block in on lan inet proto udp from any to any port 16384:16402
pass out on wan
`,
  'cisco-asa': `ASA Version 9.16
interface GigabitEthernet0/0
 nameif outside
 security-level 0
interface GigabitEthernet0/1
 nameif inside
 security-level 100
access-list users remark clients of the campus
access-list users extended deny udp any any range 16384 16402
access-list users extended permit tcp 10.20.0.0 255.255.0.0 any eq https
access-list users extended permit tcp 10.20.0.0 255.255.0.0 any eq www
access-group users in interface inside
`,
  'cisco-ios': `ip access-list extended users
 10 deny udp any any range 16384 16402
 20 permit tcp 10.20.0.0 0.0.255.255 any eq 443
 30 permit tcp 10.20.0.0 0.0.255.255 any eq www
!
`,
  panos: `<config version="10.2.0" urldb="paloaltonetworks"><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">
  <service>
    <entry name="media"><protocol><udp><port>16384-16402</port></udp></protocol></entry>
  </service>
  <rulebase><security><rules>
    <entry name="no-calls"><from><member>trust</member></from><to><member>untrust</member></to><source><member>any</member></source><destination><member>any</member></destination><application><member>any</member></application><service><member>media</member></service><action>drop</action></entry>
    <entry name="web"><from><member>trust</member></from><to><member>untrust</member></to><source><member>10.20.0.0/16</member></source><destination><member>any</member></destination><application><member>any</member></application><service><member>service-https</member><member>service-http</member></service><action>allow</action></entry>
  </rules></security></rulebase></entry></vsys></entry></devices></config>
`,
  fortios: `config firewall service custom
    edit "media"
        set udp-portrange 16384-16402
    next
end
config firewall policy
    edit 4
        set srcintf "lan"
        set dstintf "wan1"
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "media"
    next
    edit 5
        set srcintf "lan"
        set dstintf "wan1"
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set schedule "always"
        set service "HTTP" "HTTPS"
        set nat enable
    next
end
`,
  'juniper-srx': `security {
    policies {
        from-zone trust to-zone untrust {
            policy no-calls {
                match { source-address any; destination-address any; application media; }
                then { deny; }
            }
            policy web {
                match { source-address any; destination-address any; application [ junos-http junos-https ]; }
                then { permit; }
            }
        }
    }
}
applications {
    application media { protocol udp; destination-port 16384-16402; }
}
`,
  pfsense: `<pfsense>
  <version>22.9</version>
  <filter>
    <rule><type>block</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>udp</protocol><source><any/></source><destination><any/><port>16384-16402</port></destination></rule>
    <rule><type>pass</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>tcp</protocol><source><address>10.20.0.0/16</address></source><destination><any/><port>443</port></destination></rule>
    <rule><type>pass</type><interface>lan</interface><ipprotocol>inet</ipprotocol><protocol>tcp</protocol><source><address>10.20.0.0/16</address></source><destination><any/><port>80</port></destination></rule>
  </filter>
</pfsense>
`,
  opnsense: `<opnsense><OPNsense><Firewall><Filter version="1.0.4"><rules>
  <rule uuid="1"><enabled>1</enabled><sequence>10</sequence><action>block</action><interface>lan</interface><protocol>UDP</protocol><source_net>any</source_net><destination_net>any</destination_net><destination_port>16384-16402</destination_port></rule>
  <rule uuid="2"><enabled>1</enabled><sequence>20</sequence><action>pass</action><interface>lan</interface><protocol>TCP</protocol><source_net>10.20.0.0/16</source_net><destination_net>any</destination_net><destination_port>443</destination_port></rule>
  <rule uuid="3"><enabled>1</enabled><sequence>30</sequence><action>pass</action><interface>lan</interface><protocol>TCP</protocol><source_net>10.20.0.0/16</source_net><destination_net>any</destination_net><destination_port>80</destination_port></rule>
</rules></Filter></Firewall></OPNsense></opnsense>
`,
  meraki: `{"rules": [
  {"comment": "no calls", "policy": "deny", "protocol": "udp", "srcPort": "Any", "srcCidr": "Any", "destPort": "16384-16402", "destCidr": "Any"},
  {"comment": "web", "policy": "allow", "protocol": "tcp", "srcPort": "Any", "srcCidr": "10.20.0.0/16", "destPort": "80,443", "destCidr": "Any"},
  {"comment": "rest", "policy": "deny", "protocol": "Any", "srcPort": "Any", "srcCidr": "Any", "destPort": "Any", "destCidr": "Any"}
]}
`,
  unifi: `{"data": [
  {"_id": "a1", "ruleset": "LAN_IN", "rule_index": 20005, "name": "no calls", "enabled": true, "action": "drop", "protocol": "udp", "dst_port": "16384-16402"},
  {"_id": "a2", "ruleset": "LAN_IN", "rule_index": 20010, "name": "web", "enabled": true, "action": "accept", "protocol": "tcp", "src_address": "10.20.0.0/16", "dst_port": "80,443"},
  {"_id": "a3", "ruleset": "LAN_IN", "rule_index": 20020, "name": "rest", "enabled": true, "action": "drop", "protocol": "all"}
]}
`,
  aws: `{"NetworkAcls": [{"NetworkAclId": "acl-1", "Entries": [
  {"RuleNumber": 100, "Egress": true, "RuleAction": "deny", "Protocol": "17", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 16384, "To": 16402}},
  {"RuleNumber": 110, "Egress": true, "RuleAction": "allow", "Protocol": "6", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 443, "To": 443}},
  {"RuleNumber": 120, "Egress": true, "RuleAction": "allow", "Protocol": "6", "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 80, "To": 80}},
  {"RuleNumber": 32767, "Egress": true, "RuleAction": "deny", "Protocol": "-1", "CidrBlock": "0.0.0.0/0"},
  {"RuleNumber": 100, "Egress": false, "RuleAction": "allow", "Protocol": "-1", "CidrBlock": "0.0.0.0/0"}
]}]}
`,
};
