import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { proxyGlobal } from './rule.js';

const type = 'com.apple.proxy.http.global';
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const proxy = (settings: Omit<PayloadSpec, 'type'>): InstalledSpec => ({
  identifier: 'com.example.proxy',
  displayName: 'Proxy',
  payloads: [{ type, ...settings } as PayloadSpec],
});
const manual = proxy({ ProxyType: 'Manual', ProxyServer: 'proxy.example.org', ProxyServerPort: 3128 });
const pac = { ProxyType: 'Auto', ProxyPACURL: 'https://proxy.example.org/proxy.pac' };

ruleTester.run(proxyGlobal, {
  atRisk: [
    {
      name: 'is at risk where a proxy stands before all web traffic',
      picture: { ...phone, profiles: [manual] },
      expect: {
        count: 1,
        message: 'manual',
        severity: 'medium',
        cause: 'profile:com.example.proxy/com.apple.proxy.http.global/ProxyServer',
        data: { server: 'proxy.example.org' },
        evidence: { path: 'PayloadContent[0].ProxyServer', value: 'proxy.example.org' },
      },
    },
    {
      name: 'says that nothing passes where the file of the proxy cannot be had',
      picture: { ...phone, profiles: [proxy(pac)] },
      expect: { message: 'automatic-strict', data: { server: 'https://proxy.example.org/proxy.pac' } },
    },
    {
      name: 'says less where a direct way is left',
      picture: { ...phone, profiles: [proxy({ ...pac, ProxyPACFallbackAllowed: true })] },
      expect: { message: 'automatic' },
    },
    {
      name: 'acts on a Mac, supervised or not',
      picture: {
        platform: 'macOS',
        osVersion: '15.1',
        isSupervised: false,
        enrolment: 'device',
        profiles: [manual],
      },
    },
  ],
  clear: [
    { name: 'is clear without a proxy', picture: phone, expect: { notes: [] } },
    {
      name: 'is clear with a note on an unsupervised iPhone',
      picture: { ...phone, isSupervised: false, enrolment: 'device', profiles: [manual] },
      expect: { notes: ['ignored-not-supervised'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody knows whether the iPhone is supervised',
      picture: { platform: 'iOS', osVersion: '26.1', profiles: [manual] },
      expect: { message: 'undetermined-supervision-unknown', undecided: false },
    },
  ],
});
