import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice, type Rule } from '../index.js';
import { aNetwork, established, iptables, policyDocument, type NetworkSpec } from '../network/testing.js';
import { told as toldOf } from '../testing.js';
import { vpnDeclared } from './vpn-declared/rule.js';
import { vpnFullTunnel } from './vpn-full-tunnel/rule.js';

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
const office: InstalledSpec = {
  identifier: 'com.example.vpn',
  displayName: 'Remote',
  payloads: [
    {
      type: 'com.apple.vpn.managed',
      PayloadIdentifier: 'com.example.vpn.1',
      UserDefinedName: 'Office',
      VPNType: 'IKEv2',
      IKEv2: { IncludeAllNetworks: 1, OnDemandEnabled: 1, OnDemandRules: [{ Action: 'Connect' }] },
    },
  ],
};
const open = (...lines: string[]): string => iptables(lines, 'ACCEPT');
const half = (block: string): string => open(established, `-A FORWARD -p udp -d ${block} -j DROP`);
const doubtful = '-A FORWARD -p udp -m set --match-set calls dst -j DROP';
const noHttp = '-A FORWARD -p tcp --dport 80 -j DROP';
const noMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const stays = 'stays outside the tunnel: calls ring, and may not connect';
const own = {
  profile: 'Remote',
  identifier: 'com.example.vpn',
  payload: 'com.apple.vpn.managed',
  key: 'IKEv2.IncludeAllNetworks',
  value: '1',
  change: 'set IKEv2.IncludeAllNetworks to 0, so that only the routes of the VPN use the tunnel',
  when: 'on every network',
  name: 'Office',
  push: stays,
};
const ownKey = 'com.example.vpn.mobileconfig 13 PayloadContent[0].IKEv2.IncludeAllNetworks';

describe('a VPN for all traffic', () => {
  it('is told by its key, with its name and what to change', () => {
    expect(told(vpnFullTunnel, { ...phone, profiles: [office] })).toEqual([
      {
        answer: 'at-risk all-networks high managed',
        by: 'profile:com.example.vpn/com.apple.vpn.managed/IKEv2.IncludeAllNetworks',
        data: own,
        evidence: [ownKey],
      },
    ]);
  });

  it('is told by what may close a part where it leaves, and by what nobody uploaded there', () => {
    const network = { firewalls: { 'dc.rules': open(noHttp) }, missing: ['x.rules'] };
    expect(told(vpnFullTunnel, { ...phone, profiles: [office], ...leaving(network) })).toMatchObject([
      {
        answer: 'unknown egress-firewall-missing high',
        by: 'firewall:x.rules',
        data: { ...own, egress: 'datacenter', document: 'x.rules' },
        evidence: [ownKey],
      },
      {
        answer: 'at-risk activation egress-line-risks medium',
        by: 'firewall:dc.rules/line-3',
        data: { ...own, egress: 'datacenter', document: 'dc.rules', place: 'line 3', text: noHttp },
        evidence: [ownKey, 'dc.rules 3 FORWARD 1'],
      },
    ]);
  });

  it('is told by what stops calls where it leaves, and by nothing else', () => {
    const network = { firewalls: { 'dc.rules': open(noMedia, noHttp) }, missing: ['x.rules'] };
    expect(told(vpnFullTunnel, { ...phone, profiles: [office], ...leaving(network) })).toMatchObject([
      {
        answer: 'limited network:datacenter egress-line-stops high circumstance',
        by: 'firewall:dc.rules/line-3',
        data: { ...own, egress: 'datacenter', where: 'before line 3' },
        evidence: [ownKey, 'dc.rules 3 FORWARD 1'],
      },
    ]);
  });

  it('is told by the lines of several firewalls together', () => {
    const network = { firewalls: { 'a.rules': half('0.0.0.0/1'), 'b.rules': half('128.0.0.0/1') } };
    expect(told(vpnFullTunnel, { ...phone, profiles: [office], ...leaving(network) })).toMatchObject([
      {
        answer: 'limited network:datacenter egress-lines-together high circumstance',
        by: 'firewall:a.rules/line-4 + firewall:b.rules/line-4',
        data: { ...own, egress: 'datacenter', places: ['line 4 of a.rules', 'line 4 of b.rules'] },
        evidence: [ownKey, 'a.rules 4 FORWARD 2', 'b.rules 4 FORWARD 2'],
      },
    ]);
  });

  it('is of that user alone where it is a user’s, whatever is known of where it leaves', () => {
    const users = { ...mac, profiles: [{ ...office, channel: 'ana' }] };
    const of = (network: NetworkSpec) => answers(vpnFullTunnel, { ...users, ...leaving(network) });
    expect(of({ firewalls: { 'dc.rules': open(noMedia) } })).toEqual([
      'limited user:ana egress-line-stops high circumstance',
    ]);
    expect(of({ firewalls: { 'dc.rules': open(noHttp) } })).toEqual([
      'at-risk user:ana egress-line-risks medium',
    ]);
    expect(of({ firewalls: { 'dc.rules': open(doubtful) } })).toEqual([
      'unknown user:ana egress-line-undecidable high',
    ]);
    expect(of({ missing: ['x.rules'] })).toEqual(['unknown user:ana egress-firewall-missing high']);
    const both = {
      'a.rules': half('0.0.0.0/1'),
      'b.rules': half('128.0.0.0/1 -m set --match-set calls dst'),
    };
    expect(of({ firewalls: both })).toContain('unknown user:ana egress-lines-together-undecidable high');
  });

  it('leaves by the network that every key of the policy’s match names', () => {
    const by = (match: object) =>
      answers(vpnFullTunnel, { ...phone, profiles: [office], ...leaving({ proxyOnly: true }, match) });
    const stopped = ['limited network:datacenter egress-stopped high circumstance'];
    const alone = ['at-risk all-networks high managed'];
    expect(by(byProfile)).toEqual(stopped);
    expect(by({ payloadIdentifier: ['x', 'com.example.vpn.1'] })).toEqual(stopped);
    expect(by({ ...byProfile, payloadIdentifier: ['com.example.vpn.1'] })).toEqual(stopped);
    expect(by({ ...byProfile, payloadIdentifier: ['x'] })).toEqual(alone);
    expect(by({ profileIdentifier: ['x'], payloadIdentifier: ['com.example.vpn.1'] })).toEqual(alone);
    expect(by({ config: ['x.conf'] })).toEqual(alone);
  });

  it('leaves by the network named for the identifier in the profile, where the list names none', () => {
    const picture = pictureOf({ ...phone, profiles: [office], ...leaving({ proxyOnly: true }) });
    const profiles = picture.installed.profiles.map(({ identifier: _, ...listed }) => listed);
    const { results } = evaluateDevice(
      { ...picture, installed: { ...picture.installed, profiles } },
      { now: testNow, thresholds: defaultThresholds, rules: [vpnFullTunnel] },
    );
    expect(results.map(({ message }) => message)).toEqual(['egress-stopped']);
  });

  it('does not leave by a network that says nothing', () => {
    expect(answers(vpnFullTunnel, { ...phone, profiles: [office], ...leaving({}) })).toEqual([
      'at-risk all-networks high managed',
    ]);
  });

  it('stands beside a profile nobody can read, unless it stops calls', () => {
    const profiles = [office, { identifier: 'sealed', content: 'encrypted' as const }];
    expect(answers(vpnFullTunnel, { ...phone, profiles })).toHaveLength(2);
    expect(
      answers(vpnFullTunnel, { ...phone, profiles, ...leaving({ firewalls: { 'dc.rules': open(noHttp) } }) }),
    ).toHaveLength(2);
    expect(answers(vpnFullTunnel, { ...phone, profiles, ...leaving({ proxyOnly: true }) })).toHaveLength(1);
  });
});

