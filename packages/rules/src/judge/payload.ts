import type { EffectivePayload } from '@ringcheck/effective';
import type { MessageData, RuleResult } from '../types.js';
import { causeOf, channelScope, controlOf, profileData } from './profile.js';

/** `{profile}`, `{identifier}` and `{payload}` of a message on a whole payload. */
export function payloadData({ profile, type }: EffectivePayload, more: MessageData = {}) {
  return { ...profileData(profile), payload: type, ...more };
}

/** What every answer about one payload has: where it stands, whose cause it is, who may remove it. */
export function payloadAnswer(
  payload: EffectivePayload,
  key?: string,
): Pick<RuleResult, 'evidence' | 'cause' | 'control' | 'scope'> {
  const control = controlOf(payload.profile);
  const scope = channelScope(payload.channel);
  return {
    evidence: [payload.evidence],
    cause: causeOf(payload.profile, payload.type, key),
    ...(control === undefined ? {} : { control }),
    ...(scope === undefined ? {} : { scope }),
  };
}
