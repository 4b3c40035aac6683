import { pictureOf, type PictureSpec } from '@ringcheck/testkit';
import type { Rule } from '../index.js';
import { aNetwork, iptables, policyDocument, type NetworkSpec } from '../network/testing.js';
import { told as toldOf } from '../testing.js';
import { vpnFromFile } from './vpn-from-file/rule.js';
import { vpnFullTunnel } from './vpn-full-tunnel/rule.js';
import { vpnSplitTunnel } from './vpn-split-tunnel/rule.js';

const told = (rule: Rule, spec: PictureSpec) => toldOf(rule, pictureOf(spec));
const answers = (rule: Rule, spec: PictureSpec): readonly string[] =>
  told(rule, spec).map(({ answer }) => answer);

const at = { offset: 500, line: 40, column: 5 };
const byProfile = { profileIdentifier: ['com.example.vpn'] };
const leaving = (network: NetworkSpec, match: object = byProfile): PictureSpec => ({
  policyDocument,
  egresses: [
    { vpn: { match, egress: 'datacenter', at }, network: aNetwork({ name: 'datacenter', ...network }) },
  ],
});
const phone: PictureSpec = { platform: 'iOS', osVersion: '27.0', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { ...phone, platform: 'macOS', osVersion: '15.1' };
const open = (...lines: string[]): string => iptables(lines, 'ACCEPT');
const noMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const through = 'goes through the tunnel too: even ringing depends on the gateway';

const wireguard = (allowed: string, more: object = {}, on: PictureSpec = mac): PictureSpec => ({
  ...on,
  profiles: [
    {
      identifier: 'com.example.vpn',
      displayName: 'Intranet',
      payloads: [
        {
          type: 'com.apple.vpn.managed',
          VPNType: 'VPN',
          VPNSubType: 'com.wireguard.macos',
          VendorConfig: { WgQuickConfig: `[Interface]\n# (hidden)\n[Peer]\nAllowedIPs = ${allowed}\n` },
          VPN: { RemoteAddress: 'x', ...more },
        },
      ],
    },
  ],
});
const key = 'VendorConfig.WgQuickConfig';
const pushPrefixes = '17.57.144.0/22, 17.188.20.0/23, 17.188.128.0/18, 17.249.0.0/16 and 1 more';
const listedKey = `com.example.vpn.mobileconfig 13 PayloadContent[0].${key}`;
const intranet = {
  profile: 'Intranet',
  identifier: 'com.example.vpn',
  payload: 'com.apple.vpn.managed',
  key,
};

describe('a VPN with a list of its own', () => {
  it('that takes everything is told by its line', () => {
    const [one, ...more] = told(vpnFullTunnel, wireguard('0.0.0.0/0, ::/0'));
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      answer: 'at-risk listed-all medium managed',
      by: `profile:com.example.vpn/com.apple.vpn.managed/${key}`,
      data: { ...intranet, value: 'line 4, 0.0.0.0/0, ::/0', name: '', push: through },
    });
    expect(one?.data['change']).toMatch(
      /^in VendorConfig\.WgQuickConfig set AllowedIPs in line 4 to "0\.0\.0\.0\/4, 16\.0\.0\.0\/8, 18\.0\.0\.0\/7, .* \(leaves Apple's addresses out; peers, local stay in the VPN\)$/,
    );
  });

  it('that leaves where calls cannot is to take the own networks only', () => {
    for (const network of [{ firewalls: { 'dc.rules': open(noMedia) } }, { proxyOnly: true }])
      expect(
        told(vpnFullTunnel, { ...wireguard('0.0.0.0/0, ::/0'), ...leaving(network) })[0]?.data['change'],
      ).toBe(
        "in VendorConfig.WgQuickConfig list the own networks only in place of all addresses, so that calls go past the VPN (without Apple's addresses it would still take peers, local, which cannot leave there)",
      );
  });

  it('that takes a part is told by what it takes', () => {
    expect(told(vpnSplitTunnel, wireguard('17.0.0.0/8, 10.0.0.0/8'))).toEqual([
      {
        answer: 'at-risk listed-covers low managed',
        by: `profile:com.example.vpn/com.apple.vpn.managed/${key}`,
        data: {
          ...intranet,
          when: 'while the user has it switched on',
          taken: [`push: ${pushPrefixes}`, 'apple: 17.0.0.0/8', 'peers: 17.0.0.0/8'],
          change: `set AllowedIPs in line 4 to "10.0.0.0/8" (leaves Apple's addresses out; local stay in the VPN)`,
        },
        evidence: [listedKey],
      },
    ]);
  });

  it('that takes a part is told by the first firewall that closes it, and by every flow closed there', () => {
    const network = { firewalls: { 'a.rules': open(), 'b.rules': open('-A FORWARD -p tcp -j DROP') } };
    const [one, ...more] = told(vpnSplitTunnel, { ...wireguard('17.0.0.0/8'), ...leaving(network) });
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      answer: 'at-risk listed-egress-closes medium managed',
      data: {
        ...intranet,
        egress: 'datacenter',
        document: 'b.rules',
        place: 'line 3',
        target: '17.0.0.0/8, 17.57.144.0/22, 17.188.20.0/23, 17.188.128.0/18, 17.249.0.0/16, 17.252.0.0/16',
        flow: 'Directory, registration and push fallback over HTTPS, Certificate checks over HTTP, Push service, which rings the device',
      },
      evidence: [listedKey, 'b.rules 3 FORWARD 1'],
    });
  });

  it.each<[string, PictureSpec, string[], string[]]>([
    [
      'its own rules never start',
      wireguard('17.0.0.0/8', { OnDemandEnabled: 1, OnDemandRules: [{ Action: 'Disconnect' }] }),
      ['note listed-past'],
      [listedKey],
    ],
    ['takes nothing of a call', wireguard('10.0.0.0/8'), ['note listed-past'], [listedKey]],
  ])('that %s is a note at its key', (_name, spec, notes, evidence) => {
    const [clear, ...more] = told(vpnSplitTunnel, spec);
    expect(clear?.answer).toBe('clear clear low');
    expect(more.map(({ answer }) => answer)).toEqual(notes);
    expect(more[0]?.evidence).toEqual(evidence);
  });
});

