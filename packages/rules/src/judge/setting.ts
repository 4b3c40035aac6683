import { findPayload } from '@ringcheck/catalog';
import {
  get,
  sameChannel,
  toJson,
  type Channel,
  type Json,
  type Outcome,
  type Severity,
  type Value,
} from '@ringcheck/model';
import type { Contribution, EffectiveSetting } from '@ringcheck/effective';
import type { MessageData, RuleNote, RuleResult, Subject } from '../types.js';
import { note } from './answers.js';
import { settingEvidence } from './evidence.js';
import { causeOf, channelScope, controlOf, profileData, profileName } from './profile.js';
import { unreadable } from './unreadable.js';

/** What a rule asks of one key. */
export interface SettingQuestion {
  readonly payload: string;
  readonly key: string;
  /** Whether this value stops (or endangers) FaceTime. Asked of the combined value and of each profile's own. */
  readonly stops: (value: Value) => boolean;
  /** Channels on which something else keeps the value from acting. */
  readonly except?: (channel: Channel) => boolean;
  readonly outcome: Extract<Outcome, 'blocked' | 'limited' | 'at-risk'>;
  readonly scope?: string;
  /** Message when profiles say so; its data are those of `settingData`. */
  readonly message: string;
  /** Message when only the device's own word says so; it speaks of Restrictions alone. */
  readonly answered?: string;
  /** The value the key must have, in words: `true`. */
  readonly wanted: string;
  readonly data?: MessageData;
  readonly severity?: Severity;
}

/** `{profile}`, `{identifier}`, `{payload}`, `{key}`, `{value}`, `{wanted}` of a message on a setting. */
export function settingData(
  question: SettingQuestion,
  contribution: Contribution,
  others: readonly string[],
) {
  return {
    ...profileData(contribution.profile),
    payload: question.payload,
    key: writtenKey(contribution, question.key),
    value: shortText(toJson(contribution.value)),
    wanted: question.wanted,
    others,
    ...question.data,
  };
}

/**
 * Every profile whose value stops FaceTime, each with its own cause (removing one of two frees nobody), then what
 * could not be read on the channels where nothing stops it already. Empty: nothing in force, nothing open.
 */
export function judgeSetting(subject: Subject, question: SettingQuestion): (RuleResult | RuleNote)[] {
  const settings = subject.settings(question.payload, question.key);
  if (settings.length === 0) return unreadable(subject, question.payload, question.key, question.stops);
  const stopping = settings.filter(
    (setting) => question.stops(setting.value) && question.except?.(setting.channel) !== true,
  );
  const scopes = new Set(stopping.map((setting) => channelScope(setting.channel)));
  const open = scopes.has(undefined)
    ? []
    : unreadable(subject, question.payload, question.key, question.stops).filter(
        (answer) => !scopes.has(answer.scope),
      );
  return [...stopping.flatMap((setting) => answersOf(setting, question)), ...open];
}

function answersOf(setting: EffectiveSetting, question: SettingQuestion): (RuleResult | RuleNote)[] {
  const stoppers = stoppersOf(setting, question);
  const shape = shapeOf(setting, question);
  if (stoppers.length === 0) {
    if (question.answered === undefined || setting.channel.kind === 'user') return [];
    return [
      {
        ...shape,
        message: question.answered,
        data: {
          payload: question.payload,
          key: question.key,
          value: shortText(toJson(setting.value)),
          wanted: question.wanted,
          ...question.data,
        },
        evidence: settingEvidence(setting),
        cause: `device-answer/${question.payload}/${question.key}`,
        control: 'managed',
      },
    ];
  }
  const answers: (RuleResult | RuleNote)[] = stoppers.map((contribution) => {
    const control = controlOf(contribution.profile);
    const others = stoppers
      .filter((other) => other !== contribution)
      .map((other) => profileName(other.profile));
    return {
      ...shape,
      message: question.message,
      data: settingData(question, contribution, others.sort()),
      evidence: [contribution.evidence, ...(setting.answer === undefined ? [] : [setting.answer])],
      cause: causeOf(contribution.profile, question.payload, writtenKey(contribution, question.key)),
      ...(control === undefined ? {} : { control }),
    };
  });
  if (setting.confidence === 'lower') answers.push(doubt(setting, question));
  return answers;
}

/**
 * Those of the channel's own profiles that stop FaceTime by themselves; where only all together do, all that decide.
 * A user whose own profiles do not is stopped by those of the device, which have findings of their own.
 */
export function stoppersOf(
  setting: EffectiveSetting,
  question: Pick<SettingQuestion, 'stops'>,
): readonly Contribution[] {
  const own = (contribution: Contribution) => sameChannel(contribution.profile.channel, setting.channel);
  const alone = setting.contributors.filter(own).filter(({ value }) => question.stops(value));
  return alone.length > 0 || setting.channel.kind === 'user' ? alone : setting.decidedBy.filter(own);
}

function shapeOf(setting: EffectiveSetting, question: SettingQuestion) {
  const user = channelScope(setting.channel);
  const scope = user ?? question.scope;
  const outcome: Outcome =
    user !== undefined && question.outcome === 'blocked' ? 'limited' : question.outcome;
  return {
    outcome,
    ...(scope === undefined ? {} : { scope }),
    ...(question.severity === undefined ? {} : { severity: question.severity }),
  };
}

function doubt(setting: EffectiveSetting, question: SettingQuestion): RuleNote {
  const names = setting.contributors.map((contribution) => profileName(contribution.profile)).sort();
  return note(
    'lower-confidence',
    { payload: question.payload, key: question.key, profiles: names },
    settingEvidence(setting),
  );
}

/** The name a profile writes the key by: an old name of a list is combined under the present one. */
export function writtenKey({ payload }: Contribution, key: string): string {
  if (get(payload.settings, key) !== undefined) return key;
  const old = findPayload(payload.type)?.keys.find((known) => known.renamedTo === key);
  return old !== undefined && get(payload.settings, old.key) !== undefined ? old.key : key;
}

/** A value as a sentence shows it; a long list is cut. */
export function shortText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** For keys where false forbids. */
export const isFalse = (value: Value): boolean => value.type === 'boolean' && !value.value;

/** For keys where true forces. */
export const isTrue = (value: Value): boolean => value.type === 'boolean' && value.value;
