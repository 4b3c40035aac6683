export * from './ages.js';
export * from './assemble-all.js';
export * from './assemble-device.js';
export * from './identity.js';
export { byStrength, mergeFacts, observedAt, type SourcedRecord } from './merge-facts.js';
export { mergeListings } from './merge-listings.js';
export * from './picture.js';
export * from './profile-index.js';
export * from './world.js';
