import type { EffectivePayload } from '@ringcheck/effective';
import type { MessageData, RuleNote, RuleResult, Subject } from '../types.js';
import { orClear } from './answers.js';
import { causeOf, channelScope, controlOf, profileData } from './profile.js';
import { unreadable } from './unreadable.js';

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

/** What every payload of these types says, and what of them cannot be read; clear where neither says anything. */
export function judgePayloads(
  subject: Subject,
  types: readonly string[],
  judge: (payload: EffectivePayload) => readonly (RuleResult | RuleNote)[],
): readonly (RuleResult | RuleNote)[] {
  return orClear(
    types.flatMap((type) => [...subject.payloads(type).flatMap(judge), ...unreadable(subject, type)]),
  );
}
