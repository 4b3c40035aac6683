import {
  type AddressSet,
  appleRanges,
  intersectAddresses,
  isEmptyAddresses,
  noAddress,
  parseAddresses,
  parseAddressList,
  prefixesOf,
  subtractAddresses,
} from '@ringcheck/firewall';
import { type DictValue, type Entry, get, type Value } from '@ringcheck/model';
import { routesOf, type RouteAnswer } from './decide.js';
import { openvpnTunnel, readOpenvpn, type Directive } from './openvpn.js';
import { vpnRoutes, type VpnRoutes } from './payload.js';
import type { Tunnel, Way } from './tunnel.js';
import { readWireguard, wireguardTunnel, type AllowedLine } from './wireguard.js';

/** One value to change by hand; no file is made, for the document holds secrets. */
export interface VpnChange {
  /** Key of the payload, or the name of a directive. */
  readonly key: string;
  /** Line of a configuration in text; absent where a line is added at its end. */
  readonly line?: number;
  readonly from?: string;
  readonly to: string;
}

/** A change that was put in and routed again before it is offered. */
export interface VpnFix {
  readonly id:
    | 'allowed-ips'
    | 'net-gateway'
    | 'include-all-networks'
    | 'override-primary'
    | 'exclude-apns'
    | 'enforce-routes'
    | 'always-on-exception';
  readonly changes: readonly VpnChange[];
  /** The tunnel with the changes in it. */
  readonly tunnel: Tunnel;
  readonly before: readonly RouteAnswer[];
  readonly after: readonly RouteAnswer[];
  /** Destinations that no longer depend on the tunnel, by id. */
  readonly frees: readonly string[];
  /** Destinations that still go through it, or may. */
  readonly leaves: readonly string[];
}

export type VpnRefusal =
  'nothing-to-free' | 'too-many-prefixes' | 'unread-entry' | 'no-effect' | 'cannot-express';

export type VpnFixResult =
  | { readonly fixes: readonly VpnFix[]; readonly refused?: undefined }
  | { readonly fixes: readonly []; readonly refused: VpnRefusal };

/** Longer lists no admin copies, and the app of WireGuard takes long over them. */
const mostPrefixes = 512;
const apple: AddressSet = parseAddressList(appleRanges) ?? noAddress;

/** `AllowedIPs` without Apple's ranges, for every line that holds some of them. */
export function fixWireguard(text: string, key?: string): VpnFixResult {
  const { allowed, unread } = readWireguard(text);
  if (unread.length > 0) return refuse('unread-entry');
  const wanted = allowed.filter(({ addresses }) => !isEmptyAddresses(intersectAddresses(addresses, apple)));
  if (wanted.length === 0) return refuse('nothing-to-free');
  const changes = wanted.map(({ line, prefixes, addresses }): VpnChange => ({
    key: 'AllowedIPs',
    line,
    from: prefixes.join(', '),
    to: prefixesOf(subtractAddresses(addresses, apple)).join(', '),
  }));
  if (wanted.some(isTooLong)) return refuse('too-many-prefixes');
  return offered(
    'allowed-ips',
    changes,
    wireguardTunnel(text, key),
    wireguardTunnel(replaceLines(text, changes), key),
  );
}

function isTooLong({ addresses }: AllowedLine): boolean {
  return prefixesOf(subtractAddresses(addresses, apple)).length > mostPrefixes;
}

function replaceLines(text: string, changes: readonly VpnChange[]): string {
  const lines = text.split('\n');
  for (const { key, line, to } of changes)
    if (line !== undefined) lines[line - 1] = key === 'AllowedIPs' ? `AllowedIPs = ${to}` : to;
  return lines.join('\n');
}

/**
 * Routes past the tunnel for Apple's addresses: the lines that take some of them alone are turned, and where others
 * still take them a line for Apple's IPv4 block is added.
 */
export function fixOpenvpn(text: string): VpnFixResult {
  const directives = readOpenvpn(text);
  const before = openvpnTunnel(directives);
  const turned = directives.flatMap((directive): VpnChange[] => {
    const to = turnedRoute(directive);
    const { line } = directive;
    if (to === undefined || line === undefined) return [];
    return [{ key: directive.name, line, from: [directive.name, ...directive.words].join(' '), to }];
  });
  const others = replaceLines(text, turned);
  if (turned.length > 0) {
    const after = openvpnTunnel(readOpenvpn(others));
    if (!routesOf(after).some(takesApple)) return offered('net-gateway', turned, before, after);
  }
  const to = 'route 17.0.0.0 255.0.0.0 net_gateway';
  const after = openvpnTunnel(readOpenvpn(`${others}\n${to}\n`));
  return offered('net-gateway', [...turned, { key: 'route', to }], before, after);
}

const takesApple = ({ destination, whenUp }: RouteAnswer): boolean =>
  (destination.id === 'apple' || destination.id === 'push') && whenUp !== 'direct' && whenUp !== 'excluded';

/** The route of a line that takes nothing but addresses of Apple, past the tunnel; undefined for any other line. */
function turnedRoute({
  name,
  words: [network = '', second = '', third = ''],
}: Directive): string | undefined {
  const isV6 = name === 'route-ipv6';
  if ((name !== 'route' && !isV6) || [second, third].some((word) => word.startsWith('net_gateway')))
    return undefined;
  const mask = second === '' || second === 'default' ? '255.255.255.255' : second;
  const addresses = parseAddresses(isV6 ? network : `${network}/${mask}`);
  if (addresses === undefined || network.includes('-') || isEmptyAddresses(addresses)) return undefined;
  if (!isEmptyAddresses(subtractAddresses(addresses, apple))) return undefined;
  return isV6 ? `${name} ${network} net_gateway_ipv6` : `${name} ${network} ${mask} net_gateway`;
}

