import type { Json, Writable } from '@ringcheck/model';
import { traitsOf } from '@ringcheck/assemble';
import type { JudgedDevice } from '@ringcheck/plan';
import { oldestStale } from '@ringcheck/report';
import type { DeviceResult } from '@ringcheck/store';
import { isIn } from './finding-pool.js';
import type { ResultPool } from './result-pool.js';

/**
 * What a scan stores of a judged device: data only, sentences are made when a report is read. `own` are the digests
 * of the documents that speak of this device: what stands there is kept with it and not shared.
 */
export function deviceResult(
  device: JudgedDevice,
  pool: ResultPool,
  own: ReadonlySet<string>,
  fingerprint: string,
): DeviceResult {
  const { picture, evaluation } = device;
  const { facts, identity, group } = picture;
  const result: Writable<DeviceResult> = {
    publicId: picture.id,
    aliases: picture.aliases,
    verdict: evaluation.verdict,
    coverage: evaluation.coverage,
    findings: evaluation.findings.map((finding) => pool.findings.of(finding, own)),
    notes: noNotes,
    results: pool.results(evaluation.results),
    own: {
      traits: { ...traitsOf(identity, facts, group?.name) },
      asOf: oldestStale(picture) ?? null,
      stale: evaluation.stale,
    },
    fingerprint,
  };
  addNames(result, device);
  if (evaluation.notes.length === 0) return result;
  const hasOwn = evaluation.notes.some((note) => isIn(own, note));
  if (hasOwn) result.hasOwnNotes = true;
  result.notes = hasOwn ? evaluation.notes : pool.notes(evaluation.notes);
  return result;
}

const noNotes: Json = [];

/** Assigned one by one, which takes a fraction of the time of a spread for each. */
function addNames(result: Writable<DeviceResult>, device: JudgedDevice): void {
  const { facts, identity, group, network } = device.picture;
  const { expected } = device.evaluation;
  if (facts.name !== undefined) result.name = facts.name.value;
  if (facts.platform !== undefined) result.platform = facts.platform.value;
  if (facts.osVersion !== undefined) result.osVersion = facts.osVersion.value;
  if (identity.serial !== undefined) result.serial = identity.serial;
  if (identity.udid !== undefined) result.udid = identity.udid;
  if (group !== undefined) {
    result.group = group.name;
    result.intent = group.intent;
  }
  if (network !== undefined) result.network = network.definition.name;
  if (expected !== undefined) result.expected = expected;
  if (device.compliance !== undefined) result.compliance = device.compliance;
  if (device.reviewAt !== undefined) result.reviewAt = device.reviewAt;
}
