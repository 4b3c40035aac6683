import type { Enrolment, Value } from '@ringcheck/model';
import { text } from './convert.js';

const words = new Map<string, Enrolment>([
  ['institutional', 'device'],
  ['userenrollment', 'user'],
  ['accountdrivenuserenrollment', 'user'],
  ['personaldeviceprofile', 'user'],
  ['accountdrivendeviceenrollment', 'device'],
  ['dep', 'automated'],
  ['ade', 'automated'],
  ['automated', 'automated'],
  ['automateddeviceenrollment', 'automated'],
  ['manual', 'device'],
  ['device', 'device'],
  ['deviceenrollment', 'device'],
  ['ac2', 'device'],
  ['user', 'user'],
  ['none', 'none'],
  ['on(automatic)', 'automated'],
  ['on(manual)', 'device'],
  ['on(personal)', 'user'],
  ['off', 'none'],
  ['unenrolled', 'none'],
]);

/**
 * What the words of consoles mean; undefined for pending states and unknown words.
 * Microsoft's `userEnrollment` is not Apple's User Enrollment: that source has its own list.
 */
export function enrolmentOf(text: string | undefined): Enrolment | undefined {
  return text === undefined ? undefined : words.get(text.toLowerCase().replace(/[\s_-]+/g, ''));
}

/** Reads the words of one vendor, exactly as it writes them; a word that is not among them tells nothing. */
export function enrolmentBy(
  pairs: readonly (readonly [string, Enrolment])[],
): (value: Value) => Enrolment | undefined {
  const known = new Map(pairs);
  return (value) => known.get(text(value) ?? '');
}
