import fc from 'fast-check';
import {
  answerFlow,
  compilePolicy,
  decidePacket,
  type Dialect,
  dialects,
  facetimeFlows,
  type FirewallPolicy,
  type Packet,
  parseFirewall,
} from '../index.js';
import { applyEdits } from './edit.js';
import { fixFlows } from './fix.js';
import { openingsOf } from './opening.js';
import { nextPlace } from './place.js';
import { closedPolicies } from './testing.js';
import { writeOpenings } from './write.js';

const from = '10.20.0.0/16';

function read(text: string): FirewallPolicy {
  const { policy } = parseFirewall(text);
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

/** Applies a fix as an admin would: the added lines of its diff into the text. */
function patched(text: string, diff: string): string {
  const old = text.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n')) {
    const head = /^@@ -(\d+),/.exec(line)?.[1];
    if (head !== undefined) {
      while (at < Number(head) - 1) out.push(old[at++] ?? '');
    } else if (line.startsWith('+')) out.push(line.slice(1));
    else if (line.startsWith('-')) at += 1;
    else out.push(old[at++] ?? '');
  }
  return [...out, ...old.slice(at)].join('\n');
}

const media = facetimeFlows.filter(({ id }) => id === 'media');

/** Line of the document before which the opening for media goes, and how a device is told so. */
const places: Readonly<Record<Dialect, readonly [line: number, command: string | undefined]>> = {
  iptables: [5, 'iptables -I FORWARD 3 -s 10.20.0.0/16 -p udp --dport 16393:16402 -j ACCEPT'],
  nftables: [5, 'nft insert rule inet fw fwd index 1 ip saddr 10.20.0.0/16 udp dport 16393-16402 accept'],
  pf: [3, 'pfctl -nf /etc/pf.conf'],
  'cisco-asa': [
    9,
    'access-list users line 2 extended permit udp 10.20.0.0 255.255.0.0 any range 16393 16402',
  ],
  'cisco-ios': [2, 'ip access-list extended users'],
  panos: [6, 'set service facetime-udp-16393-ports protocol udp port 16393-16402'],
  fortios: [7, 'config firewall address'],
  'juniper-srx': [4, 'set security address-book global address facetime-udp-16393-src 10.20.0.0/16'],
  pfsense: [4, undefined],
  opnsense: [2, undefined],
  meraki: [2, undefined],
  unifi: [2, undefined],
  aws: [
    2,
    'aws ec2 create-network-acl-entry --network-acl-id acl-1 --egress --rule-number 10 --rule-action allow --protocol 17 --port-range From=16393,To=16402 --cidr-block 0.0.0.0/0',
  ],
};

describe.each(dialects.map((dialect) => [dialect, closedPolicies[dialect]] as const))(
  'a fix for %s',
  (dialect, text) => {
    const policy = read(text);
    const [line, command] = places[dialect];

    it('goes before the line that closes a flow, in commands and in the text', () => {
      const [fix] = fixFlows(text, policy, media, { from }).fixes;
      expect([fix?.flows, fix?.steps[0]?.position]).toEqual([['media'], { at: 'before-line', line }]);
      expect(fix?.steps[0]?.commands[0]).toBe(command);
    });

    it('opens every flow once its lines are in the text', () => {
      const { fixes, refusals } = fixFlows(text, policy, facetimeFlows, { from });
      expect(refusals).toEqual([]);
      const compiled = compilePolicy(read(patched(text, fixes[0]?.diff ?? '')));
      const verdicts = facetimeFlows.map((flow) => answerFlow(compiled, flow, { from }).verdict);
      expect(new Set(verdicts)).toEqual(new Set(['allowed']));
    });

    it('opens nothing else, packet by packet', () => {
      const { fixes } = fixFlows(text, policy, media, { from });
      const [before, after] = [
        compilePolicy(policy),
        compilePolicy(read(patched(text, fixes[0]?.diff ?? ''))),
      ];
      let opened = 0;
      fc.assert(
        fc.property(packets, (packet) => {
          const [old, now] = [decidePacket(before, packet).action, decidePacket(after, packet).action];
          const isMedia =
            packet.protocol === 'udp' &&
            packet.destinationPort >= 16393 &&
            packet.destinationPort <= 16402 &&
            (packet.source.startsWith('10.20.') || dialect === 'aws');
          if (isMedia && now === 'allow' && old !== 'allow') opened += 1;
          if (!isMedia && !isMediaReply(packet)) expect([packet, now]).toEqual([packet, old]);
        }),
        { numRuns: 300, seed: 5 },
      );
      expect(opened).toBeGreaterThan(0);
    });
  },
);

