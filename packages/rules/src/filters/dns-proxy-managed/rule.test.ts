import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { dnsProxyManaged } from './rule.js';

const type = 'com.apple.dnsProxy.managed';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const proxy = (more: Omit<PayloadSpec, 'type'> = {}): InstalledSpec => ({
  identifier: 'com.example.names',
  displayName: 'Names',
  payloads: [{ type, AppBundleIdentifier: 'com.example.dnsproxy', ...more } as PayloadSpec],
});
const apps = (bundleId: string) => ({ facts: { apps: [{ bundleId }] } });

ruleTester.run(dnsProxyManaged, {
  atRisk: [
    {
      name: 'is at risk where an app answers every name',
      picture: { ...phone, profiles: [proxy()] },
      expect: {
        count: 1,
        message: 'all-names',
        severity: 'medium',
        cause: 'profile:com.example.names/com.apple.dnsProxy.managed/AppBundleIdentifier',
        data: { app: 'com.example.dnsproxy' },
        evidence: { path: 'PayloadContent[0].AppBundleIdentifier', value: 'com.example.dnsproxy' },
      },
    },
    {
      name: 'weighs more where the app is not installed',
      picture: { ...phone, ...apps('com.example.mail'), profiles: [proxy()] },
      expect: { message: 'no-app', severity: 'high' },
    },
    {
      name: 'weighs no more where the app is installed',
      picture: { ...phone, ...apps('com.example.dnsproxy'), profiles: [proxy()] },
      expect: { message: 'all-names' },
    },
    {
      name: 'passes over DNSProxyUUID on a Mac, which does not know it',
      picture: { ...phone, platform: 'macOS', profiles: [proxy({ DNSProxyUUID: 'A' })] },
      expect: { message: 'all-names', notes: ['ignored-platform'] },
    },
    {
      name: 'acts on an unsupervised iPhone from iOS 15 on',
      picture: { platform: 'iOS', osVersion: '15.0', isSupervised: false, profiles: [proxy()] },
    },
  ],
  clear: [
    { name: 'is clear without a DNS proxy', picture: phone, expect: { notes: [] } },
    {
      name: 'is clear with a note where only managed apps use the proxy',
      picture: { ...phone, profiles: [proxy({ DNSProxyUUID: 'A' })] },
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone before iOS 15',
      picture: { platform: 'iOS', osVersion: '14.8', isSupervised: false, profiles: [proxy()] },
      expect: { notes: ['ignored-not-supervised'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a DNS proxy',
      picture: { ...phone, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
