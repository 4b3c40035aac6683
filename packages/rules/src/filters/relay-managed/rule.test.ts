import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { relayManaged } from './rule.js';

const type = 'com.apple.relay.managed';
const mac = { platform: 'macOS', osVersion: '26.1', isSupervised: true } as const;
const relay = (settings: Omit<PayloadSpec, 'type'> = {}): InstalledSpec => ({
  identifier: 'com.example.relay',
  displayName: 'Relay',
  payloads: [
    { type, Relays: [{ HTTP3RelayURL: 'https://relay.example.org/masque' }], ...settings } as PayloadSpec,
  ],
});

ruleTester.run(relayManaged, {
  atRisk: [
    {
      name: 'is at risk where everything goes to a relay',
      picture: { ...mac, profiles: [relay()] },
      expect: {
        count: 1,
        message: 'everything',
        severity: 'medium',
        cause: 'profile:com.example.relay/com.apple.relay.managed/Relays',
        evidence: { path: 'PayloadContent[0].Relays' },
      },
    },
    {
      name: 'takes an empty list for none',
      picture: { ...mac, profiles: [relay({ MatchDomains: [] })] },
      expect: { message: 'everything' },
    },
    {
      name: "weighs less where Apple's names are excluded",
      picture: { ...mac, profiles: [relay({ ExcludedDomains: ['apple.com', 'bank.example'] })] },
      expect: { message: 'everything-but', severity: 'low', data: { excluded: ['apple.com'] } },
    },
    {
      name: "weighs less where a name of Apple's is excluded as a host",
      picture: { ...mac, profiles: [relay({ ExcludedFQDNs: ['bank.example', 'init.ess.apple.com'] })] },
      expect: { message: 'everything-but', severity: 'low', data: { excluded: ['init.ess.apple.com'] } },
    },
    {
      name: "is at risk where Apple's names are listed",
      picture: { ...mac, profiles: [relay({ MatchFQDNs: ['init.ess.apple.com'] })] },
      expect: {
        message: 'apple-names',
        cause: 'profile:com.example.relay/com.apple.relay.managed/MatchFQDNs',
      },
    },
    {
      name: 'acts on an Apple TV',
      picture: { ...mac, platform: 'tvOS', osVersion: '18.0', profiles: [relay()] },
    },
    {
      name: 'narrows a relay of one user of a Mac to that user',
      picture: { ...mac, profiles: [{ ...relay(), channel: 'ana' }] },
      expect: { scope: 'user:ana' },
    },
  ],
  clear: [
    { name: 'is clear without a relay', picture: mac, expect: { notes: [] } },
    {
      name: 'is clear with a note where only own names use the relay',
      picture: { ...mac, profiles: [relay({ MatchDomains: ['corp.example'] })] },
      expect: { notes: ['own-names-only'] },
    },
    {
      name: 'is clear with a note where only managed apps use the relay',
      picture: { ...mac, profiles: [relay({ RelayUUID: 'A' })] },
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'is clear with a note before iOS 17',
      picture: { platform: 'iOS', osVersion: '16.7', isSupervised: true, profiles: [relay()] },
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a relay',
      picture: { ...mac, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
