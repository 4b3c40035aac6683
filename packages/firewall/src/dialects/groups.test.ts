import { answerFlows, compilePolicy, facetimeFlows, parseFirewall } from '../index.js';

/** Levels of groups that each name the next one twice: 2^35 ways to one network. */
const levels = 35;
const levelsOf = (write: (name: string, members: readonly string[]) => string): string =>
  Array.from({ length: levels }, (_, at) =>
    write(`g${at}`, at === levels - 1 ? ['net'] : [`g${at + 1}`, `g${at + 1}`]),
  ).join('\n');

/** A policy that closes UDP to the outermost group. */
const policies: Readonly<Record<string, string>> = {
  'cisco-asa': `ASA Version 9.8
object-group network net
 network-object 8.0.0.0 255.0.0.0
${levelsOf((name, members) => `object-group network ${name}\n${members.map((one) => ` group-object ${one}`).join('\n')}`)}
access-list out extended deny udp any object-group g0
access-list out extended permit ip any any
`,
  fortios: `config firewall address
edit "net"
set subnet 8.0.0.0 255.0.0.0
next
end
config firewall addrgrp
${levelsOf((name, members) => `edit "${name}"\nset member ${members.map((one) => `"${one}"`).join(' ')}\nnext`)}
end
config firewall policy
edit 1
set srcintf "lan"
set dstintf "wan1"
set srcaddr "all"
set dstaddr "g0"
set schedule "always"
set service "ALL_UDP"
next
end
`,
  'juniper-srx': `security {
address-book { global { address net 8.0.0.0/8;
${levelsOf((name, members) => `address-set ${name} { ${members.map((one) => (one === 'net' ? 'address net;' : `address-set ${one};`)).join(' ')} }`)}
} }
policies { from-zone trust to-zone untrust {
policy no { match { source-address any; destination-address g0; application junos-udp-any; } then { deny; } }
policy yes { match { source-address any; destination-address any; application any; } then { permit; } }
} } }
`,
};

describe('groups of groups', () => {
  it.each(Object.keys(policies))('are followed once, however many ways lead to them: %s', (dialect) => {
    const { policy } = parseFirewall(policies[dialect] ?? '');
    if (policy === undefined) throw new Error('no policy');
    const media = facetimeFlows.filter(({ id }) => id === 'media');
    const [answer] = answerFlows(compilePolicy(policy), media, { from: '10.20.0.0/16' });
    const closing = answer?.decidedBy.find(({ objects = [] }) => objects.includes('g0'));
    expect([policy.dialect, closing?.action, closing?.destinations]).toEqual([
      dialect,
      'deny',
      ['8.0.0.0/8'],
    ]);
  });
});
