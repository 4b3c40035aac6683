/** Rulesets in the manner of routers, servers and generators; addresses and ports are those of the topology. */
export const writtenRulesets: readonly string[] = [
  `#!/usr/sbin/nft -f
flush ruleset
define WAN = wan0
define CALLS = { 7001, 7003-7004 }
table inet filter {
	set apple4 {
		type ipv4_addr
		flags interval
		auto-merge
		elements = { 8.0.0.0/30,
			     8.0.0.8/29 }
	}
	set apple6 { type ipv6_addr; flags interval; elements = { 2a00:8::/126, 2a00:8::8/125 } }
	chain input { type filter hook input priority 0; policy drop; ct state established,related accept; iif lo accept; }
	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state vmap { established : accept, related : accept, invalid : drop }
		iifname { "lan0", "lan1" } oifname $WAN jump clients comment "way out"
		counter packets 0 bytes 0 log prefix "[drop] " flags all
	}
	chain clients {
		meta l4proto { icmp, ipv6-icmp } accept
		udp dport $CALLS ip daddr @apple4 counter accept
		udp dport $CALLS ip6 daddr @apple6 counter accept
		tcp dport { 7001, 7002 } ct state new accept
		iifname "lan1" udp dport 7005 reject with icmpx type admin-prohibited
		meta nfproto ipv6 udp dport 7005 accept
	}
}
`,
  `flush ruleset
table inet fw4 {
	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state vmap { established : accept, related : accept } comment "!fw4: Handle forwarded flows"
		iifname "lan0" jump forward_lan comment "!fw4: Handle lan IPv4/IPv6 forward traffic"
		iifname "lan1" jump forward_guest
		iifname "wan0" jump forward_wan
		jump handle_reject
	}
	chain handle_reject {
		meta l4proto tcp reject with tcp reset comment "!fw4: Reject TCP traffic"
		reject comment "!fw4: Reject any other traffic"
	}
	chain forward_lan {
		jump accept_to_wan comment "!fw4: Accept lan to wan forwarding"
		jump reject_to_lan
	}
	chain forward_guest {
		meta nfproto ipv4 udp dport { 7002, 7003 } counter drop
		udp sport 20000-60000 jump accept_to_wan
		jump reject_to_lan
	}
	chain forward_wan { jump reject_to_lan; }
	chain accept_to_wan {
		meta nfproto ipv4 oifname "wan0" ct state invalid counter drop
		oifname "wan0" counter accept
	}
	chain reject_to_lan { oifname { "lan0", "lan1" } jump handle_reject; }
	chain srcnat {
		type nat hook postrouting priority srcnat; policy accept;
		oifname "wan0" meta nfproto ipv4 masquerade
	}
}
`,
  `flush ruleset
add table ip filter
add chain ip filter FORWARD { type filter hook forward priority 0; policy accept; }
add chain ip filter BLOCK
add rule ip filter FORWARD ct state established accept
add rule ip filter FORWARD ip protocol udp udp dport 7001-7002 jump BLOCK
add rule ip filter FORWARD ip saddr . ip daddr { 10.0.0.2 . 8.0.0.1, 10.0.1.3 . 8.0.0.4 } drop
insert rule ip filter FORWARD ip saddr 10.0.0.4 tcp dport != 7005 reject with tcp reset
add rule ip filter BLOCK ip daddr != 8.0.0.0/29 return
add rule ip filter BLOCK ip saddr { 10.0.0.0/30, 10.0.1.4/31 } drop
add table ip6 filter
add chain ip6 filter FORWARD { type filter hook forward priority 0; policy drop; }
add rule ip6 filter FORWARD ct state established,related counter accept
add rule ip6 filter FORWARD ip6 nexthdr tcp tcp dport { 7001, 7003 } accept
add rule ip6 filter FORWARD ip6 saddr fd00:a::/64 meta l4proto udp th dport 7004 accept
add rule ip6 filter FORWARD iifname "lan1" ip6 daddr 2a00:8::2-2a00:8::8 accept
`,
  `flush ruleset
table inet zones {
	map clients { type ifname : verdict; elements = { "lan0" : jump staff, "lan1" : goto guests, "wan0" : drop } }
	map ports { type inet_proto . inet_service : verdict; flags interval;
		elements = { tcp . 7001 : accept, udp . 7001-7003 : accept, udp . 7005 : jump late } }
	chain late { ip saddr 10.0.0.0/25 accept; ip6 saddr & ffff:ffff:ffff:ffff:: == fd00:a:: accept; }
	chain staff { meta l4proto . th dport vmap @ports; }
	chain guests {
		ip daddr . tcp dport vmap { 8.0.0.1 . 7001 : accept, 8.0.0.2-8.0.0.9 . 7002-7003 : accept }
		tcp flags syn / fin,syn,rst,ack tcp dport 7004 accept
		ip6 daddr 2a00:8::9 accept
	}
	chain forward {
		type filter hook forward priority 0; policy drop;
		ct state { established, related } accept
		iifname vmap @clients
	}
	chain early { type filter hook prerouting priority -300; ct state new drop; ct state != invalid drop; }
}
`,
];
