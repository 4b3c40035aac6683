import { blocksOf, contains, parseAddress, type Address, type Cidr } from './address.js';
import { NetworkIndex } from './network-index.js';
import type { NetworkDefinition, Policy } from './types.js';

/** Where a device was last seen, as far as known. */
export interface Place {
  /** A network named outright, by a placement CSV. */
  readonly network?: string;
  readonly ssid?: string;
  readonly ip?: string;
  readonly site?: string;
  readonly vlan?: string;
  readonly tags: readonly string[];
}

export type PlacedBy = 'statement' | 'ssid' | 'cidr' | 'site' | 'vlan' | 'tag';

export interface Placement {
  readonly network: NetworkDefinition;
  /** The most telling key of the match. */
  readonly placedBy: PlacedBy;
}

/**
 * The network a device is in: the one stated by name, else among those whose every match key holds the one
 * with the longest CIDR prefix, else the first in the file. Undefined: the place fits none.
 */
export function matchNetwork(policy: Policy, place: Place): Placement | undefined {
  const index = indexOf(policy.networks);
  const stated = place.network === undefined ? undefined : index.named(place.network);
  if (stated !== undefined) return { network: stated, placedBy: 'statement' };
  const address = place.ip === undefined ? undefined : parseAddress(place.ip);
  let best: { readonly at: number; readonly network: NetworkDefinition; readonly prefix: number } | undefined;
  for (const at of index.candidates(place, address)) {
    const network = policy.networks[at];
    const prefix = network && fit(network, place, address);
    if (network === undefined || prefix === undefined) continue;
    if (best === undefined || prefix > best.prefix || (prefix === best.prefix && at < best.at))
      best = { at, network, prefix };
  }
  return best && { network: best.network, placedBy: placedBy(best.network) };
}

const indexes = new WeakMap<readonly NetworkDefinition[], NetworkIndex>();

/** Made once for a policy. */
function indexOf(networks: readonly NetworkDefinition[]): NetworkIndex {
  let index = indexes.get(networks);
  if (index === undefined) indexes.set(networks, (index = new NetworkIndex(networks)));
  return index;
}

/** The longest CIDR prefix by which the network holds the place, -1 when it asks for none; undefined: no fit. */
function fit(network: NetworkDefinition, place: Place, address: Address | undefined): number | undefined {
  const { ssid, cidr, site, vlan, tags } = network.match;
  if (!ssid && !cidr && !site && !vlan && !tags) return undefined;
  // A network's name is letter for letter; the rest are an admin's own labels.
  if (ssid && !(place.ssid !== undefined && ssid.includes(place.ssid))) return undefined;
  if (site && !holdsLabel(site, [place.site])) return undefined;
  if (vlan && !holdsLabel(vlan, [place.vlan])) return undefined;
  if (tags && !holdsLabel(tags, place.tags)) return undefined;
  return cidr ? longestPrefix(blocksOf(cidr), address) : -1;
}

function longestPrefix(blocks: readonly Cidr[], address: Address | undefined): number | undefined {
  if (address === undefined) return undefined;
  let longest: number | undefined;
  for (const block of blocks) {
    if (contains(block, address)) longest = Math.max(longest ?? 0, block.prefix);
  }
  return longest;
}

function holdsLabel(wanted: readonly string[], given: readonly (string | undefined)[]): boolean {
  return wanted.some((label) => given.some((each) => each?.trim().toLowerCase() === label.toLowerCase()));
}

function placedBy(network: NetworkDefinition): PlacedBy {
  const { ssid, cidr, vlan, site } = network.match;
  if (ssid) return 'ssid';
  if (cidr) return 'cidr';
  if (vlan) return 'vlan';
  return site ? 'site' : 'tag';
}
