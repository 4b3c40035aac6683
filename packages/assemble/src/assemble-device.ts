import { evidenceOf, optional, type DeviceIdentity, type Facts, type Writable } from '@ringcheck/model';
import {
  type Attestation,
  attests,
  groupOf,
  type GroupMembership,
  matchesSelector,
  type SelectableDevice,
} from '@ringcheck/policy';
import { ageLimits } from './ages.js';
import { blockersOf } from './app-blockers.js';
import { changesOf } from './changes.js';
import { freshness } from './freshness.js';
import { mergeDeclarations } from './merge-declarations.js';
import type { DeviceGroup } from './identity.js';
import { mergeFacts, observedAt, strongestFirst, type SourcedRecord } from './merge-facts.js';
import { mergeListings } from './merge-listings.js';
import type { Note, Picture } from './picture.js';
import { egressesOf, placeDevice } from './place-device.js';
import { supersede } from './supersede.js';
import type { World } from './world.js';

/**
 * One picture of a device from its records, at the world's `now`.
 * The result depends on the set of records only, not on their order.
 */
export function assembleDevice(
  world: World,
  group: Omit<DeviceGroup, 'keys'>,
  records: readonly SourcedRecord[],
): Picture {
  const all = strongestFirst(records);
  const ordered = strongestFirst(supersede(all));
  const { facts, notes: factNotes } = factsOf(ordered, all);
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
  const { policy, policyDocument } = world;
  const answers = { installed, restrictions };
  const { stale, freshUntil } = freshness(world, facts, answers, ageLimits(policy.thresholds));
  const { network, place } = placeDevice(world, facts, placement?.network);
  const tunnels = world.tunnels.filter(({ stated }) => matchesSelector(stated.select, traits));
  const notes = [identityNotes(group, ordered), factNotes, listed.notes, declared.notes, groupNotes(chosen)];
  // Assigned one by one where a part may be absent: a spread for each takes several times as long.
  const picture: Writable<Picture> = {
    id: group.id,
    aliases: group.aliases,
    identity: group.identity,
    facts,
    stale,
    installed,
    place,
    egresses: egressesOf(world),
    accounts: policy.accounts,
    externalControls: policy.externalControls.filter(({ match }) => matchesSelector(match, traits)),
    attestations: attestationsOf(world, group, traits),
    knowledge: policy.knowledge,
    serviceStatus: world.serviceStatus,
    appBlockers: blockersOf(world.appBlockers, group.identity, ordered),
    notes: notes.flat(),
  };
  if (freshUntil !== undefined) picture.freshUntil = freshUntil;
  if (restrictions !== undefined) picture.restrictions = restrictions;
  if (chosen.group !== undefined) picture.group = chosen.group;
  if (network !== undefined) picture.network = network;
  if (tunnels.length > 0) picture.tunnels = tunnels;
  if (policyDocument !== undefined) picture.policyDocument = policyDocument;
  return picture;
}

/** What was superseded says nothing of the present, but it tells since when it is so. */
function factsOf(
  ordered: readonly SourcedRecord[],
  all: readonly SourcedRecord[],
): ReturnType<typeof mergeFacts> {
  const { facts, notes } = mergeFacts(ordered);
  const { buildSince, linesSince } = changesOf(all);
  if (buildSince === undefined && linesSince === undefined) return { facts, notes };
  return {
    facts: { ...facts, ...optional('buildSince', buildSince), ...optional('linesSince', linesSince) },
    notes,
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

const noTags: readonly string[] = [];

/** What selectors of the policy may ask of a device. */
export function traitsOf(
  identity: DeviceIdentity,
  facts: Facts,
  groupName: string | undefined,
): SelectableDevice {
  const traits: Writable<SelectableDevice> = { tags: facts.tags?.value ?? noTags };
  if (identity.serial !== undefined) traits.serial = identity.serial;
  if (identity.udid !== undefined) traits.udid = identity.udid;
  if (facts.platform) traits.platform = facts.platform.value;
  if (facts.modelName) traits.modelName = facts.modelName.value;
  if (facts.productName) traits.productName = facts.productName.value;
  if (facts.name) traits.name = facts.name.value;
  if (facts.site) traits.site = facts.site.value;
  if (groupName !== undefined) traits.group = groupName;
  return traits;
}

const noAnswers: readonly Attestation[] = [];

/** Those of the policy, then those given on the server for this device, under whatever id it had then. */
function attestationsOf(
  { policy, answers }: World,
  { id, aliases }: Pick<DeviceGroup, 'id' | 'aliases'>,
  traits: SelectableDevice,
): readonly Attestation[] {
  if (policy.attestations.length === 0 && answers.size === 0) return noAnswers;
  const ids = [id, ...aliases];
  return [
    ...policy.attestations.filter((stated) => attests(stated, traits, ids)),
    ...ids.flatMap((name) => answers.get(name) ?? []),
  ];
}

const noNotes: readonly Note[] = [];

function identityNotes(group: Omit<DeviceGroup, 'keys'>, ordered: readonly SourcedRecord[]): readonly Note[] {
  if (group.contestedSerial === undefined) return noNotes;
  return [
    {
      ruleId: 'identity',
      message: 'serial-contested',
      data: { serial: group.contestedSerial, udid: group.identity.udid ?? '' },
      evidence: ordered.map(({ document, record }) => evidenceOf(document, record.at)),
    },
  ];
}

function groupNotes(chosen: GroupMembership): readonly Note[] {
  if (chosen.group === undefined || chosen.others.length === 0) return noNotes;
  return [
    {
      ruleId: 'policy',
      message: 'group-overlap',
      data: { group: chosen.group.name, others: chosen.others.map(({ name }) => name) },
      evidence: [],
    },
  ];
}
