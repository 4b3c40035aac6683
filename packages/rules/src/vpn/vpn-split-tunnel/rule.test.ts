import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { vpnSplitTunnel } from './rule.js';

const type = 'com.apple.vpn.managed';
const mapping = 'com.apple.vpn.managed.appmapping';
const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true } as const;
const holding = (payload: PayloadSpec): InstalledSpec => ({
  identifier: 'com.example.intranet',
  displayName: 'Intranet',
  payloads: [payload],
});
const mapped = (Identifier: string) =>
  holding({ type: mapping, AppLayerVPNMapping: [{ Identifier, VPNUUID: 'A' }] });

ruleTester.run(vpnSplitTunnel, {
  atRisk: [
    {
      name: 'is at risk where routes nobody knows beat all others',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x', EnforceRoutes: 1 } })],
      },
      expect: {
        count: 1,
        message: 'enforced-routes',
        severity: 'low',
        cause: 'profile:com.example.intranet/com.apple.vpn.managed/IKEv2.EnforceRoutes',
        evidence: { path: 'PayloadContent[0].IKEv2.EnforceRoutes', value: 1 },
      },
    },
    {
      name: 'is at risk where a Mac sends the app FaceTime through a VPN',
      picture: { ...mac, profiles: [mapped('com.apple.FaceTime')] },
      expect: {
        message: 'app-mapped',
        severity: 'low',
        cause: 'profile:com.example.intranet/com.apple.vpn.managed.appmapping/AppLayerVPNMapping',
      },
    },
  ],
  clear: [
    { name: 'is clear without a VPN', picture: mac, expect: { notes: [] } },
    {
      name: 'is clear with a note where only listed routes use the tunnel',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x' } })],
      },
      expect: { notes: ['listed-routes'] },
    },
    {
      name: 'has nothing to say of a tunnel that takes everything',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1, EnforceRoutes: 1 } })],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear where other apps are sent through a VPN',
      picture: { ...mac, profiles: [mapped('com.example.mail')] },
    },
    {
      name: 'passes over enforced routes before iOS 14.2, and notes them',
      picture: {
        platform: 'iOS',
        osVersion: '14.0',
        isSupervised: true,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x', EnforceRoutes: 1 } })],
      },
      expect: { notes: ['ignored-os-too-old', 'listed-routes'] },
    },
    {
      name: 'does not note what an older system does by itself anyway',
      picture: {
        platform: 'iOS',
        osVersion: '14.0',
        isSupervised: true,
        profiles: [
          holding({
            type,
            VPNType: 'AlwaysOn',
            AlwaysOn: { UIToggleEnabled: 0 },
            IKEv2: { EnforceRoutes: 0, ExcludeAPNs: 1 },
          }),
        ],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear for a phone with a table of apps, which acts on Macs only',
      picture: {
        platform: 'iOS',
        osVersion: '18.6',
        isSupervised: true,
        profiles: [mapped('com.apple.FaceTime')],
      },
      expect: { notes: ['ignored-platform'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a VPN',
      picture: { ...mac, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
