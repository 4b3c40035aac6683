export { answerFlow, answerFlows } from './answer.js';
export type {
  DecidingRule,
  FamilySummary,
  FlowAnswer,
  FlowOptions,
  FlowPart,
  PartAction,
  PortRange,
} from './flow-answer.js';
export { shadowedLines } from './shadowed.js';
export type { LineReach, NamedLine, ShadowedLine, UndecidedLine } from './shadowed.js';
export { diffAnswers } from './diff.js';
export { joinAnswers } from './joint.js';
export type { FlowChange, FlowDifference } from './diff.js';
export { compilePolicy } from './compile.js';
export type { CompiledPolicy } from './compile.js';
export type { ParsedPolicy } from './dialects/dialect.js';
export { applePushRanges, appleRanges, facetimeFlows, statedFlows } from './flows.js';
export type { Flow, FlowLoss, FlowStatement } from './flows.js';
export { judgeFaceTime } from './judge.js';
export type { JudgeOptions, NetworkFinding, NetworkJudgement } from './judge.js';
export { decidePacket } from './packet.js';
export type { Packet, PacketDecision } from './packet.js';
export { parseFirewall, recogniseFirewall } from './parse.js';
export { dialects } from './policy.js';
export type { ConnectionState, Dialect, FirewallPolicy, PolicyNote, UnparsedLine } from './policy.js';
export type { ReturnTraffic } from './returns.js';
export { fixFlows } from './fixes/fix.js';
export { applyText, chainText } from './fixes/apply-text.js';
export { openText, portsText } from './fixes/open-text.js';
export type {
  FirewallFix,
  FixPosition,
  FixRefusal,
  FixResult,
  FixStep,
  RefusalReason,
} from './fixes/types.js';
export {
  type AddressSet,
  allV4,
  allV6,
  complementAddresses,
  intersectAddresses,
  isEmptyAddresses,
  noAddress,
  parseAddresses,
  parseAddressList,
  subtractAddresses,
  uniteAddresses,
  uniteAllAddresses,
} from './address.js';
export { globalUnicast } from './globals.js';
export { prefixesOf } from './prefixes.js';
export { pairsOf } from './ranges.js';
export { fixClosed, questionFault, type ClosedFixes } from './questions.js';
export {
  answerSequence,
  decideSequence,
  diffSequences,
  fixSequence,
  sequenceFault,
  type NamedFirewall,
  type SequenceAnswers,
  type SequenceDecision,
} from './sequence.js';
