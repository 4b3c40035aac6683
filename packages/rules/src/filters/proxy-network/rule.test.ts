import { ruleTester } from '@ringcheck/testkit';
import { proxyNetwork } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const mac = { platform: 'macOS', osVersion: '15.1' } as const;
const profile = (payload: object) => ({
  profiles: [{ identifier: 'com.example.net', payloads: [payload as { type: string }] }],
});
const wifi = (more: object) => profile({ type: 'com.apple.wifi.managed', SSID_STR: 'Office', ...more });
const manual = { ProxyType: 'Manual', ProxyServer: 'proxy.example.org', ProxyServerPort: 8080 };

ruleTester.run(proxyNetwork, {
  atRisk: [
    {
      name: 'fears for one Wi-Fi network with a proxy, in that network only',
      picture: { ...phone, ...wifi(manual) },
      expect: {
        count: 1,
        message: 'wifi',
        scope: 'network:Office',
        severity: 'low',
        cause: 'profile:com.example.net/com.apple.wifi.managed/ProxyServer',
        data: { server: 'proxy.example.org' },
        evidence: {
          path: 'PayloadContent[0].ProxyServer',
          value: 'proxy.example.org',
          profile: 'com.example.net',
        },
      },
    },
    {
      name: 'knows a proxy that a file chooses',
      picture: { ...phone, ...wifi({ ProxyType: 'Auto', ProxyPACURL: 'http://pac.example.org/p.pac' }) },
      expect: { data: { server: 'http://pac.example.org/p.pac' } },
    },
    {
      name: 'knows a proxy that is found by itself',
      picture: { ...phone, ...wifi({ ProxyType: 'Auto' }) },
      expect: { data: { server: 'found by itself (WPAD)' } },
    },
    {
      name: 'fears for cellular data behind the proxy of an access point',
      picture: {
        ...phone,
        ...profile({
          type: 'com.apple.cellular',
          APNs: [
            { Name: 'corp.example' },
            { Name: 'corp2.example', ProxyServer: '192.0.2.7', ProxyPort: 80 },
          ],
        }),
      },
      expect: {
        count: 1,
        message: 'cellular',
        scope: 'cellular',
        data: { network: 'access point corp2.example' },
      },
    },
    {
      name: 'fears for a Mac whose system settings name a proxy',
      picture: {
        ...mac,
        ...profile({
          type: 'com.apple.SystemConfiguration',
          Proxies: { HTTPEnable: 0, HTTPSEnable: 1, HTTPSProxy: 'proxy.example.org' },
        }),
      },
      expect: { count: 1, message: 'wired', scope: undefined, data: { server: 'proxy.example.org' } },
    },
    ...['SOCKSEnable', 'ProxyAutoConfigEnable'].map((enable) => ({
      name: `fears for a Mac with ${enable}, though its settings leave the server out`,
      picture: {
        ...mac,
        ...profile({ type: 'com.apple.SystemConfiguration', Proxies: { [enable]: true } }),
      },
      expect: { count: 1, message: 'wired', data: { server: 'it names', network: 'all' } },
    })),
    {
      name: 'fears for cellular data behind the proxy of the access point it attaches to',
      picture: {
        ...phone,
        ...profile({ type: 'com.apple.cellular', AttachAPN: { ProxyServer: '192.0.2.8' } }),
      },
      expect: {
        count: 1,
        message: 'cellular',
        data: { server: '192.0.2.8', network: 'access point unnamed' },
        evidence: { profile: 'com.example.net' },
      },
    },
    {
      name: 'fears for the access point of an old payload',
      picture: {
        ...phone,
        osVersion: '6.1',
        ...profile({
          type: 'com.apple.apn.managed',
          PayloadContent: [{ DefaultsData: { apns: [{ apn: 'old.example', proxy: '192.0.2.9' }] } }],
        }),
      },
      expect: { count: 1, data: { server: '192.0.2.9', network: 'access point old.example' } },
    },
  ],
  clear: [
    { name: 'is clear with Wi-Fi without a proxy', picture: { ...phone, ...wifi({ ProxyType: 'None' }) } },
    {
      name: 'is clear with proxies that are switched off',
      picture: {
        ...mac,
        ...profile({ type: 'com.apple.SystemConfiguration', Proxies: { HTTPEnable: 0, HTTPProxy: 'x' } }),
      },
    },
    {
      name: 'is clear with an access point without one',
      picture: { ...phone, ...profile({ type: 'com.apple.cellular', APNs: [{ Name: 'a' }] }) },
    },
  ],
  unknown: [
    {
      name: 'is unknown while a Wi-Fi profile cannot be read',
      picture: {
        ...phone,
        profiles: [
          { identifier: 'com.example.wifi', content: 'missing', payloadTypes: ['com.apple.wifi.managed'] },
        ],
      },
      expect: { count: 1, gap: 'profile:com.example.wifi' },
    },
  ],
});
