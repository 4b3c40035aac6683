import { type AddressSet, parseAddressList, subtractAddresses, noAddress } from './address.js';

/** For lists fixed in this package; a typo yields the empty set, which the tests on the lists refuse. */
export function fixedAddresses(...texts: readonly string[]): AddressSet {
  return parseAddressList(texts) ?? noAddress;
}

/**
 * What "any destination" means: addresses a peer or relay can have. Left out are the blocks IANA lists as not
 * globally reachable (RFC 6890 and successors) and, for IPv6, documentation space inside 2000::/3.
 */
export const globalUnicast: AddressSet = subtractAddresses(
  fixedAddresses('0.0.0.0/0', '2000::/3'),
  fixedAddresses(
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
    '2001:db8::/32',
    '3fff::/20',
  ),
);

/** Clients when nobody says where they are: any private IPv4 address; in IPv6 any global or unique-local one. */
export const anyClient: AddressSet = fixedAddresses(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '2000::/3',
  'fc00::/7',
);
