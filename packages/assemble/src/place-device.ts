import { evidenceOf, optional, type Evidence, type Facts, type Writable } from '@ringcheck/model';
import {
  contains,
  matchNetwork,
  parseAddress,
  parseCidr,
  type NetworkDefinition,
  type Place,
} from '@ringcheck/policy';
import type { Picture, PlacedNetwork } from './picture.js';
import type { World } from './world.js';

/** Where a device is, by what is stated or seen of it, and what is described of that network. */
export function placeDevice(
  world: World,
  facts: Facts,
  stated: string | undefined,
): { readonly network: PlacedNetwork | undefined; readonly place: NonNullable<Picture['place']> } {
  // An old sign still places the device, "as of" then: the picture says that the place is stale.
  const where = signsOf(facts, stated);
  const match = matchNetwork(world.policy, where);
  const hasSign = [stated, where.ssid, where.ip, where.site].some((sign) => sign !== undefined);
  const network =
    match && describeNetwork(world, match.network, match.placedBy, placementEvidence(facts, match.placedBy));
  return {
    network,
    place: { known: hasSign || match !== undefined, firewallsDescribed: describesFirewalls(world) },
  };
}

function signsOf({ ssid, ipAddress, site, tags }: Facts, stated: string | undefined): Place {
  const signs: Writable<Place> = { tags: tags?.value ?? noTags };
  if (stated !== undefined) signs.network = stated;
  if (ssid !== undefined) signs.ssid = ssid.value;
  const ip = localAddress(ipAddress?.value);
  if (ip !== undefined) signs.ip = ip;
  if (site !== undefined) signs.site = site.value;
  return signs;
}

const noTags: readonly string[] = [];

const describing = new WeakMap<World['policy'], boolean>();

function describesFirewalls({ policy }: World): boolean {
  let known = describing.get(policy);
  if (known === undefined)
    describing.set(policy, (known = policy.networks.some(({ firewall }) => firewall.length > 0)));
  return known;
}

const localBlocks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '2000::/3',
  'fc00::/7',
  'fe80::/10',
].flatMap((block) => parseCidr(block) ?? []);

/** A public IPv4 address is what a server saw after translation: it says nothing of where the device is. */
function localAddress(text: string | undefined): string | undefined {
  const address = text === undefined ? undefined : parseAddress(text);
  return address !== undefined && localBlocks.some((block) => contains(block, address)) ? text : undefined;
}

function describeNetwork(
  world: World,
  definition: NetworkDefinition,
  placedBy: PlacedNetwork['placedBy'],
  evidence: readonly Evidence[],
): PlacedNetwork {
  const { firewalls, missingFirewalls } = world.describeNetwork(definition);
  const network = { definition, firewalls, missingFirewalls, placedBy, evidence };
  return world.policyDocument === undefined ? network : { ...network, document: world.policyDocument };
}

const noEvidence: readonly Evidence[] = [];

function placementEvidence(facts: Facts, placedBy: PlacedNetwork['placedBy']): readonly Evidence[] {
  const fact = factBehind(facts, placedBy);
  if (fact === undefined) return noEvidence;
  const { document, at, path } = fact.source;
  return [evidenceOf(document, at, { ...optional('path', path), value: fact.value })];
}

function factBehind(facts: Facts, placedBy: PlacedNetwork['placedBy']): Facts['ssid'] | Facts['tags'] {
  switch (placedBy) {
    case 'ssid':
      return facts.ssid;
    case 'cidr':
      return facts.ipAddress;
    case 'site':
      return facts.site;
    case 'tag':
      return facts.tags;
    case 'statement':
    case 'vlan':
      return undefined;
  }
}

/** By what describes networks: it stays where a world is moved to another moment. */
const egresses = new WeakMap<World['describeNetwork'], Picture['egresses']>();

/** The same for all devices. */
export function egressesOf(world: World): Picture['egresses'] {
  let known = egresses.get(world.describeNetwork);
  if (known === undefined) egresses.set(world.describeNetwork, (known = makeEgresses(world)));
  return known;
}

function makeEgresses(world: World): Picture['egresses'] {
  return world.policy.vpns.flatMap((vpn) => {
    const network = world.policy.networks.find(({ name }) => name === vpn.egress);
    return network === undefined
      ? []
      : [{ vpn, network: describeNetwork(world, network, 'statement', noEvidence) }];
  });
}
