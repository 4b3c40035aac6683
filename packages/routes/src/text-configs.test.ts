import fc from 'fast-check';
import {
  intersectAddresses,
  isEmptyAddresses,
  parseAddressList,
  prefixesOf,
  uniteAddresses,
} from '@ringcheck/firewall';
import { addressesOn, routesOf } from './decide.js';
import { openvpnTunnel, readOpenvpn } from './openvpn.js';
import { inTunnel, reasonsUp, waysUp } from './testing.js';
import type { Tunnel } from './tunnel.js';
import { readWireguard, wireguardTunnel } from './wireguard.js';

const wireguard = (...lines: string[]) =>
  wireguardTunnel(['[Interface]', 'Address = 10.9.0.2/32', '[Peer]', ...lines].join('\n'));
const openvpn = (...lines: string[]) =>
  openvpnTunnel(readOpenvpn(['client', 'dev tun', ...lines].join('\n')));
const allDirect = 'push direct, apple direct, peers direct, local direct';

describe('WireGuard', () => {
  it('takes the prefixes of all peers and names the line', () => {
    const tunnel = wireguard('AllowedIPs = 10.0.0.0/8', '[Peer]', 'allowedips=0.0.0.0/0,::/0 # all');
    expect(waysUp(tunnel)).toBe('push tunnel, apple tunnel, peers tunnel, local tunnel');
    expect(reasonsUp(tunnel)[0]).toBe('push: allowed-prefix 6');
  });

  it('takes exactly what overlaps, IPv4 and IPv6 apart', () => {
    expect(inTunnel(wireguard('AllowedIPs = 17.188.128.0/17'), 'push')).toEqual(['17.188.128.0/18']);
    expect(inTunnel(wireguard('AllowedIPs = 0.0.0.0/0'), 'push')).toHaveLength(5);
    expect(waysUp(wireguard('AllowedIPs = 0.0.0.0/1, 128.0.0.0/1, ::/1, 8000::/1'))).toBe(
      'push tunnel, apple tunnel, peers tunnel, local tunnel',
    );
  });

  it('reads host bits as their network, bare addresses as one, and repeated prefixes once', () => {
    const { allowed, unread } = readWireguard(
      '[Peer]\nAllowedIPs = 10.1.2.3/8, 10.0.0.0/8, 192.0.2.7, 2001:db8::1/32\n',
    );
    expect(prefixesOf(allowed[0]?.addresses ?? { v4: [], v6: [] })).toEqual([
      '10.0.0.0/8',
      '192.0.2.7/32',
      '2001:db8::/32',
    ]);
    expect(unread).toEqual([]);
  });

  it('takes no IPv4 by a mapped IPv6 prefix', () => {
    expect(waysUp(wireguard('AllowedIPs = ::ffff:0.0.0.0/96'))).toBe(allDirect);
  });

  it('is unsure about everything else when an entry cannot be read', () => {
    for (const entry of [
      '17.0.0.0/33',
      '17.0.0.0-17.0.0.9',
      'everything',
      '(hidden)',
      '17.0.0.0/255.0.0.0',
      '1.2.3',
    ]) {
      const tunnel = wireguard(`AllowedIPs = 10.0.0.0/8, ${entry}`);
      expect(tunnel.unread).toEqual([{ line: 4, text: entry }]);
      expect(waysUp(tunnel)).toBe('push depends, apple depends, peers depends, local depends');
    }
  });

  it('takes nothing without prefixes, or where it sets no routes', () => {
    expect(waysUp(wireguard('AllowedIPs ='))).toBe(allDirect);
    expect(
      waysUp(wireguardTunnel('[Interface]\nTable = off\n[Peer]\nAllowedIPs = 0.0.0.0/0, ::/0, x\n')),
    ).toBe(allDirect);
  });

  it('holds 100,000 prefixes', () => {
    const many = Array.from(
      { length: 100_000 },
      (_item, index) => `${(index % 200) + 20}.${(index >> 8) % 256}.${index % 256}.${index % 32}/30`,
    );
    const tunnel = wireguard(`AllowedIPs = ${many.join(', ')}`, 'AllowedIPs = 17.0.0.0/8');
    expect(inTunnel(tunnel, 'apple')).toEqual(['17.0.0.0/8']);
    expect(tunnel.unread).toEqual([]);
  });
});

