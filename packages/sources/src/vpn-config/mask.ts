/** Configurations of tunnels that come as text, uploaded or inside a profile. */
export type VpnConfigKind = 'wireguard' | 'openvpn';

const hidden = '# (hidden)';
/** Longer texts are no configuration of one tunnel; 100,000 prefixes have about 2 MB. */
const longestText = 8 * 1024 * 1024;

/** What a text is by its content; undefined when it is no configuration of a tunnel. */
export function vpnConfigKind(text: string): VpnConfigKind | undefined {
  if (text.length > longestText) return undefined;
  if (/^[ \t]*\[interface\][ \t]*(?:#.*)?$/im.test(text) && isWireguard(text)) return 'wireguard';
  const isClient = /^[ \t]*(?:client|remote[ \t]+\S|tls-client)/m.test(text);
  return isClient && /^[ \t]*(?:dev[ \t]+(?:tun|tap)|dev-type[ \t]|proto[ \t]+(?:udp|tcp))/m.test(text)
    ? 'openvpn'
    : undefined;
}

function isWireguard(text: string): boolean {
  return /^[ \t]*\[peer\][ \t]*(?:#.*)?$/im.test(text) || /^[ \t]*privatekey[ \t]*=/im.test(text);
}

/**
 * The text with nothing in it but what routes need: every other line, comments too, is replaced, so that keys, names
 * and passwords stay behind. Lines keep their numbers.
 */
export function maskVpnConfig(text: string, kind: VpnConfigKind): string {
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  let block = '';
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => {
      if (kind === 'wireguard') return wireguardLine(line);
      const tag = /^\s*<(\/?)([\w-]{1,40})>\s*$/.exec(line);
      if (tag !== null) block = tag[1] === '/' ? '' : (tag[2] ?? '');
      return tag !== null || block !== '' ? hidden : openvpnLine(line);
    })
    .join(end);
}

function wireguardLine(line: string): string {
  if (line.trim() === '') return '';
  const section = /^\s*\[(interface|peer)\]/i.exec(line);
  if (section !== null) return `[${section[1] ?? ''}]`;
  const setting = /^\s*(allowedips|address|dns|table|mtu)\s*=([^#]*)/i.exec(line);
  if (setting === null) return hidden;
  const [, key = '', value = ''] = setting;
  const words = value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => (isAddress(word) || /^(off|auto|\d{1,5})$/i.test(word) ? word : '(hidden)'));
  return `${key} = ${words.join(', ')}`;
}

/** Keys of tunnels are base64: they have no colon, and no more than three dots by chance. */
function isAddress(word: string): boolean {
  return (
    word.length <= 49 &&
    (/^[\d.]+(\/[\d.]+)?$/.test(word) || /^[\da-f.]*:[\da-f:.]*(\/\d{1,3})?$/i.test(word))
  );
}

const directives = new Set([
  'client',
  'pull',
  'dev',
  'dev-type',
  'proto',
  'redirect-gateway',
  'redirect-private',
  'route',
  'route-ipv6',
  'route-gateway',
  'route-nopull',
  'pull-filter',
  'block-ipv6',
  'topology',
]);

function openvpnLine(line: string): string {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  if (name === '') return '';
  if (!directives.has(name)) return hidden;
  const kept = rest
    .join(' ')
    .replace(/[#;].*$/, '')
    .trim();
  if (kept === '') return name;
  return `${name} ${kept.split(' ').map(shownWord).join(' ')}`;
}

const words = new Set(
  'accept autolocal block-local bypass-dhcp bypass-dns def1 default dhcp-option ignore ipv6 !ipv4 local net30 net_gateway net_gateway_ipv6 p2p redirect-gateway redirect-private reject remote_host route route-gateway route-ipv6 subnet tap tcp tcp-client tcp4 tcp6 tun udp udp4 udp6 vpn_gateway vpn_gateway_ipv6'.split(
    ' ',
  ),
);

/** Anything else in a line of routes could be a secret that was pasted there. */
function shownWord(word: string): string {
  const bare = word.replace(/^["']|["']$/g, '');
  const isKnown = words.has(bare) || isAddress(bare) || /^(tun|tap)?\d{1,5}$/.test(bare);
  return isKnown ? word : '(hidden)';
}
