import fc from 'fast-check';
import { plistValue } from '../contract/values.js';
import { redactPayload, redactTree } from '../redact.js';
import { maskVpnConfig, vpnConfigKind } from './mask.js';

const key = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const wireguard = `# laptop of the director
[Interface]
PrivateKey = ${key}
Address = 10.9.0.2/32, fd00::2/128
DNS = 10.9.0.1
PostUp = echo ${key} > /tmp/key

[Peer]
PublicKey = ${key}
PresharedKey=${key}
AllowedIPs = 0.0.0.0/0, ::/0, ${key} # ${key}
Endpoint = vpn.example.org:51820
`;
const openvpn = `client
dev tun
proto udp
remote vpn.example.org 1194
auth-user-pass /etc/secret-file
redirect-gateway def1 bypass-dhcp
route 17.0.0.0 255.0.0.0 net_gateway # ${key}
pull-filter ignore "redirect-gateway"
<key>
-----BEGIN PRIVATE KEY-----
PLANTED-SECRET
-----END PRIVATE KEY-----
</key>
key-direction 1
http-proxy-user-pass PLANTED-SECRET
`;

it('tells WireGuard and OpenVPN by their content', () => {
  expect([wireguard, openvpn].map(vpnConfigKind)).toEqual(['wireguard', 'openvpn']);
  expect(['', '[Interface]\nname = x\n', 'remote control\n', 'client,dev\n'].map(vpnConfigKind)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('keeps the routes of WireGuard and nothing else, line for line', () => {
  expect(maskVpnConfig(wireguard, 'wireguard').split('\n')).toEqual([
    '# (hidden)',
    '[Interface]',
    '# (hidden)',
    'Address = 10.9.0.2/32, fd00::2/128',
    'DNS = 10.9.0.1',
    '# (hidden)',
    '',
    '[Peer]',
    '# (hidden)',
    '# (hidden)',
    'AllowedIPs = 0.0.0.0/0, ::/0, (hidden)',
    '# (hidden)',
    '',
  ]);
});

it('keeps the routes of OpenVPN and nothing else, line for line', () => {
  expect(maskVpnConfig(openvpn, 'openvpn').split('\n')).toEqual([
    'client',
    'dev tun',
    'proto udp',
    '# (hidden)',
    '# (hidden)',
    'redirect-gateway def1 bypass-dhcp',
    'route 17.0.0.0 255.0.0.0 net_gateway',
    'pull-filter ignore "redirect-gateway"',
    ...Array<string>(7).fill('# (hidden)'),
    '',
  ]);
});

it('masks configurations inside profiles, wherever they stand', () => {
  const tree = plistValue(
    `<dict><key>VendorConfig</key><dict><key>WgQuickConfig</key><string>${wireguard.replaceAll('>', '&gt;')}</string>
<key>tls-crypt</key><string>-----BEGIN OpenVPN Static key V1-----\\nPLANTED</string>
<key>note</key><string>kept</string></dict></dict>`,
  );
  if (tree.type !== 'dict') throw new Error('no dictionary');
  for (const redacted of [redactTree(tree), redactPayload('com.apple.vpn.managed', tree)]) {
    const text = JSON.stringify(redacted);
    expect([text.includes(key), text.includes('PLANTED'), text.includes('AllowedIPs = 0.0.0.0/0')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(text).toContain('kept');
  }
});

it('lets no secret through, wherever it is put', () => {
  const text = fc.constantFrom(wireguard, openvpn);
  fc.assert(
    fc.property(text, fc.nat(600), fc.constantFrom('', '\n', ' ', ', ', ' = '), (whole, at, gap) => {
      const planted = `${whole.slice(0, at)}${gap}${key}${gap}${whole.slice(at)}`;
      const kind = vpnConfigKind(planted);
      if (kind === undefined) return;
      expect(maskVpnConfig(planted, kind)).not.toContain(key);
    }),
  );
});