const ends = [
  '10.20.0.1',
  '10.20.255.255',
  '10.19.255.255',
  '10.21.0.0',
  '192.168.1.1',
  '17.252.1.1',
  '8.8.8.8',
  '1.1.1.1',
];
const ports = [22, 80, 123, 443, 3478, 5223, 16384, 16392, 16393, 16400, 16402, 16403, 50000];
const wires: readonly [string, string][] = [
  ['lan', 'wan'],
  ['trust', 'untrust'],
  ['lan', 'wan1'],
  ['inside', 'outside'],
];
const packets = fc
  .record({
    protocol: fc.constantFrom('tcp' as const, 'udp' as const, 'udp' as const),
    source: fc.constantFrom(...ends),
    sourcePort: fc.constantFrom(...ports),
    destination: fc.constantFrom(...ends),
    destinationPort: fc.constantFrom(...ports),
    state: fc.constantFrom('new' as const, 'established' as const, 'invalid' as const),
    wire: fc.constantFrom(...wires),
  })
  .map(({ wire: [inside, outside], ...packet }) => ({ ...packet, in: inside, out: outside }));

/** What comes back to a client from the ports of media. */
function isMediaReply(packet: Packet): boolean {
  return (
    packet.protocol === 'udp' &&
    packet.sourcePort >= 16393 &&
    packet.sourcePort <= 16402 &&
    packet.destination.startsWith('10.20.') &&
    packet.destinationPort >= 49152
  );
}

