import type { InstalledProfile } from '@ringcheck/assemble';
import {
  evidenceOf,
  toJson,
  type DocumentRef,
  type Evidence,
  type Payload,
  type Value,
} from '@ringcheck/model';
import { profileName } from './order.js';
import type { Contribution } from './types.js';

/** Evidence is the same for every device that has the profile under the same name. */
const known = new WeakMap<Value, Evidence>();

/** One value that an installed profile sets, with where it stands. */
export function contributionOf(
  installed: InstalledProfile,
  payload: Payload,
  value: Value,
  path: string,
): Contribution {
  const document = documentOf(installed);
  const name = profileName(installed);
  let evidence = known.get(value);
  if (evidence?.profile !== name || evidence.document !== document.path || evidence.path !== path) {
    evidence = evidenceOf(document, value.at, { profile: name, path, value: toJson(value) });
    known.set(value, evidence);
  }
  return { profile: installed, payload, value, evidence };
}

/** The payload as a whole; its evidence names the place and leaves the settings out. */
export function wholeOf(installed: InstalledProfile, payload: Payload): Contribution {
  const evidence = evidenceOf(documentOf(installed), payload.at, {
    profile: profileName(installed),
    path: payload.path,
  });
  return { profile: installed, payload, value: payload.settings, evidence };
}

function documentOf({ profile, listing }: InstalledProfile): DocumentRef {
  return profile?.document ?? listing.document;
}
