import { dictOf, type Plain } from '@ringcheck/testkit';
import { routesOf } from './decide.js';
import { payloadRoutes } from './other-payloads.js';
import { vpnRoutes } from './payload.js';
import { reasonsUp, waysUp } from './testing.js';

type Settings = Readonly<Record<string, Plain>>;

const vpn = (settings: Settings, platform?: 'iOS' | 'macOS') => vpnRoutes(dictOf(settings), platform);
const ikev2 = (keys: Settings, platform?: 'iOS' | 'macOS') =>
  vpn({ VPNType: 'IKEv2', IKEv2: keys }, platform);

describe('a VPN payload', () => {
  it('takes everything but push by IncludeAllNetworks, and the own network by platform', () => {
    const all = { IncludeAllNetworks: 1 };
    expect(waysUp(ikev2(all, 'iOS'))).toBe('push excluded, apple tunnel, peers tunnel, local excluded');
    expect(waysUp(ikev2(all, 'macOS'))).toBe('push excluded, apple tunnel, peers tunnel, local tunnel');
    expect(waysUp(ikev2(all))).toBe('push excluded, apple tunnel, peers tunnel, local depends');
    expect(reasonsUp(ikev2(all))).toEqual([
      'push: push-excluded IKEv2.ExcludeAPNs',
      'apple: all-networks IKEv2.IncludeAllNetworks',
      'peers: all-networks IKEv2.IncludeAllNetworks',
      'local: platform-default IKEv2.ExcludeLocalNetworks',
    ]);
  });

  it('takes push too when ExcludeAPNs is 0, and no exclusion for other services matters', () => {
    const keys = {
      IncludeAllNetworks: 1,
      ExcludeAPNs: 0,
      ExcludeLocalNetworks: 0,
      ExcludeCellularServices: 1,
      ExcludeDeviceCommunication: 1,
    };
    expect(waysUp(ikev2(keys))).toBe('push tunnel, apple tunnel, peers tunnel, local tunnel');
  });

  it('takes everything, push included, where a VPN is the primary way', () => {
    const l2tp = vpn({ VPNType: 'L2TP', PPP: {}, IPv4: { OverridePrimary: 1 } }, 'iOS');
    expect(waysUp(l2tp)).toBe('push tunnel, apple tunnel, peers tunnel, local excluded');
    expect(vpn({ VPNType: 'IPSec', IPSec: {}, IPv4: { OverridePrimary: 0 } }).reach).toBe('part');
  });

  it('depends on the gateway where it hands out the routes', () => {
    expect(reasonsUp(ikev2({}))).toEqual([
      'push: server-routes IKEv2',
      'apple: server-routes IKEv2',
      'peers: server-routes IKEv2',
      'local: not-listed',
    ]);
    expect(reasonsUp(ikev2({ EnforceRoutes: 1, ExcludeLocalNetworks: 1 }))).toEqual([
      'push: enforced-routes IKEv2.EnforceRoutes',
      'apple: enforced-routes IKEv2.EnforceRoutes',
      'peers: enforced-routes IKEv2.EnforceRoutes',
      'local: local-excluded IKEv2.ExcludeLocalNetworks',
    ]);
  });

  it('is always on for everything, except for apps it excepts', () => {
    const on = vpn({ VPNType: 'AlwaysOn', AlwaysOn: { TunnelConfigurations: [] } });
    expect(routesOf(on).map(({ way }) => way)).toEqual(['tunnel', 'tunnel', 'tunnel', 'tunnel']);
    const excepted = {
      ApplicationExceptions: [{ BundleIdentifier: 'com.apple.facetime', LimitToProtocols: ['UDP'] }],
    };
    expect(waysUp(vpn({ VPNType: 'AlwaysOn', AlwaysOn: excepted }))).toBe(
      'push excluded, apple excluded, peers excluded, local excluded',
    );
  });

  it('is decided by its extension where that looks at single flows', () => {
    for (const settings of [
      { VPNType: 'TransparentProxy', TransparentProxy: {} },
      { VPNType: 'VPN', VPN: { ProviderType: 'app-proxy' } },
      { VPNType: 'VPN', VPN: { ProviderType: 'app-proxy', IncludeAllNetworks: 1 } },
    ]) {
      const peers = routesOf(vpn(settings)).find(({ destination }) => destination.id === 'peers');
      expect([peers?.whenUp, peers?.parts[0]?.because.id]).toEqual(['depends', 'extension-decides']);
    }
  });

  it('takes nothing when it is of a dead kind or has no settings', () => {
    expect(waysUp(vpn({ VPNType: 'PPTP' }))).toBe('push direct, apple direct, peers direct, local direct');
    expect(waysUp(vpn({ VPNType: 'IKEv2' }))).toBe('push direct, apple direct, peers direct, local direct');
  });

  it('depends on when it is up, and says when', () => {
    const rules = [{ Action: 'Disconnect', SSIDMatch: ['HQ'] }, { Action: 'Connect' }];
    const onDemand = ikev2({ IncludeAllNetworks: 1, OnDemandEnabled: 1, OnDemandRules: rules });
    const peers = routesOf(onDemand).find(({ destination }) => destination.id === 'peers');
    expect(peers).toMatchObject({
      way: 'depends',
      whenUp: 'tunnel',
      because: { id: 'on-demand', text: 'on any other network (not on Wi-Fi "HQ")' },
    });
    const byHand = routesOf(ikev2({ IncludeAllNetworks: 1 }))[1];
    expect([byHand?.way, byHand?.because.id]).toEqual(['depends', 'by-hand']);
    const never = ikev2({
      IncludeAllNetworks: 1,
      OnDemandEnabled: 1,
      OnDemandRules: [{ Action: 'Disconnect' }],
    });
    expect(routesOf(never).map(({ way }) => way)).toEqual(['direct', 'direct', 'direct', 'direct']);
  });
});

