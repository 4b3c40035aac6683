import { isAtLeast } from '@ringcheck/model';

/** A fleet has few OS versions; more than this come from nonsense and are forgotten again. */
const mostVersions = 200;
const known = new Map<string, Map<string, boolean | undefined>>();

/** The same as `isAtLeast` of the model, remembered: rules and keys ask it of the same few versions again and again. */
export function reaches(version: string, minimum: string): boolean | undefined {
  let answers = known.get(version);
  if (!answers) {
    if (known.size >= mostVersions) known.clear();
    known.set(version, (answers = new Map()));
  }
  if (answers.has(minimum)) return answers.get(minimum);
  const answer = isAtLeast(version, minimum);
  answers.set(minimum, answer);
  return answer;
}
