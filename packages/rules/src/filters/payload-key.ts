import { entryAt, findKey } from '@ringcheck/catalog';
import { evidenceOf, toJson, type Evidence } from '@ringcheck/model';
import type { EffectivePayload, Ignored } from '@ringcheck/effective';
import type { RuleResult } from '../types.js';
import { payloadAnswer } from '../judge/payload.js';

/** Where the payload sets the key (`VPN.IncludeAllNetworks`), with its value; the payload itself where it does not. */
export function keyEvidence({ payload, evidence }: EffectivePayload, key: string): Evidence {
  const value = entryAt(payload.settings, key)?.value;
  if (value === undefined) return evidence;
  const { document, sha256 = '', profile } = evidence;
  return evidenceOf({ path: document, sha256 }, value.at, {
    ...(profile === undefined ? {} : { profile }),
    path: `${payload.path}.${key}`,
    // A whole dictionary is no proof of one thing; its place is.
    ...(value.type === 'dict' ? {} : { value: toJson(value) }),
  });
}

/** What every answer has that rests on one key of a payload. */
export function keyAnswer(
  payload: EffectivePayload,
  key: string,
): Pick<RuleResult, 'evidence' | 'cause' | 'control' | 'scope'> {
  return { ...payloadAnswer(payload, key), evidence: [keyEvidence(payload, key)] };
}

/** An ignored value is worth a note unless it is what a device does by itself. */
export function differsFromDefault({ payload, key, value }: Ignored): boolean {
  const known = findKey(payload.type, key);
  return known?.defaultValue === undefined || toJson(value) !== known.defaultValue;
}
