export * from './types.js';
export { osReachesOf, productFamily } from './applicability.js';
export { unnamedUser } from './collect.js';
export { resolveMessages, type ResolveMessage } from './messages.js';
export { resolve } from './resolve.js';
export { bearingOf, type Bearing } from './bearing.js';
