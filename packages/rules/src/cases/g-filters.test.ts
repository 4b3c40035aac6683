import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { sorted, supervisedPhone, told, type Expected } from './testing.js';

type Keys = Readonly<Record<string, Plain>>;
const installed = (type: string, keys: Keys, identifier = 'com.example.a'): InstalledSpec => ({
  identifier,
  payloads: [{ type, ...keys }],
});
const resolver = (keys: Keys = {}, beside: Keys = {}): InstalledSpec =>
  installed('com.apple.dnsSettings.managed', {
    DNSSettings: { DNSProtocol: 'HTTPS', ServerURL: 'https://dns.example/q', ...keys },
    ...beside,
  });
const filter = (keys: Keys, identifier?: string): InstalledSpec =>
  installed('com.apple.webcontent-filter', keys, identifier);
const plugin = { FilterType: 'Plugin', UserDefinedName: 'Filter', PluginBundleID: 'com.acme.filter' };
const proxy = (keys: Keys): InstalledSpec => installed('com.apple.proxy.http.global', keys);
const relay = (keys: Keys = {}): InstalledSpec =>
  installed('com.apple.relay.managed', {
    Relays: [{ HTTP3RelayURL: 'https://relay.example/' }],
    ...keys,
  });
const phone = (osVersion = '17.6'): PictureSpec => ({ facts: { ...supervisedPhone, osVersion } });
const unsupervised = (osVersion = '17.6'): PictureSpec => ({
  facts: { ...supervisedPhone, osVersion, isSupervised: false },
});

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '102: DNS settings of an MDM server put managed Wi-Fi networks at risk',
    picture: { ...phone(), profiles: [resolver()] },
    expected: {
      verdict: 'at-risk',
      rules: { 'dns-settings-managed': ['at-risk by com.example.a (medium)'] },
    },
  },
  {
    name: '103: DNS settings for names of the company leave FaceTime alone',
    picture: { ...phone(), profiles: [resolver({ SupplementalMatchDomains: ['corp.example'] })] },
    expected: {
      verdict: 'clear',
      rules: { 'dns-settings-managed': ['clear'] },
      notes: ['dns-settings-managed: own-names-only'],
    },
  },
  {
    name: '104: without a fall-back a dead resolver stops every call',
    picture: { ...phone('26.0'), profiles: [resolver({ AllowFailover: false })] },
    expected: { verdict: 'at-risk', rules: { 'dns-settings-managed': ['at-risk by com.example.a (high)'] } },
  },
  {
    name: '105: without supervision the user can switch DNS settings off',
    picture: { ...unsupervised(), profiles: [resolver({}, { ProhibitDisablement: true })] },
    expected: {
      verdict: 'at-risk',
      rules: { 'dns-settings-managed': ['at-risk by com.example.a'] },
      notes: ['dns-settings-managed: ignored-not-supervised'],
    },
  },
  {
    name: '106: a DNS proxy with an identity serves managed apps only',
    picture: {
      ...phone(),
      profiles: [
        installed('com.apple.dnsProxy.managed', { AppBundleIdentifier: 'com.acme.dns', DNSProxyUUID: 'A1' }),
      ],
    },
    expected: {
      verdict: 'clear',
      rules: { 'dns-proxy-managed': ['clear'] },
      notes: ['dns-proxy-managed: managed-apps-only'],
    },
  },
  {
    name: '107: an unsupervised iPhone ignores a global proxy',
    picture: {
      ...unsupervised(),
      profiles: [proxy({ ProxyType: 'Manual', ProxyServer: 'proxy.example', ProxyServerPort: 8080 })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'proxy-global': ['clear'] },
      notes: ['proxy-global: ignored-not-supervised'],
    },
  },
  {
    name: '108: a global proxy by a PAC file without fall-back is a risk',
    picture: {
      ...phone(),
      profiles: [
        proxy({
          ProxyType: 'Auto',
          ProxyPACURL: 'https://proxy.example/p.pac',
          ProxyPACFallbackAllowed: false,
        }),
      ],
    },
    expected: { verdict: 'at-risk', rules: { 'proxy-global': ['at-risk by com.example.a'] } },
  },
  {
    name: '110: the built-in web filter touches addresses of the browser, not calls',
    picture: { ...phone(), profiles: [filter({ FilterType: 'BuiltIn', DenyListURLs: ['facetime'] })] },
    expected: { verdict: 'clear', rules: { 'content-filter': ['clear'] } },
  },
  {
    name: '111: a filter of another maker that sees every socket is a risk',
    picture: { ...phone(), profiles: [filter({ ...plugin, FilterSockets: true })] },
    expected: { verdict: 'at-risk', rules: { 'content-filter': ['at-risk by com.example.a'] } },
  },
  {
    name: '112: an unsupervised iPhone with iOS 15 takes no such filter',
    picture: { ...unsupervised('15.8'), profiles: [filter({ ...plugin, FilterSockets: true })] },
    expected: {
      verdict: 'clear',
      rules: { 'content-filter': ['clear'] },
      notes: ['content-filter: ignored-not-supervised'],
    },
  },
  {
    name: '113: a filter with an identity filters managed apps only',
    picture: {
      ...phone(),
      profiles: [filter({ ...plugin, FilterSockets: true, ContentFilterUUID: 'A1' })],
    },
    expected: {
      verdict: 'clear',
      rules: { 'content-filter': ['clear'] },
      notes: ['content-filter: managed-apps-only'],
    },
  },
  {
    name: '114: a relay without lists takes everything',
    picture: { ...phone(), profiles: [relay()] },
    expected: { verdict: 'at-risk', rules: { 'relay-managed': ['at-risk by com.example.a'] } },
  },
  {
    name: '115: a relay with an identity takes managed apps only',
    picture: { ...phone(), profiles: [relay({ RelayUUID: 'A1' })] },
    expected: {
      verdict: 'clear',
      rules: { 'relay-managed': ['clear'] },
      notes: ['relay-managed: managed-apps-only'],
    },
  },
  {
    name: '116: a permissive filter beside a strict one does not lift it',
    picture: {
      ...phone(),
      profiles: [
        filter({ ...plugin, FilterSockets: true }),
        filter({ FilterType: 'BuiltIn', AutoFilterEnabled: false }, 'com.example.b'),
      ],
    },
    expected: { verdict: 'at-risk', rules: { 'content-filter': ['at-risk by com.example.a'] } },
  },
];

describe('G. DNS, proxy, filter, relay', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });

  it('102: the words say on which networks', () => {
    const picture = pictureOf({ ...phone('27.0'), profiles: [resolver({ AllowFailover: true })] });
    const { findings } = evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds });
    expect(findings.map(({ data }) => data['where'])).toEqual(['on managed Wi-Fi networks at least']);
  });
});
