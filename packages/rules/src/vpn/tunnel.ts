import { getString, type DictValue } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { routesOf, vpnRoutes, type Reach, type VpnRoutes } from '@ringcheck/routes';

export const vpnType = 'com.apple.vpn.managed';

/** One VPN of a device, as far as it bears on calls. */
export interface Tunnel {
  readonly payload: EffectivePayload;
  readonly kind: string;
  readonly reach: Reach;
  /** The key that decides it, from the payload: `IKEv2.IncludeAllNetworks`. */
  readonly key: string;
  /** The dictionary with the VPN's own settings; absent where the payload has none (in force). */
  readonly settings?: DictValue;
  /** Push goes through the tunnel too. */
  readonly takesPush: boolean;
  readonly enforcesRoutes: boolean;
  /** Bundle identifier of the VPN's app. */
  readonly app?: string;
  readonly routes: VpnRoutes;
  /** Its own list of prefixes decides, and stands in the payload. */
  readonly isListed: boolean;
}

/** Reads a VPN payload; keys that are not in force on the device are not in it any more. */
export function tunnelOf(payload: EffectivePayload): Tunnel {
  const routes = vpnRoutes(payload.settings);
  const { settings, enforcesRoutes, key } = routes;
  const kind = getString(payload.settings, 'VPNType') ?? 'VPN';
  const app = getString(payload.settings, 'VPNSubType');
  const isListed = routes.reach === 'part' && (routes.kind === 'wireguard' || routes.kind === 'openvpn');
  const takesAll = isListed && waysOf(routes).get('peers') === 'tunnel';
  const reach = takesAll ? 'full' : routes.reach;
  const excludesPush = isListed
    ? waysOf(routes).get('push') !== 'tunnel'
    : routes.push !== undefined || kind === 'TransparentProxy';
  return {
    payload,
    kind,
    reach,
    key,
    ...(settings === undefined ? {} : { settings }),
    takesPush: kind === 'AlwaysOn' || (reach === 'full' && !excludesPush),
    enforcesRoutes,
    ...(app === undefined || app === '' ? {} : { app }),
    routes,
    isListed,
  };
}

function waysOf(routes: VpnRoutes): ReadonlyMap<string, string> {
  return new Map(routesOf(routes).map(({ destination, whenUp }) => [destination.id, whenUp]));
}
