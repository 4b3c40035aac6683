import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice, type DeviceEvaluation } from '../index.js';
import { anyMac, sorted, supervisedPad, supervisedPhone, told, type Expected } from './testing.js';

type Keys = Readonly<Record<string, Plain>>;
type Declared = NonNullable<InstalledSpec['declaration']>;

const evaluate = (picture: PictureSpec): DeviceEvaluation =>
  evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
const installed = (type: string, keys: Keys, identifier = 'com.example.a'): InstalledSpec => ({
  identifier,
  payloads: [{ type, ...keys }],
});
const declared = (type: string, keys: Keys, declaration: Declared): InstalledSpec => ({
  ...installed(type, keys, 'com.example.declared'),
  declaration,
});
const inForce: Declared = { active: true, valid: 'valid', reasons: [] };
const phone = (facts: PictureSpec['facts'] = {}): PictureSpec => ({
  facts: { ...supervisedPhone, ...facts },
});
const mac = { facts: anyMac } satisfies PictureSpec;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '100: a VPN as profile and as declaration on iOS 27 is told twice, each with its own layout',
    picture: {
      ...phone({ osVersion: '27.0' }),
      profiles: [
        installed('com.apple.vpn.managed', {
          VPNType: 'IKEv2',
          IKEv2: { RemoteAddress: 'vpn.example', IncludeAllNetworks: 1 },
        }),
        declared(
          'com.apple.configuration.network.vpn.ikev2',
          { NetworkRouting: { IncludeAllNetworks: true } },
          inForce,
        ),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: {
        'vpn-full-tunnel': ['at-risk by com.example.a'],
        'vpn-declared': ['at-risk by com.example.declared'],
      },
    },
  },
  {
    name: '109: the proxy of one Wi-Fi payload is suspect in that network only',
    picture: {
      ...phone(),
      profiles: [
        installed('com.apple.wifi.managed', {
          SSID_STR: 'Office',
          ProxyType: 'Manual',
          ProxyServer: 'proxy.example',
        }),
      ],
    },
    expected: { verdict: 'at-risk', rules: { 'proxy-network': ['at-risk network:Office'] } },
  },
  {
    name: '133: an access point with a proxy is suspect on cellular',
    picture: {
      ...phone(),
      profiles: [
        installed('com.apple.cellular', { APNs: [{ Name: 'corp.example', ProxyServer: 'proxy.example' }] }),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'proxy-network': ['at-risk cellular'] },
      notes: ['cellular-data-network: own-access-point'],
    },
  },
  {
    // 0.3 as macOS 11 counts (2^30 bytes) reaches the rules as decimal gigabytes.
    name: '149: a Mac with macOS 11 and 0.3 GiB free has little storage, counted in decimal gigabytes',
    picture: { facts: { ...anyMac, osVersion: '11.7', storageFreeGB: (0.3 * 2 ** 30) / 1e9 } },
    expected: { verdict: 'at-risk', rules: { 'device-storage-low': ['at-risk (high)'] } },
  },
  {
    name: '151: a clock that hangs on a server of the house endangers activation elsewhere',
    picture: { ...mac, profiles: [installed('com.apple.MCX', { timeServer: 'ntp.corp.example' })] },
    expected: { verdict: 'at-risk', rules: { 'device-clock': ['at-risk activation'] } },
  },
  {
    name: '152: a forced clock on Wi-Fi hardware is right, and its zone may not be',
    picture: {
      facts: supervisedPad,
      profiles: [installed('com.apple.applicationaccess', { forceAutomaticDateAndTime: true })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'device-clock': ['clear'] },
      notes: ['device-clock: zone-may-differ'],
    },
  },
  {
    name: '166: calls that are not marked lose quality where there is a fast lane',
    picture: {
      ...phone(),
      profiles: [
        installed('com.apple.wifi.managed', {
          SSID_STR: 'Office',
          QoSMarkingPolicy: { QoSMarkingAppleAudioVideoCalls: false },
        }),
      ],
    },
    expected: { verdict: 'at-risk', rules: { 'wifi-call-marking': ['at-risk quality (low)'] } },
  },
  {
    name: '168: a declaration the device calls invalid does nothing, and its reasons are told',
    picture: {
      ...phone({ osVersion: '27.0' }),
      profiles: [
        declared(
          'com.apple.configuration.app.settings',
          { Allowed: { DeniedApps: ['com.apple.facetime'] } },
          {
            active: false,
            valid: 'invalid',
            reasons: [{ code: 'Error.X', description: 'Key not supported' }],
          },
        ),
      ],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-app-blocklist': ['clear'] },
      notes: ['restriction-app-blocklist: ignored-declaration-invalid'],
    },
  },
];

describe('declarations, networks and the clock', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    expect(told(evaluate(picture), expected)).toEqual(sorted(expected));
  });

  it('168: the reasons of the device stand in the note', () => {
    const found = evaluate(cases.find(({ name }) => name.startsWith('168'))?.picture ?? {});
    expect(found.notes.map(({ data }) => data['detail'])).toEqual(['Key not supported']);
  });

  const both: InstalledSpec = {
    identifier: 'com.example.both',
    viaDeclaration: true,
    payloads: [
      { type: 'com.apple.vpn.managed', VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1 } },
      { type: 'com.apple.relay.managed', Relays: [{ HTTP3RelayURL: 'https://relay.example' }] },
      {
        type: 'com.apple.wifi.managed',
        SSID_STR: 'Office',
        QoSMarkingPolicy: { QoSMarkingAppleAudioVideoCalls: false },
      },
    ],
  };

  it('169: an iPhone in User Enrollment refuses a declared profile whole for one payload', () => {
    const facts = { ...supervisedPhone, isSupervised: false, enrolment: 'user' as const };
    const { verdict, results } = evaluate({ facts, profiles: [both] });
    expect(verdict).toBe('clear');
    expect(results.filter(({ ruleId }) => ruleId === 'relay-managed').map(({ outcome }) => outcome)).toEqual([
      'clear',
    ]);
  });

  it('169: a Mac in User Enrollment skips that payload only', () => {
    const facts = { ...anyMac, isSupervised: false, enrolment: 'user' as const };
    const { results } = evaluate({ facts, profiles: [both] });
    const outcomes = (rule: string) =>
      results.filter(({ ruleId }) => ruleId === rule).map(({ outcome }) => outcome);
    expect(outcomes('wifi-call-marking')).toEqual(['at-risk']);
    expect(outcomes('vpn-full-tunnel')).not.toContain('at-risk');
    // Forbidden there as well, by Apple's schema of the payload.
    expect(outcomes('relay-managed')).not.toContain('at-risk');
  });
});
