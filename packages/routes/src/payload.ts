import { type AddressSet, allV4, allV6 } from '@ringcheck/firewall';
import { isFaceTime } from '@ringcheck/catalog';
import {
  get,
  getArray,
  getDict,
  getString,
  type Platform,
  stringsOf,
  type DictValue,
  type Value,
} from '@ringcheck/model';
import { situationsOf } from './on-demand.js';
import { openvpnTunnel, readOpenvpn, type Directive } from './openvpn.js';
import type { Because, Tunnel, Way } from './tunnel.js';
import { wireguardTunnel } from './wireguard.js';

/** How a VPN payload takes traffic. `full`: everything; `excepted`: everything but FaceTime; `part`: its own routes. */
export type Reach = 'full' | 'excepted' | 'part' | 'none';

/** A VPN payload, as far as it bears on routes. */
export interface VpnRoutes extends Tunnel {
  readonly reach: Reach;
  /** The key that decides it, from the payload: `IKEv2.IncludeAllNetworks`. */
  readonly key: string;
  /** The VPN's own settings; absent where the payload has none. */
  readonly settings?: DictValue;
  readonly enforcesRoutes: boolean;
}

export const everywhere: AddressSet = { v4: allV4, v6: allV6 };

const dictionaries = new Map([
  ['IKEv2', 'IKEv2'],
  ['VPN', 'VPN'],
  ['IPSec', 'IPSec'],
  ['L2TP', 'PPP'],
  ['AlwaysOn', 'AlwaysOn'],
  ['TransparentProxy', 'TransparentProxy'],
]);

/**
 * The routes of a `com.apple.vpn.managed` payload; keys that are not in force on the device must not be in it. The
 * platform settles defaults that differ between systems. Source: Apple's schema of the payload.
 */
export function vpnRoutes(payload: DictValue, platform?: Platform): VpnRoutes {
  const kind = getString(payload, 'VPNType') ?? 'VPN';
  const dictionary = dictionaries.get(kind);
  const settings = dictionary === undefined ? undefined : getDict(payload, dictionary);
  const { reach, key } = reachOf(payload, kind, dictionary ?? kind, settings);
  const enforcesRoutes = isOn(get(settings, 'EnforceRoutes'));
  const embedded = reach === 'part' ? embeddedTunnel(payload) : undefined;
  const situations = situationsOf(kind, settings);
  const own = { reach, key, enforcesRoutes, situations, ...(settings === undefined ? {} : { settings }) };
  if (embedded !== undefined) return { ...embedded, ...own, key: embedded.otherwise.because.key ?? key };
  const base = baseOf(kind, reach, { key, dictionary: dictionary ?? kind, settings, enforcesRoutes });
  const exempts = key.endsWith('.IncludeAllNetworks') && !isOff(get(settings, 'ExcludeAPNs'));
  const local = localWay(kind, dictionary ?? kind, settings, {
    reach,
    enforcesRoutes,
    base,
    ...(platform === undefined ? {} : { platform }),
  });
  return {
    kind,
    stretches: [{ addresses: everywhere, ...base }],
    otherwise: base,
    ...(exempts ? { push: { id: 'push-excluded', key: `${dictionary ?? kind}.ExcludeAPNs` } as const } : {}),
    ...(local === undefined ? {} : { local }),
    unread: [],
    ...own,
  };
}

interface Context {
  readonly key: string;
  readonly dictionary: string;
  readonly settings: DictValue | undefined;
  readonly enforcesRoutes: boolean;
}

function baseOf(
  kind: string,
  reach: Reach,
  { key, dictionary, settings, enforcesRoutes }: Context,
): { readonly way: Way; readonly because: Because } {
  const isProxy = kind === 'TransparentProxy' || getString(settings, 'ProviderType') === 'app-proxy';
  switch (reach) {
    case 'none':
      return { way: 'direct', because: { id: 'not-used', key } };
    case 'excepted':
      return { way: 'excluded', because: { id: 'app-exception', key } };
    case 'full':
      if (isProxy) return { way: 'depends', because: { id: 'extension-decides', key } };
      return { way: 'tunnel', because: { id: fullReason(kind, key), key } };
    case 'part':
      if (isProxy)
        return { way: 'depends', because: { id: 'extension-decides', key: `${dictionary}.ProviderType` } };
      return enforcesRoutes
        ? { way: 'depends', because: { id: 'enforced-routes', key: `${dictionary}.EnforceRoutes` } }
        : { way: 'depends', because: { id: 'server-routes', key } };
  }
}

function fullReason(kind: string, key: string): Because['id'] {
  if (kind === 'AlwaysOn') return 'always-on';
  return key === 'IPv4.OverridePrimary' ? 'override-primary' : 'all-networks';
}

