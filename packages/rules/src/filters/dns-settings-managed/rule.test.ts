import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { dnsSettingsManaged } from './rule.js';

const type = 'com.apple.dnsSettings.managed';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const resolver = { DNSProtocol: 'HTTPS', ServerURL: 'https://dns.example.org/dns-query' };
const dns = (settings: PayloadSpec[string] = {}, more: Partial<InstalledSpec> = {}): InstalledSpec => ({
  identifier: 'com.example.dns',
  displayName: 'Names',
  payloads: [{ type, DNSSettings: { ...resolver, ...(settings as object) } }],
  ...more,
});

ruleTester.run(dnsSettingsManaged, {
  atRisk: [
    {
      name: 'is at risk, and severely, where one resolver answers all and none may stand in',
      picture: { ...phone, profiles: [dns()] },
      expect: {
        count: 1,
        message: 'no-failover',
        severity: 'high',
        cause: 'profile:com.example.dns/com.apple.dnsSettings.managed/DNSSettings',
        data: {
          server: 'https://dns.example.org/dns-query',
          where: 'on managed Wi-Fi networks at least',
        },
        evidence: { path: 'PayloadContent[0].DNSSettings.ServerURL' },
      },
    },
    {
      name: 'weighs less where another resolver may stand in',
      picture: { ...phone, profiles: [dns({ AllowFailover: true })] },
      expect: { message: 'one-resolver', severity: 'medium' },
    },
    {
      name: 'does not blame a missing failover before OS 26, which does not know it',
      picture: { ...phone, osVersion: '18.6', profiles: [dns()] },
      expect: { message: 'one-resolver', severity: 'medium' },
    },
    {
      name: 'is at risk where the listed names hold those of FaceTime',
      picture: {
        ...phone,
        profiles: [dns({ SupplementalMatchDomains: ['corp.example', 'push.apple.com'] })],
      },
    },
    {
      name: 'names a resolver known by its name or address only',
      picture: {
        ...phone,
        platform: 'macOS',
        profiles: [
          dns(
            {},
            { payloads: [{ type, DNSSettings: { DNSProtocol: 'TLS', ServerAddresses: ['192.0.2.53'] } }] },
          ),
        ],
      },
      expect: { data: { server: '192.0.2.53' } },
    },
    {
      name: 'says nothing of managed networks for a profile installed by hand',
      picture: { ...phone, profiles: [dns({}, { isManaged: false })] },
      expect: { data: { where: 'on every network' } },
    },
  ],
  clear: [
    { name: 'is clear without DNS settings', picture: phone, expect: { notes: [] } },
    {
      name: 'is clear with a note where only own names go to the resolver',
      picture: { ...phone, profiles: [dns({ SupplementalMatchDomains: ['corp.example'] })] },
      expect: { notes: ['own-names-only'] },
    },
    {
      name: 'is clear with a note before iOS 14',
      picture: { ...phone, osVersion: '13.7', profiles: [dns()] },
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when the version that knows DNS settings is not reported',
      picture: { platform: 'iOS', isSupervised: true, profiles: [dns()] },
      expect: { message: 'undetermined-os-unknown', gap: 'fact:osVersion' },
    },
    {
      name: 'is unknown when an encrypted profile may hold DNS settings',
      picture: { ...phone, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
