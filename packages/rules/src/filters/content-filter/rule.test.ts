import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { contentFilter } from './rule.js';

const type = 'com.apple.webcontent-filter';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const filter = (settings: Omit<PayloadSpec, 'type'>, identifier = 'com.example.filter'): InstalledSpec => ({
  identifier,
  displayName: 'Filter',
  payloads: [{ type, FilterType: 'Plugin', PluginBundleID: 'com.example.guard', ...settings } as PayloadSpec],
});
const sockets = filter({ FilterSockets: true });

ruleTester.run(contentFilter, {
  atRisk: [
    {
      name: 'is at risk where a filter sees every connection',
      picture: { ...phone, profiles: [sockets] },
      expect: {
        count: 1,
        message: 'every-connection',
        severity: 'medium',
        cause: 'profile:com.example.filter/com.apple.webcontent-filter/FilterSockets',
        data: { app: 'com.example.guard', key: 'FilterSockets' },
        evidence: { path: 'PayloadContent[0].FilterSockets', value: true },
      },
    },
    {
      name: 'is at risk where a Mac filters packets',
      picture: {
        ...phone,
        platform: 'macOS',
        osVersion: '15.1',
        profiles: [filter({ FilterPackets: true })],
      },
      expect: { data: { key: 'FilterPackets' } },
    },
    {
      name: 'is at risk where every address is looked up, from OS 26 on',
      picture: { ...phone, profiles: [filter({ FilterURLs: true })] },
      expect: { message: 'every-address' },
    },
    {
      name: 'names each of two filters, since both must let a call pass',
      picture: { ...phone, profiles: [sockets, filter({ FilterSockets: true }, 'com.example.second')] },
      expect: { count: 2 },
    },
    {
      name: 'weighs more where the app of the filter is not installed',
      picture: { ...phone, facts: { apps: [] }, profiles: [sockets] },
      expect: { message: 'no-app', severity: 'high' },
    },
    {
      name: 'names a filter by what it is called where its app is not named',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.filter',
            payloads: [{ type, FilterType: 'Plugin', UserDefinedName: 'Guard', FilterSockets: true }],
          },
        ],
      },
      expect: { data: { app: 'Guard' } },
    },
  ],
  clear: [
    { name: 'is clear without a filter', picture: phone, expect: { notes: [] } },
    {
      name: 'is not misled by the built-in filter, whatever addresses it denies',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.web',
            payloads: [{ type, FilterType: 'BuiltIn', DenyListURLs: ['https://facetime.apple.com'] }],
          },
        ],
      },
    },
    {
      name: 'is clear where a filter sees browsers only',
      picture: { ...phone, profiles: [filter({ FilterBrowsers: true })] },
    },
    {
      name: 'is clear with a note where only managed apps are filtered',
      picture: { ...phone, profiles: [filter({ FilterSockets: true, ContentFilterUUID: 'A' })] },
      expect: { notes: ['managed-apps-only'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone, which takes no filter for the whole device',
      picture: { ...phone, isSupervised: false, profiles: [sockets] },
      expect: { notes: ['needs-supervision'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPad likewise',
      picture: {
        ...phone,
        platform: 'iPadOS',
        isSupervised: false,
        facts: { isSharedIpad: false },
        profiles: [sockets],
      },
      expect: { notes: ['needs-supervision'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone before iOS 16',
      picture: { ...phone, osVersion: '15.8', isSupervised: false, profiles: [sockets] },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'is clear with a note where a phone is told to filter packets, which Macs do',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { isSharedIpad: false },
        profiles: [filter({ FilterPackets: true })],
      },
      expect: { notes: ['ignored-platform'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a filter',
      picture: { ...phone, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
