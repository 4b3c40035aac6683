import { dictOf, type Plain } from '@ringcheck/testkit';
import { fixOpenvpn, fixVpn, fixWireguard } from './fixes.js';

type Settings = Readonly<Record<string, Plain>>;

const config = (allowed: string) => `[Interface]\nAddress = 10.9.0.2/32\n[Peer]\nAllowedIPs = ${allowed}\n`;
const freed = (result: ReturnType<typeof fixVpn>) =>
  result.fixes.map(({ id, changes, frees, leaves }) => [
    id,
    changes[0]?.key,
    changes[0]?.to,
    frees.join(),
    leaves.join(),
  ]);

describe('a fix for WireGuard', () => {
  it("is the complement that leaves Apple's ranges out", () => {
    const [fix] = fixWireguard(config('0.0.0.0/0')).fixes;
    expect(fix).toMatchObject({
      id: 'allowed-ips',
      changes: [
        {
          line: 4,
          from: '0.0.0.0/0',
          to: '0.0.0.0/4, 16.0.0.0/8, 18.0.0.0/7, 20.0.0.0/6, 24.0.0.0/5, 32.0.0.0/3, 64.0.0.0/2, 128.0.0.0/1',
        },
      ],
      frees: ['push', 'apple'],
      leaves: ['peers', 'local'],
    });
  });

  it('keeps what else a line holds, in every line that is touched and in both families', () => {
    const [fix] = fixWireguard(
      `${config('10.0.0.0/8, 17.0.0.0/9')}[Peer]\nAllowedIPs = 192.0.2.0/24\nAllowedIPs = 2620:149:a44::/47\n`,
    ).fixes;
    expect(fix?.changes.map(({ line, to }) => [line, to])).toEqual([
      [4, '10.0.0.0/8'],
      [7, '2620:149:a45::/48'],
    ]);
  });

  it('is refused where nothing is to free, an entry is unread or the list would be too long', () => {
    expect(fixWireguard(config('192.0.2.0/24')).refused).toBe('nothing-to-free');
    expect(fixWireguard(config('0.0.0.0/0, here')).refused).toBe('unread-entry');
    const many = Array.from({ length: 600 }, (_item, index) => `20.${index >> 7}.${(index * 2) % 256}.0/24`);
    expect(fixWireguard(config(`17.0.0.0/8, ${many.join(', ')}`)).refused).toBe('too-many-prefixes');
  });
});

it('a fix for OpenVPN is a route past the tunnel, offered where that changes something', () => {
  const [fix] = fixOpenvpn('client\ndev tun\nredirect-gateway def1\n').fixes;
  expect(fix).toMatchObject({ id: 'net-gateway', changes: [{ to: 'route 17.0.0.0 255.0.0.0 net_gateway' }] });
  expect(fix?.after[1]?.parts[0]).toMatchObject({ way: 'excluded', because: { id: 'net-gateway' } });
  expect(fixOpenvpn('client\ndev tun\nroute-nopull\n').refused).toBe('no-effect');
});

it('a fix for OpenVPN turns the lines that take addresses of Apple alone, and no other', () => {
  const own = 'client\ndev tun\nroute-nopull\nroute 10.0.0.0 255.0.0.0\n';
  const [fix] = fixOpenvpn(
    `${own}route 17.0.0.0 255.0.0.0 vpn_gateway 5\nroute-ipv6 2620:149:a44::/48\n`,
  ).fixes;
  expect(fix?.changes.map(({ line, to }) => [line, to])).toEqual([
    [5, 'route 17.0.0.0 255.0.0.0 net_gateway'],
    [6, 'route-ipv6 2620:149:a44::/48 net_gateway_ipv6'],
  ]);
  expect(fix?.frees).toEqual(['push', 'apple', 'peers']);
  const wide = fixOpenvpn('client\ndev tun\nredirect-gateway def1\nroute 17.57.144.1\n').fixes[0];
  expect(wide?.changes.map(({ line, to }) => [line, to])).toEqual([
    [4, 'route 17.57.144.1 255.255.255.255 net_gateway'],
    [undefined, 'route 17.0.0.0 255.0.0.0 net_gateway'],
  ]);
  expect(fixOpenvpn(own).refused).toBe('no-effect');
});

describe('a fix for a payload', () => {
  const fix = (settings: Settings) => freed(fixVpn(dictOf(settings)));

  it('is one key and its value, with what it frees and what it leaves', () => {
    expect(fix({ VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1, ExcludeAPNs: 0 } })).toEqual([
      ['include-all-networks', 'IKEv2.IncludeAllNetworks', '0', 'local', 'push,apple,peers'],
      ['exclude-apns', 'IKEv2.ExcludeAPNs', '1', 'push', 'apple,peers,local'],
    ]);
    expect(fix({ VPNType: 'L2TP', PPP: {}, IPv4: { OverridePrimary: 1 } })[0]?.slice(0, 3)).toEqual([
      'override-primary',
      'IPv4.OverridePrimary',
      '0',
    ]);
    expect(fix({ VPNType: 'AlwaysOn', AlwaysOn: {} })).toEqual([
      [
        'always-on-exception',
        'AlwaysOn.ApplicationExceptions',
        'an entry with BundleIdentifier com.apple.facetime',
        'push,apple,peers,local',
        '',
      ],
    ]);
  });

  it('is not offered where it would change nothing, or nothing is to free', () => {
    expect(fixVpn(dictOf({ VPNType: 'IKEv2', IKEv2: {} })).refused).toBe('nothing-to-free');
    expect(
      fixVpn(dictOf({ VPNType: 'VPN', VPN: { EnforceRoutes: 1, ProviderType: 'app-proxy' } })).refused,
    ).toBe('no-effect');
  });
});
