export * from './diagnostic.js';
export * from './document.js';
export * from './facts.js';
export * from './outcome.js';
export * from './platform.js';
export * from './position.js';
export * from './profile.js';
export * from './value.js';