describe('a payload with a configuration of another maker', () => {
  const wireguard = (allowed: string) =>
    vpn({
      VPNType: 'VPN',
      VPNSubType: 'com.wireguard.ios',
      VendorConfig: { WgQuickConfig: `[Interface]\n# (hidden)\n[Peer]\nAllowedIPs = ${allowed}\n` },
      VPN: {},
    });

  it('takes what WireGuard lists there', () => {
    expect(waysUp(wireguard('0.0.0.0/0, ::/0'))).toBe(
      'push tunnel, apple tunnel, peers tunnel, local tunnel',
    );
    expect(waysUp(wireguard('192.0.2.0/24'))).toBe('push direct, apple direct, peers direct, local direct');
    expect(waysUp(wireguard('17.0.0.0/8'))).toBe('push depends, apple depends, peers depends, local direct');
    expect(wireguard('0.0.0.0/0')).toMatchObject({ key: 'VendorConfig.WgQuickConfig', reach: 'part' });
  });

  it('takes what OpenVPN directives say there', () => {
    const openvpn = (VendorConfig: Settings) =>
      vpn({ VPNType: 'VPN', VPNSubType: 'net.openvpn.connect.app', VPN: {}, VendorConfig });
    const remote = { remote: 'vpn.example.org 1194' };
    expect(waysUp(openvpn(remote))).toBe('push depends, apple depends, peers depends, local depends');
    expect(waysUp(openvpn({ ...remote, 'route-nopull': 'NOARGS', 'route.1': '10.0.0.0 255.0.0.0' }))).toBe(
      'push direct, apple direct, peers direct, local depends',
    );
  });

  it('goes by IncludeAllNetworks before any list', () => {
    const both = vpn({
      VPNType: 'VPN',
      VPN: { IncludeAllNetworks: 1 },
      VendorConfig: { WgQuickConfig: '[Interface]\n[Peer]\nAllowedIPs = 192.0.2.0/24\n' },
    });
    expect(both).toMatchObject({ reach: 'full', key: 'VPN.IncludeAllNetworks' });
  });
});

describe('other payloads', () => {
  const routes = (type: string, settings: Settings) => {
    const tunnel = payloadRoutes(type, dictOf(settings));
    return tunnel === undefined ? undefined : waysUp(tunnel);
  };
  const past = 'push direct, apple direct, peers direct, local direct';

  it('serve managed apps only, per app or by UUID', () => {
    expect(routes('com.apple.vpn.managed.applayer', { VPNUUID: 'u' })).toBe(past);
    expect(routes('com.apple.relay.managed', { RelayUUID: 'u', Relays: [{}] })).toBe(past);
  });

  it('depend where a Mac maps FaceTime to a VPN', () => {
    const mapped = (Identifier: string) =>
      routes('com.apple.vpn.managed.appmapping', { AppLayerVPNMapping: [{ Identifier, VPNUUID: 'u' }] });
    expect(mapped('com.apple.FaceTime')).toBe('push depends, apple depends, peers depends, local depends');
    expect(mapped('com.example.app')).toBe(past);
  });

  it('relay everything, or the names of their lists', () => {
    const relay = (lists: Settings) => routes('com.apple.relay.managed', { Relays: [{}], ...lists });
    expect(relay({})).toBe('push tunnel, apple tunnel, peers tunnel, local tunnel');
    expect(relay({ MatchDomains: ['corp.example'] })).toBe(past);
    expect(relay({ MatchDomains: ['apple.com'] })).toBe(
      'push tunnel, apple tunnel, peers direct, local direct',
    );
    expect(relay({ MatchDomains: ['le.com'] })).toBe(past);
    expect(relay({ ExcludedDomains: ['*.apple.com'] })).toBe(
      'push excluded, apple excluded, peers tunnel, local tunnel',
    );
  });

  it('move nothing when they filter', () => {
    expect(routes('com.apple.webcontent-filter', {})).toBeUndefined();
  });
});
