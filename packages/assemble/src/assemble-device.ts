import { evidenceOf, type DeviceIdentity, type Evidence, type Facts, type Source } from '@ringcheck/model';
import {
  type Attestation,
  attests,
  contains,
  groupOf,
  type GroupMembership,
  matchesSelector,
  matchNetwork,
  parseAddress,
  parseCidr,
  type SelectableDevice,
  type NetworkDefinition,
} from '@ringcheck/policy';
import { ageLimits } from './ages.js';
import { blockersOf } from './app-blockers.js';
import { changesOf } from './changes.js';
import { freshness } from './freshness.js';
import { mergeDeclarations } from './merge-declarations.js';
import type { DeviceGroup } from './identity.js';
import { mergeFacts, observedAt, strongestFirst, type SourcedRecord } from './merge-facts.js';
import { mergeListings } from './merge-listings.js';
import type { Note, Picture, PlacedNetwork } from './picture.js';
import { supersede } from './supersede.js';
import type { World } from './world.js';

/**
 * One picture of a device from its records, at the world's `now`.
 * The result depends on the set of records only, not on their order.
 */
export function assembleDevice(world: World, group: DeviceGroup, records: readonly SourcedRecord[]): Picture {
  const ordered = strongestFirst(supersede(records));
  const { facts: claimed, notes: factNotes } = mergeFacts(ordered);
  // What was superseded says nothing of the present, but it tells since when it is so.
  const facts = { ...claimed, ...changesOf(strongestFirst(records)) };
  const listed = mergeListings(ordered, world.profiles);
  const declared = mergeDeclarations(ordered, world.profiles);
  const installed =
    declared.profiles.length === 0
      ? listed.installed
      : { ...listed.installed, profiles: [...listed.installed.profiles, ...declared.profiles] };
  const restrictions = newestRestrictions(ordered);
  const placement = ordered.find(({ record }) => record.placement)?.record.placement;
  const traits = traitsOf(group.identity, facts, placement?.group);
  const chosen = chooseGroup(world, traits, placement?.group);
  const limits = ageLimits(world.policy.thresholds);
  const { stale, freshUntil } = freshness(world, facts, { installed, restrictions }, limits);
  return {
    id: group.id,
    aliases: group.aliases,
    identity: group.identity,
    facts,
    stale,
    ...(freshUntil === undefined ? {} : { freshUntil }),
    installed,
    ...(restrictions ? { restrictions } : {}),
    ...(chosen.group ? { group: chosen.group } : {}),
    ...placeDevice(world, facts, placement?.network),
    egresses: egressesOf(world),
    ...tunnelsOf(world, traits),
    accounts: world.policy.accounts,
    externalControls: world.policy.externalControls.filter((control) =>
      matchesSelector(control.match, traits),
    ),
    attestations: attestationsOf(world, group, traits),
    knowledge: world.policy.knowledge,
    serviceStatus: world.serviceStatus,
    appBlockers: blockersOf(world.appBlockers, group.identity, ordered),
    ...(world.policyDocument ? { policyDocument: world.policyDocument } : {}),
    notes: [
      ...identityNotes(group, ordered),
      ...factNotes,
      ...listed.notes,
      ...declared.notes,
      ...groupNotes(chosen),
    ],
  };
}

function newestRestrictions(ordered: readonly SourcedRecord[]): Picture['restrictions'] {
  // A Mac answers with nothing, and an empty reply says nothing: it never hides an older, fuller one.
  const found = ordered.find(({ record }) => record.restrictions !== undefined && !record.restrictions.empty);
  const reply = found?.record.restrictions;
  if (found === undefined || reply === undefined) return undefined;
  return { reply, observedAt: observedAt(found), source: { document: found.document, at: reply.at } };
}

/** A group stated by name in a placement list wins over selectors. */
function chooseGroup(world: World, traits: SelectableDevice, stated: string | undefined): GroupMembership {
  const named = world.policy.groups.find(({ name }) => name === stated);
  return named === undefined ? groupOf(world.policy, traits) : { group: named, others: [] };
}

