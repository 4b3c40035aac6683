export * from './types.js';
export {
  currentName,
  findKey,
  findPayload,
  payloads,
  payloadsWithKey,
  rightPayload,
  standsOnce,
} from './catalog.js';
export { faceTimeBundleIds, hasExpectedCase, isFaceTime } from './facetime.js';
export { lintPayload } from './lint.js';
export { nearestKey } from './nearest.js';
export { isSensitive, namesSecret } from './sensitive.js';
export * as payloadTypes from './types-of-payloads.js';
export { entryAt, hasType } from './value-at.js';
