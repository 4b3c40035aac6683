import path from 'node:path';
import { z } from 'zod';
import { folderOf } from '../testing/folder.js';
import { run } from '../testing/run.js';

const key = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const wireguard = `[Interface]
PrivateKey = ${key}
Address = 10.9.0.2/32
[Peer]
PresharedKey = ${key}
AllowedIPs = 0.0.0.0/0
`;
const profile = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>org.example.vpn</string><key>PayloadUUID</key><string>0A1B2C3D-1111-4222-8333-444455556666</string>
<key>PayloadDisplayName</key><string>Office VPN</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.vpn.managed</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>org.example.vpn.1</string><key>PayloadUUID</key><string>0A1B2C3D-1111-4222-8333-444455556667</string>
<key>VPNType</key><string>IKEv2</string>
<key>IKEv2</key><dict><key>IncludeAllNetworks</key><integer>1</integer><key>SharedSecret</key><string>PLANTED-SECRET</string></dict>
</dict></array></dict></plist>
`;
const fileOf = (name: string, text: string): string => path.join(folderOf({ [name]: text }), name);

const listed = z.object({
  vpns: z.array(
    z
      .object({
        kind: z.string(),
        destinations: z.array(
          z
            .object({
              id: z.string(),
              way: z.string(),
              whenUp: z.string(),
              because: z.object({ id: z.string(), message: z.string() }).loose(),
              parts: z.array(z.object({ way: z.string(), prefixes: z.array(z.string()) }).loose()),
            })
            .loose(),
        ),
        fixes: z.array(z.object({ id: z.string(), changes: z.array(z.unknown()) }).loose()),
      })
      .loose(),
  ),
});

describe('routes', () => {
  it('says for every destination which way it goes, by which line, and how to change that', async () => {
    const { code, out } = await run('routes', fileOf('office.conf', wireguard));
    expect(code).toBe(1);
    expect(out).toContain('wireguard, up while the user has it switched on');
    expect(out).toContain('AllowedIPs (line 6: 0.0.0.0/0)');
    expect(out).toContain('line 6: AllowedIPs = 0.0.0.0/4, 16.0.0.0/8, 18.0.0.0/7');
  });

  it('gives the same as JSON, with exact prefixes', async () => {
    const { out } = await run('routes', fileOf('office.conf', wireguard), '--format', 'json');
    const [vpn] = listed.parse(JSON.parse(out)).vpns;
    const push = vpn?.destinations.find(({ id }) => id === 'push');
    expect([push?.way, push?.whenUp]).toEqual(['depends', 'depends']);
    expect(push?.parts.map(({ way, prefixes }) => [way, prefixes.length])).toEqual([
      ['tunnel', 5],
      ['direct', 4],
    ]);
  });

  it('reads VPN payloads of profiles and names the key', async () => {
    const { code, out } = await run('routes', fileOf('vpn.mobileconfig', profile));
    expect(code).toBe(1);
    expect(out).toContain('profile "Office VPN", org.example.vpn.1');
    expect(out).toContain('the VPN takes all networks (IKEv2.IncludeAllNetworks)');
    expect(out).toContain('the push service stays outside the VPN (IKEv2.ExcludeAPNs)');
    expect(out).toContain('IKEv2.IncludeAllNetworks: 1 becomes 0');
  });

  it('shows no key, shared secret or password', async () => {
    for (const [name, text] of [
      ['office.conf', wireguard],
      ['vpn.mobileconfig', profile],
    ] as const) {
      for (const format of ['json', 'text']) {
        const { out, err } = await run('routes', fileOf(name, text), '--format', format);
        expect(`${out}${err}`).not.toMatch(/yAnz5TF|PLANTED-SECRET/);
      }
      const decoded = await run('decode', fileOf(name, text));
      expect(decoded.out).not.toMatch(/yAnz5TF|PLANTED-SECRET/);
    }
  });

  it('exits 0 where nothing goes through a tunnel', async () => {
    expect((await run('routes', fileOf('a.conf', wireguard.replace('0.0.0.0/0', '192.0.2.0/24')))).code).toBe(
      0,
    );
  });

  it.each([
    [['routes'], 'routes needs a profile or a configuration'],
    [['routes', fileOf('letter.txt', 'Dear all,\n')], 'no VPN in'],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('firewall --fix', () => {
  const drops =
    '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp --dport 16384:16402 -j REJECT\n-A FORWARD -p tcp -j ACCEPT\nCOMMIT\n';

  it('offers the lines, where they go, the commands and who signs', async () => {
    const { out } = await run('firewall', fileOf('fw.rules', drops), '--from', '10.20.0.0/16', '--fix');
    expect(out).toContain('Before line 3:');
    expect(out).toContain(
      'iptables -I FORWARD 1 -s 10.20.0.0/16 -p udp -m multiport --dports 16384:16387,16393:16402 -j ACCEPT',
    );
    expect(out).toContain(
      '+-A FORWARD -s 10.20.0.0/16 -p udp -m multiport --dports 16384:16387,16393:16402 -j ACCEPT',
    );
    expect(out).toContain('Opens UDP 16384-16387, 16393-16402 from 10.20.0.0/16 to any address.');
    expect(out).toContain('Let the person responsible for the security of this network sign it off.');
  });

  it('gives one fix for all flows and one for each as JSON', async () => {
    const { out } = await run(
      'firewall',
      fileOf('fw.rules', drops),
      '--from',
      '10.20.0.0/16',
      '--fix',
      '--format',
      'json',
    );
    const shape = z.object({
      fixes: z.array(z.object({ flows: z.array(z.string()), diff: z.string() })),
      refusals: z.array(z.unknown()),
      flows: z.array(
        z.object({ verdict: z.string(), fix: z.object({ fixes: z.array(z.unknown()) }).optional() }),
      ),
    });
    const read = shape.parse(JSON.parse(out));
    expect(read.fixes[0]?.flows).toEqual(['relay', 'probe', 'media', 'clock']);
    expect(
      read.flows.map(({ verdict, fix }) => verdict === 'allowed' || fix?.fixes.length === 1),
    ).not.toContain(false);
  });

  it('says why it offers none', async () => {
    const { out } = await run('firewall', fileOf('acl.txt', 'access-list 10 deny any\n'), '--fix');
    expect(out).toContain('No change is offered for https, http');
  });
});

describe('routes --policy FILE', () => {
  it('follows a flow the policy states with addresses of its own', async () => {
    const text = wireguard.replace('0.0.0.0/0', '198.51.100.0/25');
    const policy = fileOf(
      'ringcheck.yaml',
      'version: 1\nflows:\n  - { id: own, title: Our relay, protocol: udp, ports: 5349, destinations: 198.51.100.0/24 }\n',
    );
    const { code, out } = await run(
      'routes',
      fileOf('office.conf', text),
      '--policy',
      policy,
      '--format',
      'json',
    );
    const own = listed.parse(JSON.parse(out)).vpns[0]?.destinations.find(({ id }) => id === 'flow:own');
    expect([code, own?.whenUp, own?.parts.map(({ way, prefixes }) => [way, prefixes])]).toEqual([
      1,
      'depends',
      [
        ['tunnel', ['198.51.100.0/25']],
        ['direct', ['198.51.100.128/25']],
      ],
    ]);
  });
});