/** What selectors of the policy may ask of a device. */
export function traitsOf(
  identity: DeviceIdentity,
  facts: Facts,
  groupName: string | undefined,
): SelectableDevice {
  const traits: { -readonly [K in keyof SelectableDevice]?: SelectableDevice[K] } = {};
  if (identity.serial !== undefined) traits.serial = identity.serial;
  if (identity.udid !== undefined) traits.udid = identity.udid;
  if (facts.platform) traits.platform = facts.platform.value;
  if (facts.modelName) traits.modelName = facts.modelName.value;
  if (facts.productName) traits.productName = facts.productName.value;
  if (facts.name) traits.name = facts.name.value;
  if (facts.site) traits.site = facts.site.value;
  if (groupName !== undefined) traits.group = groupName;
  return { ...traits, tags: facts.tags?.value ?? [] };
}

function placeDevice(
  world: World,
  facts: Facts,
  stated: string | undefined,
): Pick<Picture, 'network' | 'place'> {
  // An old sign still places the device, "as of" then: the picture says that the place is stale.
  const ssid = facts.ssid?.value;
  const ip = localAddress(facts.ipAddress?.value);
  const site = facts.site?.value;
  const match = matchNetwork(world.policy, {
    ...(stated === undefined ? {} : { network: stated }),
    ...(ssid === undefined ? {} : { ssid }),
    ...(ip === undefined ? {} : { ip }),
    ...(site === undefined ? {} : { site }),
    tags: facts.tags?.value ?? [],
  });
  return {
    place: {
      known: [stated, ssid, ip, site].some((sign) => sign !== undefined) || match !== undefined,
      firewallsDescribed: world.policy.networks.some((network) => network.firewall.length > 0),
    },
    ...(match === undefined
      ? {}
      : {
          network: describeNetwork(
            world,
            match.network,
            match.placedBy,
            placementEvidence(facts, match.placedBy),
          ),
        }),
  };
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
  return {
    definition,
    ...world.describeNetwork(definition),
    placedBy,
    evidence,
    ...(world.policyDocument ? { document: world.policyDocument } : {}),
  };
}

function placementEvidence(facts: Facts, placedBy: PlacedNetwork['placedBy']): readonly Evidence[] {
  const by = {
    ssid: facts.ssid,
    cidr: facts.ipAddress,
    site: facts.site,
    tag: facts.tags,
    statement: undefined,
    vlan: undefined,
  }[placedBy];
  if (by === undefined) return [];
  return [factEvidence(by.source, by.value)];
}

function factEvidence(source: Source, value: string | readonly string[]): Evidence {
  return evidenceOf(source.document, source.at, {
    ...(source.path === undefined ? {} : { path: source.path }),
    value,
  });
}

function egressesOf(world: World): Picture['egresses'] {
  return world.policy.vpns.flatMap((vpn) => {
    const network = world.policy.networks.find(({ name }) => name === vpn.egress);
    return network === undefined ? [] : [{ vpn, network: describeNetwork(world, network, 'statement', []) }];
  });
}

function tunnelsOf({ tunnels: all }: World, traits: SelectableDevice): Pick<Picture, 'tunnels'> {
  const tunnels = all.filter(({ stated }) => matchesSelector(stated.select, traits));
  return tunnels.length === 0 ? {} : { tunnels };
}

/** Those of the policy, then those given on the server for this device, under whatever id it had then. */
function attestationsOf(
  { policy, answers }: World,
  { id, aliases }: DeviceGroup,
  traits: SelectableDevice,
): readonly Attestation[] {
  const ids = [id, ...aliases];
  return [
    ...policy.attestations.filter((stated) => attests(stated, traits, ids)),
    ...ids.flatMap((name) => answers.get(name) ?? []),
  ];
}

function identityNotes(group: DeviceGroup, ordered: readonly SourcedRecord[]): Note[] {
  if (group.contestedSerial === undefined) return [];
  return [
    {
      ruleId: 'identity',
      message: 'serial-contested',
      data: { serial: group.contestedSerial, udid: group.identity.udid ?? '' },
      evidence: ordered.map(({ document, record }) => evidenceOf(document, record.at)),
    },
  ];
}

function groupNotes(chosen: GroupMembership): Note[] {
  if (chosen.group === undefined || chosen.others.length === 0) return [];
  return [
    {
      ruleId: 'policy',
      message: 'group-overlap',
      data: { group: chosen.group.name, others: chosen.others.map(({ name }) => name) },
      evidence: [],
    },
  ];
}
