import {
  evidenceOf,
  type DocumentRef,
  type Evidence,
  type Fact,
  type FactName,
  type FactValues,
  type Instant,
} from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import {
  osReachesOf,
  type Effective,
  type EffectivePayload,
  type EffectiveSetting,
  type Ignored,
  type OsReaches,
  type Undetermined,
} from '@ringcheck/effective';
import { defaultPolicy, type Thresholds } from '@ringcheck/policy';
import type { Subject } from './types.js';
import type { Clock } from './clock.js';

export interface SubjectInput {
  readonly picture: Picture;
  readonly effective: Effective;
  readonly thresholds: Thresholds;
  readonly clock: Clock;
  /** Asked in place of the version that the picture has. */
  readonly osReaches?: OsReaches;
  /** Everything assigned is taken as installed: for the expected verdict. */
  readonly assumeInstalled?: boolean;
}

const builtInPolicy: DocumentRef = { path: 'built-in policy', sha256: '' };

/** The window through which every rule sees one device; made once per device. */
export function subjectOf(input: SubjectInput): Subject {
  return new Device(input);
}

/** With methods: a window of closures would be made anew for each device. */
class Device implements Subject {
  private assumed: Picture['installed'] | undefined;

  constructor(private readonly input: SubjectInput) {}

  fact<K extends FactName>(name: K): Fact<FactValues[K]> | undefined {
    return this.input.picture.facts[name];
  }

  osReaches(minimum: string): boolean | undefined {
    const { picture, osReaches } = this.input;
    return (osReaches ?? osReachesOf(picture))(minimum);
  }

  settings(type: string, key: string): readonly EffectiveSetting[] {
    return this.input.effective.settings(type, key);
  }

  payloads(type: string): readonly EffectivePayload[] {
    return this.input.effective.payloads(type);
  }

  undetermined(type: string, key?: string): readonly Undetermined[] {
    return this.input.effective.undetermined(type, key);
  }

  ignored(type: string, key?: string): readonly Ignored[] {
    return this.input.effective.ignored(type, key);
  }

  installed(): Picture['installed'] {
    const { installed } = this.input.picture;
    if (this.input.assumeInstalled !== true) return installed;
    return (this.assumed ??= assumedOf(installed));
  }

  network(): Picture['network'] {
    return this.input.picture.network;
  }

  place(): NonNullable<Picture['place']> {
    const { place, network } = this.input.picture;
    return place ?? { known: network !== undefined, firewallsDescribed: false };
  }

  egresses(): Picture['egresses'] {
    return this.input.picture.egresses;
  }

  threshold(name: keyof Thresholds): number {
    return this.input.thresholds[name];
  }

  accounts(): Picture['accounts'] {
    return this.input.picture.accounts;
  }

  externalControls(): Picture['externalControls'] {
    return this.input.picture.externalControls;
  }

  appBlockers(): ReturnType<Subject['appBlockers']> {
    return this.input.picture.appBlockers ?? [];
  }

  tunnels(): ReturnType<Subject['tunnels']> {
    return this.input.picture.tunnels ?? [];
  }

  attestations(question: string): ReturnType<Subject['attestations']> {
    return (this.input.picture.attestations ?? []).filter((stated) => stated.question === question);
  }

  outages(): ReturnType<Subject['outages']> {
    return { stated: this.knowledge().outages, feeds: this.input.picture.serviceStatus ?? [] };
  }

  latestVersions(): ReturnType<Subject['latestVersions']> {
    return this.knowledge().latestVersions;
  }

  regionRows(): ReturnType<Subject['regionRows']> {
    return this.knowledge();
  }

  policyEvidence(at: Parameters<Subject['policyEvidence']>[0], path: string): Evidence {
    return evidenceOf(this.input.picture.policyDocument ?? builtInPolicy, at, { path });
  }

  isPast(instant: Instant): boolean {
    return this.input.clock.isPast(instant);
  }

  private knowledge(): NonNullable<Picture['knowledge']> {
    return this.input.picture.knowledge ?? defaultPolicy.knowledge;
  }
}

/** Whoever guards the list of profiles goes on guarding it: a spread would look at all of them. */
function assumedOf(installed: Picture['installed']): Picture['installed'] {
  const { knowledge: _, ...rest } = Object.getOwnPropertyDescriptors(installed);
  return Object.defineProperties({ ...assumedList }, rest);
}

const assumedList: Picture['installed'] = { knowledge: 'listed', profiles: [] };