describe('a VPN of which nothing is listed', () => {
  const holding = (settings: object): PictureSpec => ({
    ...mac,
    profiles: [
      { identifier: 'v', payloads: [{ type: 'com.apple.vpn.managed', VPNType: 'IKEv2', ...settings }] },
    ],
  });

  it('is a note at its kind', () => {
    expect(told(vpnSplitTunnel, holding({ IKEv2: { RemoteAddress: 'x' } }))[1]).toMatchObject({
      answer: 'note listed-routes',
      data: { key: 'IKEv2', kind: 'IKEv2' },
      evidence: ['v.mobileconfig 7 PayloadContent[0].VPNType'],
    });
  });

  it('is told by the key that lets its routes beat all others', () => {
    expect(told(vpnSplitTunnel, holding({ IKEv2: { RemoteAddress: 'x', EnforceRoutes: 1 } }))).toMatchObject([
      {
        answer: 'at-risk enforced-routes low managed',
        data: { key: 'IKEv2.EnforceRoutes', kind: 'IKEv2' },
      },
    ]);
  });

  it('is no matter of an app mapping without a name', () => {
    const mapping = { type: 'com.apple.vpn.managed.appmapping', AppLayerVPNMapping: [{ VPNUUID: 'A' }] };
    expect(answers(vpnSplitTunnel, { ...mac, profiles: [{ identifier: 'v', payloads: [mapping] }] })).toEqual(
      ['clear clear low'],
    );
  });
});

