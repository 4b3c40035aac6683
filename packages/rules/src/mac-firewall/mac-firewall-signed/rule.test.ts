import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { macFirewallSigned } from './rule.js';

const type = 'com.apple.security.firewall';
const mac = { platform: 'macOS', osVersion: '14.5', enrolment: 'device' } as const;
type Settings = Omit<NonNullable<InstalledSpec['payloads']>[number], 'type'>;
const firewall = (settings: Settings): InstalledSpec => ({
  identifier: 'com.example.firewall',
  displayName: 'Firewall',
  payloads: [{ EnableFirewall: true, AllowSigned: false, ...settings, type }],
});

ruleTester.run(macFirewallSigned, {
  atRisk: [
    {
      name: 'endangers incoming calls when built-in software is no longer trusted',
      picture: { ...mac, profiles: [firewall({})] },
      expect: {
        scope: 'incoming',
        severity: 'low',
        cause: 'profile:com.example.firewall/com.apple.security.firewall/AllowSigned',
        data: { key: 'AllowSigned', wanted: 'true' },
      },
    },
  ],
  clear: [
    {
      name: 'is clear when built-in software is trusted',
      picture: { ...mac, profiles: [firewall({ AllowSigned: true })] },
    },
    {
      name: 'is clear when FaceTime is allowed by name',
      picture: {
        ...mac,
        profiles: [firewall({ Applications: [{ BundleID: 'com.apple.FaceTime', Allowed: true }] })],
      },
    },
    {
      name: 'is clear when the firewall is off',
      picture: { ...mac, profiles: [firewall({ EnableFirewall: false })] },
    },
    {
      name: 'believes the Mac whose firewall is off',
      picture: {
        ...mac,
        facts: { firewall: { enabled: false, applications: [] } },
        profiles: [firewall({})],
      },
      expect: { message: 'off' },
    },
    {
      name: 'is clear with a note on macOS 12.2, which does not know the key',
      picture: { ...mac, osVersion: '12.2', profiles: [firewall({})] },
      expect: { notes: ['ignored-os-too-old'] },
    },
    {
      name: 'is not misled by the key for downloaded software',
      picture: { ...mac, profiles: [firewall({ AllowSigned: true, AllowSignedApp: false })] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...mac, installed: { knowledge: 'none' } },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an iPad', picture: { ...mac, platform: 'iPadOS' } }],
});
