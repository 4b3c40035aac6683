import { evidenceOf, type DocumentRef } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import type { Effective, EffectivePayload, EffectiveSetting, Ignored, Undetermined } from '@ringcheck/effective';
import type { Thresholds } from '@ringcheck/policy';
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

const none: readonly never[] = [];
const builtInPolicy: DocumentRef = { path: 'built-in policy', sha256: '' };

/** The window through which every rule sees one device; made once per device. */
export function subjectOf(input: SubjectInput): Subject {
  const { picture, effective, thresholds, clock } = input;
  const settings = groupBy(effective.settings, (setting) => `${setting.payloadType}#${setting.key}`);
  const payloads = groupBy(effective.payloads, (payload) => payload.type);
  const installed = input.assumeInstalled
    ? { ...picture.installed, knowledge: 'listed' as const }
    : picture.installed;
  return {
    fact: (name) => picture.facts[name],
    settings: (type, key): readonly EffectiveSetting[] => settings.get(`${type}#${key}`) ?? none,
    payloads: (type): readonly EffectivePayload[] => payloads.get(type) ?? none,
    undetermined: (type, key) =>
      effective.undetermined.length === 0
        ? none
        : effective.undetermined.filter((item) => concerns(item, type, key)),
    ignored: (type, key): readonly Ignored[] =>
      effective.ignored.length === 0
        ? none
        : effective.ignored.filter(
            (item) => item.payload.type === type && (key === undefined || item.key === key),
          ),
    installed: () => installed,
    network: () => picture.network,
    egresses: () => picture.egresses,
    threshold: (name) => thresholds[name],
    accounts: () => picture.accounts,
    externalControls: () => picture.externalControls,
    policyEvidence: (at, path) => evidenceOf(picture.policyDocument ?? builtInPolicy, at, { path }),
    isPast: clock.isPast,
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function concerns(item: Undetermined, type: string, key: string | undefined): boolean {
  return item.payloadType === type && (key === undefined || item.key === undefined || item.key === key);
}