describe('a fix', () => {
  it('is not offered for IPv6 when nobody says where the clients are, for it would open the way in', () => {
    const text =
      'table inet fw {\n\tchain fwd {\n\t\ttype filter hook forward priority 0; policy drop;\n\t}\n}\n';
    const { fixes, refusals } = fixFlows(text, read(text), media);
    expect(fixes.map(({ family, steps }) => [family, steps[0]?.lines])).toEqual([
      [4, ['ip saddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } udp dport 16393-16402 accept']],
    ]);
    expect(refusals).toEqual([{ family: 6, flows: ['media'], reason: 'clients-unknown' }]);
    const v6 = fixFlows(text, read(text), media, { from: '2001:db8:7::/48' }).fixes[0]?.steps[0]?.lines;
    expect(v6).toEqual(['ip6 saddr 2001:db8:7::/48 udp dport 16393-16402 accept']);
  });

  it('opens what one line closes and leaves the rest of the flow alone', () => {
    const text = `*filter\n:FORWARD DROP [0:0]\n-A FORWARD -d 17.252.0.0/16 -p tcp --dport 5223 -j DROP\n-A FORWARD -p tcp --dport 5223 -j ACCEPT\nCOMMIT\n`;
    const push = facetimeFlows.filter(({ id }) => id === 'push');
    expect(fixFlows(text, read(text), push, { from }).fixes[0]?.steps[0]?.lines).toEqual([
      '-A FORWARD -s 10.20.0.0/16 -d 17.252.0.0/16 -p tcp --dport 5223 -j ACCEPT',
    ]);
  });

  it('works through several lines and chains in a row, naming lines of the document as it is', () => {
    const text = `*mangle
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp --dport 16400 -j DROP
COMMIT
*filter
:FORWARD ACCEPT [0:0]
:calls - [0:0]
-A FORWARD -p udp -j calls
-A calls -p udp --dport 16393:16395 -j DROP
-A calls -p udp --dport 16396:16402 -j REJECT
COMMIT
`;
    const [fix] = fixFlows(text, read(text), media, { from }).fixes;
    expect(fix?.steps.map(({ position, commands }) => [position, commands[0]])).toEqual([
      [{ at: 'before-line', line: 3 }, expect.stringMatching(/^iptables -t mangle -I FORWARD 1 .* 16400 -j/)],
      [{ at: 'before-line', line: 10 }, expect.stringMatching(/^iptables -I calls 2 .* 16396:16402 -j/)],
      [{ at: 'before-line', line: 9 }, expect.stringMatching(/^iptables -I calls 1 .* 16393:16395 -j/)],
    ]);
  });

  it('is refused with its reason where the dialect has no words or no room for it', () => {
    const reason = (text: string) => fixFlows(text, read(text), media, { from }).refusals[0]?.reason;
    expect(reason('access-list 10 deny any\n')).toBe('cannot-express');
    expect(
      reason('ip access-list extended a\n 1 deny udp any any range 16393 16402\n 2 permit ip any any\n'),
    ).toBe('no-free-number');
    const layer7 = '{"rules":[{"policy":"deny","type":"port","value":"16400"}]}';
    expect(reason(layer7)).toBe('cannot-express');
    const acl = {
      NetworkAcls: [
        {
          NetworkAclId: 'a',
          Entries: [
            { RuleNumber: 1, Egress: true, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
          ],
        },
      ],
    };
    expect(reason(JSON.stringify(acl))).toBe('no-free-number');
  });

  it.each([
    [
      'set commands of PAN-OS',
      `set service media protocol udp port 16384-16402
set rulebase security rules "no calls" from trust to untrust source any destination any application any service media action deny
set rulebase security rules rest from any to any source any destination any application any service any action allow
`,
      'set rulebase security rules facetime-udp-16393 from trust to untrust source 10.20.0.0/16 destination any application any service facetime-udp-16393-ports action allow',
    ],
    [
      'set commands of an SRX',
      `set applications application media protocol udp destination-port 16384-16402
set security policies from-zone trust to-zone untrust policy no-calls match source-address any
set security policies from-zone trust to-zone untrust policy no-calls match destination-address any
set security policies from-zone trust to-zone untrust policy no-calls match application media
set security policies from-zone trust to-zone untrust policy no-calls then deny
`,
      'insert security policies from-zone trust to-zone untrust policy facetime-udp-16393 before policy no-calls',
    ],
    [
      'a numbered list of IOS',
      'access-list 101 deny udp any any gt 16384\naccess-list 101 permit ip any any\n',
      ' 5 permit udp 10.20.0.0 0.0.255.255 any range 16393 16402',
    ],
    [
      'a script of iptables commands',
      '#!/bin/sh\niptables -P FORWARD DROP\niptables -A FORWARD -p udp --dport 16393:16402 -j DROP\n',
      'iptables -I FORWARD 1 -s 10.20.0.0/16 -p udp --dport 16393:16402 -j ACCEPT',
    ],
    [
      'a script for nft',
      'add table ip fw\nadd chain ip fw fwd { type filter hook forward priority 0; policy drop; }\nadd rule ip fw fwd tcp dport 22 accept\n',
      'nft add rule ip fw fwd ip saddr 10.20.0.0/16 udp dport 16393-16402 accept',
    ],
    [
      'JSON of nft',
      JSON.stringify({
        nftables: [
          {
            chain: {
              family: 'ip',
              table: 'fw',
              name: 'fwd',
              type: 'filter',
              hook: 'forward',
              prio: 0,
              policy: 'drop',
            },
          },
          {
            rule: {
              family: 'ip',
              table: 'fw',
              chain: 'fwd',
              expr: [
                { match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right: 22 } },
                { accept: null },
              ],
            },
          },
          {
            rule: {
              family: 'ip',
              table: 'fw',
              chain: 'fwd',
              expr: [
                {
                  match: {
                    op: '==',
                    left: { payload: { protocol: 'udp', field: 'dport' } },
                    right: { range: [16384, 16402] },
                  },
                },
                { drop: null },
              ],
            },
          },
        ],
      }),
      'nft insert rule ip fw fwd index 1 ip saddr 10.20.0.0/16 udp dport 16393-16402 accept',
    ],
    [
      'a security group',
      '{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissionsEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}',
      "aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions 'IpProtocol=udp,FromPort=16393,ToPort=16402,IpRanges=[{CidrIp=0.0.0.0/0}]'",
    ],
  ])('is written as %s', (_form, text, command) => {
    const { fixes, refusals } = fixFlows(text, read(text), media, { from });
    expect([refusals, fixes[0]?.steps[0]?.commands]).toEqual([[], expect.arrayContaining([command])]);
    const compiled = compilePolicy(read(patched(text, fixes[0]?.diff ?? '')));
    expect(media.map((flow) => answerFlow(compiled, flow, { from }).verdict)).toEqual(['allowed']);
  });

  it('holds on random policies: allowed afterwards, and no packet outside the flow fares differently', () => {
    const line = fc
      .record({
        protocol: fc.constantFrom('', '-p udp ', '-p tcp '),
        port: fc.constantFrom('', '--dport 16384:16399 ', '--dport 443 ', '--dport 16400 '),
        source: fc.constantFrom('', '-s 10.0.0.0/8 ', '-s 10.20.128.0/17 ', '! -s 10.20.0.0/16 '),
        destination: fc.constantFrom('', '-d 8.0.0.0/8 ', '-d 10.0.0.0/8 '),
        target: fc.constantFrom('ACCEPT', 'DROP', 'REJECT', 'RETURN', 'more'),
        chain: fc.constantFrom('FORWARD', 'FORWARD', 'more'),
      })
      .map(
        ({ protocol, port, source, destination, target, chain }) =>
          `-A ${chain} ${source}${destination}${protocol}${protocol === '' ? '' : port}-j ${chain === 'more' && target === 'more' ? 'DROP' : target}`,
      );
    let offered = 0;
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.constantFrom('ACCEPT', 'DROP'),
        fc.array(packets, { minLength: 20, maxLength: 20 }),
        (lines, end, some) => {
          const text = ['*filter', `:FORWARD ${end} [0:0]`, ':more - [0:0]', ...lines, 'COMMIT', ''].join(
            '\n',
          );
          const policy = read(text);
          const { fixes, refusals } = fixFlows(text, policy, media, { from });
          expect(refusals).toEqual([]);
          const [fix] = fixes;
          if (fix === undefined) return;
          offered += 1;
          const [before, after] = [compilePolicy(policy), compilePolicy(read(patched(text, fix.diff)))];
          expect(media.map((flow) => answerFlow(after, flow, { from }).verdict)).toEqual(['allowed']);
          for (const packet of some) {
            const isMedia =
              packet.protocol === 'udp' &&
              packet.destinationPort >= 16393 &&
              packet.destinationPort <= 16402 &&
              packet.source.startsWith('10.20.');
            if (!isMedia && !isMediaReply(packet))
              expect([packet, decidePacket(after, packet).action]).toEqual([
                packet,
                decidePacket(before, packet).action,
              ]);
          }
        },
      ),
      { numRuns: 120, seed: 11 },
    );
    expect(offered).toBeGreaterThan(40);
  });

  it('repeats no name of the document that a shell or a device could take for more', () => {
    const reason = (text: string) => fixFlows(text, read(text), media, { from }).refusals[0]?.reason;
    const chain = 'x;reboot';
    expect(
      reason(
        `*filter\n:FORWARD ACCEPT [0:0]\n:${chain} - [0:0]\n-A FORWARD -j ${chain}\n-A ${chain} -p udp -j DROP\nCOMMIT\n`,
      ),
    ).toBe('unsafe-name');
    const group = { SecurityGroups: [{ GroupId: 'sg-1 $(reboot)', IpPermissionsEgress: [] }] };
    expect(reason(JSON.stringify(group))).toBe('unsafe-name');
    const panos = closedPolicies.panos.replace('name="no-calls"', 'name="x&#10;set mgt-config"');
    expect(reason(panos)).toBe('unsafe-name');
    const fortios = closedPolicies.fortios.replace('set srcintf "lan"', 'set srcintf "lan\\"; end"');
    expect(reason(fortios)).toBe('unsafe-name');
  });

  it('finds its place in rulesets that stand on one line', () => {
    const nft =
      'table ip fw { chain fwd { type filter hook forward priority 0; policy accept; tcp dport 22 accept; udp dport 16393-16402 drop; } }\n';
    expect(fixFlows(nft, read(nft), media, { from }).fixes[0]?.diff).toContain(
      '+table ip fw { chain fwd { type filter hook forward priority 0; policy accept; tcp dport 22 accept; ip saddr 10.20.0.0/16 udp dport 16393-16402 accept; udp dport 16393-16402 drop; } }',
    );
    const meraki = JSON.stringify(JSON.parse(closedPolicies.meraki));
    expect(fixFlows(meraki, read(meraki), media, { from }).fixes).toHaveLength(1);
  });

  it('keeps Windows line ends and does not show secrets that stand beside it', () => {
    const text =
      'set block-policy drop # password hunter2\r\nblock out proto udp to any port 16393:16402\r\n';
    const policy = read(text);
    const [fix] = fixFlows(text, policy, media, { from }).fixes;
    expect(fix?.diff).not.toContain('hunter2');
    const compiled = compilePolicy({ ...policy, families: [4] });
    const answers = media.map((flow) => answerFlow(compiled, flow, { from }));
    const place = nextPlace(compiled, answers, { from });
    if (place === undefined) throw new Error('no place');
    const openings = openingsOf(
      answers.flatMap(({ flow, parts }) => parts.map((part) => ({ flow, part }))),
      4,
      { v4: [0, 1], v6: [] },
    );
    const written = writeOpenings({ text, policy, place, openings });
    expect('edits' in written && applyEdits(text, written.edits).split('\r\n')).toHaveLength(4);
  });

  it('ends for any damaged text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...dialects),
        fc.nat(900),
        fc.nat(30),
        fc.string({ maxLength: 8 }),
        (dialect, at, length, put) => {
          const whole = closedPolicies[dialect];
          const text = whole.slice(0, at) + put + whole.slice(at + length);
          const { policy } = parseFirewall(text, dialect);
          if (policy === undefined) return;
          const { fixes, refusals } = fixFlows(text, policy, media, { from });
          expect(fixes.length + refusals.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 60 },
    );
  });
});
