import { cellularPayloads } from './data/cellular.js';
import { declarationPayloads } from './data/declarations.js';
import { filterPayloads } from './data/filters.js';
import { firewallPayloads } from './data/firewall.js';
import { harmlessPayloads } from './data/harmless.js';
import { kioskPayloads } from './data/kiosk.js';
import { macManagementPayloads } from './data/mac-management.js';
import { networkPayloads } from './data/network.js';
import { restrictionsPayloads } from './data/restrictions.js';
import { userExperiencePayloads } from './data/user-experience.js';
import { vpnPayloads } from './data/vpn.js';
import { wifiPayloads } from './data/wifi.js';
import { firewall, restrictions } from './types-of-payloads.js';
import type { CatalogKey, CatalogPayload } from './types.js';

/** Every payload type we know, by family. */
export const payloads: readonly CatalogPayload[] = [
  ...restrictionsPayloads,
  ...kioskPayloads,
  ...firewallPayloads,
  ...vpnPayloads,
  ...networkPayloads,
  ...filterPayloads,
  ...cellularPayloads,
  ...wifiPayloads,
  ...userExperiencePayloads,
  ...macManagementPayloads,
  ...declarationPayloads,
  ...harmlessPayloads,
];

interface Indexed {
  readonly payload: CatalogPayload;
  readonly keys: ReadonlyMap<string, CatalogKey>;
}

const byType: ReadonlyMap<string, Indexed> = new Map(
  payloads.map((payload) => [
    payload.type,
    { payload, keys: new Map(payload.keys.map((key) => [key.key, key])) },
  ]),
);

/** The payloads that have a key directly in them, not inside one of its dictionaries. */
const homes: ReadonlyMap<string, readonly CatalogPayload[]> = (() => {
  const found = new Map<string, CatalogPayload[]>();
  for (const payload of payloads)
    for (const { key } of payload.keys) {
      if (key.includes('.') || key.includes('[')) continue;
      const list = found.get(key);
      if (list) list.push(payload);
      else found.set(key, [payload]);
    }
  return found;
})();

/** The payload type as catalogued; types are case-sensitive. */
export function findPayload(type: string): CatalogPayload | undefined {
  return byType.get(type)?.payload;
}

/** A key of a payload by its path, `allowCamera` or `VPN.IncludeAllNetworks`. */
export function findKey(payloadType: string, key: string): CatalogKey | undefined {
  return byType.get(payloadType)?.keys.get(key);
}

/** The payload types that have a key of this name directly in them: more than one for common names. */
export function payloadsWithKey(key: string): readonly CatalogPayload[] {
  return homes.get(key) ?? [];
}

/** The name under which a key is combined: an old name of a list feeds the new one. */
export function currentName(payloadType: string, key: string): string {
  return findKey(payloadType, key)?.renamedTo ?? key;
}

/** Whether a second payload of the type is refused on the platform. */
export function standsOnce(payload: CatalogPayload, platform: keyof CatalogPayload['platforms']): boolean {
  return payload.multiple === true
    ? false
    : payload.multiple === false || payload.multiple[platform] === false;
}

/** The payload type a key belongs to when it stands in another one, if that is beyond doubt. */
export function rightPayload(payloadType: string, key: string): CatalogPayload | undefined {
  if (!payloadType.startsWith('com.apple.') || findKey(payloadType, key)) return undefined;
  const candidates = payloadsWithKey(key);
  const [only] = candidates;
  if (candidates.length !== 1 || only === undefined || !isDistinctive(only, key)) return undefined;
  return only;
}

/** Names such as `allowList` or `Applications` are at home in payloads we do not list; these are not. */
function isDistinctive(home: CatalogPayload, key: string): boolean {
  const found = findKey(home.type, key);
  if (found === undefined || found.bearing === 'none') return false;
  return home.type === restrictions || (home.type === firewall && found.type === 'boolean');
}