describe('a declared VPN', () => {
  const prefix = 'com.apple.configuration.network.vpn.';
  const declared = (kind: string, settings: object): PictureSpec => ({
    ...phone,
    profiles: [
      {
        identifier: 'com.example.vpn',
        declaration: { active: true, valid: 'valid', reasons: [] },
        payloads: [{ type: `${prefix}${kind}`, ...settings }],
      },
    ],
  });
  const named = { profile: 'com.example.vpn', identifier: 'com.example.vpn' };
  const narrowed = (key: string) => `set ${key} to false, so that calls go past the VPN`;

  it('that is always up is told as a whole', () => {
    expect(told(vpnDeclared, declared('always-on', {}))).toEqual([
      {
        answer: 'at-risk always-on high managed',
        by: `profile:com.example.vpn/${prefix}always-on`,
        data: {
          ...named,
          payload: `${prefix}always-on`,
          key: `${prefix}always-on`,
          when: 'at all times',
          change: 'take it away or name a VPN for the own networks in its place',
        },
        evidence: ['com.example.vpn.mobileconfig 4 PayloadContent[0]'],
      },
    ]);
  });

  it.each([
    [
      'ikev2',
      { NetworkRouting: { IncludeAllNetworks: true } },
      'NetworkRouting.IncludeAllNetworks',
      9,
      'all-networks',
    ],
    ['ipsec', { OverridePrimary: true }, 'OverridePrimary', 7, 'override-primary'],
  ])('of kind %s is told by its key', (kind, settings, key, line, message) => {
    expect(told(vpnDeclared, declared(kind, settings))).toEqual([
      {
        answer: `at-risk ${message} high managed`,
        by: `profile:com.example.vpn/${prefix}${kind}/${key}`,
        data: {
          ...named,
          payload: `${prefix}${kind}`,
          key,
          when: 'while the user has it switched on',
          change: narrowed(key),
        },
        evidence: [`com.example.vpn.mobileconfig ${line} PayloadContent[0].${key}`],
      },
    ]);
  });

  it('whose routes beat all others weighs less', () => {
    expect(answers(vpnDeclared, declared('vpn-plugin', { NetworkRouting: { EnforceRoutes: true } }))).toEqual(
      ['at-risk enforced-routes low managed'],
    );
  });
});