/** Absent, the system decides: iPhones and iPads leave their own network out, Macs do not. */
function localWay(
  kind: string,
  dictionary: string,
  settings: DictValue | undefined,
  more: {
    readonly reach: Reach;
    readonly enforcesRoutes: boolean;
    readonly base: Tunnel['otherwise'];
    readonly platform?: Platform;
  },
): Tunnel['local'] {
  const { reach, enforcesRoutes, base, platform } = more;
  const key = `${dictionary}.ExcludeLocalNetworks`;
  if (kind === 'AlwaysOn' || kind === 'TransparentProxy') return undefined;
  if (reach === 'none' || base.because.id === 'extension-decides') return undefined;
  if (reach === 'part' && !enforcesRoutes) return { way: 'direct', because: { id: 'not-listed' } };
  const value = get(settings, 'ExcludeLocalNetworks');
  if (isOn(value)) return { way: 'excluded', because: { id: 'local-excluded', key } };
  if (isOff(value) || platform === 'macOS') return { way: base.way, because: { ...base.because, key } };
  if (platform === undefined) return { way: 'depends', because: { id: 'platform-default', key } };
  return { way: 'excluded', because: { id: 'local-excluded', key } };
}

function reachOf(
  payload: DictValue,
  kind: string,
  dictionary: string,
  settings: DictValue | undefined,
): Pick<VpnRoutes, 'reach' | 'key'> {
  switch (kind) {
    case 'AlwaysOn':
      if (settings === undefined) return { reach: 'none', key: dictionary };
      return exceptsFaceTime(settings)
        ? { reach: 'excepted', key: 'AlwaysOn.ApplicationExceptions' }
        : { reach: 'full', key: dictionary };
    case 'TransparentProxy':
      return { reach: settings === undefined ? 'none' : 'full', key: dictionary };
    case 'L2TP':
    case 'IPSec':
      if (isOn(get(getDict(payload, 'IPv4'), 'OverridePrimary'))) {
        return { reach: 'full', key: 'IPv4.OverridePrimary' };
      }
      return byAllNetworks(dictionary, settings);
    case 'IKEv2':
    case 'VPN':
      return byAllNetworks(dictionary, settings);
    default:
      return { reach: 'none', key: 'VPNType' };
  }
}

function byAllNetworks(
  dictionary: string,
  settings: DictValue | undefined,
): Pick<VpnRoutes, 'reach' | 'key'> {
  const key = `${dictionary}.IncludeAllNetworks`;
  if (isOn(get(settings, 'IncludeAllNetworks'))) return { reach: 'full', key };
  return { reach: settings === undefined ? 'none' : 'part', key: dictionary };
}

/** Profiles write numbers, declarations booleans. */
function isOn(value: Value | undefined): boolean {
  return (value?.type === 'integer' && value.value === 1) || (value?.type === 'boolean' && value.value);
}

function isOff(value: Value | undefined): boolean {
  return (value?.type === 'integer' && value.value === 0) || (value?.type === 'boolean' && !value.value);
}

/** An exception for FaceTime serves calls when it covers UDP. */
function exceptsFaceTime(settings: DictValue): boolean {
  return (getArray(settings, 'ApplicationExceptions') ?? []).some((entry) => {
    const protocols = stringsOf(get(entry, 'LimitToProtocols'));
    const coversMedia = protocols.length === 0 || protocols.some((name) => name.toUpperCase() === 'UDP');
    return isFaceTime(getString(entry, 'BundleIdentifier') ?? '') && coversMedia;
  });
}

/** Configurations of other makers that stand in the payload: WireGuard as one text, OpenVPN as text or by directive. */
function embeddedTunnel(payload: DictValue): Tunnel | undefined {
  for (const path of [['VendorConfig'], ['VPN', 'VendorConfig']]) {
    const vendor = path.reduce<DictValue | undefined>((dict, name) => getDict(dict, name), payload);
    if (vendor === undefined) continue;
    const prefix = path.join('.');
    for (const { key, value } of vendor.entries) {
      if (value.type !== 'string') continue;
      if (/^\s*\[interface\]/im.test(value.value)) return wireguardTunnel(value.value, `${prefix}.${key}`);
      if (/^\s*(client|remote\s)/m.test(value.value) && value.value.includes('\n'))
        return withKey(openvpnTunnel(readOpenvpn(value.value)), `${prefix}.${key}`);
    }
    const directives = vendor.entries.flatMap(({ key, value }) => directiveOf(prefix, key, value));
    if (directives.some(({ name }) => ['remote', 'client', 'redirect-gateway'].includes(name)))
      // The app of OpenVPN always asks the server.
      return withKey(openvpnTunnel([...directives, { name: 'client', words: [], key: prefix }]), prefix);
  }
  return undefined;
}

function withKey(tunnel: Tunnel, key: string): Tunnel {
  const { way, because } = tunnel.otherwise;
  return { ...tunnel, otherwise: { way, because: { key, ...because } } };
}

/** One entry per directive: `route`, and `route.1`, `route.2` for more of a kind; NOARGS for one without words. */
function directiveOf(prefix: string, key: string, value: Value): Directive[] {
  if (value.type !== 'string') return [];
  const name = key.replace(/\.\d+$/, '');
  const words = value.value === 'NOARGS' ? [] : value.value.split(/\s+/).filter((word) => word !== '');
  return [{ name, words, key: `${prefix}.${key}` }];
}
