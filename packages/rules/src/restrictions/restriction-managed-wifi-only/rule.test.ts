import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionManagedWifiOnly } from './rule.js';

const type = 'com.apple.applicationaccess';
const pad = { platform: 'iPadOS', osVersion: '18.6', isSupervised: true } as const;
const wifiPad = { ...pad, facts: { hasCellular: false } } as const;
/** Nobody knows whether it is supervised. */
const unsure = { platform: 'iPadOS', osVersion: '18.6', facts: { hasCellular: false } } as const;
const only: InstalledSpec = {
  identifier: 'com.example.wifionly',
  payloads: [{ type, forceWiFiToAllowedNetworksOnly: true }],
};
const wifi: InstalledSpec = {
  identifier: 'com.example.wifi',
  payloads: [{ type: 'com.apple.wifi.managed', SSID_STR: 'Campus' }],
};

ruleTester.run(restrictionManagedWifiOnly, {
  blocked: [
    {
      name: 'strands a Wi-Fi iPad that may join managed networks only and has none',
      picture: { ...wifiPad, profiles: [only] },
      expect: { message: 'no-network', severity: 'high', control: 'circumstance' },
    },
    {
      name: 'strands a Vision Pro, which never has cellular',
      picture: { ...pad, platform: 'visionOS', osVersion: '2.0', profiles: [only] },
      expect: { message: 'no-network' },
    },
  ],
  atRisk: [
    {
      name: 'endangers calls elsewhere when a managed network is installed',
      picture: { ...wifiPad, profiles: [only, wifi] },
      expect: { message: 'managed-only', severity: 'medium' },
    },
    {
      name: 'does not call an iPad stranded whose missing profile may bring a network',
      picture: {
        ...wifiPad,
        profiles: [
          only,
          { identifier: 'com.example.lost', content: 'missing', payloadTypes: ['com.apple.wifi.managed'] },
        ],
      },
      expect: { message: 'managed-only' },
    },
    {
      name: 'does not call a device stranded that may have cellular',
      picture: { ...pad, profiles: [only] },
      expect: { message: 'managed-only' },
    },
    {
      name: 'knows the old name of the key',
      picture: {
        ...pad,
        osVersion: '13.7',
        profiles: [{ ...only, payloads: [{ type, forceWiFiWhitelisting: true }] }],
      },
      expect: { data: { key: 'forceWiFiWhitelisting' } },
    },
    {
      name: 'believes the device that says it joins managed networks only',
      picture: { ...pad, restrictions: { booleans: { forceWiFiToAllowedNetworksOnly: true } } },
      expect: { message: 'answered' },
    },
  ],
  clear: [
    { name: 'is clear when any network may be joined', picture: { ...wifiPad } },
    {
      name: 'is clear with a note on a device that is not supervised',
      picture: { ...wifiPad, isSupervised: false, enrolment: 'device', profiles: [only] },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'is clear when the key is false',
      picture: {
        ...wifiPad,
        profiles: [{ ...only, payloads: [{ type, forceWiFiToAllowedNetworksOnly: false }] }],
      },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...wifiPad, installed: { knowledge: 'none' } },
    },
    {
      name: 'leaves a device open that is stranded if it is supervised',
      picture: { ...unsure, profiles: [only] },
      expect: { undecided: true, control: 'circumstance' },
    },
    {
      name: 'leaves no device open that has a managed network',
      picture: { ...unsure, profiles: [only, wifi] },
      expect: { undecided: false },
    },
  ],
  notApplicable: [{ name: 'asks nothing of a Mac', picture: { ...pad, platform: 'macOS' } }],
});