/** Changes of keys of a VPN payload; each stands for itself. */
export function fixVpn(payload: DictValue): VpnFixResult {
  const before = vpnRoutes(payload);
  const candidates = changesOf(before);
  const fixes = candidates.flatMap(({ id, path, value, change }): readonly VpnFix[] => {
    const after = vpnRoutes(withValue(payload, path, value));
    return offered(id, [change], before, after).fixes;
  });
  return fixes.length === 0 ? refuse(candidates.length === 0 ? 'nothing-to-free' : 'no-effect') : { fixes };
}

interface Candidate {
  readonly id: VpnFix['id'];
  readonly path: readonly string[];
  readonly value: Value;
  readonly change: VpnChange;
}

const at = { offset: 0 };

function changesOf({ reach, key, kind, settings, enforcesRoutes }: VpnRoutes): readonly Candidate[] {
  const [dictionary = ''] = key.split('.');
  const change = (id: VpnFix['id'], name: string, from: number, to: number): Candidate => ({
    id,
    path: name.split('.'),
    value: { type: 'integer', value: to, at },
    change: { key: name, from: `${from}`, to: `${to}` },
  });
  const all: Candidate[] = [];
  if (reach === 'full' && key.endsWith('.IncludeAllNetworks'))
    all.push(change('include-all-networks', key, 1, 0));
  if (reach === 'full' && key === 'IPv4.OverridePrimary') all.push(change('override-primary', key, 1, 0));
  const apns = get(settings, 'ExcludeAPNs');
  if (reach === 'full' && apns?.type === 'integer' && apns.value === 0)
    all.push(change('exclude-apns', `${dictionary}.ExcludeAPNs`, 0, 1));
  if (reach === 'part' && enforcesRoutes)
    all.push(change('enforce-routes', `${dictionary}.EnforceRoutes`, 1, 0));
  if (reach === 'full' && kind === 'AlwaysOn') all.push(exception(settings));
  return all;
}

function exception(settings: DictValue | undefined): Candidate {
  const name = 'AlwaysOn.ApplicationExceptions';
  const entry: Value = {
    type: 'dict',
    at,
    entries: [
      { key: 'BundleIdentifier', keyAt: at, value: { type: 'string', value: 'com.apple.facetime', at } },
    ],
  };
  const held = get(settings, 'ApplicationExceptions');
  const items = held?.type === 'array' ? held.items : [];
  return {
    id: 'always-on-exception',
    path: name.split('.'),
    value: { type: 'array', items: [...items, entry], at },
    change: { key: name, to: 'an entry with BundleIdentifier com.apple.facetime' },
  };
}

function withValue(dict: DictValue, [name = '', ...rest]: readonly string[], value: Value): DictValue {
  const held = get(dict, name);
  const inner = held?.type === 'dict' ? held : ({ type: 'dict', entries: [], at } as const);
  const placed: Entry = {
    key: name,
    keyAt: at,
    value: rest.length === 0 ? value : withValue(inner, rest, value),
  };
  const others = dict.entries.filter((entry) => entry.key !== name);
  return { ...dict, entries: [...others, placed] };
}

/** Worse first: a change that makes no destination better is not offered. */
const rank: readonly Way[] = ['tunnel', 'depends', 'direct', 'excluded'];

function offered(id: VpnFix['id'], changes: readonly VpnChange[], old: Tunnel, now: Tunnel): VpnFixResult {
  const [before, after] = [routesOf(old), routesOf(now)];
  const better = (index: number): number => {
    const [was, is] = [before[index], after[index]];
    if (was === undefined || is === undefined) return 0;
    return score(is) - score(was);
  };
  const indexes = before.map((_answer, index) => index);
  // What was outside by an exception may come to depend on the gateway's routes; into the tunnel nothing may go.
  const isWorse = (index: number): boolean => better(index) < 0 && worstOf(after[index]) === 'tunnel';
  if (indexes.some(isWorse) || !indexes.some((index) => better(index) > 0)) return refuse('no-effect');
  const isFree = ({ whenUp }: RouteAnswer): boolean => whenUp === 'direct' || whenUp === 'excluded';
  return {
    fixes: [
      {
        id,
        changes,
        tunnel: now,
        before,
        after,
        frees: after
          .filter((answer, index) => isFree(answer) && better(index) > 0)
          .map(({ destination }) => destination.id),
        leaves: after.filter((answer) => !isFree(answer)).map(({ destination }) => destination.id),
      },
    ],
  };
}

/** Worst way first, then families that are wholly past the tunnel: IPv4 past it is better than none. */
function score({ parts }: RouteAnswer): number {
  const worst = Math.min(...parts.map(({ way }) => Math.min(rank.indexOf(way), 2)));
  const held = parts.filter(({ way }) => way === 'tunnel' || way === 'depends');
  const free = (['v4', 'v6'] as const).filter((family) =>
    held.every(({ addresses }) => addresses[family].length === 0),
  );
  return worst * 10 + free.length;
}

function worstOf(answer: RouteAnswer | undefined): Way | undefined {
  return rank.find((way) => answer?.parts.some((part) => part.way === way));
}

function refuse(refused: VpnRefusal): VpnFixResult {
  return { fixes: [], refused };
}
