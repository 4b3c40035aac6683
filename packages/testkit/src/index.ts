export * from './builders.js';
export * from './profiles.js';
export * from './values.js';
