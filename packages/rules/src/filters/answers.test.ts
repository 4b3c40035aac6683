import { type InstalledSpec, type PayloadSpec, pictureOf, type PictureSpec } from '@ringcheck/testkit';
import { findRule } from '../index.js';
import { told } from '../testing.js';

const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' } as const;
const p = (payload: PayloadSpec, more: Partial<InstalledSpec> = {}): Pick<PictureSpec, 'profiles'> => ({
  profiles: [{ identifier: 'com.example.p', displayName: 'P', payloads: [payload], ...more }],
});

type Answer = readonly [answer: string, by: string | undefined, data: object, places: readonly string[]];
/** Every word of an answer: outcome, scope, message, severity and control; the cause; the data; the places. */
const answers: readonly (readonly [rule: string, of: string, spec: PictureSpec, told: readonly Answer[]])[] =
  [
    [
      'dns-settings-managed',
      'by name',
      {
        ...phone,
        ...p({
          type: 'com.apple.dnsSettings.managed',
          DNSSettings: { DNSProtocol: 'TLS', ServerName: 'dns.example.org' },
        }),
      },
      [
        [
          'at-risk no-failover high managed',
          'profile:com.example.p/com.apple.dnsSettings.managed/DNSSettings',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.dnsSettings.managed',
            server: 'dns.example.org',
            where: 'on managed Wi-Fi networks at least',
          },
          ['com.example.p.mobileconfig 11 PayloadContent[0].DNSSettings.ServerName'],
        ],
      ],
    ],
    [
      'dns-settings-managed',
      'by address',
      {
        ...phone,
        ...p(
          {
            type: 'com.apple.dnsSettings.managed',
            DNSSettings: { DNSProtocol: 'TLS', ServerAddresses: ['192.0.2.53', '192.0.2.54'] },
          },
          { isManaged: false },
        ),
      },
      [
        [
          'at-risk no-failover high',
          'profile:com.example.p/com.apple.dnsSettings.managed/DNSSettings',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.dnsSettings.managed',
            server: '192.0.2.53',
            where: 'on every network',
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].DNSSettings'],
        ],
      ],
    ],
    [
      'dns-proxy-managed',
      'on',
      { ...phone, ...p({ type: 'com.apple.dnsProxy.managed', AppBundleIdentifier: 'com.example.dns' }) },
      [
        [
          'at-risk all-names medium managed',
          'profile:com.example.p/com.apple.dnsProxy.managed/AppBundleIdentifier',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.dnsProxy.managed',
            app: 'com.example.dns',
          },
          ['com.example.p.mobileconfig 7 PayloadContent[0].AppBundleIdentifier'],
        ],
      ],
    ],
    [
      'proxy-global',
      'manual',
      {
        ...phone,
        ...p({ type: 'com.apple.proxy.http.global', ProxyType: 'Manual', ProxyServer: 'proxy.example.org' }),
      },
      [
        [
          'at-risk manual medium managed',
          'profile:com.example.p/com.apple.proxy.http.global/ProxyServer',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.proxy.http.global',
            server: 'proxy.example.org',
          },
          ['com.example.p.mobileconfig 9 PayloadContent[0].ProxyServer'],
        ],
      ],
    ],
    [
      'content-filter',
      'on',
      {
        ...phone,
        ...p({
          type: 'com.apple.webcontent-filter',
          FilterType: 'Plugin',
          PluginBundleID: 'com.example.filter',
          FilterSockets: true,
          UserDefinedName: 'F',
        }),
      },
      [
        [
          'at-risk every-connection medium managed',
          'profile:com.example.p/com.apple.webcontent-filter/FilterSockets',
          {
            profile: 'P',
            identifier: 'com.example.p',
            payload: 'com.apple.webcontent-filter',
            key: 'FilterSockets',
            app: 'com.example.filter',
          },
          ['com.example.p.mobileconfig 11 PayloadContent[0].FilterSockets'],
        ],
      ],
    ],
    [
      'relay-managed',
      'on',
      {
        ...phone,
        ...p({ type: 'com.apple.relay.managed', Relays: [{ HTTP3RelayURL: 'https://relay.example.org' }] }),
      },
      [
        [
          'at-risk everything medium managed',
          'profile:com.example.p/com.apple.relay.managed/Relays',
          { profile: 'P', identifier: 'com.example.p', payload: 'com.apple.relay.managed', excluded: [] },
          ['com.example.p.mobileconfig 7 PayloadContent[0].Relays'],
        ],
      ],
    ],
  ];

describe('what filters and proxies say', () => {
  it.each(answers)('%s: %s', (id, _of, spec, expected) => {
    const rule = findRule(id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    const all = told(rule, pictureOf(spec));
    expect(all.map(({ answer, by, data, evidence }) => [answer, by, data, evidence])).toEqual(expected);
  });
});
