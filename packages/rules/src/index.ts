export { clockAt, type Clock } from './clock.js';
export * from './compliance.js';
export { coverage, type CoverageRow, type DeskTopic } from './coverage.js';
export * from './evaluate.js';
export * from './evaluation.js';
export { guardReads, UndeclaredReadError } from './guard.js';
export { findMessage, ignoredMessages, placeholdersOf, sharedMessages } from './judge/messages.js';
export { compareFindings, verdictOf, worstFirst } from './order.js';
export {
  findQuestion,
  isQuestion,
  looksFor,
  questions,
  questionsFor,
  type Answer,
  type Question,
} from './questions/index.js';
export { readsProfiles } from './reads.js';
export * from './registry.js';
export { rulePackVersion } from './rule-pack.js';
export { Sharing } from './share/sharing.js';
export { subjectOf, type SubjectInput } from './subject.js';
export * from './types.js';
