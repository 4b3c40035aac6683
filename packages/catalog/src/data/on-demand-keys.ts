import { defineKey, type KeyOf } from '../define.js';
import type { Bearing, CatalogKey } from '../types.js';

type Platforms = CatalogKey['platforms'];

/**
 * What a rule of on demand looks at and does, under the list at `rules` (`VPN.OnDemandRules`, `OnDemandRules`).
 * The same words stand in VPN, DNS and relay payloads and in the declarations that follow them.
 */
export function onDemandRuleKeys(rules: string, on?: Platforms): readonly KeyOf[] {
  const key = (name: string, type: CatalogKey['type'], title: string, bearing: Bearing = 'indirect'): KeyOf =>
    defineKey(`${rules}[].${name}`, type, title, { bearing, ...(on === undefined ? {} : { on }) });
  return [
    key('Action', 'string', 'Action'),
    key('InterfaceTypeMatch', 'string', 'On this kind of interface'),
    key('SSIDMatch', 'array', 'On these Wi-Fi networks'),
    key('DNSDomainMatch', 'array', 'With these search domains'),
    key('DNSServerAddressMatch', 'array', 'With these DNS servers'),
    key('URLStringProbe', 'string', 'Where this address answers'),
    key('ActionParameters', 'array', 'Action by the host that is called'),
    key('ActionParameters[].DomainAction', 'string', 'Action for these hosts'),
    key('ActionParameters[].Domains', 'array', 'Hosts'),
    key('ActionParameters[].RequiredDNSServers', 'array', 'DNS servers that must answer', 'none'),
    key('ActionParameters[].RequiredURLStringProbe', 'string', 'Address that must answer', 'none'),
  ];
}
