import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { macFirewallIncoming } from './rule.js';

const type = 'com.apple.security.firewall';
const mac = { platform: 'macOS', osVersion: '15.1', enrolment: 'device' } as const;
type Settings = Omit<NonNullable<InstalledSpec['payloads']>[number], 'type'>;
const firewall = (settings: Settings, identifier = 'com.example.firewall'): InstalledSpec => ({
  identifier,
  displayName: 'Firewall',
  payloads: [{ EnableFirewall: true, ...settings, type }],
});
const denied = [{ BundleID: 'com.apple.FaceTime', Allowed: false }];
const reported = (
  state: { enabled: boolean; blockAllIncoming?: boolean },
  applications: readonly { bundleId: string; allowed: boolean }[] = [],
) => ({
  ...mac,
  facts: { firewall: { ...state, applications } },
});

ruleTester.run(macFirewallIncoming, {
  atRisk: [
    {
      name: 'endangers incoming calls when all incoming connections are refused',
      picture: { ...mac, profiles: [firewall({ BlockAllIncoming: true })] },
      expect: {
        scope: 'incoming',
        severity: 'high',
        message: 'block-all',
        cause: 'profile:com.example.firewall/com.apple.security.firewall/BlockAllIncoming',
      },
    },
    {
      name: 'takes the strictest of two profiles',
      picture: {
        ...mac,
        profiles: [
          firewall({ BlockAllIncoming: false }),
          firewall({ BlockAllIncoming: true }, 'com.example.strict'),
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.strict/com.apple.security.firewall/BlockAllIncoming',
      },
    },
    {
      name: 'lets the switch of one profile turn on what another one sets',
      picture: {
        ...mac,
        profiles: [
          firewall({}),
          firewall({ EnableFirewall: false, BlockAllIncoming: true }, 'com.example.strict'),
        ],
      },
      expect: { count: 1, message: 'block-all' },
    },
    {
      name: 'endangers incoming calls when FaceTime is denied by name',
      picture: { ...mac, profiles: [firewall({ Applications: denied })] },
      expect: { scope: 'incoming', message: 'app-denied' },
    },
    {
      name: 'lets a denial win over a permission of the same profile',
      picture: {
        ...mac,
        profiles: [
          firewall({ Applications: [{ BundleID: 'com.apple.FaceTime', Allowed: true }, ...denied] }),
        ],
      },
    },
    {
      name: 'believes the Mac that refuses all connections although no profile says so',
      picture: reported({ enabled: true, blockAllIncoming: true }),
      expect: { message: 'block-all-by-hand', cause: 'device/firewall/block-all', control: 'circumstance' },
    },
    {
      name: 'believes the Mac that denies FaceTime although no profile says so',
      picture: reported({ enabled: true }, [{ bundleId: 'com.apple.FaceTime', allowed: false }]),
      expect: { message: 'app-denied-by-hand' },
    },
    {
      name: 'names the profile behind what the Mac reports',
      picture: {
        ...reported({ enabled: true, blockAllIncoming: true }),
        profiles: [firewall({ BlockAllIncoming: true })],
      },
      expect: { message: 'block-all', count: 1, evidence: { document: 'DeviceInformation.plist' } },
    },
  ],
  clear: [
    { name: 'is clear without a firewall payload', picture: { ...mac } },
    {
      name: 'is clear with a note when the firewall is off',
      picture: { ...mac, profiles: [firewall({ EnableFirewall: false, BlockAllIncoming: true })] },
      expect: { notes: ['off'] },
    },
    {
      name: 'is clear when only stealth mode is on',
      picture: { ...mac, profiles: [firewall({ EnableStealthMode: true })] },
    },
    {
      name: 'is clear when another app is denied',
      picture: {
        ...mac,
        profiles: [firewall({ Applications: [{ BundleID: 'com.acme.a', Allowed: false }] })],
      },
    },
    {
      name: 'believes the Mac whose firewall is off, whatever profiles say',
      picture: { ...reported({ enabled: false }), profiles: [firewall({ BlockAllIncoming: true })] },
      expect: { message: 'off', notes: ['profile-differs'] },
    },
    {
      name: 'is clear by the word of the Mac alone where nobody listed its profiles',
      picture: { ...reported({ enabled: true, blockAllIncoming: false }), installed: { knowledge: 'none' } },
    },
    {
      name: 'is clear with a note when the payload stands in a profile for users',
      picture: { ...mac, profiles: [{ ...firewall({ BlockAllIncoming: true }), channel: 'ana' }] },
      expect: { notes: ['ignored-wrong-channel'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown, and decides no verdict, when nobody listed the profiles',
      picture: { ...mac, installed: { knowledge: 'none' } },
      expect: { message: 'listing-missing', undecided: false },
    },
    {
      name: 'is unknown when a profile with a firewall payload was not uploaded',
      picture: {
        ...mac,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: { gap: 'profile:com.example.lost' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of an iPhone, and notes the payload',
      picture: { platform: 'iOS', osVersion: '18.6', profiles: [firewall({ BlockAllIncoming: true })] },
      expect: { notes: ['ignored-platform'] },
    },
    {
      name: 'says nothing of stealth mode on an iPhone',
      picture: {
        platform: 'iOS',
        osVersion: '18.6',
        profiles: [{ identifier: 'com.example.stealth', payloads: [{ type, EnableStealthMode: true }] }],
      },
      expect: { notes: [] },
    },
  ],
});
