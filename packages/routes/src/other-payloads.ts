import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getString, type DictValue, type Platform } from '@ringcheck/model';
import { declaredRoutes } from './declared.js';
import { vpnRoutes, everywhere } from './payload.js';
import { relayRoutes } from './relay.js';
import { always, type Tunnel } from './tunnel.js';

/** Payload types that move traffic. Content filters do not: they let through or stop. */
export const routingPayloads = [
  'com.apple.vpn.managed',
  'com.apple.vpn.managed.applayer',
  'com.apple.vpn.managed.appmapping',
  'com.apple.relay.managed',
] as const;

/** The routes a payload or a declaration sets; undefined for types that set none. */
export function payloadRoutes(type: string, settings: DictValue, platform?: Platform): Tunnel | undefined {
  switch (type) {
    case 'com.apple.vpn.managed':
      return vpnRoutes(settings, platform);
    case 'com.apple.relay.managed':
      return relayRoutes(settings);
    case 'com.apple.vpn.managed.applayer':
      return quiet('per-app', { id: 'managed-apps-only', key: 'VPNUUID' });
    case 'com.apple.vpn.managed.appmapping':
      return mapping(settings);
    default:
      return declaredRoutes(type, settings, platform);
  }
}

function quiet(kind: string, because: Tunnel['otherwise']['because']): Tunnel {
  return { kind, stretches: [], otherwise: { way: 'direct', because }, situations: always, unread: [] };
}

/** The table names the app; sound and picture are carried by other processes. */
function mapping(settings: DictValue): Tunnel {
  const key = 'AppLayerVPNMapping';
  const entries = getArray(settings, key) ?? [];
  const isMapped = entries.some((entry) => isFaceTime(getString(entry, 'Identifier') ?? ''));
  const because = { id: isMapped ? 'app-mapping' : 'not-used', key } as const;
  if (!isMapped) return quiet('app-mapping', because);
  return {
    ...quiet('app-mapping', because),
    stretches: [{ addresses: everywhere, way: 'depends', because }],
  };
}
