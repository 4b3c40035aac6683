import { evidenceOf, type DocumentRef } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { Effective } from '@ringcheck/effective';
import { defaultPolicy, type Thresholds } from '@ringcheck/policy';
import type { Subject } from './types.js';
import type { Clock } from './clock.js';

export interface SubjectInput {
  readonly picture: Picture;
  readonly effective: Effective;
  readonly thresholds: Thresholds;
  readonly clock: Clock;
  /** Everything assigned is taken as installed: for the expected verdict. */
  readonly assumeInstalled?: boolean;
}

const builtInPolicy: DocumentRef = { path: 'built-in policy', sha256: '' };

/** The window through which every rule sees one device; made once per device. */
export function subjectOf(input: SubjectInput): Subject {
  const { picture, effective, thresholds, clock } = input;
  let assumed: Picture['installed'] | undefined;
  const knowledge = picture.knowledge ?? defaultPolicy.knowledge;
  return {
    fact: (name) => picture.facts[name],
    settings: (type, key) => effective.settings(type, key),
    payloads: (type) => effective.payloads(type),
    undetermined: (type, key) => effective.undetermined(type, key),
    ignored: (type, key) => effective.ignored(type, key),
    installed: () =>
      input.assumeInstalled
        ? (assumed ??= { ...picture.installed, knowledge: 'listed' as const })
        : picture.installed,
    network: () => picture.network,
    place: () => picture.place ?? { known: picture.network !== undefined, firewallsDescribed: false },
    egresses: () => picture.egresses,
    threshold: (name) => thresholds[name],
    accounts: () => picture.accounts,
    externalControls: () => picture.externalControls,
    appBlockers: () => picture.appBlockers ?? [],
    tunnels: () => picture.tunnels ?? [],
    attestations: (question) => (picture.attestations ?? []).filter((stated) => stated.question === question),
    outages: () => ({ stated: knowledge.outages, feeds: picture.serviceStatus ?? [] }),
    latestVersions: () => knowledge.latestVersions,
    regionRows: () => knowledge,
    policyEvidence: (at, path) => evidenceOf(picture.policyDocument ?? builtInPolicy, at, { path }),
    isPast: clock.isPast,
  };
}
