import { get, getArray, getString, stringsOf, type DictValue } from '@ringcheck/model';
import { everywhere } from './payload.js';
import { always, type Because, type Tunnel, type Way } from './tunnel.js';

/**
 * What a `com.apple.relay.managed` payload takes: everything without match lists, else names of its lists; peers have
 * addresses and no names. With a UUID it serves managed apps only.
 */
export function relayRoutes(payload: DictValue): Tunnel {
  const base = { kind: 'relay', situations: always, unread: [] };
  if (getString(payload, 'RelayUUID') !== undefined) {
    const otherwise = { way: 'direct', because: { id: 'managed-apps-only', key: 'RelayUUID' } } as const;
    return { ...base, stretches: [], otherwise };
  }
  if ((getArray(payload, 'Relays') ?? []).length === 0) {
    return {
      ...base,
      stretches: [],
      otherwise: { way: 'direct', because: { id: 'not-used', key: 'Relays' } },
    };
  }
  const matched = stringsOf(get(payload, 'MatchDomains'));
  const excluded = stringsOf(get(payload, 'ExcludedDomains'));
  const isListed = matched.length > 0;
  const rest: { readonly way: Way; readonly because: Because } = isListed
    ? { way: 'direct', because: { id: 'name-not-matched', key: 'MatchDomains' } }
    : { way: 'tunnel', because: { id: 'relay', key: 'Relays' } };
  return {
    ...base,
    stretches: [{ addresses: everywhere, ...rest }],
    otherwise: rest,
    byName: (name) => {
      if (excluded.some((domain) => isBelow(name, domain)))
        return { way: 'excluded', because: { id: 'name-excluded', key: 'ExcludedDomains' } };
      if (!isListed) return undefined;
      return matched.some((domain) => isBelow(name, domain))
        ? { way: 'tunnel', because: { id: 'relay', key: 'MatchDomains' } }
        : rest;
    },
  };
}

function isBelow(name: string, domain: string): boolean {
  const bare = domain.toLowerCase().replace(/^\*?\./, '');
  return bare !== '' && (name === bare || name.endsWith(`.${bare}`));
}
