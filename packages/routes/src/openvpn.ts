import { type AddressSet, allV4, allV6, parseAddresses, pairsOf, uniteAddresses } from '@ringcheck/firewall';
import { byHand, type Because, type Stretch, type Tunnel, type UnreadEntry } from './tunnel.js';

/** A directive of an OpenVPN configuration and where it stands. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly line?: number;
  readonly key?: string;
}

export function readOpenvpn(text: string): readonly Directive[] {
  const directives: Directive[] = [];
  let block = '';
  text.split(/\r\n|\n|\r/).forEach((whole, index) => {
    const bare = whole.replace(/(^|\s)[#;].*$/, '').trim();
    const tag = /^<(\/?)([\w-]+)>$/.exec(bare);
    if (tag !== null) block = tag[1] === '/' ? '' : (tag[2] ?? '');
    if (tag !== null || block !== '' || bare === '') return;
    const [name = '', ...words] = bare.split(/\s+/);
    directives.push({ name, words: words.map(unquoted), line: index + 1 });
  });
  return directives;
}

const unquoted = (word: string): string => word.replace(/^["']|["']$/g, '');

const v4All: AddressSet = { v4: allV4, v6: [] };
const v6All: AddressSet = { v4: [], v6: allV6 };

/**
 * What an OpenVPN tunnel takes while it is up. The more particular route wins, as in every routing table; what the
 * server may push is not in the document, so it stays `depends` unless the configuration refuses it.
 */
export function openvpnTunnel(directives: readonly Directive[]): Tunnel {
  const routes: Stretch[] = [];
  const unread: UnreadEntry[] = [];
  for (const directive of directives) {
    if (directive.name === 'route' || directive.name === 'route-ipv6') {
      const route = routeOf(directive);
      if (route === undefined) unread.push(entryFor(directive));
      else routes.push(route);
    }
  }
  routes.sort((a, b) => compareSize(sizeOf(a.addresses), sizeOf(b.addresses)));
  const defaults = directives.flatMap(defaultRoute);
  const pushed = pushedRoutes(directives);
  return {
    kind: 'openvpn',
    stretches: [...routes, ...defaults],
    otherwise: otherwise(unread, pushed),
    situations: byHand,
    unread,
  };
}

function otherwise(unread: readonly UnreadEntry[], pushed: Because | undefined): Tunnel['otherwise'] {
  const [first] = unread;
  if (first !== undefined) return { way: 'depends', because: { id: 'unread-entry', ...first } };
  return pushed === undefined
    ? { way: 'direct', because: { id: 'not-listed' } }
    : { way: 'depends', because: pushed };
}

function placeOf({ line, key }: Directive): { line?: number; key?: string } {
  return { ...(line === undefined ? {} : { line }), ...(key === undefined ? {} : { key }) };
}

function textOf({ name, words }: Directive): string {
  return [name, ...words].join(' ').slice(0, 120);
}

function entryFor(directive: Directive): UnreadEntry {
  return { ...placeOf(directive), text: textOf(directive) };
}

function routeOf(directive: Directive): Stretch | undefined {
  const { name, words } = directive;
  const [network = '', second = '', third = ''] = words;
  const isV6 = name === 'route-ipv6';
  const mask = isV6 || second === '' || second === 'default' ? '' : second;
  const gateway = isV6 ? second : third;
  const addresses =
    network === 'default' && !isV6 ? v4All : parseAddresses(mask === '' ? network : `${network}/${mask}`);
  if (addresses === undefined || network.includes('-')) return undefined;
  const because = { ...placeOf(directive), text: textOf(directive) };
  if (gateway.startsWith('net_gateway'))
    return { addresses, way: 'excluded', because: { id: 'net-gateway', ...because } };
  return { addresses, way: 'tunnel', because: { id: 'route', ...because } };
}

function defaultRoute(directive: Directive): Stretch[] {
  const { name, words } = directive;
  const because = { ...placeOf(directive), text: textOf(directive) };
  if (name === 'block-ipv6')
    return [{ addresses: v6All, way: 'tunnel', because: { id: 'ipv6-refused', ...because } }];
  if (name !== 'redirect-gateway') return [];
  const v4 = words.includes('!ipv4') ? { v4: [], v6: [] } : v4All;
  const addresses = words.includes('ipv6') ? uniteAddresses(v4, v6All) : v4;
  return [{ addresses, way: 'tunnel', because: { id: 'default-route', ...because } }];
}

/** What lets the server set routes; undefined where the configuration refuses all of them. */
function pushedRoutes(directives: readonly Directive[]): Because | undefined {
  if (directives.some(({ name }) => name === 'route-nopull')) return undefined;
  const pull = directives.find(({ name }) => name === 'client' || name === 'pull');
  if (pull === undefined) return undefined;
  const filters = directives.filter(({ name }) => name === 'pull-filter');
  const accepts = (option: string): boolean => {
    const first = filters.find(({ words: [, ...text] }) => option.startsWith(text.map(unquoted).join(' ')));
    return first === undefined || first.words[0] === 'accept';
  };
  const isOpen = ['redirect-gateway', 'route ', 'route-ipv6 '].some(accepts);
  return isOpen ? { id: 'server-routes', ...placeOf(pull), text: textOf(pull) } : undefined;
}

/** How many addresses a route holds; routes are of one family each. */
function sizeOf({ v4, v6 }: AddressSet): bigint {
  const small = pairsOf(v4).reduce((sum, [from, end]) => sum + BigInt(end - from), 0n);
  return pairsOf(v6).reduce((sum, [from, end]) => sum + end - from, small);
}

function compareSize(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
