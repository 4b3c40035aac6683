import { currentName, findKey, payloadTypes } from '@ringcheck/catalog';
import type { Picture } from '@ringcheck/assemble';
import { answerOf, type Answer } from './answer.js';
import { conditionsOf, type Conditions } from './applicability.js';
import { collect, type Collected } from './collect.js';
import { noteDifferences, noteKeysSetTwice, noteSinglesTwice } from './compare.js';
import { NoteBook } from './notebook.js';
import { agrees, settingsOf } from './settings.js';
import { noteProfileAnswers } from './profile-answers.js';
import { openQuestion } from './unreadable.js';
import {
  wholePayload,
  type Effective,
  type EffectivePayload,
  type EffectiveSetting,
  type Ignored,
  type ResolveOptions,
  type Undetermined,
} from './types.js';

/**
 * What the profiles of one device make of it: which settings are in force and who decides them, which are installed
 * and do not act, and which cannot be told. Pure: the same picture and the same answers of `isPast` give the same
 * result in the same order.
 */
export function resolve(picture: Picture, options: ResolveOptions): Effective {
  const conditions = conditionsOf(picture, options.osReaches);
  const notes = new NoteBook();
  const collected = collect(picture, conditions, options, notes);
  const answer = answerOf(picture, options);
  noteKeysSetTwice(collected, notes);
  noteSinglesTwice(collected, conditions.platform, notes);
  if (answer?.mode === 'decides') {
    noteDifferences(collected, answer, notes);
    noteProfileAnswers(picture, collected, notes);
  }
  return new Resolved(collected, conditions, answer, notes.inOrder());
}

const nothing: readonly never[] = [];

class Resolved implements Effective {
  private readonly known = new Map<string, Map<string, readonly EffectiveSetting[]>>();

  constructor(
    private readonly collected: Collected,
    private readonly conditions: Conditions,
    private readonly answer: Answer | undefined,
    readonly notes: Effective['notes'],
  ) {}

  settings(payloadType: string, key: string): readonly EffectiveSetting[] {
    if (!this.maySet(payloadType)) return nothing;
    let settings = this.known.get(payloadType);
    if (settings === undefined) this.known.set(payloadType, (settings = new Map()));
    let found = settings.get(key);
    if (found === undefined) {
      const name = currentName(payloadType, key);
      found = settings.get(name) ?? settingsOf(payloadType, name, this.collected, this.answer);
      settings.set(name, found).set(key, found);
    }
    return found;
  }

  undetermined(payloadType: string, key?: string): readonly Undetermined[] {
    const { undetermined, nested, unreadable } = this.collected;
    const isOpen = undetermined.hasType(payloadType) || nested.undetermined.hasType(payloadType);
    if (!isOpen && unreadable.length === 0) return nothing;
    const name = key === undefined ? wholePayload : currentName(payloadType, key);
    const found =
      key === undefined
        ? undetermined.ofType(payloadType)
        : [
            ...undetermined.of(payloadType, name),
            ...nested.undetermined.of(payloadType, name),
            ...undetermined.of(payloadType, wholePayload),
          ];
    const open = unreadable.flatMap(
      (profile) => openQuestion(profile, payloadType, name, this.conditions) ?? [],
    );
    return [...found, ...open].filter((one) => !this.isSettled(payloadType, one));
  }

  payloads(type: string): readonly EffectivePayload[] {
    return this.collected.payloads.of(type, wholePayload);
  }

  ignored(payloadType?: string, key?: string): readonly Ignored[] {
    const { ignored, nested } = this.collected;
    if (payloadType === undefined) return ignored.all().filter((one) => !this.isRefuted(one));
    if (!ignored.hasType(payloadType) && !nested.ignored.hasType(payloadType)) return nothing;
    const found =
      key === undefined
        ? ignored.ofType(payloadType)
        : [
            ...ignored.of(payloadType, currentName(payloadType, key)),
            ...nested.ignored.of(payloadType, currentName(payloadType, key)),
            ...ignored.of(payloadType, wholePayload),
          ];
    return found.filter((one) => !this.isRefuted(one));
  }

  /** Whether a profile, or the device's own word, says anything about the type. */
  private maySet(payloadType: string): boolean {
    if (this.collected.placed.hasType(payloadType)) return true;
    return this.answer !== undefined && payloadType === payloadTypes.restrictions;
  }

  /** The device's own word leaves nothing open about restrictions of the device. */
  private isSettled(payloadType: string, { channel }: Undetermined): boolean {
    return (
      payloadType === payloadTypes.restrictions &&
      this.answer?.mode === 'decides' &&
      channel.kind === 'device'
    );
  }

  /** We thought it does not act, and the device says it does. */
  private isRefuted({ payload, key, reason, evidence }: Ignored): boolean {
    if (this.answer?.mode !== 'decides' || payload.type !== payloadTypes.restrictions) return false;
    if (reason === 'misspelt' || reason === 'wrong-payload') return false;
    const answered = this.answer.values.get(currentName(payload.type, key));
    const known = findKey(payload.type, key);
    if (!answered || !known || isDefault(answered.value, known.defaultValue)) return false;
    return this.settings(payload.type, key).some(
      (setting) =>
        setting.decided === 'device-answer' &&
        setting.decidedBy.some(
          (one) => one.evidence === evidence && agrees(one.value, answered.value, known),
        ),
    );
  }
}

function isDefault(value: EffectiveSetting['value'], defaultValue: unknown): boolean {
  return 'value' in value && value.value === defaultValue;
}