describe('a VPN from a file', () => {
  const file = (text: string, network?: NetworkSpec): PictureSpec => ({
    ...mac,
    policyDocument,
    tunnels: [
      {
        stated: { config: 'office.conf', select: {}, at },
        file: { document: { path: 'office.conf', sha256: 'ef' }, text },
      },
    ],
    ...(network === undefined ? {} : leaving(network, { config: ['office.conf'] })),
  });
  const peer = (allowed: string): string =>
    `[Interface]\nPrivateKey = (hidden)\nAddress = 10.9.0.2/32\n[Peer]\nAllowedIPs = ${allowed}\n`;
  const said = 'ringcheck.yaml 40 tunnels';

  it('is told by its line, what it takes and what to change there', () => {
    expect(told(vpnFromFile, file(peer('17.0.0.0/8')))).toEqual([
      {
        answer: 'at-risk covers medium',
        by: 'vpn-config:office.conf',
        data: {
          file: 'office.conf',
          when: 'while the user has it switched on',
          taken: [`push: ${pushPrefixes}`, 'apple: 17.0.0.0/8', 'peers: 17.0.0.0/8'],
          beside: '',
          key: 'line 5, 17.0.0.0/8',
          change: `remove line 5 (AllowedIPs), in which nothing is left (leaves Apple's addresses out)`,
        },
        evidence: ['office.conf 5', said],
      },
    ]);
  });

  it('names four prefixes, and how many more there are', () => {
    const taken = (allowed: string) => told(vpnFromFile, file(peer(allowed)))[0]?.data['taken'];
    const four = '17.0.0.0/10, 17.64.0.0/12, 17.128.0.0/14, 17.200.0.0/16';
    expect(taken(four)).toEqual(['push: 17.57.144.0/22', `apple: ${four}`, `peers: ${four}`]);
    expect(taken(`${four}, 17.210.0.0/16, 17.240.0.0/16`)).toEqual([
      'push: 17.57.144.0/22',
      `apple: ${four} and 2 more`,
      `peers: ${four} and 2 more`,
    ]);
  });

  it('is told by the firewall that closes what it takes', () => {
    const network = { firewalls: { 'dc.rules': open('-A FORWARD -p tcp -j DROP') } };
    expect(told(vpnFromFile, file(peer('17.0.0.0/8'), network))).toMatchObject([
      {
        answer: 'at-risk part-closed medium',
        by: 'vpn-config:office.conf',
        data: {
          egress: 'datacenter',
          document: 'dc.rules',
          place: 'line 3',
          opens: 'TCP 80, 443 and TCP 5223',
        },
        evidence: ['office.conf 5', said, 'dc.rules 3 FORWARD 1'],
      },
    ]);
  });

  it('leaves by the network of its own entry in the policy', () => {
    const network = { firewalls: { 'dc.rules': open() } };
    const spec = file(peer('17.0.0.0/8'), network);
    expect(answers(vpnFromFile, spec)).toEqual(['clear clear medium', 'note part-open']);
    const other = (spec.egresses ?? []).map((egress) => ({
      ...egress,
      vpn: { ...egress.vpn, at: { offset: 9 } },
    }));
    expect(answers(vpnFromFile, { ...spec, egresses: other })).toEqual(['at-risk covers medium']);
    const profiles = (spec.egresses ?? []).map((egress) => ({
      ...egress,
      vpn: { ...egress.vpn, match: byProfile },
    }));
    expect(answers(vpnFromFile, { ...spec, egresses: profiles })).toEqual(['at-risk covers medium']);
  });

  it('is told by the first route of OpenVPN, whatever ends its lines', () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(
        told(
          vpnFromFile,
          file(['client', 'remote vpn.example.org', '  route 10.0.0.0 255.0.0.0  ', ''].join(end)),
        )[1],
      ).toMatchObject({ answer: 'note routes-pushed', evidence: ['office.conf 3', said] });
  });

  it('is told as a whole where no line takes anything', () => {
    expect(told(vpnFromFile, file('client\nremote vpn.example.org\n'))[1]?.evidence).toEqual([
      'office.conf',
      said,
    ]);
  });
});