describe('OpenVPN', () => {
  it('depends on what the server pushes, unless that is refused', () => {
    const all = 'push depends, apple depends, peers depends, local depends';
    expect(waysUp(openvpn())).toBe(all);
    expect(reasonsUp(openvpn())[2]).toBe('peers: server-routes 1');
    expect(waysUp(openvpn('route-nopull'))).toBe(allDirect);
    expect(waysUp(openvpn('pull-filter ignore "redirect-gateway"'))).toBe(all);
    expect(waysUp(openvpn('pull-filter ignore "redirect-gateway"', 'pull-filter ignore route'))).toBe(
      allDirect,
    );
    expect(
      waysUp(
        openvpn('pull-filter accept "route"', 'pull-filter ignore redirect', 'pull-filter ignore route'),
      ),
    ).toBe(all);
  });

  it('takes IPv4 by redirect-gateway, IPv6 only when told to', () => {
    const four = openvpn('route-nopull', 'redirect-gateway def1');
    expect(inTunnel(four, 'push').every((prefix) => !prefix.includes(':'))).toBe(true);
    expect(waysUp(four)).toBe('push depends, apple depends, peers depends, local depends');
    expect(waysUp(openvpn('route-nopull', 'redirect-gateway def1 ipv6'))).toBe(
      'push tunnel, apple tunnel, peers tunnel, local tunnel',
    );
    expect(inTunnel(openvpn('route-nopull', 'redirect-gateway !ipv4 ipv6'), 'push')).toHaveLength(4);
    expect(waysUp(openvpn('route-nopull', 'redirect-private def1'))).toBe(allDirect);
  });

  it('lets the more particular route win, in any order', () => {
    const lines = [
      'redirect-gateway def1 ipv6',
      'route 17.0.0.0 255.0.0.0 net_gateway',
      'route 17.252.0.0 255.255.0.0',
    ];
    for (const order of [lines, [...lines].reverse()]) {
      const tunnel = openvpn('route-nopull', ...order);
      expect(inTunnel(tunnel, 'apple').filter((prefix) => !prefix.includes(':'))).toEqual(['17.252.0.0/16']);
    }
  });

  it('is unsure about routes it cannot read, and reads nothing inside blocks', () => {
    const tunnel = openvpn(
      'route-nopull',
      'route intranet.example.org',
      '<connection>',
      'route 0.0.0.0 0.0.0.0',
      '</connection>',
    );
    expect(tunnel.unread).toEqual([{ line: 4, text: 'route intranet.example.org' }]);
    expect(waysUp(tunnel)).toBe('push depends, apple depends, peers depends, local depends');
  });
});

/** A text of routes in a small space, and by brute force what is in the tunnel. */
const bits = fc.integer({ min: 0, max: 8 });
const entry = fc.record({ host: fc.nat(255), bits, isOut: fc.boolean() });

describe('route arithmetic', () => {
  const size = (one: { bits: number }) => 2 ** (8 - one.bits);
  const holds = (one: { host: number; bits: number }, address: number) =>
    Math.floor(one.host / size(one)) === Math.floor(address / size(one));
  const wayOf = (tunnel: Tunnel, address: number) =>
    routesOf(tunnel, [
      {
        id: 'peers',
        title: '',
        names: [],
        addresses: parseAddressList([`17.0.0.${address}`]) ?? { v4: [], v6: [] },
      },
    ])[0]?.whenUp;

  it('agrees with looking at every address, WireGuard', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), fc.nat(255), (entries, address) => {
        const list = entries.map((one) => `17.0.0.${one.host}/${one.bits + 24}`).join(',');
        const expected = entries.some((one) => holds(one, address)) ? 'tunnel' : 'direct';
        expect(wayOf(wireguard(`AllowedIPs = ${list}`), address)).toBe(expected);
      }),
    );
  });

  it('agrees with the longest prefix, OpenVPN', () => {
    const masks = ['0', '128', '192', '224', '240', '248', '252', '254', '255'];
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, {
          maxLength: 6,
          selector: (one) => `${Math.floor(one.host / size(one))}/${one.bits}`,
        }),
        fc.nat(255),
        (entries, address) => {
          const lines = entries.map(
            (one) =>
              `route 17.0.0.${one.host} 255.255.255.${masks[one.bits] ?? ''}${one.isOut ? ' net_gateway' : ''}`,
          );
          const [longest] = entries.filter((one) => holds(one, address)).sort((a, b) => b.bits - a.bits);
          const expected = longest === undefined ? 'direct' : longest.isOut ? 'excluded' : 'tunnel';
          expect(wayOf(openvpn('route-nopull', ...lines), address)).toBe(expected);
        },
      ),
    );
  });

  it('gives disjoint parts that are the destination together', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        const lines = entries.map(
          (one) => `route 17.0.0.${one.host}/${one.bits + 24}${one.isOut ? ' default net_gateway' : ''}`,
        );
        for (const answer of routesOf(openvpn('redirect-gateway ipv6', ...lines))) {
          let all = { v4: [], v6: [] } as typeof answer.destination.addresses;
          for (const { addresses } of answer.parts) {
            expect(isEmptyAddresses(intersectAddresses(all, addresses))).toBe(true);
            all = uniteAddresses(all, addresses);
          }
          expect(all).toEqual(answer.destination.addresses);
          expect(addressesOn(answer, 'direct')).toEqual({ v4: [], v6: [] });
        }
      }),
    );
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const tunnel of [
          wireguard(`AllowedIPs = ${text}`),
          wireguardTunnel(text),
          openvpn(`route ${text}`),
          openvpnTunnel(readOpenvpn(text)),
        ])
          expect(routesOf(tunnel)).toHaveLength(4);
      }),
    );
  });
});
