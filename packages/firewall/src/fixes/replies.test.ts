import fc from 'fast-check';
import {
  answerFlow,
  compilePolicy,
  decidePacket,
  facetimeFlows,
  type FirewallPolicy,
  type Packet,
  parseFirewall,
} from '../index.js';
import { applyEdits } from './edit.js';
import { fixFlows } from './fix.js';
import { opensWayIn } from './prove.js';

const from = '10.20.0.0/16';
const media = facetimeFlows.filter(({ id }) => id === 'media');
const push = facetimeFlows.filter(({ id }) => id === 'push');

function read(text: string): FirewallPolicy {
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

/** Lines of the last step of the only fix: those that let answers in. */
function replies(text: string, flows = media): readonly string[] | undefined {
  const { fixes, refusals } = fixFlows(text, read(text), flows, { from });
  expect([refusals, fixes.map(({ returnTraffic }) => returnTraffic)]).toEqual([[], ['allowed']]);
  return fixes[0]?.steps.at(-1)?.lines;
}

const table = (...rules: readonly string[]): string =>
  ['*filter', ':FORWARD DROP [0:0]', ...rules, 'COMMIT', ''].join('\n');

describe('a fix for a device that keeps no sessions lets the answers in', () => {
  it('in iptables, for conversations that were seen to start', () => {
    expect(replies(table('-A FORWARD -p tcp --dport 22 -j ACCEPT'))).toEqual([
      '-A FORWARD -d 10.20.0.0/16 -p udp --sport 16393:16402 --dport 49152:65535 -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    ]);
  });

  it('in nftables', () => {
    const text =
      'table ip fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy drop;\n\t}\n}\n';
    expect(replies(text)).toEqual([
      'ip daddr 10.20.0.0/16 udp sport 16393-16402 udp dport 49152-65535 ct state established accept',
    ]);
  });

  it('in the list of an IOS interface that answers leave by, TCP by its flags', () => {
    const text = `ip access-list extended users
 10 permit udp 10.20.0.0 0.0.255.255 any range 16393 16402
 20 permit tcp 10.20.0.0 0.0.255.255 any eq 5223
ip access-list extended back
 10 permit icmp any any
interface Vlan10
 ip access-group users in
 ip access-group back out
`;
    expect(replies(text)).toEqual([
      '20 permit udp any range 16393 16402 10.20.0.0 0.0.255.255 range 49152 65535',
    ]);
    expect(replies(text, push)?.at(-1)).toBe(
      '60 permit tcp 17.252.0.0 0.0.255.255 eq 5223 10.20.0.0 0.0.255.255 range 49152 65535 established',
    );
  });

  it('in the other half of a network ACL', () => {
    const entry = (number: number, Egress: boolean, RuleAction: string) =>
      `{"RuleNumber": ${number}, "Egress": ${Egress}, "RuleAction": "${RuleAction}", "Protocol": "-1", "CidrBlock": "0.0.0.0/0"}`;
    const text = `{"NetworkAcls": [{"NetworkAclId": "acl-1", "Entries": [
${entry(100, true, 'allow')},
${entry(32767, false, 'deny')}
]}]}`;
    expect(replies(text)).toEqual([
      '{"RuleNumber":10,"Egress":false,"RuleAction":"allow","Protocol":"17","CidrBlock":"0.0.0.0/0","PortRange":{"From":49152,"To":65535}}',
    ]);
  });

  it('and names that traffic among what it opens', () => {
    const text = table('-A FORWARD -p udp -j ACCEPT', '-A FORWARD -p tcp --dport 5223 -j ACCEPT').replace(
      '-A FORWARD -p udp -j ACCEPT',
      '-A FORWARD -p udp --dport 16393:16402 -j ACCEPT',
    );
    expect(fixFlows(text, read(text), media, { from }).fixes[0]?.opens).toEqual([
      {
        protocol: 'udp',
        ports: [[49152, 65535]],
        sources: [],
        destinations: ['10.20.0.0/16'],
        sourcePorts: [[16393, 16402]],
      },
    ]);
  });

  it('after the rest of what clients send, at the end of the same chain', () => {
    const text = table('-A FORWARD -p udp --dport 16393:16402 -m state --state NEW -j ACCEPT');
    expect(replies(text)).toEqual([
      '-A FORWARD -d 10.20.0.0/16 -p udp --sport 16393:16402 --dport 49152:65535 -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    ]);
  });

  it('or says why not', () => {
    const text = `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp --sport 16393:16402 -j DROP
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT
`;
    expect(fixFlows(text, read(text), media, { from }).refusals.map(({ reason }) => reason)).toHaveLength(1);
  });

  it('on random stateless lists, and opens no first packet and nothing beside the flow', () => {
    const line = fc
      .record({
        action: fc.constantFrom('permit', 'deny'),
        protocol: fc.constantFrom('ip', 'udp', 'tcp'),
        source: fc.constantFrom('any', '10.20.0.0 0.0.127.255', '8.0.0.0 0.255.255.255'),
        target: fc.constantFrom('any', '10.20.0.0 0.0.255.255', '8.0.0.0 0.255.255.255'),
        port: fc.constantFrom('', ' range 16384 16399', ' eq 443', ' gt 50000'),
        list: fc.constantFrom('users', 'back'),
      })
      .map(({ action, protocol, source, target, port, list }) => ({
        list,
        text: ` ${action} ${protocol} ${source} ${target}${protocol === 'ip' ? '' : port}`,
      }));
    const ways = { in: 'Vlan10', out: 'Vlan20' };
    let offered = 0;
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.array(anyPacket, { minLength: 30, maxLength: 30 }),
        (lines, some) => {
          const own = (name: string) => lines.filter(({ list }) => list === name).map(({ text }) => text);
          const text = [
            'ip access-list extended users',
            ...own('users'),
            ' deny ip any any',
            'ip access-list extended back',
            ...own('back'),
            ' deny ip any any',
            'interface Vlan10',
            ' ip access-group users in',
            ' ip access-group back out',
            '',
          ].join('\n');
          const policy = read(text);
          const { fixes, refusals } = fixFlows(text, policy, media, { from, ...ways });
          expect(refusals).toEqual([]);
          const [fix] = fixes;
          if (fix === undefined) return;
          offered += 1;
          expect(fix.returnTraffic).toBe('allowed');
          const [before, after] = [compilePolicy(policy), compilePolicy(read(patched(text, fix.diff)))];
          const answer = answerFlow(after, media[0] ?? failed(), { from, ...ways });
          expect([answer.verdict, answer.returnTraffic]).toEqual(['allowed', 'allowed']);
          for (const packet of some) {
            if (isOfMedia(packet)) continue;
            expect([packet, decidePacket(after, packet).action]).toEqual([
              packet,
              decidePacket(before, packet).action,
            ]);
          }
        },
      ),
      { numRuns: 80, seed: 3 },
    );
    expect(offered).toBeGreaterThan(40);
  });
});

function failed(): never {
  throw new Error('no flow');
}

const inside = fc.constantFrom('10.20.0.1', '10.20.255.255', '10.21.0.0');
const outside = fc.constantFrom('8.8.8.8', '17.252.1.1', '1.1.1.1');
const port = fc.constantFrom(443, 16392, 16393, 16402, 16403, 49151, 49152, 60000);
const state = fc.constantFrom('new' as const, 'established' as const);
const protocol = fc.constantFrom('tcp' as const, 'udp' as const, 'udp' as const);
const anyPacket: fc.Arbitrary<Packet> = fc
  .tuple(protocol, inside, outside, port, port, state, fc.boolean())
  .map(([kind, near, far, sourcePort, destinationPort, seen, leaves]) => ({
    protocol: kind,
    source: leaves ? near : far,
    sourcePort,
    destination: leaves ? far : near,
    destinationPort,
    state: seen,
    in: leaves ? 'Vlan10' : 'Vlan20',
    out: leaves ? 'Vlan20' : 'Vlan10',
  }));

function isOfMedia({ protocol: kind, source, sourcePort, destination, destinationPort }: Packet): boolean {
  const isMedia = (value: number): boolean => value >= 16393 && value <= 16402;
  return (
    kind === 'udp' &&
    ((source.startsWith('10.20.') && isMedia(destinationPort)) ||
      (destination.startsWith('10.20.') && isMedia(sourcePort) && destinationPort >= 49152))
  );
}

/** The document with the lines a diff adds. */
function patched(text: string, diff: string): string {
  const lines = text.split('\n');
  const edits = [...diff.matchAll(/^@@ -(\d+),\d+ \+\d+,\d+ @@\n((?:[ +].*\n?)*)/gm)].flatMap((hunk) => {
    let at = lines.slice(0, Number(hunk[1]) - 1).reduce((sum, line) => sum + line.length + 1, 0);
    return (hunk[2] ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => {
        if (line.startsWith('+')) return [{ at, insert: `${line.slice(1)}\n` }];
        at += line.length;
        return [];
      });
  });
  return applyEdits(text, edits);
}

describe('a fix for a packet filter of Junos', () => {
  const filter = (family: string, ...terms: readonly string[]): string =>
    `firewall {\n    family ${family} {\n        filter edge {\n${terms.map((term) => `            ${term}\n`).join('')}        }\n    }\n}\n`;
  const back = 'term back { from { protocol udp; source-port 16393-16402; } then accept; }';

  it('goes before the term that closes', () => {
    const text = filter('inet', back, 'term no-calls { from { protocol udp; } then { discard; } }');
    const [fix] = fixFlows(text, read(text), media, { from }).fixes;
    expect([fix?.steps.map(({ position, lines }) => [position, lines]), fix?.returnTraffic]).toEqual([
      [
        [
          { at: 'before-line', line: 5 },
          [
            'term facetime-udp-16393 { from { source-address { 10.20.0.0/16; } protocol udp; destination-port 16393-16402; } then { accept; } }',
          ],
        ],
      ],
      'allowed',
    ]);
    expect(fix?.steps[0]?.commands.at(-1)).toBe(
      'insert firewall family inet filter edge term facetime-udp-16393 before term no-calls',
    );
  });

  it('stands at the end where the end of the filter closes, and lets answers in', () => {
    const text = filter('inet', 'term web { from { protocol tcp; destination-port 443; } then accept; }');
    expect(replies(text)).toEqual([
      'firewall { family inet { filter edge { term facetime-udp-49152 { from { destination-address { 10.20.0.0/16; } protocol udp; source-port 16393-16402; destination-port 49152-65535; } then { accept; } } } } }',
    ]);
    expect(replies(text, push)?.[0]).toContain('destination-port 49152-65535; tcp-established; } then');
  });

  it('is written as set commands, a line for each address', () => {
    const text = `set firewall family inet filter edge term web from protocol tcp
set firewall family inet filter edge term web from destination-port 443
set firewall family inet filter edge term web then accept
set firewall family inet filter edge term rest then discard
`;
    const [fix] = fixFlows(text, read(text), push, { from }).fixes;
    expect(fix?.returnTraffic).toBe('allowed');
    expect(fix?.steps[0]?.lines.slice(1, 3)).toEqual([
      'set firewall family inet filter edge term facetime-tcp-5223 from destination-address 17.57.144.0/22',
      'set firewall family inet filter edge term facetime-tcp-5223 from destination-address 17.188.20.0/23',
    ]);
  });

  it('speaks of the next header in IPv6', () => {
    const text = filter('inet6', 'term no-calls { from { next-header udp; } then { discard; } }');
    const { fixes } = fixFlows(text, read(text), media, { from: '2001:db8:7::/48' });
    expect([fixes[0]?.returnTraffic, fixes[0]?.steps[0]?.lines]).toEqual([
      'allowed',
      [
        'term facetime-udp-16393-v6 { from { source-address { 2001:db8:7::/48; } next-header udp; destination-port 16393-16402; } then { accept; } }',
      ],
    ]);
  });
});

describe('a fix for IPv6 when nobody says where the clients are', () => {
  it('names the way out', () => {
    const text =
      'table ip6 fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy drop;\n\t\tct state established accept\n\t\toifname "wan" tcp dport 443 accept\n\t}\n}\n';
    expect(fixFlows(text, read(text), media).fixes[0]?.steps[0]?.lines).toEqual([
      'ip6 saddr { 2000::/3, fc00::/7 } oifname "wan" udp dport 16393-16402 accept',
    ]);
  });

  it('stays between the zones of the closing policy', () => {
    const text = `security { policies { from-zone trust to-zone untrust {
policy no-calls { match { source-address any; destination-address any; application media; } then { deny; } }
} } }
applications { application media { protocol udp; destination-port 16393-16402; } }
`;
    expect(fixFlows(text, read(text), media).fixes.map(({ family }) => family)).toEqual([4, 6]);
  });

  it('serves the networks that the closing line names', () => {
    const text = `table ip6 fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy accept;\n\t\tip6 saddr 2001:470:7::/48 udp dport 16393-16402 drop\n\t}\n}\n`;
    expect(fixFlows(text, read(text), media).fixes[0]?.steps[0]?.lines).toEqual([
      'ip6 saddr 2001:470:7::/48 udp dport 16393-16402 accept',
    ]);
  });

  it('is refused where the line would open the way in', () => {
    const text =
      'table ip6 fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy drop;\n\t}\n}\n';
    expect(fixFlows(text, read(text), media).refusals).toEqual([
      { family: 6, flows: ['media'], reason: 'clients-unknown' },
    ]);
    const rule = (...words: readonly string[]) => {
      const one = read(
        `table ip6 fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy drop;\n\t\t${words.join(' ')} accept\n\t}\n}\n`,
      ).chains[0]?.rules[0];
      if (one === undefined) throw new Error('no rule');
      return one;
    };
    expect(
      ['', 'iifname "wan"', 'iifname "lan"', 'oifname "lan"', 'oifname "wan"', 'iifname != "wan"'].map(
        (words) => opensWayIn(rule(words, 'udp dport 5'), ['wan']),
      ),
    ).toEqual([true, true, false, true, false, true]);
  });
});
