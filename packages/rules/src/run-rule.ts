import type { Severity, Writable } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import type { OsReaches } from '@ringcheck/effective';
import type { Finding } from './evaluation.js';
import { isNote, notApplicable } from './judge/answers.js';
import { couldAct } from './judge/could-act.js';
import { wrongPlatform } from './judge/platform.js';
import { answeredByRestrictions, readsProfiles } from './reads.js';
import type { Gap, Rule, RuleNote, RuleResult, Subject } from './types.js';

export interface RunInput {
  readonly subject: Subject;
  readonly picture: Picture;
  /** From the policy; replaces whatever the rule says. */
  readonly severity: Severity | undefined;
  /** Asked in place of the version that the picture has. */
  readonly osReaches?: OsReaches | undefined;
}

export interface RuleRun {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

export const listingGap: Gap = {
  key: 'listing',
  title: 'Profiles of the device',
  how: 'Send the ProfileList command from the MDM server (or export its inventory with installed profiles) and add the answer to the upload.',
};

const none: readonly never[] = [];

const platformGap: Gap = {
  key: 'fact:platform',
  title: 'What kind of device it is',
  how: 'Add the DeviceInformation reply with ProductName, or an inventory with the column "platform".',
};

/** What became of answers that are the same for every device: most answers of a fleet are. */
const standing = new WeakMap<Rule, Map<readonly unknown[], RuleRun>>();

/** The answers of one rule, with what the rule itself cannot know: its platforms and whether profiles were listed. */
export function runRule(rule: Rule, input: RunInput): RuleRun {
  const answers = answersOf(rule, input);
  if (input.severity !== undefined) return runOf(rule, answers, input.severity);
  let kept = standing.get(rule);
  const known = kept?.get(answers);
  if (known !== undefined) return known;
  const run = runOf(rule, answers, undefined);
  if (!Object.isFrozen(answers)) return run;
  if (kept === undefined) standing.set(rule, (kept = new Map()));
  kept.set(answers, run);
  return run;
}

function runOf(
  rule: Rule,
  answers: readonly (RuleResult | RuleNote)[],
  severity: Severity | undefined,
): RuleRun {
  const findings: Finding[] = [];
  let notes: Note[] | undefined;
  for (const answer of answers) {
    if (isNote(answer)) (notes ??= []).push(noteOf(rule, answer));
    else findings.push(findingOf(rule, answer, severity));
  }
  return { findings, notes: notes ?? none };
}

function answersOf(
  rule: Rule,
  { subject, picture, osReaches }: RunInput,
): readonly (RuleResult | RuleNote)[] {
  const platform = picture.facts.platform?.value;
  if (platform === undefined) return [unknownFor('platform-unknown', platformGap)];
  if (!rule.platforms.includes(platform)) return wrongPlatform[platform];
  const answers = rule.evaluate(subject);
  if (!readsProfiles(rule)) return answers;
  const open = isOpen(rule, picture, subject)
    ? withoutListing(answers, subject.installed().knowledge === 'assigned')
    : answers;
  if (!open.some(isUndecided)) return open;
  if (!couldAct(rule, picture, osReaches)) return withoutUndecided(open);
  if (picture.restrictions?.reply.empty !== false) return open;
  const isSettled = answeredByRestrictions(rule);
  return open.map((answer) => asUndecisive(answer, isSettled));
}

/** Whether nobody listed the profiles, and the device's own word does not answer in their place. */
function isOpen(rule: Rule, picture: Picture, subject: Subject): boolean {
  return picture.installed.knowledge !== 'listed' && !isAnswered(rule, picture, subject);
}

function isUndecided(answer: RuleResult | RuleNote): answer is RuleResult {
  return !isNote(answer) && answer.undecided === true;
}

/** Nothing that could not be read could have acted on this device. */
function withoutUndecided(answers: readonly (RuleResult | RuleNote)[]): readonly (RuleResult | RuleNote)[] {
  const kept = answers.filter((answer) => !isUndecided(answer));
  return kept.some((answer) => !isNote(answer)) ? kept : [...kept, ...notApplicable('cannot-act')];
}

/**
 * A Restrictions reply rules out that an unread profile leaves the device unknown; what it does not speak of (app
 * lock) stays unknown as a rule, unless the device lists such a payload by its type.
 */
function asUndecisive(answer: RuleResult | RuleNote, isSettled: boolean): RuleResult | RuleNote {
  if (!isUndecided(answer) || (answer.listed === true && !isSettled)) return answer;
  return { ...answer, undecided: false };
}

function isAnswered(rule: Rule, picture: Picture, subject: Subject): boolean {
  if (subject.installed().knowledge === 'listed') return true;
  return picture.restrictions?.reply.empty === false && answeredByRestrictions(rule);
}

/** A clear that rests on the absence of profiles is unknown while nobody listed them; a proven one has evidence. */
function withoutListing(
  answers: readonly (RuleResult | RuleNote)[],
  assigned: boolean,
): readonly (RuleResult | RuleNote)[] {
  const kept = answers.filter(
    (answer) => isNote(answer) || answer.outcome !== 'clear' || answer.evidence.length > 0,
  );
  if (kept.length === answers.length) return answers;
  return [...kept, unknownFor(assigned ? 'listing-assigned' : 'listing-missing', listingGap)];
}

function unknownFor(message: string, gap: Gap): RuleResult {
  return { outcome: 'unknown', message, data: {}, evidence: [], undecided: true, gap };
}

function noteOf(rule: Rule, { message, data, evidence }: RuleNote): Note {
  return { ruleId: rule.id, message, data, evidence };
}

/** Only a decisive rule may leave a device undecided. */
function findingOf(rule: Rule, result: RuleResult, severity: Severity | undefined): Finding {
  const { outcome, message, data, evidence, scope, cause, control, gap } = result;
  const finding: Writable<Finding> = {
    ruleId: rule.id,
    outcome,
    stage: rule.stage,
    severity: severity ?? result.severity ?? rule.severity,
    message,
    data,
    evidence,
  };
  if (scope !== undefined) finding.scope = scope;
  if (cause !== undefined) finding.cause = cause;
  if (control !== undefined) finding.control = control;
  if (gap !== undefined) finding.gap = gap;
  if (result.undecided === true && rule.decisive) finding.undecided = true;
  return finding;
}
