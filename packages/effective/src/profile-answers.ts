import { findKey, payloadTypes, type CatalogKey } from '@ringcheck/catalog';
import type { Picture } from '@ringcheck/assemble';
import type { Value } from '@ringcheck/model';
import { valuesOf } from './answer.js';
import type { Collected } from './collect.js';
import { told } from './compare.js';
import type { NoteBook } from './notebook.js';
import { profileName } from './order.js';
import { agrees } from './settings.js';
import { isUnreadable } from './unreadable.js';

const type = payloadTypes.restrictions;

/**
 * Notes where the device says of one profile something else than its uploaded content, key by key, and which profile
 * nobody uploaded restricts what bears on FaceTime.
 */
export function noteProfileAnswers(picture: Picture, collected: Collected, notes: NoteBook): void {
  const { restrictions, installed } = picture;
  if (restrictions === undefined) return;
  for (const stated of restrictions.reply.profiles ?? []) {
    const profile = installed.profiles.find(
      ({ identifier, channel }) => identifier === stated.identifier && channel.kind === 'device',
    );
    if (profile === undefined) continue;
    const answers = valuesOf({ reply: stated, source: restrictions.source });
    const placed = [...collected.placed.entries()].flatMap(([payloadType, name, items]) =>
      payloadType === type
        ? items.filter((one) => one.profile === profile).map((one) => ({ name, one }))
        : [],
    );
    for (const name of new Set([...answers.keys(), ...placed.map((item) => item.name)])) {
      const key = findKey(type, name);
      if (key === undefined || key.bearing === 'none') continue;
      const answer = answers.get(name);
      const own = placed.filter((item) => item.name === name).map(({ one }) => one);
      const data = {
        profile: profileName(profile),
        key: name,
        payloadType: type,
        answer: told(answer?.value),
      };
      if (isUnreadable(profile)) {
        if (answer !== undefined && restricts(key, answer.value))
          notes.add('profile-answer-names', data, [answer.evidence]);
      } else if (own.length < 2 && differs(key, answer?.value, own[0]?.value)) {
        const evidence = [
          ...(answer === undefined ? [] : [answer.evidence]),
          ...own.map((one) => one.evidence),
        ];
        notes.add('profile-answer-differs', { ...data, uploaded: told(own[0]?.value) }, evidence);
      }
    }
  }
}

/** Nothing said is the default. */
function differs(key: CatalogKey, answer: Value | undefined, uploaded: Value | undefined): boolean {
  if (answer !== undefined && uploaded !== undefined) return !agrees(uploaded, answer, key);
  const said = answer ?? uploaded;
  return said !== undefined && restricts(key, said);
}

function restricts(key: CatalogKey, value: Value): boolean {
  if (value.type === 'array') return value.items.length > 0;
  return !('value' in value) || value.value !== key.defaultValue;
}
