import type { InstalledProfile, Picture, World } from '@ringcheck/assemble';
import { groupOf } from '@ringcheck/policy';
import type {
  DocumentRef,
  Enrolment,
  Fact,
  FactName,
  Facts,
  FactValues,
  Platform,
  Profile,
  SourceDocument,
} from '@ringcheck/model';

/** The OS majors Apple supports today, newest last. Data with a date: November 2026. */
const currentVersions: Readonly<Record<'iOS' | 'iPadOS' | 'macOS', readonly string[]>> = {
  iOS: ['18.7', '26.4', '27.0'],
  iPadOS: ['18.7', '26.4', '27.0'],
  macOS: ['15.7', '26.4', '27.0'],
};

interface Archetype {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly osVersion: string;
  readonly isSupervised: boolean;
  readonly enrolment: Enrolment;
}

function archetypes(): Archetype[] {
  const list: Archetype[] = [];
  for (const [platform, noun] of [
    ['iOS', 'iPhone'],
    ['iPadOS', 'iPad'],
  ] as const) {
    for (const osVersion of currentVersions[platform]) {
      for (const isSupervised of [true, false]) {
        const word = isSupervised ? 'supervised' : 'unsupervised';
        list.push({
          id: `archetype:${noun.toLowerCase()}-${word}-${osVersion}`,
          name: `${word} ${noun}`,
          platform,
          osVersion,
          isSupervised,
          enrolment: isSupervised ? 'automated' : 'device',
        });
      }
    }
  }
  for (const osVersion of currentVersions.macOS) {
    list.push({
      id: `archetype:mac-${osVersion}`,
      name: 'Mac',
      platform: 'macOS',
      osVersion,
      isSupervised: true,
      enrolment: 'automated',
    });
  }
  return list;
}

/**
 * Model devices that carry every uploaded profile: what a profile would do before any inventory is at hand.
 * Their facts are stated by us; the document that stands behind each is the profile's own.
 */
export function archetypePictures(world: World, documents: readonly SourceDocument[]): Picture[] {
  const first = documents.find(({ profiles }) => profiles.length > 0)?.ref ?? documents[0]?.ref;
  if (first === undefined) return [];
  return archetypes().map((archetype) => {
    const group = groupOf(world.policy, {
      name: archetype.name,
      platform: archetype.platform,
      tags: [],
    }).group;
    return {
      id: archetype.id,
      aliases: [],
      identity: {},
      facts: factsOf(archetype, first, world.now),
      stale: [],
      installed: {
        knowledge: 'listed',
        basis: 'stated',
        observedAt: world.now,
        profiles: world.uploadedProfiles.map((profile) => installed(profile)),
      },
      ...(group === undefined ? {} : { group }),
      egresses: [],
      accounts: world.policy.accounts,
      externalControls: [],
      ...(world.policyDocument === undefined ? {} : { policyDocument: world.policyDocument }),
      notes: [],
    };
  });
}

function installed(profile: Profile): InstalledProfile {
  return {
    identifier: profile.identifier,
    ...(profile.uuid === undefined ? {} : { uuid: profile.uuid }),
    ...(profile.displayName === undefined ? {} : { displayName: profile.displayName }),
    channel: profile.scope === 'User' ? { kind: 'user', user: 'user' } : { kind: 'device' },
    payloadTypes: profile.payloads.map(({ type }) => type),
    isManaged: true,
    listing: { document: profile.document, at: profile.at },
    content: profile.encrypted ? 'encrypted' : 'known',
    ...(profile.encrypted ? {} : { profile }),
    joinedBy: 'listing',
  };
}

function factsOf(archetype: Archetype, document: DocumentRef, now: string): Facts {
  const fact = <K extends FactName>(value: FactValues[K]): Fact<FactValues[K]> => ({
    value,
    basis: 'stated',
    observedAt: now,
    source: { document, at: { offset: 0 } },
  });
  return {
    name: fact<'name'>(archetype.name),
    platform: fact<'platform'>(archetype.platform),
    osVersion: fact<'osVersion'>(archetype.osVersion),
    isSupervised: fact<'isSupervised'>(archetype.isSupervised),
    enrolment: fact<'enrolment'>(archetype.enrolment),
    isUserApproved: fact<'isUserApproved'>(true),
    isSharedIpad: fact<'isSharedIpad'>(false),
  };
}
